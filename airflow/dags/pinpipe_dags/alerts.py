"""Tells of a task that has failed for good."""

import json
import logging
import os
from collections.abc import Mapping
from typing import Any, Final
from urllib.request import Request, urlopen

_WITHIN_S: Final = 10

log = logging.getLogger(__name__)


def tell_failure(context: Mapping[str, Any]) -> None:
    """Writes it to the log and posts JSON `{"text", "dag", "task", "run", "error"}` to the webhook
    of PINPIPE_ALERT_URL, where there is one. A webhook that fails is logged, no more."""
    task = context["task_instance"]
    what = {
        "dag": task.dag_id,
        "task": task.task_id,
        "run": context["run_id"],
        "error": str(context.get("exception") or "no error was told"),
    }
    text = f"{what['dag']}: {what['task']} of {what['run']} failed: {what['error']}"
    log.error("%s", text)
    url = os.environ.get("PINPIPE_ALERT_URL")
    if not url:
        return
    body = json.dumps({"text": text, **what}).encode()
    try:
        with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=_WITHIN_S):
            log.info("The webhook was told")
    except (OSError, ValueError) as error:
        log.error("The webhook was not told: %s", error)
