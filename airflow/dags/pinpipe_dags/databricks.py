"""The batch as runs on Databricks."""

import re
import time
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from airflow.providers.databricks.hooks.databricks import RunState
from airflow.providers.databricks.operators.databricks import (
    XCOM_RUN_PAGE_URL_KEY,
    DatabricksSubmitRunOperator,
)
from airflow.providers.databricks.utils.databricks import normalise_json_content
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from pinpipe_dags.databricks_requests import notebook_request, token, wheel_request
from pinpipe_dags.run_on import Databricks
from pinpipe_dags.steps import FOR_GOOD, Step, arguments_of

# Of each call: waits of 1, 2, 4 … 64 s, that is two minutes of 429, 5xx and broken connections.
_CALLS: Final = 8
_POLLING_S: Final = 10
# Of the time that Airflow gives the task, so that the run is over first and says why.
_SHARE_OF_TIMEOUT: Final = 0.9
# What a wheel says, and a notebook.
_EXIT: Final = re.compile(r"(?:SystemExit:|ended with) (\d+)")
_ACTIVE: Final = ("QUEUED", "PENDING", "RUNNING")


class DatabricksRun(DatabricksSubmitRunOperator):
    """One run of one task, by the connection `databricks_default`. A try takes over the run of an
    earlier one that is still going, as it is after Airflow itself was killed.

    Waits in the worker, and ends its run when it is killed; with Airflow's setting `[operators]
    default_deferrable` in the triggerer, which cannot.

    Fails for good where a retry would change nothing: bad settings, a step that says no, and a
    run that somebody has cancelled on Databricks.
    """

    def __init__(self, *, on: Databricks, **kwargs: Any) -> None:
        super().__init__(databricks_retry_limit=_CALLS, polling_period_seconds=_POLLING_S, **kwargs)
        self.on = on
        self.is_killed = False

    def request(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Body of `runs/submit`: what is run, and where."""
        raise NotImplementedError

    def execute(self, context: Any) -> None:
        self.json |= self.request(context)
        self.json["run_name"] = f"{self.dag_id}.{self.task_id} {context['run_id']}"
        if self.execution_timeout:
            seconds = self.execution_timeout.total_seconds()
            self.json["timeout_seconds"] = max(1, int(seconds * _SHARE_OF_TIMEOUT))
        try:
            self._choose_token(context)
            super().execute(context)
        except AirflowFailException:
            raise
        except AirflowException as error:
            if self.run_id is None:
                raise
            state = self._state_once_over()
            if state is None:
                self._end_after_last_try(context)
                raise
            self._fail(state, error)
        if not self.deferrable:
            self._tell_words()

    def execute_complete(self, context: Any, event: dict[str, Any]) -> None:
        self.run_id = event["run_id"]
        try:
            super().execute_complete(context, event)
        except AirflowException as error:
            self._fail(RunState.from_json(event["run_state"]), error)
        self._tell_words()

    def on_kill(self) -> None:
        self.is_killed = True
        super().on_kill()  # type: ignore[no-untyped-call]

    def _choose_token(self, context: Mapping[str, Any]) -> None:
        """That of this try, or of an earlier one whose run is still going. By a token that is known
        nothing is begun, but its run told."""
        dag_run, task = context["dag_run"], context["ti"]
        for number in range(1, task.try_number + 1):
            self.json["idempotency_token"] = token(
                dag_run.dag_id, dag_run.run_id, dag_run.start_date, self.task_id, number
            )
            if number == task.try_number:
                return
            run_id = self._hook.submit_run(normalise_json_content(self.json))
            if self._state_once_ended_or_active(run_id) in _ACTIVE:
                # So that a kill from here on ends it.
                self.run_id = run_id
                self.log.info("Goes on with run %s, by the token of try %s", run_id, number)
                return

    def _state_once_ended_or_active(self, run_id: int) -> str:
        """Waits while a run is being ended: until then it may write."""
        state: str = self._hook.get_run_state(run_id).life_cycle_state
        while state == "TERMINATING":
            time.sleep(self.polling_period_seconds)
            state = self._hook.get_run_state(run_id).life_cycle_state
        return state

    def _state_once_over(self) -> RunState | None:
        """None where the run goes on, or nobody can tell."""
        try:
            state = self._hook.get_run_state(self.run_id)
        except AirflowException:
            return None
        return state if state.is_terminal else None

    def _end_after_last_try(self, context: Mapping[str, Any]) -> None:
        """No next try would take the run over, and it would go on writing."""
        task = context["ti"]
        if task.try_number <= task.max_tries:
            return
        page = task.xcom_pull(task_ids=self.task_id, key=XCOM_RUN_PAGE_URL_KEY)
        try:
            self._hook.cancel_run(self.run_id)
            self.log.warning("Run %s is told to end: %s", self.run_id, page)
        except AirflowException as error:
            self.log.warning("Run %s may go on, end it at %s: %s", self.run_id, page, error)

    def _tell_words(self) -> None:
        """What the run's program has said goes to the task's log. A notebook's is told nowhere."""
        try:
            for task in self._hook.get_run(self.run_id)["tasks"]:
                output = self._hook.get_run_output(task["run_id"])
                for line in output.get("logs", "").splitlines():
                    self.log.info("%s", line)
        except AirflowException as error:
            self.log.warning("Its words are on its page only: %s", error)

    def _fail(self, state: RunState, error: AirflowException) -> NoReturn:
        self._tell_words()
        is_cancelled = state.result_state == "CANCELED" and not self.is_killed
        # Whatever the life cycle: where a task's program fails, the run ends as INTERNAL_ERROR.
        is_no = state.result_state == "FAILED" and exit_code(str(error)) in FOR_GOOD
        if is_cancelled or is_no:
            raise AirflowFailException(str(error)) from error
        raise error


def exit_code(error: str) -> int:
    """That of a run's program, by the run's error. An exception of Python is a 1, as always."""
    found = _EXIT.search(error)
    return int(found[1]) if found else 1


class DatabricksStep(DatabricksRun):
    """A step of the batch: the entry point of pinpipe's wheel with the step's arguments."""

    def __init__(self, *, step: Step, **kwargs: Any) -> None:
        super().__init__(task_id=step.name, **kwargs)
        self.step = step

    def request(self, context: Mapping[str, Any]) -> dict[str, Any]:
        arguments = arguments_of(self.step, context["params"], context["run_id"])
        return wheel_request(self.on, self.task_id, arguments)


class DatabricksNotebook(DatabricksRun):
    """The whole batch as one notebook, which is given the run's parameters."""

    def request(self, context: Mapping[str, Any]) -> dict[str, Any]:
        return notebook_request(self.on, self.task_id, context["params"], context["run_id"])
