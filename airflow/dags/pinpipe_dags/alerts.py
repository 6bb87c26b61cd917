"""Tells of a task that has failed for good, and of a run that took too long."""

import json
import logging
import os
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.request import Request, urlopen

_WITHIN_S: Final = 10

log = logging.getLogger(__name__)


def tell_failure(context: Mapping[str, Any]) -> None:
    """Of a task. Writes it to the log and posts JSON `{"text", "dag", "task", "run", "error"}` to
    the webhook of PINPIPE_ALERT_URL, where there is one. A webhook that fails is logged, no more.
    """
    error = str(context.get("exception") or "no error was told")
    _tell(context["task_instance"].dag_id, context["task_instance"].task_id, context, error)


def tell_timeout(context: Mapping[str, Any]) -> None:
    """Of a run that took too long: Airflow skips its tasks, so that none of them fails. `task` is
    null."""
    if context.get("reason") == "timed_out":
        _tell(context["dag"].dag_id, None, context, "it took too long")


def _tell(dag: str, task: str | None, context: Mapping[str, Any], error: str) -> None:
    what = {"dag": dag, "task": task, "run": context["run_id"], "error": error}
    text = f"{dag}: {task or 'all'} of {what['run']} failed: {error}"
    log.error("%s", text)
    url = os.environ.get("PINPIPE_ALERT_URL")
    if not url:
        return
    body = json.dumps({"text": text, **what}).encode()
    try:
        with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=_WITHIN_S):
            log.info("The webhook was told")
    except (OSError, ValueError, HTTPException) as error:
        # Not its text, which may hold the URL, and with it a secret.
        log.error("The webhook was not told: %s", type(error).__name__)
