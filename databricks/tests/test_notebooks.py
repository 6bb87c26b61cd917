"""All notebooks, one after the other on one cluster that stands for Databricks'."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kinesis_fake import running_fake
from listed_bucket import listed
from local_tasks import ROOT, build_wheel, json_file, task
from pinpipe.layout import stream_name, topic_name
from pinpipe.queries import TASKS
from pinpipe.records import KINDS

ID = "0a1b2c3d4e5f"
NOTEBOOKS = ROOT / "databricks" / "notebooks"
RECORDS = json.loads((ROOT / "spark" / "tests" / "records.json").read_bytes())
VOLUME = "/Volumes/main/pins/landed"
KEYS = {"aws-access-key-id": "the-key", "aws-secret-access-key": "a/secret"}

# `settings` runs as part of each of the others.
ALL = """# Databricks notebook source
import json

root = {"root": dbutils.widgets.get("root")}
given = {"batch": {"run_id": "r-1", "options": '{"tie_6b": "all"}'}}
names = ["mount", "external_location", "batch", "df_pin", "df_geo", "df_user", "queries", "streams"]
results = {}
for name in names:
    results[name] = dbutils.notebook.run(f"/notebooks/{name}", 0, {**root, **given.get(name, {})})
tables = [f"df_{kind}" for kind in ("pin", "geo", "user")]
tables += [f"0a1b2c3d4e5f_{kind}_table" for kind in ("pin", "geo", "user")]
paths = {table: f"{root['root']}/lake/{table}" for table in tables}
results["rows"] = {name: spark.read.load(path, "delta").count() for name, path in paths.items()}
dbutils.notebook.exit(json.dumps(results))
"""


class Ran(NamedTuple):
    done: "subprocess.CompletedProcess[str]"
    results: dict[str, Any]
    volume: Path


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    build_wheel(folder / "dist")
    (folder / "all.py").write_text(ALL)
    volume = folder / VOLUME.lstrip("/")
    for kind in KINDS:
        topic = topic_name(ID, kind)
        file = volume / f"topics/{topic}/partition=0/{topic}+0+0000000000.json"
        file.parent.mkdir(parents=True)
        file.write_text(f"{json.dumps(RECORDS[kind])}\n")
    topics = [f"topics/{topic_name(ID, kind)}/partition=0/x" for kind in KINDS]
    with (
        running_fake() as kinesis,
        listed(f"user-{ID}-bucket", topics, KEYS["aws-access-key-id"]) as s3,
    ):
        for kind in KINDS:
            kinesis.create(stream_name(ID, kind), shards=1)
        # Of the stream that is begun last: Spark gives each begin 10 s, and a batch takes its time.
        kinesis.put(stream_name(ID, "user"), [("a", json.dumps(RECORDS["user"]).encode())])
        done = task(
            *("notebook", "--file", folder / "all.py", "--workspace", folder),
            *("--parameters", json.dumps({"root": VOLUME}), "--result", folder / "result.json"),
            *("--secrets", json_file(folder / "secrets.json", {"pinpipe": KEYS})),
            AWS_ENDPOINT_URL=s3,
            AWS_ENDPOINT_URL_KINESIS=kinesis.endpoint,
            AWS_ACCESS_KEY_ID="another-key",
            AWS_SECRET_ACCESS_KEY="another",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        results = json.loads(json.loads((folder / "result.json").read_text())["result"])
        yield Ran(done, results, volume)


def test_the_bucket_is_mounted_with_the_keys_of_the_secret_scope(ran: Ran) -> None:
    assert ran.results["mount"] == "dbfs:/mnt/pinpipe"
    for kind in KINDS:
        assert f"dbfs:/mnt/pinpipe/topics/{topic_name(ID, kind)}" in ran.done.stdout
    assert "a/secret" not in ran.done.stdout + ran.done.stderr


def test_the_one_notebook_does_the_batch_and_publishes_its_answers(ran: Ran) -> None:
    told = {"run_id": "r-1", "answers": f"{VOLUME}/answers"}
    assert json.loads(ran.results["batch"]) == told
    assert {file.name for file in (ran.volume / "answers").glob("*.json")} == {
        f"task-{name}.json" for name in TASKS
    }
    document = json.loads((ran.volume / "runs/r-1.json").read_text())
    assert document["ok"] and document["published"] and document["options"]["tie_6b"] == "all"
    assert document["clean"] == {"pin": 1, "geo": 1, "user": 1}


def test_the_tables_are_cleaned_and_each_query_has_a_chart(ran: Ran) -> None:
    assert {name: ran.results["rows"][f"df_{name}"] for name in KINDS} == dict.fromkeys(KINDS, 1)
    charts = [line for line in ran.done.stdout.splitlines() if line.startswith("a chart: ")]
    assert charts == [f"a chart: {query.title}" for query in TASKS.values()]


def test_the_streams_are_read_into_tables_of_their_own(ran: Ran) -> None:
    rows = ran.results["rows"]
    assert [rows[f"{ID}_{kind}_table"] for kind in KINDS] == [0, 0, 1]
