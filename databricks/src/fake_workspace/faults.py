"""Faults that a test asks for: of calls, and of runs."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from fake_workspace.errors import ApiError, invalid

_CODES: Final = {
    429: "REQUEST_LIMIT_EXCEEDED",
    500: "INTERNAL_ERROR",
    503: "TEMPORARILY_UNAVAILABLE",
}
RETRY_AFTER_S: Final = 1
OUTCOMES: Final = ("FAILED", "INTERNAL_ERROR", "CANCELED", "HANG")


@dataclass
class Faults:
    """The next calls of a path that fail, and the next runs of a task that end in another way than
    their program would. Each is used up."""

    _lock: Lock = field(default_factory=Lock)
    _calls: list[tuple[str, int]] = field(default_factory=list)
    _runs: list[tuple[str, str]] = field(default_factory=list)

    def add(self, given: dict[str, Any]) -> dict[str, Any]:
        """`{"path", "status", "times"}`: the next calls of this path are answered so.
        `{"task_key", "outcome", "times"}`: the next runs of this task end so, `HANG` never."""
        times = int(given.get("times", 1))
        with self._lock:
            if given.get("status") in _CODES and "path" in given:
                self._calls += [(given["path"], given["status"])] * times
            elif given.get("outcome") in OUTCOMES and "task_key" in given:
                self._runs += [(given["task_key"], given["outcome"])] * times
            else:
                raise invalid(f"A status of {list(_CODES)} or an outcome of {list(OUTCOMES)}")
        return {}

    def meet_call(self, path: str) -> None:
        """Raises the fault that waits for a call of this path, if there is one."""
        status = self._take(self._calls, path)
        if status is not None:
            raise ApiError(status, _CODES[status], f"A fault that was asked for: {status}")

    def outcome_of(self, task_key: str) -> str | None:
        return self._take(self._runs, task_key)

    def _take[T](self, waiting: list[tuple[str, T]], key: str) -> T | None:
        with self._lock:
            for index, (of, what) in enumerate(waiting):
                if of == key:
                    del waiting[index]
                    return what
        return None
