"""`python -m pinpipe`: the commands of the batch, its steps, `stream` and `maintain`, and how each
ends."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from signal import SIGKILL
from typing import Any, Final, get_args

from pinpipe.arguments import Common, add_common, add_json, read_common
from pinpipe.jobs import SMALL_BYTES, JobSettings, landed_bytes, run_job
from pinpipe.locks import HeldError
from pinpipe.objects import NoBucketError
from pinpipe.parent import end_with_parent
from pinpipe.present import answer_tables
from pinpipe.queries import QueryOptions
from pinpipe.records import KINDS
from pinpipe.session import SessionSettings, build_session, signal_that_ended_jvm
from pinpipe.step_command import STEPS, add_step_commands, step_document
from pinpipe.steps import StepError
from pinpipe.streaming.command import add_stream_command, read_stream, run_stream
from pinpipe.upkeep import add_maintain_command, maintain_document

_DESCRIPTION: Final = (
    "Clean what has landed and answer the queries, in one go or step by step; "
    "clean streams while they fill; keep the tables small."
)

_NO: Final = 3

_JOBS: Final = {
    "clean": "clean what has landed since the last run",
    "queries": "answer the queries from the clean tables",
    "batch": "clean, then queries, in one session",
}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="pinpipe", description=_DESCRIPTION)
    jobs = top.add_subparsers(dest="job", required=True)
    for job, text in _JOBS.items():
        command = jobs.add_parser(job, help=text, description=text)
        add_common(command)
        add_json(command, has_tables=job != "clean")
        if job != "queries":
            command.add_argument("--rebuild", action="store_true", help="read everything again")
        if job != "clean":
            _add_query_options(command)
        if job == "clean":
            command.add_argument("--kind", choices=KINDS, help="only this one, as a step of a run")
        if job == "queries":
            command.add_argument(
                "--no-publish", action="store_true", help="leave that to the step publish"
            )
    add_step_commands(jobs)
    add_stream_command(jobs)
    add_maintain_command(jobs)
    return top


def _add_query_options(command: argparse.ArgumentParser) -> None:
    """One flag for each field of QueryOptions, so that none is forgotten."""
    for option in fields(QueryOptions):
        choices = get_args(option.type)
        flag = "--" + option.name.replace("_", "-")
        command.add_argument(
            flag, choices=choices, default=option.default, help=f"default: {option.default}"
        )


def run() -> None:
    """The program of the command line and of the wheel's entry point. Ends without SystemExit where
    all is well: Databricks takes any for a failure."""
    code = main(sys.argv[1:], os.environ)
    if code != 0:
        sys.exit(code)


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """0: done and every count ties, or the stream was told to end; 1: counts do not tie, objects
    are late, or the stream cannot go on, and after any exception; 2: bad settings; 3: a no that
    trying again would not change, of a step or because there is no bucket; 128 + n: signal n ended
    Spark's Java process.
    """
    top = parser()
    args = top.parse_args(arguments)
    common, problems = read_common(args, environment)
    stream, more = read_stream(args, environment) if args.job == "stream" else (None, [])
    if args.with_parent is not None:
        end_with_parent(args.with_parent)
    if common is None or more:
        top.exit(2, "".join(f"pinpipe: {problem}\n" for problem in [*problems, *more]))
    try:
        if stream is not None:
            return run_stream(common, stream, _say)
        if args.job == "maintain":
            return _told(args, maintain_document(args, common, _say))
        if args.job in STEPS:
            return _told(args, step_document(args, common, _say))
        return _told(args, batch_document(args, common))
    except (NoBucketError, StepError) as error:
        _say(f"{args.job} FAILED: {error}")
        return _NO
    except HeldError as error:
        _say(f"{args.job} FAILED: {error}")
        return 1
    except Exception:
        signal = signal_that_ended_jvm()
        if signal is None:
            raise
        _say(f"{args.job} FAILED: {jvm_ended(signal)}")
        return 128 + signal


def batch_document(args: argparse.Namespace, common: Common) -> dict[str, Any]:
    """Does `clean`, `queries`, or both."""
    settings = JobSettings(
        job=args.job,
        root=common.root,
        pipeline_id=common.pipeline_id,
        run_id=common.run_id,
        rebuild=getattr(args, "rebuild", False),
        kind=getattr(args, "kind", None),
        publishes=not getattr(args, "no_publish", False),
        options=QueryOptions(
            **{f.name: getattr(args, f.name) for f in fields(QueryOptions) if f.name in args}
        ),
        s3=common.s3,
    )
    small = landed_bytes(settings) < SMALL_BYTES
    session = SessionSettings(jars=common.jars, s3=common.s3, small=small, memory=common.memory)
    return run_job(settings, lambda: build_session(session), _say)


def _told(args: argparse.Namespace, document: Mapping[str, Any]) -> int:
    """Prints what a job says. Gives the exit code."""
    if args.json:
        print(json.dumps(document, ensure_ascii=False))
    elif "answers" in document:
        print(answer_tables(document["answers"]))
    _say(f"{args.job} {outcome(document)}")
    return exit_code(args.job, document)


def exit_code(job: str, document: Mapping[str, Any]) -> int:
    """That of a job or step whose document is there: 0, a failure, or a no for good."""
    if document["ok"]:
        return 0
    return _NO if job in STEPS or _late_objects(document) else 1


def outcome(document: Mapping[str, Any]) -> str:
    """The last words on a run, by the document of its job or step."""
    if document["ok"]:
        return "done"
    if "objects" in document:
        empty = [kind for kind, objects in document["objects"].items() if objects == 0]
        return f"FAILED: nothing has landed yet of {', '.join(empty)}"
    if "breaches" in document:
        broken = "; ".join(each["text"] for each in document["breaches"])
        return f"FAILED: nothing may be published: {broken}"
    late = _late_objects(document)
    if late:
        return f"FAILED: {late} late objects are not read; a rebuild (--rebuild) reads them"
    return "FAILED: counts do not tie"


def _late_objects(document: Mapping[str, Any]) -> int:
    return sum(len(kind["late_objects"]) for kind in document.get("kinds", {}).values())


def jvm_ended(signal: int) -> str:
    """What a person can do about a Java process that a signal has ended."""
    text = f"signal {signal} ended Spark's Java process"
    if signal != SIGKILL:
        return text
    return (
        f"{text}, as a machine or a container does that is out of memory: "
        "raise its limit or lower --memory (PINPIPE_MEMORY)"
    )


def _say(text: Any) -> None:
    # The line end with the text: the kinds are cleaned by threads, and print writes it apart.
    print(f"{datetime.now(UTC):%H:%M:%S} {text}\n", end="", file=sys.stderr, flush=True)
