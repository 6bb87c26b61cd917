"""The counts of the clean job, and the rule that they tie."""

from dataclasses import asdict, dataclass, field
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from pinpipe.tables import Tables


@dataclass(frozen=True)
class Figures:
    """lines = clean + duplicates + quarantined.

    In total, `clean` is the rows of the table. Of a run, it is how many rows the table gained, and
    `duplicates` the records that replaced a row or lost to one.
    """

    lines: int
    clean: int
    duplicates: int
    quarantined: int

    def tie(self) -> bool:
        return self.lines == self.clean + self.duplicates + self.quarantined


@dataclass(frozen=True)
class Batch:
    """What one run read. `ends`: partition to the offset after its last line."""

    lines: int = 0
    quarantined: int = 0
    ends: dict[int, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    extra_columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class KindReport:
    """What the clean job did for one kind. `distinct`: the different `ind` ever accepted."""

    objects: int
    ignored_objects: int
    run: Figures
    total: Figures
    distinct: int
    reasons: dict[str, int]
    extra_columns: dict[str, int]
    next_offsets: dict[int, int]
    seconds: float

    def ok(self) -> bool:
        return self.run.tie() and self.total.tie() and self.distinct == self.total.clean

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok()}


def batch_of(lines: DataFrame) -> Batch:
    """Counts the rows of `clean.cleaned`; the first action on them: it fills their cache."""
    code = F.split_part("reason", F.lit(":"), F.lit(1)).alias("code")
    groups = (
        lines.groupBy("partition", code)
        .agg(F.count("*").alias("lines"), F.max("offset").alias("last"))
        .collect()
    )
    ends: dict[int, int] = {}
    reasons: dict[str, int] = {}
    for group in groups:
        ends[group["partition"]] = max(ends.get(group["partition"], 0), group["last"] + 1)
        if group["code"] is not None:
            reasons[group["code"]] = reasons.get(group["code"], 0) + group["lines"]
    return Batch(
        lines=sum(group["lines"] for group in groups),
        quarantined=sum(reasons.values()),
        ends=ends,
        reasons=reasons,
        extra_columns=_extra_columns(lines),
    )


def _extra_columns(lines: DataFrame) -> dict[str, int]:
    names = lines.select(F.explode("extra").alias("column")).groupBy("column").count()
    return {row["column"]: row["count"] for row in names.collect()}


def total_of(tables: Tables, lines: int) -> tuple[Figures, int]:
    """The figures over all runs, read back from the tables, and the number of different `ind`."""
    rows = tables.read(tables.clean).count()
    records = tables.read(tables.provenance)
    accepted = records.agg(F.count("*"), F.countDistinct("ind")).first()
    if accepted is None:
        raise AssertionError("an aggregate without groups has one row")
    quarantined = tables.read(tables.quarantine).count()
    return Figures(lines, rows, accepted[0] - rows, quarantined), accepted[1]
