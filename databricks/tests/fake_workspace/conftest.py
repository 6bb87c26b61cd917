"""A fake workspace whose tasks are done by a small program in place of local Spark."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.workspace import ImportFormat

from fake_programs import PROGRAM
from fake_workspace.server import Server
from fake_workspace.service import Service
from runs_of_client import CLUSTER, FOLDER, WHEEL

TOKEN = "a-token"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    service = Service(tmp_path / "folder", [sys.executable, str(program)], [CLUSTER])
    with Server(0, TOKEN, service) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        service.runner.stop()
        running.shutdown()


@pytest.fixture
def client(server: Server) -> Any:
    return WorkspaceClient(host=server.url, token=TOKEN)


@pytest.fixture
def deployed(client: WorkspaceClient) -> None:
    """The wheel and the notebook that runs are of."""
    client.workspace.mkdirs(FOLDER)
    client.workspace.upload(WHEEL, b"PK", format=ImportFormat.RAW)
    notebook = b"# Databricks notebook source\n"
    client.workspace.upload(f"{FOLDER}/batch.py", notebook, format=ImportFormat.AUTO)
