import json
from datetime import timedelta
from pathlib import Path

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.jobs import (
    NotebookTask,
    RunLifeCycleState,
    RunResultState,
    SubmitTask,
)

from runs_of_client import (
    CLUSTER,
    FOLDER,
    SERVERLESS,
    WHEEL,
    WITHIN_S,
    ended,
    output,
    submit,
    told,
    until,
    wheel_task,
)

pytestmark = pytest.mark.usefixtures("deployed")


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

    assert run.state is not None and run.tasks is not None
    assert run.state.result_state == RunResultState.FAILED
    # As on the service: only the task is TERMINATED.
    assert run.state.life_cycle_state == RunLifeCycleState.INTERNAL_ERROR
    text = "Workload failed, see run output for details."
    assert run.state.state_message == f"Task step failed with message: {text}"
    [task] = [each.state for each in run.tasks if each.state is not None]
    assert task.life_cycle_state == RunLifeCycleState.TERMINATED
    assert task.state_message == text
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


@pytest.mark.parametrize(
    ("outcome", "life_cycle", "result"),
    [
        ("FAILED", RunLifeCycleState.INTERNAL_ERROR, RunResultState.FAILED),
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
