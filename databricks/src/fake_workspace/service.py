"""The workspace's API as a table of its calls. Knows no HTTP."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from fake_workspace.errors import ApiError, invalid
from fake_workspace.faults import Faults
from fake_workspace.files import Volumes
from fake_workspace.jobs import Jobs
from fake_workspace.running import Runner
from fake_workspace.secrets import Secrets
from fake_workspace.tasks import Compute
from fake_workspace.workspace import Workspace

LOCAL_COMPUTE: Final = (sys.executable, "-m", "local_compute")
Call = Callable[[dict[str, Any]], dict[str, Any] | bytes]


class Service:
    """A workspace in a folder. `program`: does the tasks."""

    def __init__(
        self, folder: Path, program: Sequence[str] = LOCAL_COMPUTE, clusters: Sequence[str] = ()
    ) -> None:
        self.faults = Faults()
        self.clusters = frozenset(clusters)
        workspace, secrets = Workspace(folder / "workspace"), Secrets()
        self.volumes = Volumes(workspace.root)
        compute = Compute(program, workspace, self.volumes, self.clusters)
        self.runner = Runner(folder / "runs", compute, secrets, self.faults)
        self.jobs = Jobs(self.runner)
        self._calls = self._table(workspace, secrets)

    def call(self, method: str, path: str, given: dict[str, Any]) -> dict[str, Any] | bytes:
        """`given`: the fields of query and body; of a file its bytes as `body`. Raises ApiError."""
        if (method, path) == ("POST", "/fake/faults"):
            return self.faults.add(given)
        self.faults.meet_call(path)
        if path.startswith("/api/2.0/fs/"):
            return self._files(method, path.removeprefix("/api/2.0/fs/"), given)
        if (method, path) not in self._calls:
            raise ApiError(404, "ENDPOINT_NOT_FOUND", f"No API found for '{method} {path}'")
        return self._calls[method, path](given)

    def _table(self, workspace: Workspace, secrets: Secrets) -> dict[tuple[str, str], Call]:
        jobs, job = self.jobs, "/api/2.2/jobs"
        objects, scopes = "/api/2.0/workspace", "/api/2.0/secrets"
        return {
            ("POST", f"{job}/create"): jobs.create,
            ("POST", f"{job}/reset"): jobs.reset,
            ("POST", f"{job}/update"): jobs.update,
            ("POST", f"{job}/delete"): jobs.delete,
            ("GET", f"{job}/get"): jobs.get,
            ("GET", f"{job}/list"): jobs.list,
            ("POST", f"{job}/run-now"): jobs.run_now,
            ("POST", f"{job}/runs/submit"): jobs.submit,
            ("POST", f"{job}/runs/cancel"): jobs.cancel,
            ("GET", f"{job}/runs/get"): jobs.get_run,
            ("GET", f"{job}/runs/list"): jobs.list_runs,
            ("GET", f"{job}/runs/get-output"): jobs.output,
            ("POST", f"{objects}/import"): workspace.import_object,
            ("POST", f"{objects}/mkdirs"): workspace.mkdirs,
            ("POST", f"{objects}/delete"): workspace.delete,
            ("GET", f"{objects}/get-status"): workspace.get_status,
            ("GET", f"{objects}/list"): workspace.list_objects,
            ("GET", f"{objects}/export"): workspace.export,
            ("POST", f"{scopes}/scopes/create"): secrets.create_scope,
            ("POST", f"{scopes}/scopes/delete"): secrets.delete_scope,
            ("GET", f"{scopes}/scopes/list"): secrets.list_scopes,
            ("POST", f"{scopes}/put"): secrets.put,
            ("POST", f"{scopes}/delete"): secrets.delete,
            ("GET", f"{scopes}/get"): secrets.get,
            ("GET", f"{scopes}/list"): secrets.list_keys,
            ("GET", "/api/2.1/clusters/get"): self._cluster,
            ("GET", "/api/2.0/preview/scim/v2/Me"): _me,
            ("GET", "/.well-known/databricks-config"): self._about,
        }

    def _files(self, method: str, rest: str, given: dict[str, Any]) -> dict[str, Any] | bytes:
        kind, _, path = rest.partition("/")
        path = "/" + unquote(path)
        is_file, volumes = kind == "files", self.volumes
        if method == "PUT" and is_file:
            return volumes.put(path, given["body"], given.get("overwrite") == "true")
        if method == "PUT":
            return volumes.make_folder(path)
        if method == "DELETE":
            return volumes.delete(path) if is_file else volumes.delete_folder(path)
        return volumes.get(path) if is_file else volumes.list_folder(path)

    def _about(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"oidc_endpoint": f"{self.jobs.host}/oidc", "workspace_id": "1"}

    def _cluster(self, given: dict[str, Any]) -> dict[str, Any]:
        cluster = given.get("cluster_id")
        if cluster not in self.clusters:
            raise invalid(f"Cluster {cluster} does not exist")
        return {"cluster_id": cluster, "cluster_name": cluster, "state": "RUNNING"}


def _me(given: dict[str, Any]) -> dict[str, Any]:
    return {"id": "1", "userName": "fake@example.com", "active": True}
