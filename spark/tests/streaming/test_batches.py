"""What a micro-batch leaves in the tables, given once or several times."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from pyspark.sql import SparkSession

from pinpipe.objects import S3Settings, open_store
from pinpipe.streaming.batches import Batches
from pinpipe.streaming.checkpoints import Checkpoint, CheckpointError
from pinpipe.streaming.maintenance import COMPACT_EVERY_BATCHES, Maintenance
from pinpipe.streaming.tables import StreamTables
from records_made import ID, body, frame, record, unheard

SOURCE = (
    "partitionKey string, data binary, stream string, shardId string, sequenceNumber string, "
    "approximateArrivalTimestamp timestamp"
)
T0 = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def kinesis(number: int, data: bytes, shard: int = 0, at: int | None = None) -> tuple[Any, ...]:
    """A row of the source; it arrived `at` seconds after T0."""
    arrived = T0 + timedelta(seconds=number if at is None else at)
    return (f"key-{number}", data, "s", f"shardId-{shard:012d}", str(49 * 10**50 + number), arrived)


def user(ind: int, **changes: Any) -> bytes:
    return body(record("user", ind, **changes))


class Half:
    """The stream half of one kind under a folder, without the source."""

    def __init__(self, spark: SparkSession, root: Path, resuming: bool = False) -> None:
        self.spark = spark
        self.tables = StreamTables(spark, f"file:{root}", ID, "user")
        self.events: list[dict[str, Any]] = []
        self.batches = Batches(
            tables=self.tables,
            query_id=lambda: f"query of {resuming}",
            run_id="r",
            resuming=resuming,
            maintenance=Maintenance(self.tables, unheard),
            emit=self.events.append,
            report=unheard,
        )

    def write(self, number: int, *rows: tuple[Any, ...]) -> dict[str, Any]:
        self.batches.write(frame(self.spark, list(rows), SOURCE), number)
        return self.events[-1]

    def rows(self, path: str, *columns: str) -> list[tuple[Any, ...]]:
        found = self.tables.read(path).select(*columns).collect()
        return sorted(tuple(row) for row in found)


@pytest.fixture
def half(spark: SparkSession, tmp_path: Path) -> Half:
    half = Half(spark, tmp_path)
    half.tables.create()
    return half


def test_a_batch_is_accounted_for_row_by_row_and_changes_nothing_when_it_is_repeated(
    half: Half, spark: SparkSession, tmp_path: Path
) -> None:
    tables = half.tables
    first = (
        kinesis(5, user(1, first_name="Later")),
        kinesis(3, user(1, first_name="First")),
        kinesis(4, b'["no record"]', shard=1),
        # An aggregate of two.
        kinesis(7, user(2)),
        kinesis(7, b"[" + user(3) + b"]"),
    )
    second = (kinesis(8, user(1, first_name="Latest")), kinesis(9, user(4, colour="red")))

    told = half.write(0, *first)

    assert {name: told[name] for name in ("records", "rows", "duplicates", "quarantined")} == {
        "records": 5,
        "rows": 3,
        "duplicates": 1,
        "quarantined": 1,
    }
    assert told["forms"] == {"object": 3, "array": 1}
    assert told["reasons"] == {"not-object": 1}
    assert told["p95_ms"] >= told["p50_ms"] > 0
    assert half.rows(tables.clean, "ind", "user_name") == [
        (1, "First Field"),
        (2, "Ada Field"),
        (3, "Ada Field"),
    ]
    accepted = half.rows(tables.provenance, "ind", "sequence_number", "sub_sequence", "form")
    assert [(ind, int(number) % 10, sub, form) for ind, number, sub, form in accepted] == [
        (1, 3, 0, "object"),
        (1, 5, 0, "object"),
        (2, 7, 0, "object"),
        (3, 7, 1, "array"),
    ]
    rejected = half.rows(tables.quarantine, "reason", "raw", "shard", "partition_key", "form")
    assert [tuple(row) for row in rejected] == [
        ("not-object: an array", b'["no record"]', "shardId-000000000001", "key-4", None)
    ]

    # A run that was killed after its writes, and begins with the same batch.
    again = Half(spark, tmp_path)
    told = again.write(0, *first)
    assert told["total"] == {"records": 5, "rows": 3, "duplicates": 1, "quarantined": 1}
    told = again.write(1, *second)
    assert told["extra_columns"] == {"colour": 1}
    assert told["total"] == {"records": 7, "rows": 4, "duplicates": 2, "quarantined": 1}
    assert half.rows(tables.clean, "ind", "user_name")[0] == (1, "First Field")

    # A new checkpoint over the same tables: numbers begin again, and so do the records.
    resumed = Half(spark, tmp_path, resuming=True)
    told = resumed.write(0, *first, *second, kinesis(10, user(5)))
    assert told["records"] == told["rows"] == 1
    assert told["total"] == {"records": 8, "rows": 5, "duplicates": 2, "quarantined": 1}


def test_small_files_are_merged_between_batches(half: Half) -> None:
    for number in (0, 1):
        half.write(number, kinesis(number, user(number)))
    maintenance = half.batches.maintenance
    for _ in range(COMPACT_EVERY_BATCHES - 2):
        maintenance.after_batch()
    assert len(half.tables.read(half.tables.clean).inputFiles()) == 1
    assert half.rows(half.tables.clean, "ind") == [(0,), (1,)]


def test_a_checkpoint_without_tables_and_tables_without_a_checkpoint_are_refused(
    half: Half, tmp_path: Path
) -> None:
    checkpoint = Checkpoint(open_store(f"file:{tmp_path}", S3Settings()), half.tables)
    assert checkpoint.judge(resume=False) == "new"
    half.write(0, kinesis(0, user(1)))
    with pytest.raises(CheckpointError, match=r"CHECKPOINT_LOST.*--resume"):
        checkpoint.judge(resume=False)
    assert checkpoint.judge(resume=True) == "resuming"
    checkpoint.store.write(f"{checkpoint.key}/metadata", b'{"id": "made by Spark"}')
    assert checkpoint.judge(resume=False) == "resuming"
    checkpoint.store.delete("lake/_progress/stream_user_resumed")
    assert checkpoint.judge(resume=False) == "going-on"
    assert checkpoint.query_id() == "made by Spark"
    rmtree(tmp_path / "lake" / "quarantine_stream_user")
    with pytest.raises(CheckpointError, match="TABLES_LOST"):
        checkpoint.judge(resume=False)
    checkpoint.store.delete(f"{checkpoint.key}/metadata")
    with pytest.raises(CheckpointError, match="TABLES_LOST"):
        checkpoint.judge(resume=False)


def test_a_checkpoint_that_is_older_than_its_tables_is_refused(half: Half, tmp_path: Path) -> None:
    checkpoint = Checkpoint(open_store(f"file:{tmp_path}", S3Settings()), half.tables)
    write, delete = checkpoint.store.write, checkpoint.store.delete
    write(f"{checkpoint.key}/metadata", b'{"id": "query of False"}')
    write(f"{checkpoint.key}/offsets/.9.crc", b"")
    half.write(9, kinesis(0, user(1)))
    half.write(10, kinesis(1, b"poison"))
    for planned in (9, 10, 11):
        write(f"{checkpoint.key}/offsets/{planned}", b"")
    # A batch that is planned may be in the tables, or not yet.
    assert checkpoint.judge(resume=False) == "going-on"
    delete(f"{checkpoint.key}/offsets/11")
    assert checkpoint.judge(resume=False) == "going-on"
    delete(f"{checkpoint.key}/offsets/10")
    with pytest.raises(CheckpointError, match=r"CHECKPOINT_OLD.*batch 10 .*to batch 9 .*--resume"):
        checkpoint.judge(resume=True)
    rmtree(tmp_path / checkpoint.key / "offsets")
    with pytest.raises(CheckpointError, match="CHECKPOINT_OLD"):
        checkpoint.judge(resume=False)
    # Batches of another query, which an earlier checkpoint had.
    write(f"{checkpoint.key}/metadata", b'{"id": "another"}')
    assert checkpoint.judge(resume=False) == "going-on"


def test_on_databricks_deltas_log_is_not_asked(
    half: Half, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = Checkpoint(open_store(f"file:{tmp_path}", S3Settings()), half.tables)
    checkpoint.store.write(f"{checkpoint.key}/metadata", b'{"id": "query of False"}')
    half.write(9, kinesis(0, user(1)))
    with pytest.raises(CheckpointError, match="CHECKPOINT_OLD"):
        checkpoint.judge(resume=False)
    monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", "17.3")
    assert checkpoint.judge(resume=False) == "going-on"
