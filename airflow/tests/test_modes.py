import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pinpipe_dags.steps import STEPS
from serialised import parse

WHEEL = {"PINPIPE_RUN_ON": "databricks", "PINPIPE_DATABRICKS_WHEEL": "/Workspace/pinpipe.whl"}
NOTEBOOK = {
    "PINPIPE_RUN_ON": "databricks-notebook",
    "PINPIPE_DATABRICKS_NOTEBOOK": "/Workspace/batch",
    "PINPIPE_DATABRICKS_COMPUTE": "existing:1108-201635-xx",
}
# What makes the operator; all else of a task is the same wherever it runs.
OF_THE_OPERATOR = {
    *("task_type", "_task_module", "template_fields", "template_ext", "ui_color", "ui_fgcolor"),
    *("_operator_extra_links", "json", "databricks_conn_id"),
}


def parse_with(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, str], Any]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    errors, tasks = parse()
    return errors, json.loads(json.dumps(tasks))


def common(tasks: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {key: value for key, value in task.items() if key not in OF_THE_OPERATOR}
        for name, task in tasks.items()
    }


def test_the_tasks_are_the_same_wherever_they_run_and_databricks_is_needed_only_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tmp_path / "tasks.json"
    script = Path(__file__).parent / "parsed_without.py"
    path = os.pathsep.join([str(script.parent), str(script.parents[1] / "dags")])
    command = [sys.executable, str(script), "databricks", str(found)]
    subprocess.run(
        command, env=os.environ | {"PYTHONPATH": path}, check=True, stdout=subprocess.DEVNULL
    )
    local = json.loads(found.read_bytes())

    errors, tasks = parse_with(WHEEL, monkeypatch)

    assert errors == {}
    assert common(tasks) == common(local)
    assert {task["task_type"] for task in local.values()} == {"LocalStep"}
    assert {task["task_type"] for task in tasks.values()} == {"DatabricksStep"}


def test_the_notebook_is_the_whole_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    errors, tasks = parse_with(NOTEBOOK, monkeypatch)
    assert errors == {}
    assert [task["task_type"] for task in tasks.values()] == ["DatabricksNotebook"]


def test_the_notebook_may_take_as_long_as_the_steps_in_a_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [whole] = parse_with(NOTEBOOK, monkeypatch)[1].values()
    steps = parse_with(WHEEL, monkeypatch)[1]
    taken: dict[str, float] = {}
    for step in STEPS:
        before = max((taken[name] for name in step.after), default=0)
        taken[step.name] = before + steps[step.name]["execution_timeout"]
    assert whole["execution_timeout"] == max(taken.values())


def test_bad_settings_are_an_import_error_that_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    errors, tasks = parse_with({"PINPIPE_RUN_ON": "databricks"}, monkeypatch)
    assert tasks == {}
    [text] = errors.values()
    assert "PINPIPE_RUN_ON=databricks needs PINPIPE_DATABRICKS_WHEEL" in text
