"""The stream program over the Kinesis fake, killed by the operating system within a batch, and
ended by SIGTERM. Each start costs a minute of CPU: `--every-phase` has it killed in all of them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import IO, Any

import pytest
from pyspark.sql import SparkSession

from kinesis_fake import Fake, running_fake
from pinpipe.layout import checkpoint, stream_name
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
        self._limit.daemon = True
        self._limit.start()

    @property
    def _said(self) -> IO[str]:
        assert self.process.stderr is not None
        return self.process.stderr

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def until_said(self, text: str) -> None:
        heard = []
        for line in self._said:
            heard.append(line)
            if text in line:
                return
        raise AssertionError("".join(heard))

    def until_event(self, reached: Callable[[dict[str, Any]], bool]) -> None:
        assert self.process.stdout is not None
        assert any(reached(json.loads(line)) for line in self.process.stdout)

    def until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            assert self.process.poll() is None
            time.sleep(0.01)

    def killed(self) -> str:
        """Kills it, and all that it started. Gives what it has said and nobody has read."""
        self.kill()
        code, _, said = self.ended()
        assert code == -signal.SIGKILL
        return said

    def ended(self) -> tuple[int, list[dict[str, Any]], str]:
        """Its exit code, and the events and texts that nobody has read."""
        with self.process:
            assert self.process.stdout is not None
            events = [json.loads(line) for line in self.process.stdout]
            said = self._said.read()
        self._limit.cancel()
        return self.process.returncode, events, said


# Each kind gets so many records a round: 20 of one `ind` each, half of them new, then a second one
# of an `ind`, and one that is rejected.
RECORDS = 22


def put_round(fake: Fake, kind: Kind, number: int) -> None:
    first = 10 * number
    records = [(str(ind), body(record(kind, ind))) for ind in range(first, first + 20)]
    more = [("more", body(record(kind, first))), ("more", b"poison")]
    fake.put(stream_name(ID, kind), [*records, *more])


# In the order in which the program comes to them.
PHASES = ("plan", "read", "clean rows written", "provenance written", "quarantine written")
# Two of the three tables have the batch, the third does not.
WORST_PHASE = "provenance written"


@pytest.fixture
def phases(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return PHASES if request.config.getoption("--every-phase") else (WORST_PHASE,)


def kill_in_phases(phases: tuple[str, ...], root: Path, fake: Fake) -> int:
    """Each run writes the batch that the last one could not end, and is killed in the next one of
    geo; the other kinds are wherever they are. Gives the number of rounds that were put."""
    geo = root / checkpoint(ID, "geo")

    def started(number: int) -> Program:
        for kind in KINDS:
            put_round(fake, kind, number)
        return Program(root, fake, "--available-now")

    for number, phase in enumerate(phases):
        program = started(number)
        if phase == "plan":
            program.until((geo / "offsets" / str(number)).exists)
        else:
            program.until_said(f"geo: batch {number} {phase}")
        assert f"geo: batch {number}" not in program.killed()
        assert not (geo / "commits" / str(number)).exists()
    return len(phases)


def test_a_program_killed_within_a_batch_counts_every_record_once_and_sigterm_ends_it(
    spark: SparkSession, tmp_path: Path, fake: Fake, phases: tuple[str, ...]
) -> None:
    rounds = kill_in_phases(phases, tmp_path, fake)
    for kind in KINDS:
        put_round(fake, kind, rounds)
    program = Program(tmp_path, fake)
    latest: dict[str, Any] = {}

    def all_are_in(event: dict[str, Any]) -> bool:
        if event["event"] == "batch":
            latest[event["kind"]] = event
        counts = [latest[kind]["total"]["records"] for kind in KINDS if kind in latest]
        return counts == [(rounds + 1) * RECORDS] * len(KINDS)

    program.until_event(all_are_in)
    put_round(fake, "geo", rounds + 1)
    last = latest["geo"]["batch"] + 1
    program.until_said(f"geo: batch {last} read")
    program.process.terminate()
    code, events, said = program.ended()

    assert code == 0, said
    assert f"geo: batch {last} quarantine written" in said
    assert events[-1] == {"event": "end"}
    latest |= {each["kind"]: each for each in events if each["event"] == "batch"}
    assert latest["geo"]["batch"] == last
    for kind in KINDS:
        full = rounds + 2 if kind == "geo" else rounds + 1
        records, rows = full * RECORDS, full * 10 + 10
        assert latest[kind]["total"] == {
            "records": records,
            "rows": rows,
            "duplicates": records - rows - full,
            "quarantined": full,
        }
        tables = StreamTables(spark, f"file:{tmp_path}", ID, kind)
        inds = [row["ind"] for row in tables.read(tables.clean).collect()]
        assert sorted(inds) == list(range(rows))
        places = [tuple(row) for row in tables.records().collect()]
        assert len(places) == len(set(places)) == records
