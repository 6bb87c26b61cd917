import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from airflow.providers.databricks.operators.databricks import DatabricksSubmitRunOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException, TaskDeferred

from databricks_steps import WITHIN_S, context, state, step, wait_until
from fake_databricks import Workspace


def test_a_task_that_is_killed_ends_its_run_and_may_be_retried(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    task = step("clean_pin")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(task.execute, context(request, "waits"))
        wait_until(lambda: task.run_id is not None)
        task.on_kill()
        with pytest.raises(AirflowException, match="CANCELED") as raised:
            waiting.result(WITHIN_S)
    assert type(raised.value) is AirflowException
    assert state(workspace.runs()[-1]) == ("TERMINATED", "CANCELED")


def test_calls_that_are_throttled_or_fail_are_made_again_without_a_second_run(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    before = len(workspace.runs())
    for path, status in [("submit", 429), ("submit", 503), ("get", 500), ("get-output", 429)]:
        workspace.ask_for_fault(path=f"/api/2.2/jobs/runs/{path}", status=status)

    step("clean_pin").execute(context(request))

    assert len(workspace.runs()) == before + 1


@pytest.mark.parametrize(("try_number", "ends"), [(2, False), (3, True)])
def test_a_run_that_is_lost_from_sight_is_ended_by_the_last_try_only(
    try_number: int,
    ends: bool,
    workspace: Workspace,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = context(request, "waits", try_number=try_number)
    task = step("clean_pin")
    task.databricks_retry_limit = 1
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(task.execute, given)
        wait_until(lambda: given["ti"].xcom_pull(None, "run_page_url") is not None)
        # Of a look at the run, and of the one at what has become of it.
        workspace.ask_for_fault(path="/api/2.2/jobs/runs/get", status=503, times=2)
        with pytest.raises(AirflowException, match="failed 1 times"):
            waiting.result(WITHIN_S)
    run = workspace.runs()[-1]
    told = f"is told to end: {run['run_page_url']}" in capsys.readouterr().out
    assert told == ends
    if not ends:
        assert state(run) == ("RUNNING", "")
        workspace.call("POST", "/api/2.2/jobs/runs/cancel", {"run_id": run["run_id"]})
    wait_until(lambda: state(workspace.runs()[-1]) == ("TERMINATED", "CANCELED"))


def test_a_next_try_takes_over_the_run_of_a_lost_one_that_goes_on(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    before = len(workspace.runs())
    lost, second = step("clean_pin"), step("clean_pin")
    with ThreadPoolExecutor(2) as pool:
        pool.submit(lost.execute, context(request, "waits"))
        wait_until(lambda: lost.run_id is not None)
        waiting = pool.submit(second.execute, context(request, "waits", try_number=2))
        wait_until(lambda: second.run_id is not None)
        second.on_kill()
        with pytest.raises(AirflowException):
            waiting.result(WITHIN_S)
    assert second.run_id == lost.run_id
    assert len(workspace.runs()) == before + 1


def test_a_kill_just_after_a_run_was_taken_over_ends_it(
    workspace: Workspace, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, second = step("clean_pin"), step("clean_pin")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lost.execute, context(request, "waits"))
        wait_until(lambda: lost.run_id is not None)
        # Before it asks for the run once more, and waits.
        monkeypatch.setattr(DatabricksSubmitRunOperator, "execute", lambda task, _: task.on_kill())
        try:
            second.execute(context(request, "waits", try_number=2))
            with pytest.raises(AirflowException, match="CANCELED"):
                waiting.result(WITHIN_S)
        finally:
            lost.on_kill()
    assert second.run_id == lost.run_id


def test_a_next_try_begins_a_run_where_the_one_before_has_failed(
    workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    before = len(workspace.runs())
    with pytest.raises(AirflowException, match="no column"):
        step("clean_pin").execute(context(request, "fails"))

    step("clean_pin").execute(context(request, try_number=2))

    assert len(workspace.runs()) == before + 2


def test_where_the_triggerer_waits_the_outcome_is_the_same(
    workspace: Workspace,
    fake_gate: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def told_by(trigger: Any) -> list[Any]:
        return [event async for event in trigger.run()]

    def finish(name: str, bucket: str) -> None:
        task = step(name, deferrable=True)
        with pytest.raises(TaskDeferred) as deferred:
            task.execute(context(request, bucket))
        fake_gate.touch()
        [event] = asyncio.run(told_by(deferred.value.trigger))
        fake_gate.unlink()
        step(name, deferrable=True).execute_complete(context(request, bucket), event.payload)

    finish("clean_pin", "works at the gate")
    assert "pin: 10 lines, 9 rows" in capsys.readouterr().out
    with pytest.raises(AirflowFailException, match="nothing has landed"):
        finish("load_check", "says-no at the gate")
