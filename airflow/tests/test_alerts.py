import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from pinpipe_dags.alerts import tell_failure, tell_timeout

CONTEXT = {
    "task_instance": SimpleNamespace(dag_id="d", task_id="queries"),
    "run_id": "manual__1",
    "exception": ValueError("queries ended with 1"),
}


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Tests are silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PINPIPE_ALERT_URL", f"http://127.0.0.1:{server.server_port}/hook")
        yield told
        server.shutdown()


def test_a_failed_task_is_told_to_the_log_and_the_webhook(
    webhook: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    tell_failure(CONTEXT)

    text = "d: queries of manual__1 failed: queries ended with 1"
    what = {"dag": "d", "task": "queries", "run": "manual__1", "error": "queries ended with 1"}
    assert webhook == [{"text": text, **what}]
    assert text in caplog.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "nonsense", "http://127.0.0.1:x/secret"])
def test_a_webhook_that_fails_is_logged_no_more(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PINPIPE_ALERT_URL", url)
    tell_failure(CONTEXT)
    assert "The webhook was not told" in caplog.text
    assert "secret" not in caplog.text


def test_a_run_that_took_too_long_is_told_and_no_other(webhook: list[dict[str, Any]]) -> None:
    run = {"dag": SimpleNamespace(dag_id="d"), "run_id": "manual__1"}
    tell_timeout(run | {"reason": "task_failure"})
    tell_timeout(run | {"reason": "timed_out"})
    [told] = webhook
    assert (told["task"], told["error"]) == (None, "it took too long")
