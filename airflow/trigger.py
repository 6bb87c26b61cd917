#!/airflow/bin/python
"""Triggers the DAG, waits for the end of the run, and shows what became of its tasks. Exit code 0:
the run was a success. For Airflow's container:
`docker compose --profile airflow exec airflow trigger.py`."""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

_EVERY_S = 1
_PATIENT_S = 180
_ANSWER_WITHIN_S = 30
_NOT_FOUND, _CONFLICT = 404, 409
_USER = "admin"


@dataclass(frozen=True)
class Api:
    """Airflow's REST API at `url`; `headers` hold its token."""

    url: str
    headers: Mapping[str, str]

    def call(self, method: str, path: str, body: object = None) -> Any:
        """The answer's JSON. Raises HTTPError where it is none of success."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        request = Request(f"{self.url}{path}", data, headers, method=method)
        with urlopen(request, timeout=_ANSWER_WITHIN_S) as response:
            return json.load(response)

    def call_again(
        self, method: str, path: str, body: object = None, *, awaited: tuple[int, ...] = ()
    ) -> Any:
        """The answer's JSON. Called again for three minutes while it fails, as where SQLite is
        locked, or is one of the statuses `awaited` to pass. Raises OSError after that."""
        deadline = time.monotonic() + _PATIENT_S
        while True:
            try:
                return self.call(method, path, body)
            except OSError as error:
                code = error.code if isinstance(error, HTTPError) else 500
                may_pass = code >= 500 or code in awaited
                if not may_pass or time.monotonic() > deadline:
                    raise
            time.sleep(_EVERY_S)

    def begin(self, path: str, run: Mapping[str, str]) -> None:
        """Once: a run that is there was begun by a call whose answer was lost."""
        try:
            self.call_again("POST", path, run)
        except HTTPError as error:
            if error.code != _CONFLICT:
                raise


def log_in(url: str, password: str) -> Api:
    body = {"username": _USER, "password": password}
    token = Api(url, {}).call_again("POST", "/auth/token", body)["access_token"]
    return Api(url, {"Authorization": f"Bearer {token}"})


def run(api: Api, dag_id: str) -> tuple[str, list[dict[str, Any]]]:
    """The state of a new run, success or failed, and its tasks."""
    dag = f"/api/v2/dags/{dag_id}"
    try:
        api.call_again("GET", dag, awaited=(_NOT_FOUND,))
    except OSError as error:
        raise SystemExit(f"Airflow has not read the DAG: {error}; look at its logs") from error
    now = datetime.now(UTC)
    run_id = f"manual__{now:%Y%m%dT%H%M%S%f}"
    api.call_again("PATCH", dag, {"is_paused": False})
    api.begin(f"{dag}/dagRuns", {"dag_run_id": run_id, "logical_date": now.isoformat()})
    while True:
        state = api.call_again("GET", f"{dag}/dagRuns/{run_id}")["state"]
        if state in ("success", "failed"):
            tasks = api.call_again("GET", f"{dag}/dagRuns/{run_id}/taskInstances")
            return state, tasks["task_instances"]
        time.sleep(_EVERY_S)


def line(task: Mapping[str, Any]) -> str:
    """Seconds from the times: the duration that Airflow 3.2 tells is wrong on SQLite."""
    begin, end = task["start_date"], task["end_date"]
    took = datetime.fromisoformat(end) - datetime.fromisoformat(begin) if begin and end else None
    seconds = f"{took.total_seconds():8.1f} s" if took else ""
    return f"{task['task_id']:20}{task['state'] or 'none':18}{seconds}"


def main(url: str = "http://127.0.0.1:8080") -> None:
    dag_id = f"{os.environ['PIPELINE_ID']}_dag"
    passwords = Path(os.environ["AIRFLOW_HOME"], "simple_auth_manager_passwords.json.generated")
    password = json.loads(passwords.read_text())[_USER]
    state, tasks = run(log_in(url, password), dag_id)
    for task in sorted(tasks, key=lambda task: task["start_date"] or "~"):
        print(line(task))
    print(f"\n{state}; {os.environ['AIRFLOW__API__BASE_URL']}/dags/{dag_id}")
    print(f"user {_USER}, password {password}")
    sys.exit(0 if state == "success" else 1)


if __name__ == "__main__":
    main()
