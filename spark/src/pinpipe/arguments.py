"""What all commands have in common: where things are, and how Spark starts."""

import argparse
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pinpipe.databricks import on_databricks
from pinpipe.layout import bucket_name
from pinpipe.objects import S3Settings, open_store
from pinpipe.session import find_jars


@dataclass(frozen=True)
class Common:
    """`root`: `s3a://bucket` or `file:/folder`. `memory`: of the JVM, as `2g`. On Databricks
    `root` may be any of its ROOTS, and `jars` is None."""

    pipeline_id: str
    run_id: str
    root: str
    s3: S3Settings
    jars: Path | None
    memory: str


def add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--id", help="pipeline id (default: PIPELINE_ID or 0a1b2c3d4e5f)")
    where = command.add_mutually_exclusive_group()
    where.add_argument("--bucket", help="bucket (default: user-{id}-bucket)")
    where.add_argument("--root", help="s3a://bucket or file:/folder, instead of --bucket")
    command.add_argument("--run-id", help="letters, digits, - and _ (default: time and random)")
    command.add_argument("--jars", type=Path, help="folder of jars (default: PINPIPE_JARS)")
    command.add_argument("--memory", help="of the JVM (default: PINPIPE_MEMORY or 2g)")
    command.add_argument(
        "--with-parent", type=int, metavar="PID", help="of what starts this: end when it is gone"
    )


def add_json(command: argparse.ArgumentParser, has_tables: bool) -> None:
    """`has_tables`: whether the command prints answers as tables where this is not given."""
    text = "print the document on stdout"
    command.add_argument(
        "--json", action="store_true", help=f"{text}, not tables" if has_tables else text
    )


def read_common(
    args: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[Common | None, list[str]]:
    """The settings, or all that is wrong with them."""
    problems: list[str] = []
    pipeline_id = args.id or environment.get("PIPELINE_ID") or "0a1b2c3d4e5f"
    run_id = args.run_id or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}"
    memory = args.memory or environment.get("PINPIPE_MEMORY") or "2g"
    for name, value, form in (
        ("--id", pipeline_id, "[0-9a-f]{12}"),
        ("--run-id", run_id, "[A-Za-z0-9_-]+"),
        ("--memory", memory, "[1-9][0-9]*[kmgt]"),
    ):
        if not re.fullmatch(form, value):
            problems.append(f"{name} {value!r} does not match {form}")
    s3 = s3_settings(environment)
    root = (args.root or f"s3a://{args.bucket or bucket_name(pipeline_id)}").rstrip("/")
    try:
        open_store(root, s3)
    except ValueError as error:
        problems.append(str(error))
    jars = _jars(args.jars, environment)
    if jars is None and not on_databricks():
        problems.append("no folder of jars found: set PINPIPE_JARS (spark/README.md says which)")
    if problems:
        return None, problems
    return Common(pipeline_id, run_id, root, s3, jars, memory), []


def s3_settings(environment: Mapping[str, str]) -> S3Settings:
    """Temporary keys, which have a token, are left to the AWS SDKs' own chain."""
    if environment.get("AWS_SESSION_TOKEN"):
        environment = {
            name: value
            for name, value in environment.items()
            if name not in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        }
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
