"""The counts of the clean job, and the rule that they tie."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import reduce
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

    def __str__(self) -> str:
        shares = f"{self.clean} clean, {self.duplicates} duplicates, {self.quarantined} quarantined"
        return f"{self.lines} lines in all: {shares}"

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
class Counted:
    """Rows of a table and how many different `ind` they have."""

    rows: int
    inds: int


@dataclass(frozen=True)
class Work:
    """What the clean job did for one kind. `lines`: read by all runs so far."""

    batch: Batch
    objects: int
    ignored_objects: int
    late_objects: list[str]
    rows_before: int
    lines: int
    next_offsets: dict[int, int]
    seconds: float


@dataclass(frozen=True)
class KindReport:
    """`one_row_per_ind`: the clean table has each `ind` once, and every one ever accepted.

    `late_objects`: the keys of objects that landed below the recorded offsets and were not read.
    """

    objects: int
    ignored_objects: int
    late_objects: list[str]
    run: Figures
    total: Figures
    one_row_per_ind: bool
    reasons: dict[str, int]
    extra_columns: dict[str, int]
    next_offsets: dict[int, int]
    seconds: float

    def ok(self) -> bool:
        tied = self.run.tie() and self.total.tie() and self.one_row_per_ind
        return tied and not self.late_objects

    def as_json(self) -> dict[str, Any]:
        offsets = {str(partition): offset for partition, offset in self.next_offsets.items()}
        return {**asdict(self), "next_offsets": offsets, "ok": self.ok()}


def report_of(work: Work, tables: dict[str, Counted]) -> KindReport:
    """Holds what was read against what the tables hold."""
    clean, accepted, rejected = tables["clean"], tables["provenance"], tables["quarantine"]
    batch = work.batch
    gained = clean.rows - work.rows_before
    return KindReport(
        objects=work.objects,
        ignored_objects=work.ignored_objects,
        late_objects=work.late_objects,
        run=Figures(
            batch.lines, gained, batch.lines - batch.quarantined - gained, batch.quarantined
        ),
        total=Figures(work.lines, clean.rows, accepted.rows - clean.rows, rejected.rows),
        one_row_per_ind=clean.rows == clean.inds == accepted.inds,
        reasons=batch.reasons,
        extra_columns=batch.extra_columns,
        next_offsets=work.next_offsets,
        seconds=work.seconds,
    )


def batch_of(lines: DataFrame) -> Batch:
    """Counts the rows of `clean.cleaned`; the first action on them: it fills their cache."""
    code = F.split_part("reason", F.lit(":"), F.lit(1)).alias("code")
    groups = (
        lines.groupBy("partition", code, "extra")
        .agg(F.count("*").alias("lines"), F.max("offset").alias("last"))
        .collect()
    )
    ends: dict[int, int] = {}
    reasons: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for group in groups:
        ends[group["partition"]] = max(ends.get(group["partition"], 0), group["last"] + 1)
        if group["code"] is not None:
            reasons[group["code"]] += group["lines"]
        for column in group["extra"] or ():
            extra[column] += group["lines"]
    return Batch(
        lines=sum(group["lines"] for group in groups),
        quarantined=sum(reasons.values()),
        ends=ends,
        reasons=dict(reasons),
        extra_columns=dict(extra),
    )


def count_tables(tables: Tables) -> dict[str, Counted]:
    """Rows and different `ind` of the tables of a kind, read back in one query: plans cost most."""
    parts = [
        tables.read(path).select(
            F.lit(name).alias("table"),
            (F.lit(None).cast("long") if name == "quarantine" else F.col("ind")).alias("ind"),
        )
        for name, path in tables.paths().items()
    ]
    counted = reduce(DataFrame.unionAll, parts).groupBy("table")
    rows = counted.agg(F.count("*").alias("rows"), F.countDistinct("ind").alias("inds")).collect()
    found = {row["table"]: Counted(row["rows"], row["inds"]) for row in rows}
    return {name: found.get(name, Counted(0, 0)) for name in tables.paths()}
