"""A run that the operating system kills, in the middle of its writes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

from pyspark.sql import SparkSession

from pinpipe.jobs import JobSettings, run_job
from pinpipe.layout import clean_table, provenance_table, quarantine_table
from pinpipe.records import KINDS
from records_made import ID, body, put, record, unheard


def program(root: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "pinpipe", "batch", "--root", f"file:{root}"]
    return subprocess.Popen(
        [*command, "--memory", "1g"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src"), "PIPELINE_ID": ID},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_while_writing(root: Path, kill: Callable[[int], None]) -> tuple[int, str]:
    """Starts the real program, and kills once a first table is written.

    Gives its exit code and what it said after that.
    """
    process = program(root)
    limit = Timer(300, os.killpg, (process.pid, signal.SIGKILL))
    limit.start()
    assert process.stderr is not None
    with process.stderr as said:
        reached = any("provenance written" in line for line in said)
        assert reached
        kill(process.pid)
        rest = said.read()
    limit.cancel()
    return process.wait(), rest


def kill_all(pid: int) -> None:
    os.killpg(pid, signal.SIGKILL)


def kill_jvm(pid: int) -> None:
    processes = subprocess.check_output(["ps", "-A", "-o", "ppid=,pid=,comm="], text=True)
    rows = [line.split(maxsplit=2) for line in processes.splitlines()]
    [jvm] = [int(own) for parent, own, name in rows if int(parent) == pid and "java" in name]
    os.kill(jvm, signal.SIGKILL)


def test_a_program_killed_while_it_writes_leaves_nothing_doubled_and_nothing_lost(
    spark: SparkSession, tmp_path: Path
) -> None:
    def run(run_id: str) -> dict[str, object]:
        return run_job(JobSettings("batch", f"file:{tmp_path}", ID, run_id), lambda: spark, unheard)

    for kind in KINDS:
        put(tmp_path, kind, 0, body(record(kind, 1), record(kind, 2), "bad"))
    assert run("before")["ok"]
    for kind in KINDS:
        put(tmp_path, kind, 3, body(record(kind, 2), record(kind, 3), "worse"))
    code, _ = kill_while_writing(tmp_path, kill_all)
    assert code == -signal.SIGKILL
    assert [path.name for path in tmp_path.glob("runs/*")] == ["before.json"]

    document = run("after")

    assert document["ok"] and document["published"]
    assert document["lines"] == dict.fromkeys(KINDS, 6)
    assert document["clean"] == dict.fromkeys(KINDS, 3)
    assert document["duplicates"] == dict.fromkeys(KINDS, 1)
    assert document["quarantined"] == dict.fromkeys(KINDS, 2)
    for kind in KINDS:
        for table, column, expected in (
            (clean_table, "ind", [1, 2, 3]),
            (provenance_table, "offset", [0, 1, 3, 4]),
            (quarantine_table, "offset", [2, 5]),
        ):
            rows = spark.read.format("delta").load(f"file:{tmp_path}/{table(kind)}").collect()
            assert sorted(row[column] for row in rows) == expected


def test_a_program_whose_jvm_is_killed_says_so_and_ends_with_137(tmp_path: Path) -> None:
    for kind in KINDS:
        put(tmp_path, kind, 0, body(record(kind, 1)))

    code, said = kill_while_writing(tmp_path, kill_jvm)

    assert code == 137
    # Spark's Python processes may have the last word, of the pipe that broke.
    assert any("signal 9" in line and "memory" in line for line in said.splitlines())
