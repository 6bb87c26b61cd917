"""The clean job over objects in a folder, Delta tables included."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession

from pinpipe.cleaning import CleanJob
from pinpipe.figures import Batch, Counted, Figures, KindReport, Work, report_of
from pinpipe.layout import clean_table, progress_key, provenance_table, quarantine_table
from pinpipe.objects import S3Settings, open_store
from pinpipe.records import CLEAN_SCHEMAS, Kind
from records_made import ID, body, put, record, unheard


class Lake:
    """A root with the clean job and its tables of one kind."""

    def __init__(self, spark: SparkSession, folder: Path, kind: Kind) -> None:
        self.spark, self.folder, self.kind = spark, folder, kind
        self.root = f"file:{folder}"

    def put(self, start: int, content: bytes, partition: int = 0, gz: str = "") -> str:
        return put(self.folder, self.kind, start, content, partition, gz)

    def run(
        self, run_id: str = "r", rebuild: bool = False, report: Callable[[str], None] = unheard
    ) -> KindReport:
        store = open_store(self.root, S3Settings())
        job = CleanJob(self.spark, store, self.root, S3Settings(), ID, report)
        return job.run_kind(self.kind, run_id, rebuild)

    def rows(self, table: Callable[[Kind], str], *order: str) -> list[Row]:
        path = f"{self.root}/{table(self.kind)}"
        frame = self.spark.read.format("delta").load(path)
        return sorted(frame.collect(), key=lambda row: [row[column] for column in order])


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Callable[[Kind], Lake]:
    # A blank in the path is normal on people's machines.
    return lambda kind: Lake(spark, tmp_path / "a lake", kind)


def killed_at(step: str) -> Callable[[str], None]:
    def report(text: str) -> None:
        if step in text:
            raise KeyboardInterrupt(step)

    return report


def test_pins_are_cleaned_and_every_line_is_accounted_for(lake: Callable[[Kind], Lake]) -> None:
    pins = lake("pin")
    broken = {
        "title": "No Title Data Available",
        "description": "No description available Story format",
        "poster_name": "User Info Error",
        "follower_count": "User Info Error",
        "tag_list": "N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e",
        "is_image_or_video": "multi-video(story page format)",
        "image_src": "Image src error.",
        "downloaded": 0,
    }
    key = pins.put(
        100,
        body(record("pin", 1), record("pin", 2, **broken), record("pin", 3, extra="x"))
        + body(record("pin", 4, follower_count="many"), record("pin", 5, title=7), [1])
        + b"\n\xff\xfe\n"
        + b'{"index":9,',
    )
    empty = pins.put(200, b"")
    cut = pins.put(300, gzip.compress(body(*(record("pin", n) for n in (1, 6))))[:-4], gz=".gz")
    pins.put(400, gzip.compress(body(record("pin", 7))), gz=".gz")
    (pins.folder / f"topics/{ID}.pin/notes.txt").write_text("not the sink's")

    report = pins.run("run-1")

    assert report.run == report.total == Figures(lines=14, clean=5, duplicates=1, quarantined=8)
    assert report.ok() and report.one_row_per_ind
    assert (report.objects, report.ignored_objects) == (4, 1)
    assert report.extra_columns == {"extra": 1}
    assert report.next_offsets == {0: 401}
    assert report.reasons == {
        "bad-value": 1,
        "wrong-type": 1,
        "not-object": 1,
        "empty-line": 1,
        "not-utf8": 1,
        "half-written-line": 1,
        "empty-object": 1,
        "truncated-gzip": 1,
    }
    clean = pins.rows(clean_table, "ind")
    assert clean[0].__fields__ == CLEAN_SCHEMAS["pin"].names
    assert [row["ind"] for row in clean] == [1, 2, 3, 6, 7]
    assert (clean[0]["follower_count"], clean[0]["save_location"]) == (28_000, "/data/art")
    nulls = [name for name in CLEAN_SCHEMAS["pin"].names if clean[1][name] is None]
    assert nulls == [
        "title",
        "description",
        "follower_count",
        "poster_name",
        "tag_list",
        "image_src",
    ]
    assert clean[1]["is_image_or_video"] == "multi-video(story page format)"
    bad = pins.rows(quarantine_table, "object", "line")
    found = {(row["object"], row["line"]): row for row in bad}
    assert [(k == key, line) for k, line in found] == [
        *((True, line) for line in (4, 5, 6, 7, 8, 9)),
        (False, 1),
        (False, 3),
    ]
    assert found[key, 4]["reason"] == "bad-value: follower_count: many"
    assert found[key, 5]["reason"] == "wrong-type: title: an integer where text belongs"
    assert found[key, 8]["raw"] == b"\xff\xfe"
    assert found[key, 9]["raw"] == b'{"index":9,'
    assert (found[key, 9]["offset"], found[key, 9]["run_id"]) == (108, "run-1")
    assert (found[empty, 1]["raw"], found[cut, 3]["raw"]) == (b"", b"")


def test_geo_and_user_get_their_shape(lake: Callable[[Kind], Lake]) -> None:
    geo = lake("geo")
    geo.put(0, body(record("geo", 1), record("geo", 2, timestamp="yesterday")))
    report = geo.run()
    assert report.reasons == {"bad-value": 1}
    (row,) = geo.rows(clean_table, "ind")
    assert row.asDict() == {
        "ind": 1,
        "country": "Albania",
        "coordinates": [-89.9787, -173.293],
        "timestamp": row["timestamp"],
    }
    local = row["timestamp"].astimezone(UTC)
    assert local == datetime(2020, 8, 28, 3, 52, 47, tzinfo=UTC)
    user = lake("user")
    user.put(0, body(record("user", 1), record("user", 2, age="20")))
    assert user.run().total == Figures(2, 1, 0, 1)
    (row,) = user.rows(clean_table, "ind")
    assert row.__fields__ == ["ind", "user_name", "age", "date_joined"]
    assert (row["user_name"], row["age"]) == ("Ada Field", 20)


def test_the_highest_partition_and_offset_wins_within_and_across_runs(
    lake: Callable[[Kind], Lake],
) -> None:
    users = lake("user")
    users.put(0, body(*(record("user", 1, age=age) for age in (20, 21)), record("user", 2, age=30)))
    users.put(0, body(record("user", 2, age=50)), partition=1)
    assert users.run("a").run == Figures(lines=4, clean=2, duplicates=2, quarantined=0)
    users.put(3, body(record("user", 1, age=22), record("user", 2, age=31), record("user", 3)))
    report = users.run("b")
    assert report.objects == 1
    assert report.run == Figures(lines=3, clean=1, duplicates=2, quarantined=0)
    assert report.total == Figures(lines=7, clean=3, duplicates=4, quarantined=0)
    assert report.ok()
    # ind 2 keeps the row of partition 1, though partition 0 was written to later.
    ages = {row["ind"]: row["age"] for row in users.rows(clean_table, "ind")}
    assert ages == {1: 22, 2: 50, 3: 20}
    records = users.rows(provenance_table, "partition", "offset")
    origins = [(row["ind"], row["line"], row["partition"], row["offset"]) for row in records]
    assert origins == [
        *((1, 1, 0, 0), (1, 2, 0, 1), (2, 3, 0, 2)),
        *((1, 1, 0, 3), (2, 2, 0, 4), (3, 3, 0, 5)),
        (2, 1, 1, 0),
    ]
    again = users.run("c")
    assert again.run == Figures(0, 0, 0, 0)
    assert (again.total, again.objects) == (report.total, 0)


@pytest.mark.parametrize("step", ["provenance", "quarantine", "clean rows", "progress"])
def test_a_run_killed_after_any_write_is_finished_by_the_next(
    lake: Callable[[Kind], Lake], step: str
) -> None:
    users = lake("user")
    users.put(0, body(record("user", 1), record("user", 1, age=21), 7))
    users.run("first")
    users.put(3, body(record("user", 1, age=22), "bad", record("user", 2)))
    with pytest.raises(KeyboardInterrupt):
        users.run("killed", report=killed_at(step))
    # More has landed before the next run: it does not repeat the same batch.
    users.put(6, body(record("user", 1, age=23), None))
    report = users.run("next")
    assert report.ok()
    assert report.total == Figures(lines=8, clean=2, duplicates=3, quarantined=3)
    offsets = [row["offset"] for row in users.rows(quarantine_table, "offset")]
    assert offsets == [2, 4, 7]
    ages = {row["ind"]: row["age"] for row in users.rows(clean_table, "ind")}
    assert ages == {1: 23, 2: 20}


def test_a_rebuild_reads_everything_again_and_replaces(lake: Callable[[Kind], Lake]) -> None:
    users = lake("user")
    users.put(0, body(record("user", 1), record("user", 2)))
    users.put(2, body(record("user", 1)))
    before = users.run("a")
    with pytest.raises(KeyboardInterrupt):
        users.run("b", rebuild=True, report=killed_at("provenance"))
    # The next run finishes the rebuild, asked to or not.
    after = users.run("c")
    assert after.total == after.run == before.total
    assert users.run("d", rebuild=True).total == before.total


def test_objects_that_land_below_a_recorded_offset_are_named_and_not_ok(
    lake: Callable[[Kind], Lake],
) -> None:
    users = lake("user")
    users.put(0, body(*(record("user", n) for n in range(10))))
    stray = users.put(50_000, b"")
    assert users.run("a").ok()
    late = users.put(10, body(*(record("user", n) for n in range(10, 30))))

    said: list[str] = []
    report = users.run("b", report=said.append)
    assert (report.late_objects, report.objects) == ([late], 0)
    assert not report.ok() and report.total.tie()
    assert [line for line in said if "1 late objects" in line and late in line]

    # They are not forgotten over what lands above, nor over an object that goes.
    users.put(50_001, body(record("user", 99)))
    report = users.run("c")
    assert (report.late_objects, report.objects, report.ok()) == ([late], 1, False)
    (users.folder / stray).unlink()
    assert users.run("d").late_objects == [late]

    report = users.run("e", rebuild=True)
    assert report.ok() and report.late_objects == []
    assert report.total == Figures(lines=31, clean=31, duplicates=0, quarantined=0)
    assert users.run("f").ok()


def test_a_late_object_is_found_though_another_was_deleted(lake: Callable[[Kind], Lake]) -> None:
    users = lake("user")
    gone = users.put(0, body(record("user", 1)))
    users.put(10, body(record("user", 2)))
    users.run("a")
    (users.folder / gone).unlink()
    assert users.run("b").ok()
    late = users.put(5, body(record("user", 3)))
    report = users.run("c")
    assert report.late_objects == [late] and not report.ok()


def test_a_late_object_is_found_beside_progress_without_objects(
    lake: Callable[[Kind], Lake],
) -> None:
    users = lake("user")
    users.put(0, body(record("user", 1), "bad"))
    users.put(10, body("bad"))
    users.run("a")
    path = users.folder / progress_key("user")
    old = json.loads(path.read_text())
    del old["objects"]
    path.write_text(json.dumps(old))
    assert users.run("b").ok()
    late = users.put(5, body(record("user", 2)))
    assert users.run("c").late_objects == [late]


def test_a_topic_without_objects_gives_empty_tables(lake: Callable[[Kind], Lake]) -> None:
    geo = lake("geo")
    report = geo.run()
    assert report.ok() and report.total == Figures(0, 0, 0, 0)
    assert geo.rows(clean_table, "ind") == geo.rows(quarantine_table, "object") == []
    geo.put(0, body(record("geo", 1)))
    assert geo.run().total == Figures(1, 1, 0, 0)


def test_counts_that_do_not_tie_are_not_ok(lake: Callable[[Kind], Lake]) -> None:
    users = lake("user")
    users.put(0, body(record("user", 1), record("user", 2)))
    good = users.run()
    users.spark.sql(f"DELETE FROM delta.`{users.root}/{clean_table('user')}` WHERE ind = 2")
    bad: Any = users.run()
    assert good.ok() and not bad.ok()
    assert bad.total == Figures(lines=2, clean=1, duplicates=1, quarantined=0)


def test_a_report_needs_each_ind_once_and_all_of_them() -> None:
    counted = {
        "clean": Counted(2, 1),
        "provenance": Counted(2, 2),
        "quarantine": Counted(0, 0),
    }
    work = Work(Batch(lines=2), 1, 0, [], 0, 2, {0: 2}, 0.1)
    report = report_of(work, counted)
    assert report.total.tie() and not report.ok()
