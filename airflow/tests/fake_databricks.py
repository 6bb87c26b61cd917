"""A fake Databricks workspace as a process, and Airflow's connection to it."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

SOURCE = Path(__file__).parents[2] / "databricks" / "src"
WHEEL = "/Workspace/Shared/pinpipe-0.1.0-py3-none-any.whl"
CLUSTER = "1127-100000-fake"


class Workspace:
    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    @property
    def connection(self) -> str:
        """Value of AIRFLOW_CONN_DATABRICKS_DEFAULT."""
        at = urlsplit(self.url)
        of_http = {"host": at.hostname, "port": at.port, "schema": at.scheme}
        return json.dumps({"conn_type": "databricks", "password": self.token, **of_http})

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        content = json.dumps(body).encode() if body is not None else None
        request = Request(f"{self.url}{path}", content, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        with urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def put(self, path: str, content: bytes, form: str = "RAW") -> None:
        """A file as it is; with `AUTO` a notebook."""
        self.call("POST", "/api/2.0/workspace/mkdirs", {"path": str(PurePosixPath(path).parent)})
        given = {"path": path, "format": form, "content": b64encode(content).decode()}
        self.call("POST", "/api/2.0/workspace/import", given)

    def runs(self) -> list[dict[str, Any]]:
        """The oldest first."""
        found: list[dict[str, Any]] = []
        query = ""
        while True:
            page = self.call("GET", f"/api/2.2/jobs/runs/list{query}")
            found += page["runs"]
            if "next_page_token" not in page:
                return found[::-1]
            query = f"?page_token={page['next_page_token']}"

    def ask_for_fault(self, **fault: Any) -> None:
        self.call("POST", "/fake/faults", fault)


@contextmanager
def fake_databricks(folder: Path, program: Path) -> Iterator[Workspace]:
    """`program`: does the tasks."""
    command = [
        sys.executable,
        "-m",
        "fake_workspace",
        "--folder",
        str(folder),
        "--cluster",
        CLUSTER,
    ]
    command += ["--while-stdin", "--program", str(program)]
    path = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield Workspace(told["url"], told["token"])
        finally:
            process.terminate()
