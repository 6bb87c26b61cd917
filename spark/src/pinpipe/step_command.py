"""`python -m pinpipe check|gate|publish`: their options."""

import argparse
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final, get_args

from pinpipe.arguments import Common, add_common, add_json
from pinpipe.gate_rules import GateLimits
from pinpipe.session import SessionSettings, build_session
from pinpipe.steps import StepName, StepSettings, run_step

STEPS: Final = get_args(StepName)

_TEXTS: Final[dict[StepName, str]] = {
    "check": "tell what has landed; fails where a topic has no object",
    "gate": "hold the clean tables against the bucket and against limits; fails where one breaks",
    "publish": "publish the answers of a run of steps: clean of each kind, queries, gate",
}
_LIMITS: Final = {
    "null_share": "highest share of nulls in a column",
    "outside_share": "highest share of rows out of range in a column",
    "quarantined_share": "highest share of lines in quarantine",
    "match_share": "lowest share of posts that are in all three tables",
    "age_hours": "highest age of a topic's newest object",
}


def add_step_commands(jobs: Any) -> None:
    """Adds them to the commands of the program's parser."""
    for step, text in _TEXTS.items():
        command: argparse.ArgumentParser = jobs.add_parser(step, help=text, description=text)
        add_common(command)
        add_json(command, has_tables=step == "publish")
        if step == "gate":
            _add_limits(command)


def _add_limits(command: argparse.ArgumentParser) -> None:
    for limit in fields(GateLimits):
        flag = "--" + limit.name.replace("_", "-")
        text = f"{_LIMITS[limit.name]} (default: {limit.default})"
        command.add_argument(flag, type=float, default=limit.default, help=text)


def step_document(
    args: argparse.Namespace, common: Common, say: Callable[[str], None]
) -> dict[str, Any]:
    """Does the step. Raises StepError where another is to be done first."""
    given = vars(args)
    limits = {each.name: given[each.name] for each in fields(GateLimits) if each.name in given}
    settings = StepSettings(
        step=args.job,
        root=common.root,
        pipeline_id=common.pipeline_id,
        run_id=common.run_id,
        limits=GateLimits(**limits),
        s3=common.s3,
    )
    session = SessionSettings(jars=common.jars, s3=common.s3, memory=common.memory)
    return run_step(settings, lambda: build_session(session), say)
