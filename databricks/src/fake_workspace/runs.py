"""Runs and their tasks as the service tells of them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final

_CODES: Final = {
    "SUCCESS": "SUCCESS",
    "FAILED": "RUN_EXECUTION_ERROR",
    "CANCELED": "USER_CANCELED",
    "TIMEDOUT": "CANCELED",
    "UPSTREAM_FAILED": "UPSTREAM_FAILED",
}


@dataclass
class State:
    """Times in milliseconds since 1970."""

    life_cycle: str = "PENDING"
    result: str | None = None
    message: str = ""
    began: int = 0
    ended: int = 0

    @property
    def is_over(self) -> bool:
        return self.life_cycle in ("TERMINATED", "INTERNAL_ERROR")

    def end(self, result: str, message: str = "", life_cycle: str = "TERMINATED") -> None:
        self.result, self.message, self.ended = result, message, now_ms()
        self.life_cycle = life_cycle

    def told(self) -> dict[str, Any]:
        state: dict[str, Any] = {"life_cycle_state": self.life_cycle, "state_message": self.message}
        state |= {"user_cancelled_or_timedout": self.result in ("CANCELED", "TIMEDOUT")}
        status: dict[str, Any] = {"state": "TERMINATED" if self.is_over else self.life_cycle}
        if self.result is not None:
            state["result_state"] = self.result
            code = _CODES[self.result] if self.life_cycle == "TERMINATED" else "INTERNAL_ERROR"
            kind = "SUCCESS" if self.result == "SUCCESS" else "CLIENT_ERROR"
            details = {"code": code, "type": kind, "message": self.message}
            status["termination_details"] = details
        told = {"state": state, "status": status, "start_time": self.began}
        return told | {"end_time": self.ended, "run_duration": max(0, self.ended - self.began)}


@dataclass
class TaskRun:
    run_id: int
    definition: Mapping[str, Any]
    state: State = field(default_factory=State)
    output: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.definition["task_key"])

    def told(self, page: str) -> dict[str, Any]:
        known = {
            "run_id": self.run_id,
            "attempt_number": 0,
            "run_page_url": f"{page}/{self.run_id}",
        }
        return {**self.definition, **known, **self.state.told()}


@dataclass
class Run:
    """`ending`: why it is to end before its tasks do, a result state. `request`: what was
    submitted, or the job's settings."""

    run_id: int
    job_id: int
    is_of_job: bool
    request: Mapping[str, Any]
    tasks: list[TaskRun] = field(default_factory=list)
    state: State = field(default_factory=State)
    ending: str | None = None
    has_ending: Event = field(default_factory=Event)

    @property
    def is_late(self) -> bool:
        """Its time is over. A limit of 0 is none."""
        limit_s = float(self.request.get("timeout_seconds") or 0)
        return limit_s > 0 and now_ms() - self.state.began > limit_s * 1000

    def told(self, host: str) -> dict[str, Any]:
        page = f"{host}/jobs/{self.job_id}/runs/{self.run_id}"
        return {
            "run_id": self.run_id,
            "job_id": self.job_id,
            "number_in_job": self.run_id,
            "run_name": self.request.get("run_name") or self.request.get("name") or "Untitled",
            "run_type": "JOB_RUN" if self.is_of_job else "SUBMIT_RUN",
            "run_page_url": page,
            "format": "MULTI_TASK",
            "trigger": "ONE_TIME",
            "creator_user_name": "fake@example.com",
            "tasks": [task.told(page) for task in self.tasks],
            **self.state.told(),
        }


def now_ms() -> int:
    return int(time.time() * 1000)
