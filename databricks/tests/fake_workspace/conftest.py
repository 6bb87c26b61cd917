"""A fake workspace whose tasks are done by a small program in place of local Spark."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient

from fake_workspace.server import Server
from fake_workspace.service import Service

CLUSTER = "1127-100000-fake"
TOKEN = "a-token"

# It knows what to do by the first argument after `--`, or by the parameter `do` of a notebook.
PROGRAM = """
import json, signal, sys, time
at = dict(zip(sys.argv[2::2], sys.argv[3::2]))
words = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
what = words[0] if words else json.loads(at["--parameters"])["do"]
secrets = json.load(open(at["--secrets"]))
if what == "tell":
    print("told", *words, json.dumps(secrets))
    json.dump({"result": json.dumps(at, sort_keys=True)}, open(at["--result"], "w"))
elif what == "fail":
    sys.exit("ValueError: no such column")
elif what == "refuse":
    print("bad settings", file=sys.stderr)
    sys.exit(2)
else:
    def end(*_):
        print("ended in order", flush=True)
        sys.exit(143)
    signal.signal(signal.SIGTERM, end)
    print("waiting", flush=True)
    time.sleep(600)
"""


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
def client(server: Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", "/dev/null")
    return WorkspaceClient(host=server.url, token=TOKEN)
