"""Lines of objects in a bucket, metadata included."""

import gzip
from collections.abc import Sequence

import pytest
from pyspark.sql import SparkSession

from pinpipe.layout import TopicObject, topic_object
from pinpipe.objects import Stored
from pinpipe.reader import read_lines
from records_made import ID, body, record
from s3_server import serving

TOPIC = f"{ID}.user"


def key_of(start: int, gz: str = "") -> str:
    return f"topics/{TOPIC}/partition=0/{TOPIC}+0+{start:010d}.json{gz}"


def places(spark: SparkSession, objects: dict[str, Stored]) -> Sequence[tuple[int, int, bool]]:
    """Offset, line and whether it was accepted, of every line."""
    found = [topic_object(key, len(stored.body)) for key, stored in objects.items()]
    known: list[TopicObject] = [each for each in found if each is not None]
    with serving(objects) as s3:
        rows = read_lines(spark, "user", "s3a://bucket", s3, known).collect()
    return sorted((row["offset"], row["line"], row["reason"] is None) for row in rows)


def test_lines_after_a_gap_keep_the_offsets_of_their_records(spark: SparkSession) -> None:
    lines = body(record("user", 1), record("user", 2), 7, record("user", 3))
    objects = {
        key_of(10): Stored(lines, {"next-offset": "19", "offset-gaps": "2:2,4:3"}),
        key_of(19, ".gz"): Stored(gzip.compress(lines), {"offset-gaps": "3:1"}),
    }
    assert places(spark, objects) == [
        *((10, 1, True), (13, 2, True), (14, 3, False), (18, 4, True)),
        *((19, 1, True), (20, 2, True), (22, 3, False), (23, 4, True)),
    ]


@pytest.mark.parametrize("metadata", [{}, {"offset-gaps": "2;1"}])
def test_lines_of_an_object_without_a_usable_note_are_contiguous(
    spark: SparkSession, metadata: dict[str, str]
) -> None:
    lines = body(record("user", 1), record("user", 2))
    assert places(spark, {key_of(10): Stored(lines, metadata)}) == [(10, 1, True), (11, 2, True)]
