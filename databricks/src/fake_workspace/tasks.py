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
        for task in tasks:
            key = text_of(task, "task_key")
            if sum(work in task for work in _WORK) != 1:
                raise invalid(f"Task {key} must have one of {', '.join(_WORK)}")
            if not self._has_cluster(task, request):
                _check_serverless(task, request)

    def _has_cluster(self, task: Mapping[str, Any], request: Mapping[str, Any]) -> bool:
        cluster = task.get("existing_cluster_id")
        if cluster is not None and cluster not in self.clusters:
            raise invalid(f"Cluster {cluster} does not exist")
        new = [task["new_cluster"]] if "new_cluster" in task else []
        if "job_cluster_key" in task:
            new += [
                each["new_cluster"]
                for each in request.get("job_clusters", [])
                if each["job_cluster_key"] == task["job_cluster_key"]
            ]
            if not new:
                raise invalid(f"There is no job cluster {task['job_cluster_key']}")
        for each in new:
            text_of(each, "spark_version")
        return cluster is not None or bool(new)

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


def _check_serverless(task: Mapping[str, Any], request: Mapping[str, Any]) -> None:
    key = task["task_key"]
    known = {each["environment_key"] for each in request.get("environments", [])}
    if "libraries" in task:
        raise invalid(f"Task {key}: libraries are not supported on serverless compute")
    if "python_wheel_task" in task and task.get("environment_key") not in known:
        raise invalid(f"Task {key} needs a cluster or an environment_key of environments")


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
