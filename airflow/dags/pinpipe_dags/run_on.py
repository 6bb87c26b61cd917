"""Where the batch runs, as a deployment's settings say. Pure; knows no Airflow."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_MODES: Final = ("local", "databricks", "databricks-notebook")
_EXISTING: Final = "existing:"


class SettingsError(ValueError):
    """Settings that are not usable; the text names each and its form."""


@dataclass(frozen=True)
class Databricks:
    """`cluster`: the field of a task that names it, `existing_cluster_id` or `new_cluster`; none is
    serverless. `wheel` and `notebook`: paths in the workspace or a volume. With a notebook, that is
    the whole batch, and clusters get the wheel, where there is one, as a library."""

    cluster: Mapping[str, Any]
    wheel: str | None
    notebook: str | None


def read_run_on(environment: Mapping[str, str]) -> Databricks | None:
    """None: on local Spark. Raises SettingsError."""
    mode = environment.get("PINPIPE_RUN_ON") or "local"
    if mode not in _MODES:
        raise SettingsError(f"PINPIPE_RUN_ON is {mode}; it may be {', '.join(_MODES)}")
    if mode == "local":
        return None
    is_notebook = mode == "databricks-notebook"
    needed = "PINPIPE_DATABRICKS_NOTEBOOK" if is_notebook else "PINPIPE_DATABRICKS_WHEEL"
    if not environment.get(needed, "").startswith("/"):
        raise SettingsError(f"PINPIPE_RUN_ON={mode} needs {needed}: a path, as /Workspace/…")
    return Databricks(
        cluster=_cluster(environment),
        wheel=environment.get("PINPIPE_DATABRICKS_WHEEL") or None,
        notebook=environment[needed] if is_notebook else None,
    )


def _cluster(environment: Mapping[str, str]) -> dict[str, Any]:
    compute = environment.get("PINPIPE_DATABRICKS_COMPUTE") or "serverless"
    if compute == "serverless":
        return {}
    if compute == "new":
        return {"new_cluster": _new_cluster(environment.get("PINPIPE_DATABRICKS_CLUSTER", ""))}
    cluster_id = compute.removeprefix(_EXISTING)
    if cluster_id in ("", compute):
        raise SettingsError(
            f"PINPIPE_DATABRICKS_COMPUTE is {compute}; "
            f"it may be serverless, {_EXISTING}CLUSTER_ID or new"
        )
    return {"existing_cluster_id": cluster_id}


def _new_cluster(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or "spark_version" not in found:
        raise SettingsError(
            "PINPIPE_DATABRICKS_COMPUTE=new needs PINPIPE_DATABRICKS_CLUSTER: a new_cluster of the "
            'Jobs API as JSON, as {"spark_version": "…", "node_type_id": "…", "num_workers": 1}'
        )
    return found
