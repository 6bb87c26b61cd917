"""A step whose starter is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

WITHIN_S = 120

CHILD = """
import sys, time
from pinpipe.parent import end_with_parent

end_with_parent(int(sys.argv[1]))
time.sleep(600)
"""
# In a session of its own, as Airflow starts a step: no signal of the group reaches it.
STARTER = f"""
import os, subprocess, sys, time
command = [sys.executable, "-c", {CHILD!r}, str(os.getpid())]
child = subprocess.Popen(command, start_new_session=True)
print(child.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    # One that has ended and that nobody has waited for is there still.
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_it_ends_too() -> None:
    source = str(Path(__file__).parents[1] / "src")
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        env=os.environ | {"PYTHONPATH": source},
        stdout=subprocess.PIPE,
    )
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    assert is_alive(child)
    try:
        starter.kill()
        starter.wait()
        deadline = time.monotonic() + WITHIN_S
        while is_alive(child):
            assert time.monotonic() < deadline, "it outlives its starter"
            time.sleep(0.1)
    finally:
        starter.stdout.close()
        if is_alive(child):
            os.kill(child, signal.SIGKILL)
