"""What the data-quality gate looks at, counted from the bucket and the tables anew."""

from datetime import UTC, datetime
from functools import reduce
from typing import Final

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from pinpipe.cleaning import CleanJob
from pinpipe.figures import count_tables
from pinpipe.gate_rules import KindFigures, Match
from pinpipe.layout import clean_table, topic_name, topic_object, topic_prefix
from pinpipe.progress import load_progress, unread
from pinpipe.reader import read_lines
from pinpipe.records import CLEAN_SCHEMAS, KINDS, Kind
from pinpipe.tables import Tables

# No service of this kind is older; a time before it, or to come, was misread.
_EARLIEST: Final = "2000-01-01"
_OLDEST_PERSON: Final = 150


def figures_of_kind(job: CleanJob, kind: Kind, now: datetime) -> KindFigures:
    """Reads every object of the kind that a run has read, and its three tables, once more."""
    tables = Tables(job.spark, job.root, kind)
    objects, _ = job.objects(kind)
    new = {each.key for each in unread(objects, load_progress(job.store, kind))}
    read = [each for each in objects if each.key not in new]
    lines = read_lines(job.spark, kind, job.root, job.s3, read).count() if read else 0
    clean = count_tables(tables)["clean"]
    held, quarantined = _held(tables, [each.key for each in read])
    nulls, outside = _columns(tables.read(tables.clean), kind, now)
    newest = _newest(job, kind)
    return KindFigures(
        lines=lines,
        held=held,
        quarantined=quarantined,
        rows=clean.rows,
        inds=clean.inds,
        age_s=None if newest is None else max((now - newest).total_seconds(), 0.0),
        nulls=nulls,
        outside=outside,
    )


def _newest(job: CleanJob, kind: Kind) -> datetime | None:
    """When the last of the sink's objects of the kind was written. Others say nothing of it."""
    written = job.store.written(topic_prefix(topic_name(job.pipeline_id, kind)))
    return max(
        (at for key, at in written.items() if topic_object(key, 0) is not None), default=None
    )


def _held(tables: Tables, keys: list[str]) -> tuple[int, int]:
    """Lines of these objects in provenance or quarantine, and in quarantine. Others were deleted
    from the bucket since they were read."""
    objects = tables.spark.createDataFrame(pa.table({"object": pa.array(keys, pa.string())}))
    origins = [
        tables.read(path).select("object", F.lit(path == tables.quarantine).alias("rejected"))
        for path in (tables.provenance, tables.quarantine)
    ]
    held = origins[0].unionAll(origins[1]).join(F.broadcast(objects), "object", "left_semi")
    row = held.agg(
        F.count("*").alias("held"), F.count_if("rejected").alias("quarantined")
    ).collect()[0]
    return row["held"], row["quarantined"]


def match_of(spark: SparkSession, root: str) -> Match:
    """How many posts are in all three clean tables, of those in any."""
    inds = [
        spark.read.format("delta").load(f"{root}/{clean_table(kind)}").select("ind").distinct()
        for kind in KINDS
    ]
    tables_per_ind = reduce(DataFrame.unionAll, inds).groupBy("ind").agg(F.count("*").alias("in"))
    row = tables_per_ind.agg(
        F.count("*").alias("any"), F.count_if(F.col("in") == len(KINDS)).alias("each")
    ).collect()[0]
    return Match(row["any"], row["each"])


def _columns(rows: DataFrame, kind: Kind, now: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """Nulls, and values out of range, by column; in one pass."""
    names, ranges = CLEAN_SCHEMAS[kind].names, _ranges(now)[kind]
    nulls = [F.count_if(F.col(name).isNull()).alias(f"null {name}") for name in names]
    outside = [F.count_if(~within).alias(f"outside {name}") for name, within in ranges.items()]
    row = rows.agg(*nulls, *outside).collect()[0]
    return (
        {name: row[f"null {name}"] for name in names},
        {name: row[f"outside {name}"] for name in ranges},
    )


def _ranges(now: datetime) -> dict[Kind, dict[str, Column]]:
    """What holds of each value that is not null."""
    latest = F.lit(now.astimezone(UTC))

    def past(name: str) -> Column:
        return F.col(name).between(F.lit(_EARLIEST).cast("timestamp"), latest)

    latitude, longitude = (F.col("coordinates")[at] for at in (0, 1))
    return {
        "pin": {"ind": F.col("ind") >= 0, "follower_count": F.col("follower_count") >= 0},
        "geo": {
            "ind": F.col("ind") >= 0,
            "coordinates": latitude.between(-90, 90) & longitude.between(-180, 180),
            "timestamp": past("timestamp"),
        },
        "user": {
            "ind": F.col("ind") >= 0,
            "age": F.col("age").between(0, _OLDEST_PERSON),
            "date_joined": past("date_joined"),
        },
    }
