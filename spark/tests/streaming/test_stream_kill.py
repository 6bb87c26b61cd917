"""The stream program over the Kinesis fake, killed by the operating system between its writes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from pyspark.sql import SparkSession

from kinesis_fake import Fake, running_fake
from pinpipe.layout import stream_name
from pinpipe.records import KINDS, Kind
from pinpipe.streaming.tables import StreamTables
from records_made import ID, body, record

SHARDS = 2
WITHIN_S = 300


@pytest.fixture
def fake() -> Iterator[Fake]:
    with running_fake() as each:
        for kind in KINDS:
            each.create(stream_name(ID, kind), SHARDS)
        yield each


class Program:
    """`python -m pinpipe stream` as a process group of its own."""

    def __init__(self, root: Path, fake: Fake, *more: str) -> None:
        arguments = ["stream", "--root", f"file:{root}", "--memory", "1g", "--metrics-port", "0"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pinpipe", *arguments, *more],
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
                "PIPELINE_ID": ID,
                "AWS_ENDPOINT_URL_KINESIS": fake.endpoint,
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._limit = Timer(WITHIN_S, self.kill)
        self._limit.start()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)

    def kill_at(self, step: str) -> None:
        """Kills it, and all that it started, as soon as it says so."""
        assert self.process.stderr is not None
        reached = any(step in line for line in self.process.stderr)
        self.kill()
        assert reached
        self.process.communicate()
        self._limit.cancel()
        assert self.process.returncode == -signal.SIGKILL

    def ended(self) -> tuple[int, list[dict[str, Any]], str]:
        """Its exit code, its events and what it said."""
        out, said = self.process.communicate()
        self._limit.cancel()
        return self.process.returncode, [json.loads(line) for line in out.splitlines()], said


def put(fake: Fake, kind: Kind, inds: range, *more: bytes) -> None:
    records = [(str(ind), body(record(kind, ind))) for ind in inds]
    fake.put(stream_name(ID, kind), [*records, *(("more", each) for each in more)])


def test_a_program_killed_between_its_writes_counts_every_record_once(
    spark: SparkSession, tmp_path: Path, fake: Fake
) -> None:
    for kind in KINDS:
        put(fake, kind, range(20), b"poison", body(record(kind, 3)))
    Program(tmp_path, fake).kill_at("geo: batch 0 provenance written")
    for kind in KINDS:
        put(fake, kind, range(10, 30), b'"more of it"')

    code, events, said = Program(tmp_path, fake, "--available-now").ended()

    assert code == 0, said
    assert events[-1] == {"event": "end"}
    for kind in KINDS:
        last = [each for each in events if each["event"] == "batch" and each["kind"] == kind][-1]
        assert last["total"] == {"records": 43, "rows": 30, "duplicates": 11, "quarantined": 2}
        tables = StreamTables(spark, f"file:{tmp_path}", ID, kind)
        inds = [row["ind"] for row in tables.read(tables.clean).collect()]
        assert sorted(inds) == list(range(30))
        places = [tuple(row) for row in tables.records().collect()]
        assert len(places) == len(set(places)) == 43
