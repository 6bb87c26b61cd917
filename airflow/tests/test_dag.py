from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag

from serialised import DAGS

AFTER = {
    "load_check": set(),
    "clean_pin": {"load_check"},
    "clean_geo": {"load_check"},
    "clean_user": {"load_check"},
    "queries": {"clean_pin", "clean_geo", "clean_user"},
    "data_quality_gate": {"queries"},
    "publish_answers": {"data_quality_gate"},
}


@pytest.fixture(scope="module")
def dag() -> Any:
    bag = DagBag(DAGS, include_examples=False)
    assert bag.import_errors == {}
    [found] = bag.dags.values()
    return found


def test_the_graph(dag: Any) -> None:
    assert dag.dag_id == "0a1b2c3d4e5f_dag"
    assert {task.task_id: set(task.upstream_task_ids) for task in dag.tasks} == AFTER


def test_one_run_a_day_at_a_time_that_is_retried_bounded_and_told_of(dag: Any) -> None:
    assert (dag.schedule, dag.catchup, dag.max_active_runs) == ("@daily", False, 1)
    assert dag.doc_md and dag.tags == {"pinpipe", "batch"} and dag.dagrun_timeout is not None
    for task in dag.tasks:
        assert task.retries > 0 and task.retry_exponential_backoff
        assert task.execution_timeout * (task.retries + 1) < dag.dagrun_timeout
        assert task.owner == "pinpipe" and not task.depends_on_past
        assert task.on_failure_callback
