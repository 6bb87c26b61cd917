"""Rows of the source `kinesis` to parsed rows with their origin, in one parallel pass."""

from collections.abc import Callable, Iterator
from typing import Final

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.types import (
    BinaryType,
    IntegerType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from pinpipe.parsed_rows import parsed_columns, parsed_fields
from pinpipe.records import WIRE_COLUMNS, Kind
from pinpipe.streaming.decode import record_decoder

# The source's columns, under the names that they have in our tables.
_PASSED_ON: Final = {
    "stream": "stream",
    "shardId": "shard",
    "sequenceNumber": "sequence_number",
    "partitionKey": "partition_key",
    "approximateArrivalTimestamp": "arrived_at",
    "data": "raw",
}

# Where a record came from: every row keeps it until it is in its table.
STREAM_ORIGIN: Final = (
    "stream",
    "shard",
    "sequence_number",
    "sub_sequence",
    "partition_key",
    "arrived_at",
    "form",
)

_ORIGIN_FIELDS: Final = [
    StructField("stream", StringType()),
    StructField("shard", StringType()),
    StructField("sequence_number", StringType()),
    StructField("partition_key", StringType()),
    StructField("arrived_at", TimestampType()),
    StructField("raw", BinaryType()),
    StructField("sub_sequence", IntegerType()),
    StructField("form", StringType()),
]


def stream_lines_schema(kind: Kind) -> StructType:
    """What `parsed_fields` says, then the origin, the `raw` data and the form it had.

    `sub_sequence` numbers, from 0, the records that share a sequence number: those of an aggregate.
    """
    return StructType([*parsed_fields(kind), *_ORIGIN_FIELDS])


def stream_lines(kind: Kind, records: DataFrame) -> DataFrame:
    """Each row of the source, decoded and parsed. What is no record has null wire columns and a
    reason."""
    return records.mapInArrow(_arrow_decoder(kind), schema=stream_lines_schema(kind))


def _arrow_decoder(
    kind: Kind,
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    names = stream_lines_schema(kind).names

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        decode = record_decoder(WIRE_COLUMNS[kind])
        numbered = sub_sequences()
        for batch in batches:
            if batch.num_rows == 0:
                continue
            passed = {name: batch.column(source) for source, name in _PASSED_ON.items()}
            decoded = [decode(data) for data in passed["raw"].to_pylist()]
            numbers = numbered(passed["shard"].to_pylist(), passed["sequence_number"].to_pylist())
            arrays = [
                *parsed_columns(kind, [each.parsed for each in decoded]),
                *passed.values(),
                pa.array(numbers, type=pa.int32()),
                pa.array([each.form for each in decoded], type=pa.string()),
            ]
            yield pa.RecordBatch.from_arrays(arrays, names=names)

    return read


def sub_sequences() -> Callable[[list[str], list[str]], list[int]]:
    """Numbers records by place in their aggregate, which may go on from one call to the next.

    The source gives the records of an aggregate one after the other.
    """
    last: tuple[str, str] | None = None
    number = 0

    def numbered(shards: list[str], sequence_numbers: list[str]) -> list[int]:
        nonlocal last, number
        numbers = []
        for place in zip(shards, sequence_numbers, strict=True):
            number = number + 1 if place == last else 0
            last = place
            numbers.append(number)
        return numbers

    return numbered
