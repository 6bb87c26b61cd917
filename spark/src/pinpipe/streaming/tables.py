"""The stream tables of one kind, and the only writes to them. Each write may be repeated."""

from dataclasses import dataclass
from typing import Any, Final

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.types import (
    BinaryType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from pinpipe.layout import provenance_table, quarantine_table, stream_clean_table
from pinpipe.records import CLEAN_SCHEMAS, Kind
from pinpipe.streaming.lines import STREAM_ORIGIN, stream_lines_schema

KEY: Final = ("stream", "shard", "sequence_number", "sub_sequence")

# For a commit every few seconds: a checkpoint of the log costs more than the ten commits that are
# Delta's default interval, and statistics of more columns than `ind` more than they save.
_PROPERTIES: Final = {
    "delta.checkpointInterval": "100",
    "delta.dataSkippingNumIndexedCols": "1",
}


@dataclass(frozen=True)
class BatchId:
    """What a repeated write is known by: `query` is the checkpoint's own id, new with each one."""

    query: str
    number: int
    run_id: str


@dataclass(frozen=True)
class StreamTables:
    """The three stream tables of a kind under a root. One writing driver at a time."""

    spark: SparkSession
    root: str
    pipeline_id: str
    kind: Kind

    @property
    def clean(self) -> str:
        return f"{self.root}/{stream_clean_table(self.pipeline_id, self.kind)}"

    @property
    def provenance(self) -> str:
        return f"{self.root}/{provenance_table(self.kind, 'stream')}"

    @property
    def quarantine(self) -> str:
        return f"{self.root}/{quarantine_table(self.kind, 'stream')}"

    def schemas(self) -> dict[str, StructType]:
        """The tables by path, and their columns."""
        of_lines = stream_lines_schema(self.kind)
        origin = [of_lines[name] for name in STREAM_ORIGIN]
        run_id = StructField("run_id", StringType())
        return {
            self.clean: CLEAN_SCHEMAS[self.kind],
            self.provenance: StructType([StructField("ind", LongType()), *origin, run_id]),
            self.quarantine: StructType(
                [
                    StructField("reason", StringType()),
                    StructField("raw", BinaryType()),
                    *origin,
                    run_id,
                    StructField("time", TimestampType()),
                ]
            ),
        }

    def create(self) -> None:
        """Makes the tables that are not there, empty: a reader finds them from the start."""
        for path, schema in self.schemas().items():
            table = DeltaTable.createIfNotExists(self.spark).location(path).addColumns(schema)
            for name, value in _PROPERTIES.items():
                table = table.property(name, value)
            table.execute()

    def exist(self) -> bool:
        return all(DeltaTable.isDeltaTable(self.spark, path) for path in self.schemas())

    def are_empty(self) -> bool:
        """Whether those that exist hold no row."""
        there = [path for path in self.schemas() if DeltaTable.isDeltaTable(self.spark, path)]
        return all(self.read(path).isEmpty() for path in there)

    def read(self, path: str) -> DataFrame:
        return self.spark.read.format("delta").load(path)

    def records(self) -> DataFrame:
        """KEY of every record that is in the tables."""
        accepted, rejected = (self.read(path) for path in (self.provenance, self.quarantine))
        return accepted.select(*KEY).union(rejected.select(*KEY))

    def last_batch(self, query: str) -> int | None:
        """The highest number of a query's batches in the log of provenance, which has each of them,
        also one without an accepted record. Delta has no public call for what `_append_once` leaves
        there."""
        java: Any = self.spark
        log = java._jvm.org.apache.spark.sql.delta.DeltaLog
        snapshot = log.forTableWithSnapshot(java._jsparkSession, self.provenance)._2()
        number = snapshot.transactions().get(query)
        return int(number.get()) if number.isDefined() else None

    def write_provenance(self, lines: DataFrame, batch: BatchId) -> None:
        """One row per accepted record, the duplicates included."""
        accepted = lines.where(F.col("reason").isNull())
        rows = accepted.select("ind", *STREAM_ORIGIN, F.lit(batch.run_id).alias("run_id"))
        _append_once(rows, self.provenance, batch)

    def write_quarantine(self, lines: DataFrame, batch: BatchId) -> None:
        """One row per rejected record, with its bytes as they are in Kinesis."""
        rejected = lines.where(F.col("reason").isNotNull())
        rows = rejected.select(
            "reason",
            "raw",
            *STREAM_ORIGIN,
            F.lit(batch.run_id).alias("run_id"),
            F.current_timestamp().alias("time"),
        )
        _append_once(rows, self.quarantine, batch)

    def write_clean(self, lines: DataFrame) -> int:
        """Inserts each `ind` that the table does not have, the first of a batch's records of it.

        Rows that are there stay as they are, so that a repeated batch changes nothing. No
        watermark: posts carry times that are years old. Gives the number of rows inserted.
        """
        accepted = lines.where(F.col("reason").isNull())
        first = first_per_ind(accepted).select(*CLEAN_SCHEMAS[self.kind].names)
        target = DeltaTable.forPath(self.spark, self.clean).alias("kept")
        merge = target.merge(first.alias("new"), "kept.ind = new.ind").whenNotMatchedInsertAll()
        inserted: int = merge.execute().collect()[0]["num_inserted_rows"]
        return inserted


def first_per_ind(records: DataFrame) -> DataFrame:
    """The record of each `ind` that arrived first."""
    # A sequence number is a decimal of up to 129 digits: the shorter text is the smaller number.
    by_number = (F.length("sequence_number"), "sequence_number", "sub_sequence")
    oldest = Window.partitionBy("ind").orderBy("arrived_at", "shard", *by_number)
    ranked = records.withColumn("rank", F.row_number().over(oldest))
    return ranked.where(F.col("rank") == 1).drop("rank")


def _append_once(rows: DataFrame, path: str, batch: BatchId) -> None:
    """Appends, unless this batch has appended to this table before: Delta keeps the last number of
    each application in the table's log, with the rows."""
    writer = rows.write.format("delta").mode("append")
    writer = writer.option("txnAppId", batch.query).option("txnVersion", batch.number)
    writer.save(path)
