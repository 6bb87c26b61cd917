"""Objects to rows: one row a line, typed and with its origin, in one parallel pass.

The workers fetch and parse the objects themselves (`mapInArrow`). Spark's own sources do not fit:
`text` splits exactly but knows no line number and fails on a broken gzip; `binaryFile` brings each
body through the JVM and asks S3 three times an object, which is what counts at flush.size 1; and
`from_json` coerces. Parallelism is by object: one giant object is one task.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from typing import Final

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from pinpipe.databricks import on_databricks
from pinpipe.layout import TopicObject, topic_object
from pinpipe.line_batches import batches_of, lines_schema
from pinpipe.objects import S3Settings, Stored, open_store
from pinpipe.records import Kind

_Reader = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]

_PREFETCH_OBJECTS: Final = 8
_PREFETCH_BYTES: Final = 32 * 1024 * 1024

_OBJECT_SCHEMA: Final = pa.schema(
    [
        ("key", pa.string()),
        ("topic", pa.string()),
        ("partition", pa.int32()),
        ("start", pa.int64()),
        ("compressed", pa.bool_()),
        ("size", pa.int64()),
    ]
)


def read_lines(
    spark: SparkSession, kind: Kind, root: str, s3: S3Settings, objects: Sequence[TopicObject]
) -> DataFrame:
    """All lines of the objects. A line that is no record has null wire columns and a reason."""
    if on_databricks():
        return _read_by_spark(spark, kind, root, objects)
    dealt = _dealt(objects, spark.sparkContext.defaultParallelism)
    # As an Arrow table: Spark would send a list through its Python workers, twice.
    table = pa.Table.from_pylist([asdict(each) for each in dealt], schema=_OBJECT_SCHEMA)
    frame = spark.createDataFrame(table)
    return frame.mapInArrow(_arrow_reader(kind, root, s3), schema=lines_schema(kind))


def _read_by_spark(
    spark: SparkSession, kind: Kind, root: str, objects: Sequence[TopicObject]
) -> DataFrame:
    """Serverless workers have no network, and volumes and mounts are no buckets: Spark fetches."""
    if not objects:
        return spark.createDataFrame([], lines_schema(kind))
    files = spark.read.format("binaryFile").load([f"{root}/{each.key}" for each in objects])
    reader = _file_reader(kind)
    return files.select("path", "content").mapInArrow(reader, schema=lines_schema(kind))


def _file_reader(kind: Kind) -> _Reader:
    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = (row for batch in batches for row in batch.to_pylist())
        return batches_of(kind, (_stored(row["path"], row["content"]) for row in rows))

    return read


def _stored(path: str, body: bytes) -> tuple[TopicObject, Stored]:
    found = topic_object(f"topics/{path.rpartition('/topics/')[2]}", len(body))
    if found is None:
        raise ValueError(f"{path} is none of the sink's objects")
    return found, Stored(body)


def _dealt(objects: Sequence[TopicObject], hands: int) -> list[TopicObject]:
    """The objects in an order whose `hands` equal slices carry about equal bytes."""
    by_size = sorted(objects, key=lambda each: each.size, reverse=True)
    return [each for hand in range(hands) for each in by_size[hand::hands]]


def _arrow_reader(kind: Kind, root: str, s3: S3Settings) -> _Reader:
    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        objects = (TopicObject(**row) for batch in batches for row in batch.to_pylist())
        return batches_of(kind, _prefetched(open_store(root, s3).get, objects))

    return read


def _prefetched(
    fetch: Callable[[str], Stored], objects: Iterable[TopicObject]
) -> Iterator[tuple[TopicObject, Stored]]:
    """Objects in order, the next few already under way: small objects cost latency, not bytes."""
    waiting: deque[tuple[TopicObject, Future[Stored]]] = deque()
    with ThreadPoolExecutor(_PREFETCH_OBJECTS) as pool:
        ahead = 0
        for source in objects:
            waiting.append((source, pool.submit(fetch, source.key)))
            ahead += source.size
            while len(waiting) > _PREFETCH_OBJECTS or (waiting and ahead > _PREFETCH_BYTES):
                first, stored = waiting.popleft()
                ahead -= first.size
                yield first, stored.result()
        for last, stored in waiting:
            yield last, stored.result()
