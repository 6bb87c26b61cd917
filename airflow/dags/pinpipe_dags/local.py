"""A step of the batch as a process beside Airflow, on local Spark."""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from pinpipe_dags.steps import FOR_GOOD, Step, arguments_of


class LocalStep(BaseOperator):
    """Runs `python -m pinpipe …` with the Python of PINPIPE_SPARK_PYTHON; what it says is the log.

    Fails for good where a retry would change nothing: bad settings, and a step that says no.
    """

    def __init__(self, *, step: Step, **kwargs: Any) -> None:
        super().__init__(task_id=step.name, **kwargs)
        self.step = step

    def execute(self, context: Mapping[str, Any]) -> None:
        python = os.environ.get("PINPIPE_SPARK_PYTHON")
        if not python:
            raise AirflowFailException(
                "PINPIPE_SPARK_PYTHON is not set: the Python that has pinpipe"
            )
        arguments = arguments_of(self.step, context["params"], context["run_id"])
        command = [python, "-m", "pinpipe", *arguments, f"--with-parent={os.getpid()}"]
        result = self._hook.run_command(command, env=dict(os.environ))
        if result.exit_code == 0:
            return
        text = f"{self.step.name} ended with {result.exit_code}: {result.output}"
        if result.exit_code in FOR_GOOD:
            raise AirflowFailException(text)
        raise AirflowException(text)

    def on_kill(self) -> None:
        self._hook.send_sigterm()

    @cached_property
    def _hook(self) -> SubprocessHook:
        return SubprocessHook()
