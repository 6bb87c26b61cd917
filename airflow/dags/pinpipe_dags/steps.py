"""The steps of the batch and what each is called with. Pure; knows no Airflow."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

KINDS: Final = ("pin", "geo", "user")

# The flags of `queries` and of `gate` that a run's parameters may set, and no other.
OPTIONS: Final = (
    "ties",
    "tie_6b",
    "task_5",
    "user_6a",
    "joining_year",
    "user",
    "median_over",
    "median",
)
LIMITS: Final = ("null_share", "outside_share", "quarantined_share", "match_share", "age_hours")

# Exit codes of pinpipe: bad settings, and a no that trying again would not change.
FOR_GOOD: Final = (2, 3)


@dataclass(frozen=True)
class Step:
    """`arguments`: of `python -m pinpipe`. `after`: the names of the steps it follows."""

    name: str
    arguments: tuple[str, ...]
    after: tuple[str, ...] = ()


_CLEANING: Final = tuple(f"clean_{kind}" for kind in KINDS)

STEPS: Final = (
    Step("load_check", ("check",)),
    *(Step(f"clean_{kind}", ("clean", "--kind", kind), ("load_check",)) for kind in KINDS),
    Step("queries", ("queries", "--no-publish"), _CLEANING),
    Step("data_quality_gate", ("gate",), ("queries",)),
    Step("publish_answers", ("publish",), ("data_quality_gate",)),
)


def arguments_of(step: Step, params: Mapping[str, Any], run: str) -> list[str]:
    """`params`: id, bucket, root, which unless it is None is in place of the bucket, rebuild, and
    options and limits as flag to value, without dashes."""
    job = step.arguments[0]
    given = [*step.arguments, "--id", params["id"], f"--run-id={run_name(run)}"]
    given += ["--root", params["root"]] if params["root"] else ["--bucket", params["bucket"]]
    if job == "clean" and params["rebuild"]:
        given.append("--rebuild")
    flags = {"queries": "options", "gate": "limits"}.get(job)
    for flag, value in (params[flags] if flags else {}).items():
        given.append(f"--{flag.replace('_', '-')}={value}")
    return given


def run_name(run_id: str) -> str:
    """Airflow's run id, as a run id of the job may be written."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", run_id)
