"""What a task of a run is, and the command that does it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fake_workspace.errors import invalid, text_of
from fake_workspace.files import Volumes
from fake_workspace.workspace import Workspace, inside

_WORK: Final = ("notebook_task", "python_wheel_task")
_PLACEHOLDER: Final = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True)
class Compute:
    """Where tasks run, and what stands in for it: `program` is called as `local_compute` is, with
    the notebooks and wheels of the workspace. `clusters`: the ids of those that exist."""

    program: Sequence[str]
    workspace: Workspace
    volumes: Volumes
    clusters: frozenset[str]

    def check(self, request: Mapping[str, Any]) -> None:
        """Raises ApiError where the service would not take these tasks."""
        tasks = request.get("tasks")
        if not tasks:
            raise invalid("tasks must be a list of at least one task")
        known = {each["environment_key"] for each in request.get("environments", [])}
        for task in tasks:
            self._check_task(task, known)

    def _check_task(self, task: Mapping[str, Any], environments: set[str]) -> None:
        key = text_of(task, "task_key")
        if sum(work in task for work in _WORK) != 1:
            raise invalid(f"Task {key} must have one of {', '.join(_WORK)}")
        cluster = task.get("existing_cluster_id")
        if cluster is not None and cluster not in self.clusters:
            raise invalid(f"Cluster {cluster} does not exist")
        if "new_cluster" in task:
            text_of(task["new_cluster"], "spark_version")
        elif cluster is None and "python_wheel_task" in task:
            if task.get("environment_key") not in environments:
                raise invalid(f"Task {key} needs a cluster or an environment_key of environments")
        elif cluster is None and "libraries" in task:
            raise invalid(f"Task {key}: libraries are not supported on serverless compute")

    def command(self, task: Mapping[str, Any], request: Mapping[str, Any], out: Path) -> list[str]:
        """`out`: the folder of its secrets and its result. Raises ApiError where a notebook or a
        wheel is not there."""
        places = ["--workspace", str(self.workspace.root)]
        places += ["--secrets", str(out / "secrets.json"), "--result", str(out / "result.json")]
        if "notebook_task" in task:
            work = task["notebook_task"]
            file = self.workspace.file_of(text_of(work, "notebook_path"))
            given = json.dumps(work.get("base_parameters", {}))
            return [*self.program, "notebook", "--file", str(file), "--parameters", given, *places]
        work = task["python_wheel_task"]
        wheel = self._wheel(task, request)
        command = ["wheel", "--wheel", str(wheel), "--package", text_of(work, "package_name")]
        command += ["--entry-point", text_of(work, "entry_point"), *places, "--"]
        return [*self.program, *command, *_arguments(work)]

    def _wheel(self, task: Mapping[str, Any], request: Mapping[str, Any]) -> Path:
        found = [library["whl"] for library in task.get("libraries", []) if "whl" in library]
        for each in request.get("environments", []):
            if each["environment_key"] == task.get("environment_key"):
                found += each["spec"].get("dependencies", [])
        wheels = [path for path in found if path.endswith(".whl")]
        if len(wheels) != 1:
            raise invalid(f"Task {task['task_key']} needs one wheel, not {wheels}")
        if wheels[0].startswith("/Volumes/"):
            self.volumes.get(wheels[0])
            return inside(self.volumes.root, wheels[0])
        return self.workspace.file_of(wheels[0])


def _arguments(work: Mapping[str, Any]) -> list[str]:
    named = work.get("named_parameters", {})
    return [*work.get("parameters", []), *(f"--{key}={value}" for key, value in named.items())]


def filled(value: Any, known: Mapping[str, str]) -> Any:
    """With each `{{name}}` that is known replaced, as in the tasks of a job."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [filled(each, known) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, known) for key, each in value.items()}
    return value
