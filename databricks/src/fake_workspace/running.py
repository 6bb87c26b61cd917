"""Does runs: each in a thread, its tasks one after another."""

import json
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from fake_workspace.errors import ApiError
from fake_workspace.faults import Faults
from fake_workspace.process import run_process
from fake_workspace.runs import Run, TaskRun, now_ms
from fake_workspace.secrets import Secrets
from fake_workspace.tasks import Compute

_LOOK_EVERY_S: Final = 0.05
_ENDINGS: Final = {"CANCELED": "Run cancelled.", "TIMEDOUT": "Run timed out."}


class Runner:
    """`folder`: where each task leaves what it says."""

    def __init__(self, folder: Path, compute: Compute, secrets: Secrets, faults: Faults) -> None:
        self.folder = folder
        self.compute = compute
        self.secrets = secrets
        self.faults = faults
        self._lock = Lock()
        self._threads: list[tuple[Run, Thread]] = []

    def start(self, run: Run) -> None:
        thread = Thread(target=self._do, args=(run,), name=f"run-{run.run_id}")
        self._threads.append((run, thread))
        thread.start()

    def end(self, run: Run, ending: str = "CANCELED") -> None:
        """Ends it before its tasks do, soon. One that is over or about to be stays as it is."""
        with self._lock:
            if run.state.is_over or run.ending:
                return
            run.ending, run.state.life_cycle = ending, "TERMINATING"
        run.has_ending.set()

    def stop(self) -> None:
        """Ends all runs and waits for them."""
        for run, _ in self._threads:
            self.end(run)
        for _, thread in self._threads:
            thread.join()

    def _do(self, run: Run) -> None:
        run.state.began = now_ms()
        for task in run.tasks:
            self._do_task(run, task)
        worst = next((each for each in run.tasks if each.state.result != "SUCCESS"), run.tasks[-1])
        message, life_cycle = worst.state.message, worst.state.life_cycle
        if worst.state.result == "FAILED":
            # As on the service, though the task itself is TERMINATED.
            message = f"Task {worst.key} failed with message: {message}"
            life_cycle = "INTERNAL_ERROR"
        with self._lock:
            run.state.end(worst.state.result or "", message, life_cycle)

    def _do_task(self, run: Run, task: TaskRun) -> None:
        needed = {each["task_key"] for each in task.definition.get("depends_on", [])}
        task.state.began = now_ms()
        if run.ending:
            task.state.end(run.ending, _ENDINGS[run.ending])
        elif any(each.key in needed and each.state.result != "SUCCESS" for each in run.tasks):
            task.state.end("UPSTREAM_FAILED", "An upstream task failed.")
        else:
            with self._lock:
                if not run.ending:
                    run.state.life_cycle = "RUNNING"
            task.state.life_cycle = "RUNNING"
            self._attempt(run, task)

    def _attempt(self, run: Run, task: TaskRun) -> None:
        outcome = self.faults.outcome_of(task.key)
        text = "A fault that was asked for."
        if outcome == "HANG":
            while not self._is_ending(run):
                pass
            task.state.end(run.ending or "", _ENDINGS[run.ending or ""])
        elif outcome == "INTERNAL_ERROR":
            task.state.end("FAILED", text, life_cycle=outcome)
        elif outcome is not None:
            task.output["error"] = text
            task.state.end(outcome, text)
        else:
            self._execute(run, task)

    def _execute(self, run: Run, task: TaskRun) -> None:
        out = self.folder / str(task.run_id)
        out.mkdir(parents=True)
        secrets = out / "secrets.json"
        secrets.touch(0o600)
        secrets.write_text(json.dumps(self.secrets.scopes))
        try:
            command = self.compute.command(task.definition, run.request, out)
            code, task.output = run_process(command, out, lambda: self._is_ending(run))
        except (ApiError, OSError) as error:
            task.state.end("FAILED", str(error), life_cycle="INTERNAL_ERROR")
            return
        if run.ending:
            task.state.end(run.ending, _ENDINGS[run.ending])
        elif code == 0:
            task.state.end("SUCCESS")
        else:
            task.state.end("FAILED", "Workload failed, see run output for details.")

    def _is_ending(self, run: Run) -> bool:
        """Looks for a little while."""
        if run.is_late:
            self.end(run, "TIMEDOUT")
        return run.has_ending.wait(_LOOK_EVERY_S)
