"""Reads a stream to its end, several times, by the source `kinesis`, a naive one, or boto3 alone.

Usage: read_stream.py source|naive|client ENDPOINT STREAM RUNS, with PINPIPE_JARS as for the job and
this folder in PYTHONPATH too. Prints a line of JSON for each run: rows, seconds, and CPU seconds of
this process and of all that it has started. A first run goes before them, for what is loaded and
compiled once.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import boto3
from naive_source import NaiveSource
from pyspark.sql import DataFrame, SparkSession

from pinpipe.kinesis import register
from pinpipe.session import SessionSettings, build_session

_SOURCES = {"source": "kinesis", "naive": NaiveSource.name()}

_TICKS = os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from descendants(int(child))


def cpu_seconds() -> float:
    """Of this process and all below it, those that have ended included."""
    total = 0
    for pid in descendants(os.getpid()):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(ticks) for ticks in fields[11:15])
    return total / _TICKS


def source_reader(endpoint: str, stream: str, name: str) -> Callable[[], int]:
    spark: SparkSession = build_session(
        SessionSettings(Path(os.environ["PINPIPE_JARS"]), master="local[1]")
    )
    register(spark)
    spark.dataSource.register(NaiveSource)
    options = {
        "streamName": stream,
        "endpoint": endpoint,
        "region": "us-east-1",
        "awsAccessKey": "test",
        "awsSecretKey": "test",
        "initialPosition": "trim_horizon",
    }

    def read() -> int:
        counts: list[int] = []

        def count(frame: DataFrame, _: int) -> None:
            counts.append(frame.count())

        with TemporaryDirectory() as folder:
            records = spark.readStream.format(name).options(**options).load()
            query = records.writeStream.foreachBatch(count).trigger(availableNow=True)
            query.option("checkpointLocation", folder).start().awaitTermination()
        return sum(counts)

    return read


def client_reader(endpoint: str, stream: str) -> Callable[[], int]:
    client = boto3.client(
        "kinesis",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )

    def rows_of(shard: str) -> int:
        place = client.get_shard_iterator(
            StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )
        iterator, rows, behind = place["ShardIterator"], 0, 1
        while behind > 0:
            page = client.get_records(ShardIterator=iterator, Limit=10_000)
            iterator, behind = page["NextShardIterator"], page["MillisBehindLatest"]
            rows += len(page["Records"])
        return rows

    def read() -> int:
        shards = client.list_shards(StreamName=stream)["Shards"]
        return sum(rows_of(shard["ShardId"]) for shard in shards)

    return read


def main() -> None:
    how, endpoint, stream, runs = sys.argv[1:]
    if how == "client":
        read = client_reader(endpoint, stream)
    else:
        read = source_reader(endpoint, stream, _SOURCES[how])
    read()
    for _ in range(int(runs)):
        begun, cpu = time.monotonic(), cpu_seconds()
        rows = read()
        figures = {
            "rows": rows,
            "seconds": time.monotonic() - begun,
            "cpu_s": cpu_seconds() - cpu,
        }
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()


main()
