import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from pinpipe_dags.local import LocalStep
from pinpipe_dags.steps import STEPS
from programs import program
from run_params import PARAMS

WITHIN_S = 120
CONTEXT: dict[str, Any] = {"params": PARAMS, "run_id": "manual__1"}


def execute(name: str) -> None:
    [step] = [step for step in STEPS if step.name == name]
    LocalStep(step=step).execute(CONTEXT)


def test_a_step_runs_its_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    script = f'printf "%s\\n" "$@" > "{told}"'
    monkeypatch.setenv("PINPIPE_SPARK_PYTHON", str(program(tmp_path, script)))

    execute("clean_geo")

    expected = "-m pinpipe clean --kind geo --id 0a1b2c3d4e5f --run-id=manual__1 --bucket b-1"
    expected += f" --with-parent={os.getpid()}"
    assert told.read_text().split() == expected.split()


@pytest.mark.parametrize(
    ("name", "code", "error"),
    [
        ("clean_pin", 1, AirflowException),
        ("clean_pin", 137, AirflowException),
        ("clean_pin", 2, AirflowFailException),
        ("data_quality_gate", 1, AirflowException),
        ("data_quality_gate", 3, AirflowFailException),
        ("load_check", 137, AirflowException),
    ],
)
def test_a_failure_says_its_last_words_and_is_retried_where_that_may_help(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    code: int,
    error: type[Exception],
) -> None:
    script = f"echo working; echo 'the last words' >&2; exit {code}"
    monkeypatch.setenv("PINPIPE_SPARK_PYTHON", str(program(tmp_path, script)))

    with pytest.raises(error, match=f"{name} ended with {code}: the last words") as raised:
        execute(name)

    assert type(raised.value) is error


def test_a_task_that_is_killed_ends_its_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    script = f'trap "echo stopping; exit 143" TERM; touch "{begun}"; while :; do sleep 0.1; done'
    monkeypatch.setenv("PINPIPE_SPARK_PYTHON", str(program(tmp_path, script)))
    task = LocalStep(step=STEPS[0])

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(task.execute, CONTEXT)
        deadline = time.monotonic() + WITHIN_S
        while not begun.exists():
            assert time.monotonic() < deadline, "the job did not begin"
            time.sleep(0.05)
        task.on_kill()
        with pytest.raises(AirflowException, match="load_check ended with 143: stopping"):
            running.result(WITHIN_S)


def test_a_task_that_is_killed_before_its_job_begins_has_none_to_end() -> None:
    task = LocalStep(step=STEPS[0])

    task.on_kill()

    assert task._hook.sub_process is None


def test_without_a_python_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINPIPE_SPARK_PYTHON", raising=False)
    with pytest.raises(AirflowFailException, match="PINPIPE_SPARK_PYTHON is not set"):
        execute("load_check")
