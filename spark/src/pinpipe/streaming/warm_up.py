"""One batch into tables that nobody sees, before the first that somebody waits for: it takes Spark
and Delta several times as long as the later ones to load their classes and start their workers."""

from collections.abc import Callable
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession

from pinpipe.records import KINDS
from pinpipe.streaming.batches import Batches
from pinpipe.streaming.maintenance import Maintenance
from pinpipe.streaming.tables import StreamTables


def warm_up(spark: SparkSession, report: Callable[[str], None]) -> None:
    """Rejects one record of each kind in a folder of its own, which it removes."""
    record: dict[str, list[Any]] = {
        "partitionKey": [""],
        "data": [b"{}"],
        "stream": [""],
        "shardId": [""],
        "sequenceNumber": [""],
        "approximateArrivalTimestamp": [datetime.now(UTC)],
    }
    records = spark.createDataFrame(pa.table(record))
    with TemporaryDirectory() as folder:
        for kind in KINDS:
            tables = StreamTables(spark, f"file:{folder}", "warm-up", kind)
            tables.create()
            batches = Batches(
                tables=tables,
                query_id=lambda: "warm-up",
                run_id="warm-up",
                resuming=False,
                maintenance=Maintenance(tables, _unheard),
                emit=_unheard,
                report=_unheard,
            )
            batches.write(records, 0)
    report("warmed up")


def _unheard(told: Any) -> None: ...
