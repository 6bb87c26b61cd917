"""What is asked of Databricks' Jobs API (2.2, `runs/submit`). Pure; knows no Airflow."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pinpipe_dags.run_on import Databricks
from pinpipe_dags.steps import run_name

_ENVIRONMENT: Final = "pinpipe"
# Of serverless compute: Python 3.12.
_ENVIRONMENT_VERSION: Final = "4"


def wheel_request(on: Databricks, key: str, arguments: Sequence[str]) -> dict[str, Any]:
    """A run of `python -m pinpipe` with these arguments. `key`: the task's in the run."""
    work = {"package_name": "pinpipe", "entry_point": "pinpipe", "parameters": list(arguments)}
    request = _request(on, {"task_key": key, "python_wheel_task": work})
    if not on.cluster:
        request["tasks"][0]["environment_key"] = _ENVIRONMENT
        spec = {"environment_version": _ENVIRONMENT_VERSION, "dependencies": [on.wheel]}
        request["environments"] = [{"environment_key": _ENVIRONMENT, "spec": spec}]
    return request


def notebook_request(
    on: Databricks, key: str, params: Mapping[str, Any], run: str
) -> dict[str, Any]:
    """A run of the notebook, which is given text: `params` other than text as JSON, no None."""
    given = {name: _text(value) for name, value in params.items() if value is not None}
    given["run_id"] = run_name(run)
    work = {"notebook_path": on.notebook, "base_parameters": given}
    return _request(on, {"task_key": key, "notebook_task": work})


def token(*of: object) -> str:
    """An idempotency token, which may have 64 characters: the same for the same."""
    return hashlib.sha256(json.dumps([str(each) for each in of]).encode()).hexdigest()


def _request(on: Databricks, task: dict[str, Any]) -> dict[str, Any]:
    task = {**task, **on.cluster}
    if not on.cluster:
        # Serverless compute would try a failed task again by itself.
        task["disable_auto_optimization"] = True
    elif on.wheel:
        task["libraries"] = [{"whl": on.wheel}]
    return {"tasks": [task]}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
