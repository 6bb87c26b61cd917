"""Reads planned ranges in Spark's workers, as Arrow record batches.

The shards of a task are read side by side, each with its next page under way while the last one is
turned into rows: two pages, of at most 10 MiB, are in memory for each.
"""

import logging
from binascii import a2b_base64
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Any, Final

import pyarrow as pa

from pinpipe.kinesis.aggregation import MAGIC, user_records
from pinpipe.kinesis.client import Kinesis, Page
from pinpipe.kinesis.errors import KinesisSourceError, stream_remade
from pinpipe.kinesis.offsets import Position, Range
from pinpipe.kinesis.planning import later

_log: Final = logging.getLogger(__name__)

_ROWS_A_BATCH: Final = 10_000

ARROW_SCHEMA: Final = pa.schema(
    [
        ("partitionKey", pa.string()),
        ("data", pa.binary()),
        ("stream", pa.string()),
        ("shardId", pa.string()),
        ("sequenceNumber", pa.string()),
        ("approximateArrivalTimestamp", pa.timestamp("us", tz="UTC")),
    ]
)


def read_ranges(
    kinesis: Kinesis, ranges: Sequence[Range], page_records: int, fail_on_data_loss: bool
) -> Iterator[pa.RecordBatch]:
    """Every record of the ranges once, those of a shard in their order.

    KinesisSourceError DATA_LOST where a range is not whole, unless that is to be taken as it is.
    """
    readers = [_RangeReader(kinesis, each, page_records, fail_on_data_loss) for each in ranges]
    with ThreadPoolExecutor(len(readers)) as pool:
        running = {pool.submit(reader.page): reader for reader in readers}
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                reader = running.pop(future)
                page = future.result()
                if not reader.ended:
                    running[pool.submit(reader.page)] = reader
                yield from _batches(page, reader.source)


class _RangeReader:
    """One range, page by page; one thread at a time."""

    def __init__(
        self, kinesis: Kinesis, source: Range, page_records: int, fail_on_data_loss: bool
    ) -> None:
        self.source = source
        self.ended = False
        self._kinesis = kinesis
        self._page_records = page_records
        self._fail = fail_on_data_loss
        self._last: str | None = None
        self._iterator: str | None = None

    def page(self) -> Sequence[dict[str, Any]]:
        """The next records, perhaps none."""
        page = self._next()
        if page is None:
            self.ended = True
            return []
        self._iterator = page.next
        records = self._behind_last(page.records)
        if records and self._last is None and records[0]["SequenceNumber"] != self.source.first:
            self._lost(f"it begins with {records[0]['SequenceNumber']}")
        return self._until_end(records, page.next is None or (page.final and not records))

    def _next(self) -> Page | None:
        """None where the shard is gone."""
        try:
            return self._at(self._iterator or self._seek())
        except KinesisSourceError as error:
            if error.code != "EXPIRED_ITERATOR":
                raise
            return self._at(self._seek())

    def _at(self, iterator: str | None) -> Page | None:
        return None if iterator is None else self._kinesis.records(iterator, self._page_records)

    def _seek(self) -> str | None:
        """At the last record that was read, or the range's first. None where the shard is gone,
        and that is to be taken as it is."""
        at = Position(after=self._last or self.source.first)
        try:
            return self._kinesis.iterator(self.source.stream, self.source.shard, at)
        except KinesisSourceError as error:
            if error.code not in ("INVALID_ARGUMENT", "NOT_FOUND"):
                raise
            self._lost(str(error))
            if error.code == "NOT_FOUND":
                return None
            return self._kinesis.iterator(self.source.stream, self.source.shard, Position())

    def _behind_last(self, records: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """An iterator that was sought again gives the last record again."""
        if self._last is None or not records or later(records[0]["SequenceNumber"], self._last):
            return records
        last = self._last
        return [record for record in records if later(record["SequenceNumber"], last)]

    def _until_end(
        self, records: Sequence[dict[str, Any]], nothing_more: bool
    ) -> Sequence[dict[str, Any]]:
        if records:
            self._last = records[-1]["SequenceNumber"]
        if self._last is not None and not later(self.source.last, self._last):
            self.ended = True
            return self._cut(records)
        if nothing_more:
            self.ended = True
            self._lost(f"there is nothing after {self._last}")
        return records

    def _cut(self, records: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        end = self.source.last
        kept = [record for record in records if not later(record["SequenceNumber"], end)]
        if not kept or kept[-1]["SequenceNumber"] != end:
            self._lost("its last record is missing")
        return kept

    def _lost(self, what: str) -> None:
        each = self.source
        if self._kinesis.created_ms(each.stream) != each.created_ms:
            raise stream_remade(each.stream)
        text = (
            f"{each.stream} {each.shard}: records {each.first} to {each.last} are not kept "
            f"whole any longer: {what}"
        )
        if self._fail:
            text += ". To read what is left, set failOnDataLoss to false"
            raise KinesisSourceError("DATA_LOST", text)
        _log.warning("%s", text)


def _batches(records: Sequence[dict[str, Any]], source: Range) -> Iterator[pa.RecordBatch]:
    rows = [row for record in records for row in _rows(record)]
    for at in range(0, len(rows), _ROWS_A_BATCH):
        yield _batch(rows[at : at + _ROWS_A_BATCH], source)


def _rows(record: dict[str, Any]) -> Iterator[tuple[str, bytes, str, int]]:
    data = a2b_base64(record["Data"])
    number = record["SequenceNumber"]
    arrival_us = round(record["ApproximateArrivalTimestamp"] * 1e6)
    users = user_records(data) if data.startswith(MAGIC) else None
    if users is None:
        yield record["PartitionKey"], data, number, arrival_us
        return
    for key, part in users:
        yield key, part, number, arrival_us


def _batch(rows: Sequence[tuple[str, bytes, str, int]], source: Range) -> pa.RecordBatch:
    keys, data, numbers, arrivals = zip(*rows, strict=True)
    columns = [
        keys,
        data,
        [source.stream] * len(rows),
        [source.shard] * len(rows),
        numbers,
        arrivals,
    ]
    arrays = [
        pa.array(values, type=field.type)
        for values, field in zip(columns, ARROW_SCHEMA, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=ARROW_SCHEMA)
