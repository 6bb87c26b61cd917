"""The tasks of the batch, where they are to run. Only the provider of that place is imported."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from pinpipe_dags.run_on import Databricks
from pinpipe_dags.steps import STEPS

# What the steps may take in a row, at an hour each: check, clean, queries, gate, publish.
_WHOLE_BATCH: Final = timedelta(hours=5)


def add_tasks(on: Databricks | None) -> None:
    """Adds them to the DAG around. `on`: None is local Spark."""
    if on is not None and on.notebook:
        from pinpipe_dags.databricks import DatabricksNotebook

        DatabricksNotebook(task_id="submit_run", on=on, execution_timeout=_WHOLE_BATCH)
        return
    make = _step_maker(on)
    tasks = {step.name: make(step=step) for step in STEPS}
    for step in STEPS:
        for before in step.after:
            tasks[before] >> tasks[step.name]


def _step_maker(on: Databricks | None) -> Callable[..., Any]:
    if on is None:
        from pinpipe_dags.local import LocalStep

        return LocalStep
    from pinpipe_dags.databricks import DatabricksStep

    return partial(DatabricksStep, on=on)
