import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.jobs import NotebookTask, SubmitTask

from fake_programs import PROGRAM

SOURCE = Path(__file__).parents[2] / "src"
WITHIN_S = 120


@pytest.mark.parametrize("ending", ["SIGTERM", "its parent"])
def test_it_ends_with_its_runs_when_told_to_and_when_its_parent_is_gone(
    ending: str, tmp_path: Path
) -> None:
    does = tmp_path / "program.py"
    does.write_text(PROGRAM)
    command = [sys.executable, "-m", "fake_workspace", "--folder", str(tmp_path), "--while-stdin"]
    with subprocess.Popen(
        [*command, "--program", f"{sys.executable} {does}"],
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        submit_wait(json.loads(process.stdout.readline()))
        wait_until_told("waiting", tmp_path)

        if ending == "SIGTERM":
            process.terminate()
        else:
            process.stdin.close()

        assert process.wait(WITHIN_S) == 0
    wait_until_told("ended in order", tmp_path)


def submit_wait(workspace: dict[str, str]) -> None:
    client = WorkspaceClient(host=workspace["url"], token=workspace["token"])
    client.workspace.upload("/a.py", b"")
    work = NotebookTask("/a", base_parameters={"do": "wait"})
    client.jobs.submit(tasks=[SubmitTask(task_key="step", notebook_task=work)])


def wait_until_told(words: str, folder: Path) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not any(words in file.read_text() for file in folder.rglob("stdout")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
