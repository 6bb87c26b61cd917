import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import InvalidParameterValue
from databricks.sdk.service.compute import Environment, Library
from databricks.sdk.service.jobs import (
    JobEnvironment,
    JobParameterDefinition,
    JobSettings,
    NotebookTask,
    PythonWheelTask,
    Run,
    RunLifeCycleState,
    RunResultState,
    SubmitTask,
    Task,
    TaskDependency,
)
from databricks.sdk.service.workspace import ImportFormat

CLUSTER = "1127-100000-fake"
WITHIN_S = 30
FOLDER = "/Workspace/Shared/pinpipe"
WHEEL = f"{FOLDER}/pinpipe-0.1.0-py3-none-any.whl"
SERVERLESS = [JobEnvironment("pinpipe", Environment(environment_version="4", dependencies=[WHEEL]))]


@pytest.fixture(autouse=True)
def deployed(client: WorkspaceClient) -> None:
    notebook = b"# Databricks notebook source\n"
    client.workspace.mkdirs(FOLDER)
    client.workspace.upload(WHEEL, b"PK", format=ImportFormat.RAW)
    client.workspace.upload(f"{FOLDER}/batch.py", notebook, format=ImportFormat.AUTO)


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


def test_a_wheel_is_run_and_its_words_are_kept(client: WorkspaceClient) -> None:
    client.secrets.create_scope("pinpipe")
    client.secrets.put_secret("pinpipe", "key", string_value="s")
    run = client.jobs.submit(
        tasks=[wheel_task("tell", "--id", "x")], environments=SERVERLESS, run_name="a run"
    ).result(timeout=timedelta(seconds=WITHIN_S))

    assert run.state is not None and run.run_page_url and run.run_name == "a run"
    assert run.state.life_cycle_state == RunLifeCycleState.TERMINATED
    assert run.state.result_state == RunResultState.SUCCESS
    assert 'told tell --id x {"pinpipe": {"key": "s"}}' in output(client, run).logs


def test_a_notebook_is_run_with_its_parameters_and_gives_its_result(
    client: WorkspaceClient,
) -> None:
    work = NotebookTask(f"{FOLDER}/batch", base_parameters={"do": "tell", "bucket": "b"})
    task = SubmitTask(task_key="step", existing_cluster_id=CLUSTER, notebook_task=work)
    run = client.jobs.submit(tasks=[task]).result(timeout=timedelta(seconds=WITHIN_S))

    result = json.loads(output(client, run).notebook_output.result)
    assert json.loads(result["--parameters"]) == {"do": "tell", "bucket": "b"}
    assert result["--file"] == f"{result['--workspace']}/Shared/pinpipe/batch.py"


@pytest.mark.parametrize(
    ("words", "error"),
    [("fail", "ValueError: no such column"), ("refuse", "SystemExit: 2: bad settings")],
)
def test_a_program_that_fails_fails_the_run_with_its_error(
    client: WorkspaceClient, words: str, error: str
) -> None:
    run = ended(client, submit(client, words))

    assert run.state is not None and run.state.result_state == RunResultState.FAILED
    assert output(client, run).error == error


def test_a_wheel_that_is_not_there_fails_the_run(client: WorkspaceClient) -> None:
    client.workspace.delete(WHEEL)
    run = ended(client, submit(client, "tell"))
    assert run.state is not None
    assert run.state.life_cycle_state == RunLifeCycleState.INTERNAL_ERROR


def test_a_run_that_is_cancelled_ends_its_program_in_order(
    client: WorkspaceClient, tmp_path: Path
) -> None:
    run_id = submit(client, "wait")
    until(client, run_id, lambda _: "waiting" in told(tmp_path))
    client.jobs.cancel_run(run_id)

    run = ended(client, run_id)

    assert run.state is not None and run.state.result_state == RunResultState.CANCELED
    assert "ended in order" in output(client, run).logs


def test_a_run_ends_when_its_time_is_over(client: WorkspaceClient) -> None:
    run = ended(client, submit(client, "wait", timeout_seconds=1))
    assert run.state is not None and run.state.result_state == RunResultState.TIMEDOUT


def test_a_token_that_is_known_begins_nothing(client: WorkspaceClient) -> None:
    first = submit(client, "tell", idempotency_token="a")
    assert submit(client, "tell", idempotency_token="a") == first
    assert submit(client, "tell", idempotency_token="b") != first


