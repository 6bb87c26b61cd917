"""`python -m pinpipe clean|queries|batch`. The only reader of the environment."""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any, get_args
from uuid import uuid4

from pinpipe.jobs import SMALL_BYTES, JobSettings, landed_bytes, run_job
from pinpipe.layout import bucket_name
from pinpipe.objects import S3Settings, open_store
from pinpipe.present import answer_tables
from pinpipe.queries import QueryOptions
from pinpipe.session import SessionSettings, build_session, find_jars, signal_that_ended_jvm

_JOBS = {
    "clean": "clean what has landed since the last run",
    "queries": "answer the queries from the clean tables",
    "batch": "clean, then queries, in one session",
}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="pinpipe", description=__doc__)
    jobs = top.add_subparsers(dest="job", required=True)
    for job, text in _JOBS.items():
        command = jobs.add_parser(job, help=text, description=text)
        command.add_argument("--id", help="pipeline id (default: PIPELINE_ID or 0a1b2c3d4e5f)")
        where = command.add_mutually_exclusive_group()
        where.add_argument("--bucket", help="bucket (default: user-{id}-bucket)")
        where.add_argument("--root", help="s3a://bucket or file:/folder, instead of --bucket")
        command.add_argument("--run-id", help="letters, digits, - and _ (default: time and random)")
        command.add_argument(
            "--json", action="store_true", help="print the document on stdout, not tables"
        )
        command.add_argument("--jars", type=Path, help="folder of jars (default: PINPIPE_JARS)")
        command.add_argument("--memory", default="2g", help="of the JVM (default: 2g)")
        if job != "queries":
            command.add_argument("--rebuild", action="store_true", help="read everything again")
        if job != "clean":
            _add_query_options(command)
    return top


def _add_query_options(command: argparse.ArgumentParser) -> None:
    """One flag for each field of QueryOptions, so that none is forgotten."""
    for option in fields(QueryOptions):
        choices = get_args(option.type)
        flag = "--" + option.name.replace("_", "-")
        command.add_argument(
            flag, choices=choices, default=option.default, help=f"default: {option.default}"
        )


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """0: done and every count ties; 1: counts do not tie or objects are late; 2: bad settings;
    128 + n: signal n ended Spark's Java process.
    """
    top = parser()
    args = top.parse_args(arguments)
    settings, jars, problems = _settings(args, environment)
    if problems or jars is None:
        top.exit(2, "".join(f"pinpipe: {problem}\n" for problem in problems))
    small = landed_bytes(settings) < SMALL_BYTES
    session = SessionSettings(jars=jars, s3=settings.s3, small=small, memory=args.memory)
    try:
        document = run_job(settings, lambda: build_session(session), _say)
    except Exception:
        signal = signal_that_ended_jvm()
        if signal is None:
            raise
        _say(f"{settings.job} FAILED: {jvm_ended(signal)}")
        return 128 + signal
    if args.json:
        print(json.dumps(document, ensure_ascii=False))
    elif "answers" in document:
        print(answer_tables(document["answers"]))
    _say(f"{settings.job} {outcome(document)}")
    return 0 if document["ok"] else 1


def outcome(document: Mapping[str, Any]) -> str:
    """The last words on a run, by the document of `run_job`."""
    if document["ok"]:
        return "done"
    late = sum(len(kind["late_objects"]) for kind in document["kinds"].values())
    if late:
        return f"FAILED: {late} late objects are not read; --rebuild reads them"
    return "FAILED: counts do not tie"


def jvm_ended(signal: int) -> str:
    """What a person can do about a Java process that a signal has ended."""
    text = f"signal {signal} ended Spark's Java process"
    if signal != SIGKILL:
        return text
    return (
        f"{text}, as a machine or a container does that is out of memory: "
        "raise its limit or lower --memory"
    )


def _settings(
    args: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[JobSettings, Path | None, list[str]]:
    """The settings and all that is wrong with them."""
    problems: list[str] = []
    pipeline_id = args.id or environment.get("PIPELINE_ID") or "0a1b2c3d4e5f"
    run_id = args.run_id or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}"
    for name, value, form in (
        ("--id", pipeline_id, "[0-9a-f]{12}"),
        ("--run-id", run_id, "[A-Za-z0-9_-]+"),
        ("--memory", args.memory, "[1-9][0-9]*[kmgt]"),
    ):
        if not re.fullmatch(form, value):
            problems.append(f"{name} {value!r} does not match {form}")
    s3 = _s3(environment)
    root = (args.root or f"s3a://{args.bucket or bucket_name(pipeline_id)}").rstrip("/")
    try:
        open_store(root, s3)
    except ValueError as error:
        problems.append(str(error))
    jars = _jars(args.jars, environment)
    if jars is None:
        problems.append("no folder of jars found: set PINPIPE_JARS (spark/README.md says which)")
    options = QueryOptions(
        **{f.name: getattr(args, f.name) for f in fields(QueryOptions) if f.name in args}
    )
    rebuild = getattr(args, "rebuild", False)
    job = JobSettings(args.job, root, pipeline_id, run_id, rebuild, options, s3)
    return job, jars, problems


def _s3(environment: Mapping[str, str]) -> S3Settings:
    return S3Settings(
        endpoint_url=environment.get("AWS_ENDPOINT_URL") or None,
        region=environment.get("AWS_REGION") or "us-east-1",
        access_key_id=environment.get("AWS_ACCESS_KEY_ID") or None,
        secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY") or None,
    )


def _jars(argument: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = argument or environment.get("PINPIPE_JARS")
    if named:
        return Path(named) if Path(named).is_dir() else None
    return find_jars((Path.cwd(), Path(__file__).parent))


def _say(text: Any) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)
