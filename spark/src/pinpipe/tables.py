"""The Delta tables of one kind, and the only writes to them. Each write may be repeated."""

from dataclasses import dataclass

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from pinpipe.clean import ORIGIN
from pinpipe.layout import clean_table, provenance_table, quarantine_table
from pinpipe.progress import Progress
from pinpipe.records import CLEAN_SCHEMAS, Kind


@dataclass(frozen=True)
class Tables:
    """The three tables of a kind under a root. One writing driver at a time."""

    spark: SparkSession
    root: str
    kind: Kind

    @property
    def clean(self) -> str:
        return f"{self.root}/{clean_table(self.kind)}"

    @property
    def provenance(self) -> str:
        return f"{self.root}/{provenance_table(self.kind)}"

    @property
    def quarantine(self) -> str:
        return f"{self.root}/{quarantine_table(self.kind)}"

    def paths(self) -> dict[str, str]:
        return {
            "clean": self.clean,
            "provenance": self.provenance,
            "quarantine": self.quarantine,
        }

    def exist(self) -> bool:
        return all(DeltaTable.isDeltaTable(self.spark, path) for path in self.paths().values())

    def read(self, path: str) -> DataFrame:
        return self.spark.read.format("delta").load(path)

    def objects(self) -> set[str]:
        """The keys of all objects with a line in the tables; every object read has left one."""
        origins = [self.read(path).select("object") for path in (self.provenance, self.quarantine)]
        return {row["object"] for row in origins[0].union(origins[1]).distinct().collect()}

    def write_provenance(self, lines: DataFrame, progress: Progress | None) -> None:
        """One row per accepted record, the duplicates included: who wins is decided from them."""
        accepted = lines.where(F.col("reason").isNull()).select("ind", *ORIGIN)
        _replace_above(accepted, self.provenance, progress)

    def write_quarantine(self, lines: DataFrame, progress: Progress | None, run_id: str) -> None:
        """One row per rejected line, with its bytes."""
        rejected = lines.where(F.col("reason").isNotNull()).select(
            "reason",
            "raw",
            *ORIGIN,
            F.lit(run_id).alias("run_id"),
            F.current_timestamp().alias("time"),
        )
        _replace_above(rejected, self.quarantine, progress)

    def write_clean(self, lines: DataFrame, progress: Progress | None) -> None:
        """One row per `ind`: of all its records, the one with the highest (partition, offset).

        Needs the provenance of `lines` to be written.
        """
        columns = CLEAN_SCHEMAS[self.kind].names
        winners = latest_per_ind(lines.where(F.col("reason").isNull()))
        if progress is None:
            _replace_above(winners.select(*columns), self.clean, None)
            return
        standing = standing_winners(winners, self.read(self.provenance)).select(*columns)
        target = DeltaTable.forPath(self.spark, self.clean).alias("kept")
        merge = target.merge(standing.alias("new"), "kept.ind = new.ind")
        merge.whenMatchedUpdateAll().whenNotMatchedInsertAll().execute()


def latest_per_ind(records: DataFrame) -> DataFrame:
    """The record with the highest (partition, offset) of each `ind`."""
    newest = Window.partitionBy("ind").orderBy(F.desc("partition"), F.desc("offset"))
    ranked = records.withColumn("rank", F.row_number().over(newest))
    return ranked.where(F.col("rank") == 1).drop("rank")


def standing_winners(winners: DataFrame, provenance: DataFrame) -> DataFrame:
    """The winners that no record of an earlier run beats: a higher partition may be older."""
    origin = F.struct("partition", "offset")
    best = provenance.groupBy("ind").agg(F.max(origin).alias("best"))
    joined = winners.join(best, on="ind", how="inner")
    return joined.where(origin == F.col("best")).drop("best")


def _replace_above(frame: DataFrame, path: str, progress: Progress | None) -> None:
    """Makes the table hold `frame` above the recorded offsets, and what it held below them.

    Rows of a run that was killed are above and go; nothing recorded is ever touched. In one commit.
    """
    writer = frame.write.format("delta").mode("overwrite")
    if progress is None:
        writer.option("overwriteSchema", "true").save(path)
    else:
        writer.option("replaceWhere", above(progress)).save(path)


def above(progress: Progress) -> str:
    """SQL for "not cleaned by a finished run"."""
    offsets = progress.next_offsets.items()
    known = ", ".join(str(partition) for partition, _ in offsets) or "-1"
    parts = [f"(partition = {partition} AND offset >= {next_})" for partition, next_ in offsets]
    return " OR ".join([*parts, f"partition NOT IN ({known})"])
