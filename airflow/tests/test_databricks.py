from datetime import timedelta
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from databricks_steps import context, state, step
from fake_databricks import CLUSTER, Workspace
from pinpipe_dags.databricks import DatabricksNotebook
from pinpipe_dags.run_on import Databricks


@pytest.mark.parametrize("cluster", [{}, {"existing_cluster_id": CLUSTER}])
def test_a_step_is_a_run_whose_words_and_page_are_in_the_log(
    cluster: dict[str, Any],
    workspace: Workspace,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    step("clean_pin", cluster).execute(context(request))

    run = workspace.runs()[-1]
    assert state(run) == ("TERMINATED", "SUCCESS")
    log = capsys.readouterr().out
    assert run["run_page_url"] in log
    assert "pin: 10 lines, 9 rows" in log
    [task] = run["tasks"]
    assert task["python_wheel_task"]["parameters"][:3] == ["clean", "--kind", "pin"]


def test_a_notebook_is_run_with_the_parameters_of_the_run(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    workspace.put("/Workspace/Shared/batch.py", b"# Databricks notebook source\n", "AUTO")
    on = Databricks({"existing_cluster_id": CLUSTER}, None, "/Workspace/Shared/batch")
    task = DatabricksNotebook(task_id="submit_run", on=on)
    task.polling_period_seconds = 0.1  # type: ignore[assignment]

    task.execute(context(request))

    run = workspace.runs()[-1]
    assert state(run) == ("TERMINATED", "SUCCESS")
    [done] = run["tasks"]
    given = done["notebook_task"]["base_parameters"]
    assert (given["bucket"], given["id"], given["rebuild"]) == ("b-1", "0a1b2c3d4e5f", "false")


@pytest.mark.parametrize(
    ("name", "bucket", "error", "text"),
    [
        ("clean_pin", "fails", AirflowException, "ValueError: no column"),
        ("clean_pin", "refuses", AirflowFailException, "bad settings"),
        ("load_check", "says-no", AirflowFailException, "nothing has landed"),
        ("data_quality_gate", "fails", AirflowException, "ValueError: no column"),
        ("data_quality_gate", "dies", AirflowException, "signal 9 ended it"),
    ],
)
def test_a_failed_run_says_why_and_is_retried_where_that_may_help(
    name: str,
    bucket: str,
    error: type[Exception],
    text: str,
    workspace: Workspace,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(error, match=text) as raised:
        step(name).execute(context(request, bucket))
    assert type(raised.value) is error


def test_a_failure_of_the_service_is_retried_at_the_gate_too(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    workspace.ask_for_fault(task_key="data_quality_gate", outcome="INTERNAL_ERROR")
    with pytest.raises(AirflowException, match="INTERNAL_ERROR") as raised:
        step("data_quality_gate").execute(context(request))
    assert type(raised.value) is AirflowException


def test_a_run_that_takes_too_long_is_ended_and_may_be_retried(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    task = step("clean_pin", execution_timeout=timedelta(seconds=2))
    with pytest.raises(AirflowException, match="TIMEDOUT") as raised:
        task.execute(context(request, "waits"))
    assert type(raised.value) is AirflowException
    assert state(workspace.runs()[-1]) == ("TERMINATED", "TIMEDOUT")


def test_a_token_that_is_not_taken_is_told(
    workspace: Workspace, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Workspace(workspace.url, "another").connection
    monkeypatch.setenv("AIRFLOW_CONN_DATABRICKS_DEFAULT", wrong)
    with pytest.raises(AirflowException, match="Invalid access token"):
        step("clean_pin").execute(context(request))


def test_a_run_that_somebody_cancels_stays_cancelled(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    workspace.ask_for_fault(task_key="clean_pin", outcome="CANCELED")
    with pytest.raises(AirflowFailException, match="CANCELED"):
        step("clean_pin").execute(context(request))
