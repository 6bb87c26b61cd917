"""A batch in steps of their own, in one session."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from pinpipe.cli import outcome
from pinpipe.gate_rules import GateLimits
from pinpipe.jobs import JobName, JobSettings, run_job
from pinpipe.layout import answer_key, clean_table, provenance_table, step_key
from pinpipe.objects import S3Settings, open_store
from pinpipe.queries import TASKS
from pinpipe.records import KINDS
from pinpipe.steps import StepError, StepName, StepSettings, run_step
from records_made import ID, body, put, record, unheard

ALIKE = ("mode", "options", "lines", "clean", "duplicates", "quarantined", "extra_columns")


def no_session() -> SparkSession:
    raise AssertionError("this step needs no session")


class Run:
    """The jobs and steps of one run over a folder."""

    def __init__(self, spark: SparkSession, root: Path, run_id: str) -> None:
        self._spark, self._root, self._run_id = spark, f"file:{root}", run_id

    def job(self, job: JobName, **more: Any) -> dict[str, Any]:
        settings = JobSettings(job, self._root, ID, self._run_id, **more)
        return run_job(settings, lambda: self._spark, unheard)

    def step(self, step: StepName, **limits: float) -> dict[str, Any]:
        settings = StepSettings(step, self._root, ID, self._run_id, GateLimits(**limits))
        session = (lambda: self._spark) if step == "gate" else no_session
        return run_step(settings, session, unheard)

    def clean(self) -> None:
        for kind in KINDS:
            assert self.job("clean", kind=kind)["ok"]

    def up_to_gate(self) -> None:
        self.clean()
        assert not self.job("queries", publishes=False)["published"]


def land(root: Path) -> Path:
    for kind in KINDS:
        put(root, kind, 0, body(record(kind, 1), record(kind, 2), record(kind, 2), ["poison"]))
    return root


def test_steps_give_what_a_batch_gives(spark: SparkSession, tmp_path: Path) -> None:
    whole, steps = land(tmp_path / "whole"), land(tmp_path / "steps")
    batch = Run(spark, whole, "run").job("batch")
    run = Run(spark, steps, "run")

    assert run.step("check")["objects"] == dict.fromkeys(KINDS, 1)
    run.up_to_gate()
    assert not (steps / "answers/task-4.json").exists()
    gate = run.step("gate", quarantined_share=0.25)
    published = run.step("publish")

    assert gate["ok"] and gate["breaches"] == []
    assert gate["figures"]["pin"]["lines"] == 4 and gate["match"] == {"any": 2, "each": 2}
    assert published["ok"] and published["published"]
    assert published["answers"] == batch["answers"]
    assert {name: published[name] for name in ALIKE} == {name: batch[name] for name in ALIKE}
    assert published["gate"]["figures"] == gate["figures"]
    seconds = published["seconds"]
    assert seconds["gate"] == gate["seconds"]["total"] and "publish" in seconds
    assert seconds["total"] == pytest.approx(sum(seconds.values()) - seconds["total"], abs=0.01)
    assert json.loads((steps / "runs/run.json").read_text()) == published
    for task in TASKS:
        answer = json.loads((steps / f"answers/task-{task}.json").read_text())
        assert answer["rows"] == batch["answers"][task]["rows"]

    # Repeated, as a retried task is: the same again.
    run.up_to_gate()
    assert run.step("gate", quarantined_share=0.25)["figures"]["pin"]["rows"] == 2
    assert run.step("publish")["answers"] == batch["answers"]


def test_a_closed_gate_says_why_and_keeps_the_answers_back(
    spark: SparkSession, tmp_path: Path
) -> None:
    root = land(tmp_path)
    run = Run(spark, root, "run")
    run.clean()
    spark.sql(f"DELETE FROM delta.`file:{root}/{provenance_table('pin')}` WHERE ind = 1")
    spark.sql(f"UPDATE delta.`file:{root}/{clean_table('geo')}` SET coordinates = array(91D, 0D)")
    spark.sql(f"UPDATE delta.`file:{root}/{clean_table('user')}` SET age = NULL, ind = ind + 1")
    for path in root.glob(f"topics/{ID}.user/**/*.json"):
        os.utime(path, (0, 0))
    # Newer, but not the sink's.
    (root / f"topics/{ID}.user/notes.txt").write_text("left here")

    gate = run.step("gate")

    assert not gate["ok"]
    assert [(each["rule"], each["where"]) for each in gate["breaches"]] == [
        ("lines in the tables, of those in the bucket", "pin"),
        ("share of lines in quarantine", "pin"),
        ("share of lines in quarantine", "geo"),
        ("share of rows out of range", "geo.coordinates"),
        ("share of lines in quarantine", "user"),
        ("share of nulls", "user.age"),
        ("hours since the newest object", "user"),
        ("share of posts in all three tables", "all"),
    ]
    assert outcome(gate).startswith(
        "FAILED: nothing may be published: lines in the tables, of those in the bucket (pin): "
    )
    assert json.loads((root / "runs/run.json").read_text())["ok"] is False
    with pytest.raises(StepError, match="step gate of run run was not ok"):
        run.step("publish")
    assert not (root / "answers/task-4.json").exists()


def test_what_lands_while_a_run_goes_on_is_the_next_ones(
    spark: SparkSession, tmp_path: Path
) -> None:
    root = land(tmp_path)
    run = Run(spark, root, "run")
    run.clean()
    for kind in KINDS:
        put(root, kind, 4, body(record(kind, 3)))

    assert run.step("gate", quarantined_share=0.25)["ok"]

    # What is old and read may be deleted from the bucket.
    run.clean()
    for path in root.glob("topics/*/*/*+0000000000.json"):
        path.unlink()
    gate = run.step("gate")
    assert gate["ok"]
    assert [gate["figures"]["pin"][name] for name in ("lines", "held", "rows")] == [1, 1, 3]


def test_nothing_landed_and_steps_left_out_are_told(spark: SparkSession, tmp_path: Path) -> None:
    put(tmp_path, "pin", 0, body(record("pin", 1)))
    # No object of the sink's.
    stray = tmp_path / f"topics/{ID}.geo/notes.txt"
    stray.parent.mkdir(parents=True)
    stray.write_text("left here")
    run = Run(spark, tmp_path, "run")

    check = run.step("check")

    assert not check["ok"]
    assert outcome(check) == "FAILED: nothing has landed yet of geo, user"
    with pytest.raises(StepError, match="run run has no step clean-pin: do it first"):
        run.step("publish")


def done(root: Path, run_id: str, made_at: str) -> None:
    """Leaves what the steps of a run leave that may be published."""
    totals = ("lines", "clean", "duplicates", "quarantined", "extra_columns", "kinds")
    cleaned: dict[str, Any] = {"mode": "incremental", **{name: {} for name in totals}}
    said: dict[str, dict[str, Any]] = {f"clean-{kind}": cleaned for kind in KINDS}
    said["gate"] = {"figures": {}, "match": {}, "limits": {}}
    said["queries"] = {"made_at": made_at, "options": {}, "answers": {}}
    store = open_store(f"file:{root}", S3Settings())
    for step, document in said.items():
        whole = {"ok": True, "seconds": {"total": 1.0}, **document}
        store.write(step_key(run_id, step), json.dumps(whole).encode())
    for task in TASKS:
        answer = json.dumps({"run_id": run_id, "made_at": made_at}).encode()
        store.write(answer_key(task, run_id), answer)


def test_an_older_run_does_not_replace_newer_answers(tmp_path: Path) -> None:
    def publish(run_id: str) -> dict[str, Any]:
        return run_step(
            StepSettings("publish", f"file:{tmp_path}", ID, run_id), no_session, unheard
        )

    done(tmp_path, "older", "2026-11-27T10:00:00+00:00")
    done(tmp_path, "newer", "2026-11-27T10:00:01+00:00")
    assert publish("older")["published"]
    assert publish("newer")["published"]

    with pytest.raises(StepError, match=r"run newer, made later .* do its queries and gate again"):
        publish("older")

    assert json.loads((tmp_path / "answers/task-4.json").read_text())["run_id"] == "newer"
    assert publish("newer")["published"]
    # As the text says.
    done(tmp_path, "older", "2026-11-27T10:00:02+00:00")
    assert publish("older")["published"]
