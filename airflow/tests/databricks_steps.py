"""Steps of the batch on a fake Databricks, called as Airflow would."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from fake_databricks import WHEEL
from pinpipe_dags.databricks import DatabricksStep
from pinpipe_dags.run_on import Databricks
from pinpipe_dags.steps import STEPS
from run_params import PARAMS

WITHIN_S = 120


def step(name: str, cluster: dict[str, Any] | None = None, **more: Any) -> DatabricksStep:
    [found] = [each for each in STEPS if each.name == name]
    on = Databricks(cluster or {}, WHEEL, None)
    task = DatabricksStep(step=found, on=on, **more)
    task.polling_period_seconds = 0.1  # type: ignore[assignment]
    return task


def context(request: pytest.FixtureRequest, bucket: str = "b-1", try_number: int = 1) -> Any:
    """Of a DAG run of the test's own."""
    run = request.node.name
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    pushed: dict[str, Any] = {}
    task = SimpleNamespace(
        try_number=try_number,
        max_tries=2,
        xcom_push=lambda key, value: pushed.update({key: value}),
        xcom_pull=lambda task_ids, key: pushed.get(key),
    )
    return {
        "params": PARAMS | {"bucket": bucket},
        "run_id": run,
        "ti": task,
        "dag_run": SimpleNamespace(dag_id="d", run_id=run, start_date=begun),
    }


def state(run: dict[str, Any]) -> tuple[str, str]:
    return run["state"]["life_cycle_state"], run["state"].get("result_state", "")


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
