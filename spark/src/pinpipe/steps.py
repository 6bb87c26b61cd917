"""The steps around cleaning and answering, for a run whose steps are processes of their own: is
anything there, are the tables sound, may the answers be published. They share a run id, and each
leaves its document in `steps/{run id}/`."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Final, Literal

from pyspark.sql import SparkSession

from pinpipe.answers import publish
from pinpipe.cleaning import CleanJob, Report, topic_objects
from pinpipe.gate_figures import figures_of_kind, match_of
from pinpipe.gate_rules import GateLimits, breaches
from pinpipe.layout import answer_key, run_key, step_key, topic_name
from pinpipe.objects import ObjectStore, S3Settings, open_store
from pinpipe.queries import TASKS
from pinpipe.records import KINDS

StepName = Literal["check", "gate", "publish"]

_CLEANING: Final = tuple(f"clean-{kind}" for kind in KINDS)
_BY_KIND: Final = ("lines", "clean", "duplicates", "quarantined", "extra_columns", "kinds")


class StepError(Exception):
    """A step that cannot be done; the text says what to do first."""


@dataclass(frozen=True)
class StepSettings:
    """`root`: `s3a://bucket` or `file:/folder`."""

    step: StepName
    root: str
    pipeline_id: str
    run_id: str
    limits: GateLimits = field(default_factory=GateLimits)
    s3: S3Settings = field(default_factory=S3Settings)


def run_step(
    settings: StepSettings, session: Callable[[], SparkSession], report: Report
) -> dict[str, Any]:
    """Does the step, writes what it says and gives it. Only the gate needs a session. Raises
    StepError where another step is to be done first."""
    begun = monotonic()
    store = open_store(settings.root, settings.s3)
    document: dict[str, Any] = {
        "run_id": settings.run_id,
        "job": settings.step,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    if settings.step == "publish":
        document |= _publish(store, settings.run_id)
    elif settings.step == "check":
        document |= _check(store, settings.pipeline_id, report)
    else:
        job = CleanJob(session(), store, settings.root, settings.s3, settings.pipeline_id, report)
        document |= _gate(job, settings.limits)
    seconds = {**document.get("seconds", {}), settings.step: round(monotonic() - begun, 3)}
    document["seconds"] = {**seconds, "total": round(sum(seconds.values()), 3)}
    body = json.dumps(document, ensure_ascii=False).encode()
    if settings.step != "publish":
        store.write(step_key(settings.run_id, settings.step), body)
    if settings.step == "publish" or ("breaches" in document and not document["ok"]):
        # A closed gate is the end of its run.
        store.write(run_key(settings.run_id), body)
    return document


def _check(store: ObjectStore, pipeline_id: str, report: Report) -> dict[str, Any]:
    objects: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for kind in KINDS:
        topic = topic_name(pipeline_id, kind)
        found, _ = topic_objects(store, topic)
        objects[kind] = len(found)
        sizes[kind] = sum(each.size for each in found)
        report(f"{topic}: {objects[kind]} objects, {sizes[kind]} B")
    return {"objects": objects, "bytes": sizes, "ok": all(objects.values())}


def _gate(job: CleanJob, limits: GateLimits) -> dict[str, Any]:
    now = datetime.now(UTC)
    kinds = {}
    for kind in KINDS:
        kinds[kind] = figures_of_kind(job, kind, now)
        job.report(f"{kind}: {kinds[kind].rows} rows of {kinds[kind].lines} lines looked at")
    match = match_of(job.spark, job.root)
    found = breaches(kinds, match, limits)
    for breach in found:
        job.report(f"the gate is closed: {breach}")
    return {
        "figures": {kind: asdict(each) for kind, each in kinds.items()},
        "match": asdict(match),
        "limits": asdict(limits),
        "breaches": [asdict(each) | {"text": str(each)} for each in found],
        "ok": not found,
    }


def _publish(store: ObjectStore, run_id: str) -> dict[str, Any]:
    """The document is that of the job `batch`, with the gate's figures."""
    steps = {step: _step(store, run_id, step) for step in (*_CLEANING, "gate", "queries")}
    _refuse_if_newer_are_published(store, run_id, steps["queries"]["made_at"])
    publish(store, run_id)
    cleaned = [steps[step] for step in _CLEANING]
    return {
        "mode": cleaned[0]["mode"],
        "options": steps["queries"]["options"],
        "ok": True,
        "seconds": {step: each["seconds"]["total"] for step, each in steps.items()},
        **{name: _merged(each[name] for each in cleaned) for name in _BY_KIND},
        "gate": {name: steps["gate"][name] for name in ("figures", "match", "limits")},
        "answers": steps["queries"]["answers"],
        "published": True,
    }


def _refuse_if_newer_are_published(store: ObjectStore, run_id: str, made_at: str) -> None:
    """`made_at`: of the run's answers. All such times have one form, so that texts compare."""
    for task in TASKS:
        try:
            published = json.loads(store.read(answer_key(task)))
        except FileNotFoundError:
            continue
        if published["made_at"] > made_at:
            raise StepError(
                f"answers of run {published['run_id']}, made later ({published['made_at']}), are "
                f"published: those of run {run_id} would be older; do its queries and gate again, "
                "then publish"
            )


def _merged(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {kind: found for part in parts for kind, found in part.items()}


def _step(store: ObjectStore, run_id: str, step: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(store.read(step_key(run_id, step)))
    except FileNotFoundError:
        raise StepError(f"run {run_id} has no step {step}: do it first") from None
    if not found["ok"]:
        raise StepError(f"step {step} of run {run_id} was not ok: nothing is published")
    return found