@pytest.mark.parametrize(
    ("task", "text"),
    [
        (SubmitTask(task_key="step"), "must have one of"),
        (
            SubmitTask(
                task_key="step",
                notebook_task=NotebookTask("/a"),
                existing_cluster_id="gone",
            ),
            "Cluster gone does not exist",
        ),
        (
            SubmitTask(task_key="step", python_wheel_task=PythonWheelTask("p", "p")),
            "needs a cluster or an environment_key",
        ),
        (
            SubmitTask(
                task_key="step",
                notebook_task=NotebookTask("/a"),
                libraries=[Library(whl=WHEEL)],
            ),
            "not supported on serverless",
        ),
    ],
)
def test_a_task_that_cannot_run_is_refused(
    client: WorkspaceClient, task: SubmitTask, text: str
) -> None:
    with pytest.raises(InvalidParameterValue, match=text):
        client.jobs.submit(tasks=[task])


def test_a_job_runs_its_tasks_in_order_with_its_parameters(client: WorkspaceClient) -> None:
    def task(key: str, *words: str, after: str | None = None) -> Task:
        return Task(
            task_key=key,
            python_wheel_task=PythonWheelTask("pinpipe", "pinpipe", parameters=list(words)),
            environment_key="pinpipe",
            depends_on=[TaskDependency(after)] if after else None,
        )

    bucket = "{{job.parameters.bucket}}"
    tasks = [
        task("a", "tell", bucket, "{{job.run_id}}"),
        task("b", "fail", after="a"),
        task("c", "tell", after="b"),
    ]
    parameters = [JobParameterDefinition("bucket", "b-1")]
    job = client.jobs.create(
        name="batch", tasks=tasks, environments=SERVERLESS, parameters=parameters
    )
    assert [each.job_id for each in client.jobs.list(name="batch")] == [job.job_id]

    job_id = job.job_id or 0
    run = ended(client, client.jobs.run_now(job_id, job_parameters={"bucket": "b-2"}).run_id)

    states = {each.task_key: each.state.result_state for each in run.tasks or [] if each.state}
    assert states == {
        "a": RunResultState.SUCCESS,
        "b": RunResultState.FAILED,
        "c": RunResultState.UPSTREAM_FAILED,
    }
    assert run.state is not None and run.state.result_state == RunResultState.FAILED
    assert f"told tell b-2 {run.run_id}" in output(client, run).logs
    assert [each.run_id for each in client.jobs.list_runs(job_id=job_id)] == [run.run_id]
    settings = JobSettings(name="other", tasks=tasks[:1], environments=SERVERLESS)
    client.jobs.reset(job_id, settings)
    assert not list(client.jobs.list(name="batch"))


def test_calls_fail_when_asked_to(client: WorkspaceClient) -> None:
    for status in (429, 503):
        fault = {"path": "/api/2.2/jobs/runs/submit", "status": status}
        client.api_client.do("POST", "/fake/faults", body=fault)

    submit(client, "tell")

    assert len(list(client.jobs.list_runs())) == 1


@pytest.mark.parametrize(
    ("outcome", "life_cycle", "result"),
    [
        ("FAILED", RunLifeCycleState.TERMINATED, RunResultState.FAILED),
        ("CANCELED", RunLifeCycleState.TERMINATED, RunResultState.CANCELED),
        ("INTERNAL_ERROR", RunLifeCycleState.INTERNAL_ERROR, RunResultState.FAILED),
        ("HANG", RunLifeCycleState.TERMINATED, RunResultState.TIMEDOUT),
    ],
)
def test_a_run_ends_otherwise_when_asked_to(
    client: WorkspaceClient,
    outcome: str,
    life_cycle: RunLifeCycleState,
    result: RunResultState,
) -> None:
    fault = {"task_key": "step", "outcome": outcome}
    client.api_client.do("POST", "/fake/faults", body=fault)

    run = ended(client, submit(client, "tell", timeout_seconds=1))

    assert run.state is not None
    assert (run.state.life_cycle_state, run.state.result_state) == (life_cycle, result)


def test_runs_are_listed_by_pages_the_newest_first(client: WorkspaceClient) -> None:
    begun = [submit(client, "tell") for _ in range(3)]
    assert [run.run_id for run in client.jobs.list_runs(limit=2)] == begun[::-1]
