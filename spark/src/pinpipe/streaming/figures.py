"""The counts and latencies of one micro-batch."""

from collections import Counter
from dataclasses import dataclass, field

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from pinpipe.streaming.decode import FORMS, Form
from pinpipe.streaming.tables import StreamTables


@dataclass(frozen=True)
class BatchFigures:
    """What a batch holds. `median_arrival` and `early_arrival`: epoch seconds at which half, and
    one in twenty, of its records had arrived in Kinesis."""

    records: int
    quarantined: int
    forms: dict[Form, int]
    median_arrival: float
    early_arrival: float
    reasons: dict[str, int] = field(default_factory=dict)
    extra_columns: dict[str, int] = field(default_factory=dict)

    def latency_ms(self, visible_at: float) -> tuple[int, int]:
        """p50 and p95 from arrival in Kinesis until `visible_at` (epoch seconds); 0 where the
        host's clock is behind that of Kinesis."""
        arrivals = (self.median_arrival, self.early_arrival)
        p50, p95 = (max(round(1000 * (visible_at - arrival)), 0) for arrival in arrivals)
        return p50, p95


@dataclass(frozen=True)
class Totals:
    """records = rows + duplicates + quarantined."""

    records: int = 0
    rows: int = 0
    duplicates: int = 0
    quarantined: int = 0

    def plus(self, figures: BatchFigures, rows: int) -> "Totals":
        """With a batch that gave `rows` new rows."""
        return Totals(
            self.records + figures.records,
            self.rows + rows,
            self.duplicates + figures.records - figures.quarantined - rows,
            self.quarantined + figures.quarantined,
        )


def totals_of(tables: StreamTables) -> Totals:
    """What the tables hold. Delta answers from its log, without reading a file."""
    rows, accepted, rejected = (
        tables.read(path).count() for path in (tables.clean, tables.provenance, tables.quarantine)
    )
    return Totals(accepted + rejected, rows, accepted - rows, rejected)


def figures_of(lines: DataFrame) -> BatchFigures | None:
    """Counts the rows of `clean.cleaned`; None where there are none. The first action on them: it
    fills their cache."""
    arrival = F.col("arrived_at").cast("double")
    forms = [F.count_if(F.col("form") == form).alias(form) for form in FORMS]
    counted = lines.agg(
        F.count("*").alias("records"),
        F.count_if(F.col("reason").isNotNull()).alias("quarantined"),
        F.count_if(F.size("extra") > 0).alias("with_extra"),
        F.percentile(arrival, [0.5, 0.05]).alias("arrivals"),
        *forms,
    ).collect()[0]
    if counted["records"] == 0:
        return None
    peculiar = counted["quarantined"] + counted["with_extra"] > 0
    reasons, extra = _peculiarities(lines) if peculiar else ({}, {})
    median, early = counted["arrivals"]
    return BatchFigures(
        records=counted["records"],
        quarantined=counted["quarantined"],
        forms={form: counted[form] for form in FORMS if counted[form] > 0},
        median_arrival=median,
        early_arrival=early,
        reasons=reasons,
        extra_columns=extra,
    )


def _peculiarities(lines: DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Records by the code of their reason, and by the columns they have too many."""
    code = F.split_part("reason", F.lit(":"), F.lit(1)).alias("code")
    odd = lines.where(F.col("reason").isNotNull() | (F.size("extra") > 0))
    reasons: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for group in odd.groupBy(code, "extra").agg(F.count("*").alias("records")).collect():
        if group["code"] is not None:
            reasons[group["code"]] += group["records"]
        for column in group["extra"] or ():
            extra[column] += group["records"]
    return dict(reasons), dict(extra)
