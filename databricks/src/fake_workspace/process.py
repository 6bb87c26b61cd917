"""The process that does a task."""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

_STOP_WITHIN_S: Final = 30
_LOGS_BYTES: Final = 1_000_000


def run_process(
    command: Sequence[str], out: Path, is_ending: Callable[[], bool]
) -> tuple[int, dict[str, Any]]:
    """Runs it until it is done, or `is_ending`, which waits a little. Gives its exit code and what
    `runs/get-output` tells of it: a result, its logs, and the last line on stderr as the error."""
    with (out / "stdout").open("wb") as told, (out / "stderr").open("wb") as errors:
        process = subprocess.Popen(command, stdout=told, stderr=errors)
        while process.poll() is None:
            if is_ending():
                _stop(process)
    return process.returncode, _output(out, process.returncode)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _output(out: Path, code: int) -> dict[str, Any]:
    errors = (out / "stderr").read_text(errors="replace")
    logs = (out / "stdout").read_text(errors="replace") + errors
    output: dict[str, Any] = {
        "logs": logs[-_LOGS_BYTES:],
        "logs_truncated": len(logs) > _LOGS_BYTES,
    }
    result = out / "result.json"
    if code == 0 and result.exists():
        told = json.loads(result.read_bytes())["result"]
        output["notebook_output"] = {"result": told, "truncated": False} if told is not None else {}
    if code != 0:
        lines = [line for line in errors.splitlines() if line.strip()]
        last = lines[-1] if lines else "no error was told"
        # An error that Python raises is exit code 1; others a program gives itself.
        output["error"] = last if code == 1 else f"SystemExit: {code}: {last}"
        output["error_trace"] = errors[-_LOGS_BYTES:]
    return output
