import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import trigger

RUN = "/api/v2/dags/0a1b2c3d4e5f_dag/dagRuns/manual__"
TASKS = [
    {"task_id": "b", "state": "failed", "start_date": "2026-11-27T10:00:09Z", "end_date": None},
    {"task_id": "c", "state": None, "start_date": None, "end_date": None},
    {
        "task_id": "a",
        "state": "success",
        "start_date": "2026-11-27T10:00:00.5Z",
        "end_date": "2026-11-27T10:00:08Z",
    },
]


class Airflow:
    """An Airflow that reads its DAG after the first look, begins a run though it answers a failure,
    and whose run, which it cannot tell of at once, ends after the second."""

    def __init__(self, state: str) -> None:
        self.unread, self.states, self.begun = 1, ["", "running", state], 0

    def answer(self, method: str, path: str, token: str | None) -> tuple[int, Any]:
        if (method, path) == ("POST", "/auth/token"):
            return 201, {"access_token": "t"}
        assert token == "Bearer t"
        if path.endswith("/taskInstances"):
            return 200, {"task_instances": TASKS}
        if path.startswith(RUN):
            state = self.states.pop(0)
            return (200 if state else 500), {"state": state}
        if method == "GET" and self.unread:
            self.unread -= 1
            return 404, {}
        if path.endswith("/dagRuns"):
            self.begun += 1
            return (500 if self.begun == 1 else 409), {}
        return 200, {}


@pytest.fixture
def url(airflow: Airflow) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            status, body = airflow.answer(
                self.command, self.path, self.headers.get("Authorization")
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        do_GET = do_POST = do_PATCH = answer

        def log_message(self, format: str, *args: object) -> None:
            """Tests are silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("airflow", "code"),
    [(Airflow("success"), 0), (Airflow("failed"), 1)],
    ids=["success", "failed"],
)
def test_a_run_is_begun_waited_for_and_shown(
    airflow: Airflow,
    code: int,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "simple_auth_manager_passwords.json.generated").write_text('{"admin": "secret"}')
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://127.0.0.1:8080")

    with pytest.raises(SystemExit) as end:
        trigger.main(url)

    assert (airflow.begun, end.value.code) == (2, code)
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert shown[:3] == [["a", "success", "7.5", "s"], ["b", "failed"], ["c", "none"]]
    assert "secret" in shown[-1]
