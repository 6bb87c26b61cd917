"""The reader over the repository's Kinesis fake, called as Spark calls it, but in this process."""

import base64
import json
import pickle
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pyspark.sql.streaming.datasource import ReadAllAvailable, ReadLimit, ReadMaxRows

from kinesis_fake import Fake, running_fake
from pinpipe.kinesis.aws import KinesisSettings, open_client
from pinpipe.kinesis.client import AwsKinesis, Page
from pinpipe.kinesis.errors import KinesisSourceError
from pinpipe.kinesis.options import parse_options
from pinpipe.kinesis.retrying import Retry
from pinpipe.kinesis.source import KinesisStreamReader
from test_kinesis_aggregation import AGGREGATE

HALF = str(2**127)
FIRST = "shardId-000000000000"
DAY_MS = 25 * 3_600_000

Records = list[tuple[str, bytes]]


@pytest.fixture(scope="module")
def fake() -> Iterator[Fake]:
    with running_fake() as each:
        yield each


class Query:
    """What Spark's engine does with a source: plan, read, go on from the end."""

    def __init__(self, fake: Fake, stream: str, **options: str) -> None:
        self._options = {
            "streamName": stream,
            "endpoint": fake.endpoint,
            "region": "us-east-1",
            "awsAccessKey": "test",
            "awsSecretKey": "test",
            "initialPosition": "trim_horizon",
            "minFetchPeriod": "200ms",
            "shardFetchInterval": "1ms",
            **options,
        }
        self.reader = self._open()
        self.offset: dict[str, Any] = self.reader.initialOffset()

    def restart(self, **options: str) -> None:
        """A new process that has the checkpoint only."""
        self.reader.stop()
        self._options |= options
        self.reader = self._open()

    def plan(self, limit: ReadLimit | None = None) -> dict[str, Any]:
        end = self.reader.latestOffset(self.offset, limit or self.reader.getDefaultReadLimit())
        return json.loads(json.dumps(end))  # type: ignore[no-any-return]

    def read(self, end: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of a batch; `stream` to `approximateArrivalTimestamp` as in the source."""
        workers = pickle.loads(pickle.dumps(self._open()))
        partitions = pickle.loads(pickle.dumps(self.reader.partitions(self.offset, end)))
        return [
            row for each in partitions for batch in workers.read(each) for row in batch.to_pylist()
        ]

    def batch(self, limit: ReadLimit | None = None) -> list[dict[str, Any]] | None:
        """The next rows; None where nothing has changed, so that Spark would run no batch."""
        end = self.plan(limit)
        if end == self.offset:
            return None
        rows = self.read(end)
        self.offset = end
        return rows

    def rest(self) -> list[dict[str, Any]]:
        """All batches until nothing changes."""
        rows: list[dict[str, Any]] = []
        while (more := self.batch()) is not None:
            rows += more
        return rows

    def _open(self) -> KinesisStreamReader:
        return KinesisStreamReader(parse_options(self._options))


def made(fake: Fake, shards: int = 1) -> str:
    """A new stream."""
    stream = f"posts-{uuid4().hex[:8]}"
    fake.create(stream, shards)
    return stream


def numbered(first: int, end: int, size: int = 0) -> Records:
    return [(f"key-{i % 7}", b"%d" % i + bytes(size)) for i in range(first, end)]


def place(row: dict[str, Any]) -> tuple[str, str]:
    return row["shardId"], row["sequenceNumber"]


def values(rows: list[dict[str, Any]] | None) -> list[bytes]:
    assert rows is not None
    return [row["data"] for row in rows]


def by_key(rows: list[dict[str, Any]]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for row in rows:
        found.setdefault(row["partitionKey"], []).append(row["data"])
    return found


def as_rows(records: Records) -> list[dict[str, Any]]:
    return [{"partitionKey": key, "data": data} for key, data in records]


def test_rows_have_databricks_columns(fake: Fake) -> None:
    stream = made(fake)
    put = fake.client.put_record(StreamName=stream, PartitionKey="k", Data=b"\x00x")

    rows = Query(fake, stream).batch()

    assert rows is not None
    [row] = rows
    arrived = row.pop("approximateArrivalTimestamp")
    assert abs(arrived.timestamp() - fake.now()) < 60
    assert row == {
        "partitionKey": "k",
        "data": b"\x00x",
        "stream": stream,
        "shardId": FIRST,
        "sequenceNumber": put["SequenceNumber"],
    }


def test_arrival_times_that_go_back_and_forth_lose_nothing(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = AwsKinesis.records

    def jumping(self: AwsKinesis, iterator: str, limit: int) -> Page:
        page = taken(self, iterator, limit)
        return page._replace(records=[moved(record) for record in page.records])

    monkeypatch.setattr(AwsKinesis, "records", jumping)
    stream = made(fake, 2)
    for at in range(0, 3000, 500):
        fake.put(stream, numbered(at, at + 500, size=100))
        fake.advance(500)
    query = Query(fake, stream, maxFetchRate="0.1", maxFetchDuration="1s")

    rows, batches = [], 0
    while (more := query.batch()) is not None:
        rows += more
        batches += 1

    assert by_key(rows) == by_key(as_rows(numbered(0, 3000, 100)))
    assert batches > 1


def moved(record: dict[str, Any]) -> dict[str, Any]:
    """Every other hundred arrived an hour later, the rest an hour earlier."""
    number = int(base64.b64decode(record["Data"]).rstrip(b"\x00"))
    jump_s = 3600 if number // 100 % 2 else -3600
    arrived = record["ApproximateArrivalTimestamp"] + jump_s
    return {**record, "ApproximateArrivalTimestamp": arrived}


def test_a_planned_batch_is_the_same_when_it_is_read_again_after_a_restart(fake: Fake) -> None:
    stream = made(fake, 2)
    fake.put(stream, numbered(0, 10))
    query = Query(fake, stream)
    end = query.plan()
    first = query.read(end)
    fake.put(stream, numbered(10, 20))

    query.restart()

    assert sorted(query.read(end), key=place) == sorted(first, key=place)
    assert sorted(values(first)) == sorted(data for _, data in numbered(0, 10))


def test_a_first_batch_of_latest_is_repeated_though_latest_is_elsewhere_by_then(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 3))
    query = Query(fake, stream, initialPosition="latest")
    fake.put(stream, numbered(3, 5))
    end = query.plan()

    query.restart()
    query.offset = query.reader.initialOffset()

    assert values(query.read(end)) == [b"3", b"4"]


def test_latest_is_a_concrete_place(fake: Fake) -> None:
    stream = made(fake, 2)
    fake.put(stream, numbered(0, 20))
    fake.advance(3_600_000)
    query = Query(fake, stream, initialPosition="latest")
    assert query.batch() is None
    fake.put(stream, numbered(20, 30))

    query.restart()

    assert sorted(values(query.rest())) == [b"%d" % i for i in range(20, 30)]


def test_a_time_is_a_place(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    fake.advance(2000)
    at = fake.now() - 1
    fake.put(stream, numbered(5, 8))

    query = Query(fake, stream, initialPosition=iso(at))

    assert values(query.rest()) == [b"5", b"6", b"7"]


def test_a_time_to_come_is_waited_for(fake: Fake) -> None:
    stream = made(fake)
    query = Query(fake, stream, initialPosition=iso(fake.now() + 3600))
    fake.put(stream, numbered(0, 5))
    assert query.batch() is None
    fake.advance(3_600_000)
    fake.put(stream, numbered(5, 8))

    assert values(query.rest()) == [b"5", b"6", b"7"]


def iso(at_s: float) -> str:
    return json.dumps({"at_timestamp": datetime.fromtimestamp(at_s, UTC).isoformat()})


def test_a_backlog_is_read_in_batches_of_about_the_cap(fake: Fake) -> None:
    stream = made(fake)
    for at in range(0, 6000, 500):
        fake.put(stream, numbered(at, at + 500, size=100))
        fake.advance(500)
    query = Query(fake, stream, maxFetchRate="0.2", maxFetchDuration="1s")

    batches = []
    while (rows := query.batch()) is not None:
        batches.append(values(rows))

    assert [data for rows in batches for data in rows] == [d for _, d in numbered(0, 6000, 100)]
    # The cap is 1,950 records; they come 500 at a time, which an estimate cannot know.
    assert all(1000 <= len(rows) <= 3000 for rows in batches[:-1])


def test_a_burst_followed_by_silence_is_read_up_to_the_cap(fake: Fake) -> None:
    stream = made(fake)
    for at in range(0, 3000, 500):
        fake.put(stream, numbered(at, at + 500))
        fake.advance(500)
    fake.advance(3_600_000)
    query = Query(fake, stream)

    assert len(query.batch() or []) == 3000


def test_limits_of_spark_are_kept(fake: Fake) -> None:
    stream = made(fake, 2)
    fake.put(stream, numbered(0, 100))
    query = Query(fake, stream)

    assert len(query.batch(ReadMaxRows(10)) or []) == 10
    assert len(query.batch(ReadAllAvailable()) or []) == 90


def test_nothing_that_comes_after_the_trigger_is_available_now(fake: Fake) -> None:
    stream = made(fake, 2)
    fake.put(stream, numbered(0, 20))
    query = Query(fake, stream)
    query.reader.prepareForTriggerAvailableNow()
    fake.put(stream, numbered(20, 40))

    assert sorted(values(query.rest())) == sorted(data for _, data in numbered(0, 20))
    query.restart()
    assert sorted(values(query.rest())) == sorted(data for _, data in numbered(20, 40))


def test_a_record_that_comes_after_the_trigger_is_not_the_first_of_a_time_to_begin_at(
    fake: Fake,
) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    fake.advance(2000)
    query = Query(fake, stream, initialPosition=iso(fake.now() - 1))
    query.reader.prepareForTriggerAvailableNow()
    fake.put(stream, numbered(5, 8))

    assert query.batch() is None
    query.restart()
    assert values(query.rest()) == [b"5", b"6", b"7"]


def test_a_throttled_shard_is_waited_for_where_what_is_there_now_is_asked_for(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 20))
    query = Query(fake, stream)
    query.reader.prepareForTriggerAvailableNow()
    # More often than a look asks that leaves a throttled shard for the next one.
    fake.inject(action="GetRecords", times=8, error="ProvisionedThroughputExceededException")

    rows = query.rest()

    assert len(rows) == 20


def test_a_kinesis_that_cannot_be_reached_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings = KinesisSettings(f"http://127.0.0.1:{port}", "us-east-1", "key", "secret")
    client = AwsKinesis(open_client(settings), Retry(0))
    with pytest.raises(KinesisSourceError) as refused:
        client.created_ms("s")
    assert refused.value.code == "UNAVAILABLE"


def test_keys_keep_their_order_through_a_split_and_a_merge(fake: Fake) -> None:
    stream = made(fake)
    query = Query(fake, stream, minFetchPeriod="200ms")
    rows = []
    fake.put(stream, numbered(0, 50))
    fake.client.split_shard(StreamName=stream, ShardToSplit=FIRST, NewStartingHashKey=HALF)
    fake.put(stream, numbered(50, 100))
    rows += query.batch() or []
    children = ["shardId-000000000001", "shardId-000000000002"]
    fake.client.merge_shards(
        StreamName=stream, ShardToMerge=children[0], AdjacentShardToMerge=children[1]
    )
    fake.put(stream, numbered(100, 150))
    query.restart()
    rows += query.rest()

    assert by_key(rows) == by_key(as_rows(numbered(0, 150)))
    assert len(rows) == 150
    assert query.offset["streams"][stream]["shards"]["shardId-000000000003"]["after"]


def test_a_throttled_shard_holds_up_no_other(fake: Fake) -> None:
    stream = made(fake, 4)
    records = [(f"key-{i}", b"%d" % i) for i in range(40)]
    fake.put(stream, records)
    query = Query(fake, stream)
    with fake.throttled(stream, FIRST):
        rows = query.batch()
        assert rows is not None
        assert {row["shardId"] for row in rows} == {f"shardId-00000000000{i}" for i in (1, 2, 3)}

    rows += query.rest()

    assert by_key(rows) == by_key(as_rows(records))
    assert len(rows) == 40


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "GetRecords", "error": "ProvisionedThroughputExceededException"},
        {"action": "GetRecords", "error": "InternalFailure"},
        {"action": "GetRecords", "error": "ServiceUnavailable"},
        {"action": "GetShardIterator", "cut": "before"},
        {"action": "GetRecords", "cut": "after"},
        {"action": "GetRecords", "error": "ExpiredIteratorException", "once": True},
    ],
    ids=lambda fault: str(fault.get("error") or fault["cut"]),
)
def test_what_passes_is_tried_again(fake: Fake, fault: dict[str, Any]) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 10))
    query = Query(fake, stream)
    assert len(query.batch() or []) == 10
    fake.put(stream, numbered(10, 20))
    times = 1 if fault.pop("once", False) else 2
    fake.inject(**fault, stream=stream, times=times)
    end = query.plan()
    fake.inject(**fault, stream=stream, times=times)

    assert values(query.read(end)) == [data for _, data in numbered(10, 20)]


def test_trimmed_records_are_an_error_unless_that_is_switched_off(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    query = Query(fake, stream)
    query.rest()
    fake.put(stream, numbered(5, 10))
    fake.advance(DAY_MS)
    fake.put(stream, numbered(10, 15))

    with pytest.raises(KinesisSourceError, match=rf"DATA_LOST.*{FIRST}.*failOnDataLoss"):
        query.batch()

    query.restart(failOnDataLoss="false")
    assert values(query.rest()) == [data for _, data in numbered(10, 15)]


def test_records_trimmed_between_plan_and_read_are_an_error(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    query = Query(fake, stream)
    end = query.plan()
    fake.advance(DAY_MS)

    with pytest.raises(KinesisSourceError, match="DATA_LOST"):
        query.read(end)
    fake.put(stream, numbered(5, 10))
    with pytest.raises(KinesisSourceError, match="DATA_LOST"):
        query.read(end)

    query.restart(failOnDataLoss="false")
    assert query.read(end) == []


def test_a_shard_that_went_between_plan_and_read_is_an_error(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    query = Query(fake, stream)
    end = query.plan()
    fake.client.split_shard(StreamName=stream, ShardToSplit=FIRST, NewStartingHashKey=HALF)
    fake.advance(2 * DAY_MS)
    fake.put(stream, numbered(5, 10))
    with pytest.raises(KinesisSourceError, match="DATA_LOST"):
        query.read(end)

    query.restart(failOnDataLoss="false")
    assert query.read(end) == []
    query.offset = end
    assert sorted(values(query.rest())) == [data for _, data in numbered(5, 10)]


def test_a_shard_that_went_before_it_was_read_is_an_error(fake: Fake) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    query = Query(fake, stream)
    query.batch()
    fake.client.split_shard(StreamName=stream, ShardToSplit=FIRST, NewStartingHashKey=HALF)
    fake.advance(2 * DAY_MS)
    fake.put(stream, numbered(5, 10))

    with pytest.raises(KinesisSourceError, match=rf"DATA_LOST.*{FIRST}"):
        query.batch()

    query.restart(failOnDataLoss="false")
    assert sorted(values(query.rest())) == [data for _, data in numbered(5, 10)]


@pytest.mark.parametrize("loss", ["true", "false"])
def test_a_stream_made_again_is_always_an_error(fake: Fake, loss: str) -> None:
    stream = made(fake)
    fake.put(stream, numbered(0, 5))
    query = Query(fake, stream, failOnDataLoss=loss)
    query.rest()
    fake.put(stream, numbered(5, 10))
    end = query.plan()
    fake.client.delete_stream(StreamName=stream)
    fake.advance(1000)
    fake.create(stream, 1)
    fake.put(stream, numbered(10, 15))

    with pytest.raises(KinesisSourceError, match=r"STREAM_REMADE.*new checkpoint"):
        query.batch()
    query.restart()
    with pytest.raises(KinesisSourceError, match="STREAM_REMADE"):
        query.read(end)
    with pytest.raises(KinesisSourceError, match="STREAM_REMADE"):
        query.batch()


def test_a_stream_that_is_not_there_is_an_error(fake: Fake) -> None:
    with pytest.raises(KinesisSourceError, match="NOT_FOUND"):
        Query(fake, "nothing")


def test_aggregates_come_apart_and_damaged_ones_come_whole(fake: Fake) -> None:
    stream = made(fake)
    damaged = AGGREGATE[:-1] + b"?"
    fake.put(stream, [("a", AGGREGATE), ("b", damaged), ("c", b"plain")])

    rows = Query(fake, stream).batch()

    assert rows is not None
    assert [(row["partitionKey"], row["data"]) for row in rows] == [
        ("a", b"hello"),
        ("b", b"world"),
        ("b", damaged),
        ("c", b"plain"),
    ]
    assert rows[0]["sequenceNumber"] == rows[1]["sequenceNumber"] < rows[2]["sequenceNumber"]


def test_a_look_at_the_tip_asks_for_records_only(fake: Fake) -> None:
    stream = made(fake, 2)
    fake.put(stream, numbered(0, 10))
    query = Query(fake, stream)
    query.batch()
    fake.inject(action="GetShardIterator", stream=stream, error="ValidationException")

    assert query.batch() is None
    fake.put(stream, numbered(10, 20))
    assert query.plan() != query.offset


def test_several_streams_are_one_source_and_a_new_one_joins(fake: Fake) -> None:
    first, second = made(fake, 2), made(fake)
    fake.put(first, numbered(0, 10))
    fake.put(second, numbered(10, 15))
    query = Query(fake, first)
    query.batch()

    query.restart(streamName=f"{first}, {second}")

    rows = query.batch()
    assert values(rows) == [data for _, data in numbered(10, 15)]
    assert {row["stream"] for row in rows or []} == {second}


def test_tasks_read_so_many_shards_and_idle_ones_make_none(fake: Fake) -> None:
    stream = made(fake, 8)
    fake.put(stream, numbered(0, 200))
    query = Query(fake, stream, shardsPerTask="3")
    end = query.plan()
    shards = {row["shardId"] for row in query.read(end)}

    tasks = query.reader.partitions(query.offset, end)

    assert sum(len(task.ranges) for task in tasks) == len(shards)
    assert len(tasks) == -(-len(shards) // 3)
    query.offset = end
    assert query.batch() is None
    assert query.reader.partitions(end, end) == []
