"""`python -m pinpipe maintain`: many small files become few, and what no version needs goes."""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final, get_args

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from pinpipe.arguments import Common, add_common, add_json
from pinpipe.layout import Half, lock_key
from pinpipe.locks import alone
from pinpipe.objects import open_store
from pinpipe.records import KINDS
from pinpipe.session import SessionSettings, build_session
from pinpipe.streaming.tables import StreamTables
from pinpipe.tables import Tables

_TEXT: Final = (
    "merge small files of the tables, and delete those that no version of the last 7 days needs"
)


def add_maintain_command(jobs: Any) -> None:
    """Adds it to the commands of the program's parser."""
    command: argparse.ArgumentParser = jobs.add_parser("maintain", help=_TEXT, description=_TEXT)
    add_common(command)
    command.add_argument(
        "--half",
        choices=get_args(Half),
        default="batch",
        help="whose tables; the stream job may not run beside stream (default: batch)",
    )
    add_json(command, has_tables=False)


def maintain_document(
    args: argparse.Namespace, common: Common, say: Callable[[str], None]
) -> dict[str, Any]:
    session = SessionSettings(jars=common.jars, s3=common.s3, memory=common.memory)
    store = open_store(common.root, common.s3)
    with ExitStack() as held:
        if args.half == "batch":
            for kind in KINDS:
                held.enter_context(alone(store.lock(lock_key(kind)), common.run_id, say))
        found = maintain(build_session(session), common.root, common.pipeline_id, args.half, say)
    return {"run_id": common.run_id, "job": "maintain", "tables": found, "ok": True}


def maintain(
    spark: SparkSession, root: str, pipeline_id: str, half: Half, say: Callable[[str], None]
) -> list[str]:
    """Gives the paths of the tables that are there, which it has all done."""
    there = [
        path
        for path in _paths(spark, root, pipeline_id, half)
        if DeltaTable.isDeltaTable(spark, path)
    ]
    for path in there:
        table = DeltaTable.forPath(spark, path)
        table.optimize().executeCompaction()
        table.vacuum()
        say(f"{path}: compacted")
    return there


def _paths(spark: SparkSession, root: str, pipeline_id: str, half: Half) -> list[str]:
    if half == "batch":
        return [path for kind in KINDS for path in Tables(spark, root, kind).paths().values()]
    tables = (StreamTables(spark, root, pipeline_id, kind) for kind in KINDS)
    return [path for each in tables for path in each.schemas()]
