import os
import subprocess
import sys

import pytest

# In a process of its own, since its handlers stay. Prints whether what is forked ignores SIGTERM.
PROGRAM = """
import os, signal
from concurrent.futures import ThreadPoolExecutor
from pinpipe.streaming.stop_signals import stop_event

with ThreadPoolExecutor(1) as pool:
    assert not pool.submit(stop_event).result().is_set()
stopping = stop_event()
if (child := os.fork()) == 0:
    os._exit(signal.getsignal(signal.SIGTERM) == signal.SIG_IGN)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1)
os.kill(os.getpid(), signal.SIGTERM)
assert stopping.wait(10)
"""


@pytest.mark.parametrize(("databricks", "ignores"), [("", "True"), ("17.3", "False")])
def test_what_is_forked_ignores_the_signals_but_not_on_databricks(
    databricks: str, ignores: str
) -> None:
    version = {"DATABRICKS_RUNTIME_VERSION": databricks} if databricks else {}
    environment = {**os.environ, **version, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout.strip()) == (0, ignores), done.stderr
