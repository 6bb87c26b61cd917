"""The whole job in one session, its documents included."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from pinpipe.jobs import JobSettings, landed_bytes, run_job
from pinpipe.layout import clean_table
from pinpipe.queries import TASKS
from pinpipe.records import KINDS
from records_made import ID, body, put, record, unheard

COLUMNS = {
    "4": ["country", "category", "category_count"],
    "5": ["post_year", "category", "category_count"],
    "6a": ["country", "poster_name", "follower_count"],
    "6b": ["country", "follower_count"],
    "7": ["age_group", "category", "category_count"],
    "8": ["age_group", "median_follower_count"],
    "9": ["post_year", "number_users_joined"],
    "10": ["post_year", "median_follower_count"],
    "11": ["age_group", "post_year", "median_follower_count"],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for kind in KINDS:
        put(tmp_path, kind, 0, body(record(kind, 1), record(kind, 2), record(kind, 2)))
    return tmp_path


def run(spark: SparkSession, root: Path, run_id: str, **more: Any) -> dict[str, Any]:
    settings = JobSettings("batch", f"file:{root}", ID, run_id, **more)
    return run_job(settings, lambda: spark, unheard)


def test_a_batch_gives_counts_and_nine_published_answers(spark: SparkSession, root: Path) -> None:
    document = run(spark, root, "run-1")
    assert document["ok"] and document["published"]
    assert document["lines"] == {"pin": 3, "geo": 3, "user": 3}
    assert document["clean"] == {"pin": 2, "geo": 2, "user": 2}
    assert document["duplicates"] == {"pin": 1, "geo": 1, "user": 1}
    assert document["quarantined"] == {"pin": 0, "geo": 0, "user": 0}
    assert {task: found["columns"] for task, found in document["answers"].items()} == COLUMNS
    assert document["answers"]["4"]["rows"] == [["Albania", "art", 2]]
    assert document["answers"]["8"]["rows"] == [["18-24", 28000.0]]
    assert json.loads((root / "runs/run-1.json").read_text()) == document
    for task in TASKS:
        of_run = json.loads((root / f"answers/runs/run-1/task-{task}.json").read_text())
        assert json.loads((root / f"answers/task-{task}.json").read_text()) == of_run
        assert of_run["run_id"] == "run-1" and of_run["title"] and of_run["made_at"]
        assert of_run["columns"] == COLUMNS[task]
        assert of_run["options"]["median"] == "exact"

    # A table that somebody has changed: the counts no longer tie, so nothing is published.
    spark.sql(f"DELETE FROM delta.`file:{root}/{clean_table('pin')}` WHERE ind = 2")
    second = run(spark, root, "run-2")
    assert not second["ok"] and not second["published"]
    assert json.loads((root / "answers/task-4.json").read_text())["run_id"] == "run-1"
    assert (root / "answers/runs/run-2/task-4.json").exists()

    assert run(spark, root, "run-3", rebuild=True)["published"]

    # An object below what is read: its lines are in no answer, so the answers stay those before.
    late = put(root, "geo", 1, body(record("geo", 3)))
    fourth = run(spark, root, "run-4")
    assert not fourth["ok"] and not fourth["published"]
    assert [fourth["kinds"][kind]["late_objects"] for kind in KINDS] == [[], [late], []]


def test_landed_bytes_are_those_of_the_three_topics(root: Path) -> None:
    (root / "topics" / "other").mkdir()
    (root / "topics" / "other" / "x.json").write_bytes(b"12345")
    expected = sum(path.stat().st_size for path in root.glob(f"topics/{ID}.*/**/*.json"))
    assert landed_bytes(JobSettings("clean", f"file:{root}", ID, "r")) == expected > 0
