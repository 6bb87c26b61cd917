"""The data source `kinesis` for Spark, with the columns and options of Databricks' own.

How often a record is read: while a query catches up, once, and the first records of each batch and
shard (1,000 at most) a second time; at the tip twice. The planner has to meet the record that ends
a batch before the batch runs, or a batch that is run again could differ from the first time: Spark
commits what was planned, and Kinesis does not tell where a shard ends (`planning.py`).
"""

import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pyspark.sql.datasource import DataSource, DataSourceStreamReader, InputPartition
from pyspark.sql.streaming.datasource import (
    ReadAllAvailable,
    ReadLimit,
    ReadMaxBytes,
    ReadMaxRows,
    SupportsTriggerAvailableNow,
)
from pyspark.sql.types import StructType

from pinpipe.kinesis.offsets import (
    Offset,
    Range,
    offset_from_json,
    offset_to_json,
    ranges_of,
)
from pinpipe.kinesis.options import SourceOptions, parse_options
from pinpipe.kinesis.planning import Cap

if TYPE_CHECKING:
    import pyarrow as pa

    from pinpipe.kinesis.client import Kinesis
    from pinpipe.kinesis.planner import Planner

_SCHEMA: Final = (
    "partitionKey STRING, data BINARY, stream STRING, shardId STRING, sequenceNumber STRING, "
    "approximateArrivalTimestamp TIMESTAMP"
)
_BRISK_S: Final = 0.5
_PATIENT_S: Final = 60.0
# What Spark hands back for a limit that is not its own: the options' cap holds for each shard.
_NO_LIMIT: Final = 2**62


class KinesisDataSource(DataSource):
    """ValueError at `load()` where the options are wrong."""

    def __init__(self, options: Mapping[str, str]) -> None:
        super().__init__(dict(options))
        self._settings = parse_options(options)

    @classmethod
    def name(cls) -> str:
        return "kinesis"

    def schema(self) -> str:
        return _SCHEMA

    def streamReader(self, schema: StructType) -> "KinesisStreamReader":
        return KinesisStreamReader(self._settings)


class ShardsPartition(InputPartition):
    """What one task reads."""

    def __init__(self, ranges: tuple[Range, ...]) -> None:
        super().__init__(ranges)
        self.ranges = ranges


class KinesisStreamReader(DataSourceStreamReader, SupportsTriggerAvailableNow):
    """Plans in the driver's planning process; `read` runs in the workers, on a copy of its own."""

    def __init__(self, settings: SourceOptions) -> None:
        self._settings = settings
        self._planner: Planner | None = None

    def initialOffset(self) -> dict[str, Any]:
        return offset_to_json(self._planning().initial())

    def getDefaultReadLimit(self) -> ReadLimit:
        """Without one of its own Spark would always ask for all that is there."""
        return ReadMaxBytes(_NO_LIMIT)

    def latestOffset(self, start: dict[str, Any], limit: ReadLimit) -> dict[str, Any]:
        offset = offset_from_json(start)
        cap = shard_cap(self._settings.batch_bytes, offset, limit)
        return offset_to_json(self._planning().latest(offset, cap))

    def prepareForTriggerAvailableNow(self) -> None:
        self._planning().stop_at_tip()

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> list[ShardsPartition]:
        if start == end:
            return []
        offset = offset_from_json(end)
        self._planning().check(offset)
        ranges = list(ranges_of(offset))
        return [ShardsPartition(part) for part in dealt(ranges, self._settings)]

    def read(self, partition: InputPartition) -> "Iterator[pa.RecordBatch]":
        from pinpipe.kinesis.reading import read_ranges

        assert isinstance(partition, ShardsPartition)
        settings = self._settings
        kinesis = _kinesis(settings, _PATIENT_S)
        loss = settings.fail_on_data_loss
        return read_ranges(kinesis, partition.ranges, settings.page_records, loss)

    def stop(self) -> None:
        if self._planner is not None:
            self._planner.close()

    def _planning(self) -> "Planner":
        if self._planner is None:
            from pinpipe.kinesis.pages import Clock
            from pinpipe.kinesis.planner import Planner

            for line in self._settings.ignored:
                logging.getLogger(__name__).warning("option %s", line)
            patient, brisk = (_kinesis(self._settings, bound) for bound in (_PATIENT_S, _BRISK_S))
            self._planner = Planner(self._settings, patient, brisk, Clock())
        return self._planner


def shard_cap(batch_bytes: int, start: Offset, limit: ReadLimit) -> Cap | None:
    """What a batch takes of each shard; a limit of Spark's is for all shards together."""
    if isinstance(limit, ReadAllAvailable):
        return None
    shards = max(sum(not at.drained for s in start.values() for at in s.shards.values()), 1)
    rows = limit.max_rows if isinstance(limit, ReadMaxRows) else _NO_LIMIT
    size = limit.max_bytes if isinstance(limit, ReadMaxBytes) else _NO_LIMIT
    return Cap(max(min(batch_bytes, size // shards), 1), max(rows // shards, 1))


def dealt(ranges: list[Range], settings: SourceOptions) -> list[tuple[Range, ...]]:
    """Ranges to tasks: so many shards a task, or so many tasks."""
    tasks = -(-len(ranges) // settings.shards_per_task)
    if settings.max_partitions is not None:
        tasks = min(settings.max_partitions, len(ranges))
    return [tuple(ranges[task::tasks]) for task in range(tasks)]


def _kinesis(settings: SourceOptions, bound_s: float) -> "Kinesis":
    from pinpipe.kinesis.aws import open_client
    from pinpipe.kinesis.client import AwsKinesis
    from pinpipe.kinesis.retrying import Retry

    return AwsKinesis(open_client(settings.kinesis), Retry(bound_s))
