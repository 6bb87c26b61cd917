"""The Jobs API: jobs and their runs, in memory."""

from itertools import count
from threading import Lock
from typing import Any, Final

from fake_workspace.errors import invalid, missing, number_of
from fake_workspace.running import Runner
from fake_workspace.runs import Run, TaskRun, now_ms
from fake_workspace.tasks import filled

_TOKEN_LENGTH: Final = 64
_RUNS_LISTED: Final = 20


class Jobs:
    """`host`: the address of the pages that are told."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.host = ""
        self._ids = count(1)
        self._jobs: dict[int, dict[str, Any]] = {}
        self._runs: dict[int, Run] = {}
        self._by_token: dict[str, Run] = {}
        self._beginning = Lock()

    def create(self, given: dict[str, Any]) -> dict[str, Any]:
        self.runner.compute.check(given)
        job_id = next(self._ids)
        self._jobs[job_id] = {"job_id": job_id, "settings": given, "created_time": now_ms()}
        return {"job_id": job_id}

    def reset(self, given: dict[str, Any]) -> dict[str, Any]:
        job = self._job(given)
        self.runner.compute.check(given["new_settings"])
        job["settings"] = given["new_settings"]
        return {}

    def update(self, given: dict[str, Any]) -> dict[str, Any]:
        job = self._job(given)
        settings = {**job["settings"], **given.get("new_settings", {})}
        for name in given.get("fields_to_remove", []):
            settings.pop(name, None)
        self.runner.compute.check(settings)
        job["settings"] = settings
        return {}

    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._job(given)

    def list(self, given: dict[str, Any]) -> dict[str, Any]:
        name = given.get("name")
        jobs = self._jobs.values()
        return {"jobs": [job for job in jobs if name in (None, job["settings"].get("name"))]}

    def delete(self, given: dict[str, Any]) -> dict[str, Any]:
        del self._jobs[self._job(given)["job_id"]]
        return {}

    def submit(self, given: dict[str, Any]) -> dict[str, Any]:
        self.runner.compute.check(given)
        run = Run(next(self._ids), next(self._ids), is_of_job=False, request=given)
        return self._begin(run, given.get("idempotency_token"))

    def run_now(self, given: dict[str, Any]) -> dict[str, Any]:
        job = self._job(given)
        settings = job["settings"]
        params = {each["name"]: each["default"] for each in settings.get("parameters", [])}
        params |= given.get("job_parameters", {})
        known = {f"job.parameters.{name}": value for name, value in params.items()}
        run_id = next(self._ids)
        known |= {"job.id": str(job["job_id"]), "job.run_id": str(run_id)}
        request = filled(settings, known)
        for task in request["tasks"]:
            if "notebook_task" in task:
                work = task["notebook_task"]
                work["base_parameters"] = work.get("base_parameters", {}) | params
        run = Run(run_id, job["job_id"], is_of_job=True, request=request)
        return self._begin(run, given.get("idempotency_token"))

    def get_run(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._find(given).told(self.host)

    def list_runs(self, given: dict[str, Any]) -> dict[str, Any]:
        is_active = str(given.get("active_only", False)).lower() == "true"
        job = given.get("job_id")
        found = [
            run.told(self.host)
            for run in reversed(self._runs.values())
            if not (is_active and run.state.is_over) and job in (None, str(run.job_id))
        ]
        start = int(given.get("page_token", 0))
        end = start + int(given.get("limit", _RUNS_LISTED))
        page: dict[str, Any] = {"runs": found[start:end]}
        return page | ({"next_page_token": str(end)} if end < len(found) else {})

    def cancel(self, given: dict[str, Any]) -> dict[str, Any]:
        self.runner.end(self._find(given))
        return {}

    def output(self, given: dict[str, Any]) -> dict[str, Any]:
        """Of a task's run: that of a run itself is refused, as the service does."""
        run_id = number_of(given, "run_id")
        if run_id in self._runs:
            raise invalid("Retrieving the output of runs with multiple tasks is not supported.")
        for run in self._runs.values():
            for task in run.tasks:
                if task.run_id == run_id:
                    return {"metadata": task.told(self.host), **task.output}
        raise missing(f"Run {run_id} does not exist.")

    def _begin(self, run: Run, token: str | None) -> dict[str, Any]:
        if token and len(token) > _TOKEN_LENGTH:
            raise invalid(f"idempotency_token must have at most {_TOKEN_LENGTH} characters")
        run.tasks = [TaskRun(next(self._ids), each) for each in run.request["tasks"]]
        with self._beginning:
            if token and token in self._by_token:
                return {"run_id": self._by_token[token].run_id}
            self._runs[run.run_id] = run
            if token:
                self._by_token[token] = run
        self.runner.start(run)
        return {"run_id": run.run_id, "number_in_job": run.run_id}

    def _job(self, given: dict[str, Any]) -> dict[str, Any]:
        job_id = number_of(given, "job_id")
        if job_id not in self._jobs:
            raise missing(f"Job {job_id} does not exist.")
        return self._jobs[job_id]

    def _find(self, given: dict[str, Any]) -> Run:
        run_id = number_of(given, "run_id")
        if run_id not in self._runs:
            raise missing(f"Run {run_id} does not exist.")
        return self._runs[run_id]
