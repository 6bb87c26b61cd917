"""The source under real streaming queries, over the repository's Kinesis fake."""

import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
from pyspark.errors import AnalysisException, StreamingQueryException
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.streaming.query import StreamingQuery

from kinesis_fake import Fake, running_fake
from pinpipe.kinesis import register

WITHIN_S = 180
FIRST_SHARD = "shardId-000000000000"
HALF = str(2**127)


@pytest.fixture(scope="module")
def fake() -> Iterator[Fake]:
    with running_fake() as each:
        yield each


class Reader:
    """A query over a stream, its rows batch by batch, and a checkpoint that outlives it."""

    def __init__(self, spark: SparkSession, fake: Fake, folder: Path) -> None:
        register(spark)
        self.stream = f"posts-{uuid4().hex[:8]}"
        self.batches: dict[int, list[Row]] = {}
        self._spark = spark
        self._fake = fake
        self._checkpoint = folder / "checkpoint"

    def start(self, trigger: dict[str, Any], **options: str) -> StreamingQuery:
        given = {
            "streamName": self.stream,
            "endpoint": self._fake.endpoint,
            "region": "us-east-1",
            "awsAccessKey": "test",
            "awsSecretKey": "test",
            "initialPosition": "trim_horizon",
            "minFetchPeriod": "200ms",
            **options,
        }
        frame = self._spark.readStream.format("kinesis").options(**given).load()
        writer = frame.writeStream.option("checkpointLocation", str(self._checkpoint))
        return writer.foreachBatch(self._collect).trigger(**trigger).start()

    def available_now(self, **options: str) -> None:
        query = self.start({"availableNow": True}, **options)
        assert query.awaitTermination(WITHIN_S)

    @property
    def rows(self) -> list[Row]:
        return [row for batch in sorted(self.batches) for row in self.batches[batch]]

    def _collect(self, frame: DataFrame, batch: int) -> None:
        self.batches[batch] = frame.collect()


@pytest.fixture
def reader(spark: SparkSession, fake: Fake, tmp_path: Path) -> Reader:
    return Reader(spark, fake, tmp_path)


def until(reached: Callable[[], bool], query: StreamingQuery) -> None:
    """Waits for a condition while a query runs."""
    deadline = time.monotonic() + WITHIN_S
    while not reached():
        assert query.exception() is None, query.exception()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def numbered(first: int, end: int, keys: int = 7) -> list[tuple[str, bytes]]:
    return [(f"key-{i % keys}", b"%d" % i) for i in range(first, end)]


def by_key(rows: list[Row]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for row in rows:
        found.setdefault(row.partitionKey, []).append(bytes(row.data))
    return found


def expected(records: list[tuple[str, bytes]]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for key, data in records:
        found.setdefault(key, []).append(data)
    return found


def test_reads_every_record_once_and_in_order_over_batches_and_restarts(
    fake: Fake, reader: Reader
) -> None:
    fake.create(reader.stream, 3)
    fake.put(reader.stream, numbered(0, 900))
    reader.available_now()
    assert len(reader.rows) == 900
    fake.put(reader.stream, numbered(900, 1000))

    query = reader.start({"processingTime": "0 seconds"})
    until(lambda: len(reader.rows) == 1000, query)
    fake.put(reader.stream, numbered(1000, 1100))
    until(lambda: len(reader.rows) == 1100, query)
    query.stop()

    assert by_key(reader.rows) == expected(numbered(0, 1100))
    assert len(reader.batches) >= 3
    assert all(reader.batches.values())


def test_a_split_a_merge_and_throttling_during_the_run_lose_nothing_and_a_new_stream_ends_it(
    fake: Fake, reader: Reader
) -> None:
    fake.create(reader.stream, 1)
    query = reader.start({"processingTime": "0 seconds"}, shardFetchInterval="100ms")
    put = functools.partial(fake.put, reader.stream)
    put(numbered(0, 100))
    until(lambda: len(reader.rows) == 100, query)

    fake.client.split_shard(
        StreamName=reader.stream, ShardToSplit=FIRST_SHARD, NewStartingHashKey=HALF
    )
    put(numbered(100, 200))
    with fake.throttled(reader.stream, "shardId-000000000001"):
        until(lambda: len(reader.rows) > 100, query)
    until(lambda: len(reader.rows) == 200, query)
    fake.client.merge_shards(
        StreamName=reader.stream,
        ShardToMerge="shardId-000000000001",
        AdjacentShardToMerge="shardId-000000000002",
    )
    put(numbered(200, 300))
    until(lambda: len(reader.rows) == 300, query)
    assert by_key(reader.rows) == expected(numbered(0, 300))

    fake.client.delete_stream(StreamName=reader.stream)
    fake.create(reader.stream, 1)
    with pytest.raises(StreamingQueryException, match="STREAM_REMADE"):
        query.awaitTermination(WITHIN_S)


def test_wrong_options_are_named_at_load(spark: SparkSession) -> None:
    register(spark)
    stream = spark.readStream.format("kinesis").option("streamNames", "posts")

    with pytest.raises(AnalysisException, match="did you mean streamName"):
        stream.load()


@pytest.mark.parametrize(("runtime", "registered"), [(None, ["kinesis"]), ("19.0", [])])
def test_it_is_registered_except_on_databricks(
    runtime: str | None, registered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABRICKS_RUNTIME_VERSION", raising=False)
    if runtime is not None:
        monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", runtime)
    session = Mock(SparkSession)

    register(session)

    calls = session.dataSource.register.call_args_list
    assert [call.args[0].name() for call in calls] == registered
