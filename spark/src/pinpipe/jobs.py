"""The jobs behind the commands, from settings to the document that they print."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Final, Literal

from pyspark.sql import SparkSession

from pinpipe.answers import answer_all, publish, write_answers
from pinpipe.cleaning import CleanJob, Report
from pinpipe.layout import clean_table, run_key, step_key, topic_name, topic_prefix
from pinpipe.objects import ObjectStore, S3Settings, open_store
from pinpipe.queries import QueryOptions
from pinpipe.records import KINDS, Kind

JobName = Literal["clean", "queries", "batch"]

# Above this the JVM's optimizing compiler pays for its slower start.
SMALL_BYTES: Final = 100 * 1024 * 1024


@dataclass(frozen=True)
class JobSettings:
    """`root`: `s3a://bucket` or `file:/folder`. `kind`: of `clean`, the only one to clean.
    `publishes`: of `queries`."""

    job: JobName
    root: str
    pipeline_id: str
    run_id: str
    rebuild: bool = False
    kind: Kind | None = None
    publishes: bool = True
    options: QueryOptions = field(default_factory=QueryOptions)
    s3: S3Settings = field(default_factory=S3Settings)


def landed_bytes(settings: JobSettings) -> int:
    """Bytes of all objects of the three topics: known before a session is built."""
    store = open_store(settings.root, settings.s3)
    topics = (topic_name(settings.pipeline_id, kind) for kind in KINDS)
    return sum(sum(store.sizes(topic_prefix(topic)).values()) for topic in topics)


def run_job(
    settings: JobSettings, session: Callable[[], SparkSession], report: Report
) -> dict[str, Any]:
    """Does the job, writes `runs/{run id}.json`, or as a step of a run `steps/{run id}/…` (see
    `steps.py`), and gives its content.

    A run whose counts do not tie or that finds late objects has `ok` false, and its answers are not
    published.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    document: dict[str, Any] = {
        "run_id": settings.run_id,
        "job": settings.job,
        "mode": "rebuild" if settings.rebuild else "incremental",
        "made_at": made_at,
        "options": asdict(settings.options),
        "ok": True,
    }
    store = open_store(settings.root, settings.s3)
    clock = _Laps()
    spark = session()
    document["seconds"] = clock.laps
    clock.lap("session")
    if settings.job != "queries":
        document |= _clean(settings, spark, store, report)
        clock.lap("clean")
    if settings.job != "clean":
        document |= _answers(settings, spark, store, document["ok"], made_at)
        clock.lap("queries")
        report(_fate_of_answers(settings.publishes, document["published"]))
    clock.total()
    store.write(_key(settings), json.dumps(document, ensure_ascii=False).encode())
    return document


def _key(settings: JobSettings) -> str:
    if settings.kind is not None:
        return step_key(settings.run_id, f"clean-{settings.kind}")
    return run_key(settings.run_id) if settings.publishes else step_key(settings.run_id, "queries")


def _clean(
    settings: JobSettings, spark: SparkSession, store: ObjectStore, report: Report
) -> dict[str, Any]:
    job = CleanJob(spark, store, settings.root, settings.s3, settings.pipeline_id, report)
    chosen = KINDS if settings.kind is None else (settings.kind,)
    kinds = job.run(settings.run_id, settings.rebuild, chosen)
    names = ("lines", "clean", "duplicates", "quarantined")
    totals = {
        name: {kind: asdict(each.total)[name] for kind, each in kinds.items()} for name in names
    }
    return {
        **totals,
        "extra_columns": {kind: each.extra_columns for kind, each in kinds.items()},
        "kinds": {kind: each.as_json() for kind, each in kinds.items()},
        "ok": all(each.ok() for each in kinds.values()),
    }


def _answers(
    settings: JobSettings, spark: SparkSession, store: ObjectStore, ok: bool, made_at: str
) -> dict[str, Any]:
    pin, geo, user = (
        spark.read.format("delta").load(f"{settings.root}/{clean_table(kind)}") for kind in KINDS
    )
    answers = answer_all(pin, geo, user, settings.options)
    write_answers(store, answers, settings.options, settings.run_id, made_at)
    published = ok and settings.publishes
    if published:
        publish(store, settings.run_id)
    shown = {task: {"columns": a.columns, "rows": a.rows} for task, a in answers.items()}
    return {"answers": shown, "published": published}


def _fate_of_answers(asked: bool, published: bool) -> str:
    if not asked:
        return "answers written, for the step publish to publish"
    return "answers published" if published else "answers NOT published"


class _Laps:
    """Seconds by part of the run."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._begun = self._last = monotonic()

    def lap(self, name: str) -> None:
        now = monotonic()
        self.laps[name] = round(now - self._last, 3)
        self._last = now

    def total(self) -> None:
        self.laps["total"] = round(monotonic() - self._begun, 3)
