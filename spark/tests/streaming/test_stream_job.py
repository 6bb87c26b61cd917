"""The three queries of the job over the Kinesis fake, in this process."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pyspark.sql import SparkSession

from kinesis_fake import Fake, running_fake
from pinpipe.kinesis import register
from pinpipe.kinesis.offsets import sequence_order
from pinpipe.layout import stream_name
from pinpipe.records import KINDS
from pinpipe.streaming.job import StreamJob, StreamSettings
from pinpipe.streaming.tables import StreamTables
from records_made import ID, body, record, unheard

WITHIN_S = 180
HOUR_S = 3600
KEYS = 4
GEO = stream_name(ID, "geo")


@pytest.fixture
def fake() -> Iterator[Fake]:
    with running_fake() as each:
        yield each


class Run:
    """The job in a thread of its own, and what it has told."""

    def __init__(self, spark: SparkSession, root: Path, fake: Fake, pool: ThreadPoolExecutor):
        register(spark)
        source = {
            "endpoint": fake.endpoint,
            "region": "us-east-1",
            "awsAccessKey": "test",
            "awsSecretKey": "test",
            "initialPosition": "latest",
            "minFetchPeriod": "200ms",
        }
        settings = StreamSettings(f"file:{root}", ID, "r", source)
        self.events: list[dict[str, Any]] = []
        self.stopping = Event()
        job = StreamJob(spark, settings, self.events.append, unheard)
        self._running: Future[None] = pool.submit(job.run, self.stopping)

    def batches(self, kind: str) -> list[dict[str, Any]]:
        events = list(self.events)
        return [each for each in events if each["event"] == "batch" and each["kind"] == kind]

    def records(self, kind: str) -> int:
        return sum(batch["records"] for batch in self.batches(kind))

    def until(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WITHIN_S
        while not reached():
            assert not self._running.done(), self._running.result()
            assert time.monotonic() < deadline, self.events
            time.sleep(0.05)

    def stop(self) -> None:
        self.stopping.set()
        self._running.result(WITHIN_S)


@contextmanager
def running_job(spark: SparkSession, root: Path, fake: Fake) -> Iterator[Run]:
    with ThreadPoolExecutor(1) as pool:
        run = Run(spark, root, fake, pool)
        try:
            yield run
        finally:
            run.stop()


def geos(first: int, end: int) -> list[tuple[str, bytes]]:
    return [(f"key-{ind % KEYS}", body(record("geo", ind))) for ind in range(first, end)]


def test_what_is_put_after_ready_is_read_from_latest_while_the_clock_of_the_host_jumps(
    spark: SparkSession, tmp_path: Path, fake: Fake
) -> None:
    # The clock of the host is an hour ahead of that of Kinesis.
    fake.advance(-HOUR_S * 1000)
    for kind in KINDS:
        fake.create(stream_name(ID, kind), 2)
        fake.put(stream_name(ID, kind), [("old", body(record(kind, 1000)))])

    with running_job(spark, tmp_path, fake) as job:
        job.until(lambda: {"event": "ready"} in job.events)
        for kind in ("pin", "user"):
            fake.put(stream_name(ID, kind), [("new", body(record(kind, 1)))])
        fake.put(GEO, geos(0, 40))
        job.until(lambda: [job.records(kind) for kind in ("pin", "geo", "user")] == [1, 40, 1])
        # It is set right, back by an hour, then back by another one.
        fake.advance(HOUR_S * 1000)
        fake.put(GEO, geos(40, 80))
        job.until(lambda: job.records("geo") == 80)
        fake.advance(HOUR_S * 1000)
        fake.put(GEO, geos(80, 120))
        job.until(lambda: job.records("geo") == 120)

    batches = job.batches("geo")
    assert batches[0]["p50_ms"] > HOUR_S * 1000
    assert batches[-1]["p50_ms"] == batches[-1]["p95_ms"] == 0
    assert batches[-1]["total"] == {"records": 120, "rows": 120, "duplicates": 0, "quarantined": 0}
    tables = StreamTables(spark, f"file:{tmp_path}", ID, "geo")
    rows = tables.read(tables.provenance).collect()
    rows.sort(key=lambda row: sequence_order(row["sequence_number"]))
    for key in range(KEYS):
        inds = [row["ind"] for row in rows if row["partition_key"] == f"key-{key}"]
        assert inds == list(range(key, 120, KEYS))
    arrivals = [row["arrived_at"] for row in rows]
    assert (max(arrivals) - min(arrivals)).total_seconds() > 2 * HOUR_S
