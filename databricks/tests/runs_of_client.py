"""Runs on a fake workspace, submitted by the official SDK."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.compute import Environment
from databricks.sdk.service.jobs import (
    JobEnvironment,
    PythonWheelTask,
    Run,
    SubmitTask,
)

CLUSTER = "1127-100000-fake"
WITHIN_S = 120
FOLDER = "/Workspace/Shared/pinpipe"
WHEEL = f"{FOLDER}/pinpipe-0.1.0-py3-none-any.whl"
SERVERLESS = [JobEnvironment("pinpipe", Environment(environment_version="4", dependencies=[WHEEL]))]


def wheel_task(*words: str, key: str = "step") -> SubmitTask:
    work = PythonWheelTask("pinpipe", "pinpipe", parameters=list(words))
    return SubmitTask(task_key=key, python_wheel_task=work, environment_key="pinpipe")


def submit(client: WorkspaceClient, *words: str, **more: Any) -> int:
    waiter = client.jobs.submit(tasks=[wheel_task(*words)], environments=SERVERLESS, **more)
    return int(waiter.run_id)


def ended(client: WorkspaceClient, run_id: int) -> Run:
    return until(client, run_id, lambda run: run.state.result_state is not None)


def until(client: WorkspaceClient, run_id: int, is_so: Callable[[Any], bool]) -> Run:
    deadline = time.monotonic() + WITHIN_S
    while not is_so(run := client.jobs.get_run(run_id)):
        assert time.monotonic() < deadline, run.state
        time.sleep(0.05)
    return run


def told(folder: Path) -> str:
    """What the programs of all runs have said so far."""
    return "".join(file.read_text() for file in folder.rglob("stdout"))


def output(client: WorkspaceClient, run: Run) -> Any:
    return client.jobs.get_run_output((run.tasks or [])[0].run_id or 0)
