"""The DAG as Airflow keeps it."""

from pathlib import Path
from typing import Any

DAGS = Path(__file__).parents[1] / "dags"


def parse() -> tuple[dict[str, str], dict[str, Any]]:
    """Import errors by file, and tasks by id."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization

    bag = DagBag(DAGS, include_examples=False)
    dags = [DagSerialization.serialize_dag(dag) for dag in bag.dags.values()]
    tasks = (task["__var"] for dag in dags for task in dag["tasks"])
    return bag.import_errors, {task["task_id"]: task for task in tasks}
