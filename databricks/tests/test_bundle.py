"""The bundle: its jobs in the SDK's types, the same steps as Airflow's, deployed and run."""

import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.jobs import JobSettings, RunResultState
from databricks.sdk.service.workspace import ImportFormat

from bundle_files import FOLDER, files_path, jobs_of
from fake_workspace.server import Server
from fake_workspace.service import Service
from fake_workspace.tasks import filled
from local_tasks import ROOT, build_wheel, environment
from pinpipe.cli import parser
from pinpipe.gate_rules import GateLimits

USER = "someone@example.com"
TOKEN = "a-token"
VOLUME = "/Volumes/main/pins/landed"
RECORDS = json.loads((ROOT / "spark" / "tests" / "records.json").read_bytes())

# The first step is really done, on local Spark; of the others it is told what was asked.
PROGRAM = """
import json, os, sys
words = sys.argv[sys.argv.index("--") + 1:]
if words[0] == "check":
    os.execv(sys.executable, [sys.executable, "-m", "local_compute", *sys.argv[1:]])
print(json.dumps(words))
"""


def airflow_steps() -> Any:
    """Airflow's module of the steps, which needs no Airflow."""
    spec = spec_from_file_location("steps", ROOT / "airflow/dags/pinpipe_dags/steps.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["steps"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("target", ["dev", "prod"])
def test_each_job_is_one_of_the_jobs_api(target: str) -> None:
    jobs = jobs_of(target, USER)
    assert set(jobs) == {"batch", "stream", "maintenance"}
    for settings in jobs.values():
        # A field that the type does not know would be left out.
        assert JobSettings.from_dict(settings).as_dict() == settings


def test_the_batch_has_the_steps_of_the_dag_with_the_same_arguments() -> None:
    steps = airflow_steps()
    batch = jobs_of("prod", USER)["batch"]
    defaults = {each["name"]: each["default"] for each in batch["parameters"]}
    known = {f"job.parameters.{name}": default for name, default in defaults.items()}
    tasks = {task["task_key"]: task for task in filled(batch["tasks"], known)}
    assert list(tasks) == [step.name for step in steps.STEPS]
    params: dict[str, Any] = {
        "id": "i",
        "bucket": "b",
        "root": None,
        "rebuild": False,
        "options": {},
        "limits": {},
    }
    for step in steps.STEPS:
        task = tasks[step.name]
        after = tuple(each["task_key"] for each in task.get("depends_on", []))
        assert after == step.after
        # A no is most of what can go wrong with these; a job cannot tell it from a failure.
        assert ("max_retries" in task) != (step.name in ("load_check", "data_quality_gate"))
        ours = parser().parse_args(task["python_wheel_task"]["parameters"])
        theirs = parser().parse_args(steps.arguments_of(step, params, "r"))
        # A root may be a volume or a mount too; the DAG has a bucket.
        same = {"id": ours.id, "run_id": ours.run_id, "root": ours.root, "bucket": None}
        assert vars(ours) == {**vars(theirs), **same}


def test_a_run_of_the_batch_may_be_given_each_limit_of_the_gate() -> None:
    batch = jobs_of("prod", USER)["batch"]
    [gate] = [task for task in batch["tasks"] if task["task_key"] == "data_quality_gate"]
    names = [each.name for each in fields(GateLimits)]
    given = {f"job.parameters.{name}": str(at) for at, name in enumerate(names, start=1)}
    args = parser().parse_args(filled(gate, given)["python_wheel_task"]["parameters"])
    assert [getattr(args, name) for name in names] == list(range(1, len(names) + 1))


def test_jobs_run_by_themselves_in_production_only() -> None:
    for target, status in (("dev", "PAUSED"), ("prod", "UNPAUSED")):
        for settings in jobs_of(target, USER).values():
            trigger = settings.get("schedule") or settings["continuous"]
            assert trigger["pause_status"] == status


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    with Server(0, TOKEN, Service(tmp_path, [sys.executable, str(program)])) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.service.runner.stop()
        running.shutdown()


def deployed(client: WorkspaceClient, wheel: Path) -> int:
    """What `bundle deploy` does: files and wheel to the workspace, then the jobs. Gives the id of
    the batch job."""
    files = files_path("dev", USER)
    for file in [*FOLDER.glob("notebooks/*.py"), wheel]:
        folder = f"{files}/{'dist' if file == wheel else 'notebooks'}"
        client.workspace.mkdirs(folder)
        client.workspace.upload(f"{folder}/{file.name}", file.read_bytes(), format=ImportFormat.RAW)
    jobs = {
        name: client.jobs.create(**JobSettings.from_dict(settings).as_shallow_dict()).job_id or 0
        for name, settings in jobs_of("dev", USER, root=VOLUME).items()
    }
    return jobs["batch"]


def test_the_sdk_deploys_it_and_runs_the_batch(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, record in RECORDS.items():
        topic = f"0a1b2c3d4e5f.{kind}"
        key = f"topics/{topic}/partition=0/{topic}+0+0000000000.json"
        file = tmp_path / "workspace" / VOLUME.lstrip("/") / key
        file.parent.mkdir(parents=True)
        file.write_text(f"{json.dumps(record)}\n")
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", "/dev/null")
    client = WorkspaceClient(host=server.url, token=TOKEN)
    job = deployed(client, build_wheel(tmp_path / "dist"))
    run = client.jobs.run_now(job).result(timeout=timedelta(seconds=300))
    assert run.state is not None and run.state.result_state == RunResultState.SUCCESS
    outputs = {
        task.task_key: client.jobs.get_run_output(task.run_id or 0).logs or ""
        for task in run.tasks or []
    }
    assert "0a1b2c3d4e5f.pin: 1 objects" in outputs.pop("load_check")
    document = tmp_path / "workspace" / VOLUME.lstrip("/") / f"steps/{run.run_id}/check.json"
    assert json.loads(document.read_bytes())["ok"]
    for logs in outputs.values():
        given = parser().parse_args(json.loads(logs))
        assert (given.id, given.run_id, given.root) == ("0a1b2c3d4e5f", str(run.run_id), VOLUME)
