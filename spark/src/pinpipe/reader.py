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
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import (
    BinaryType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from pinpipe.gaps import line_offsets
from pinpipe.layout import TopicObject
from pinpipe.lines import Line, split_lines
from pinpipe.objects import S3Settings, Stored, open_store
from pinpipe.parse import Parsed, line_parser
from pinpipe.parsed_rows import parsed_columns, parsed_fields
from pinpipe.records import WIRE_COLUMNS, Kind

_GAPS_NOTE: Final = "offset-gaps"
_ROWS_A_BATCH: Final = 10_000
_PREFETCH_OBJECTS: Final = 8
_PREFETCH_BYTES: Final = 32 * 1024 * 1024

_ORIGIN_FIELDS: Final = [
    StructField("object", StringType()),
    StructField("line", LongType()),
    StructField("topic", StringType()),
    StructField("partition", IntegerType()),
    StructField("offset", LongType()),
    StructField("raw", BinaryType()),
]
_ORIGIN_TYPES: Final = (
    pa.string(),
    pa.int64(),
    pa.string(),
    pa.int32(),
    pa.int64(),
    pa.binary(),
)

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


def lines_schema(kind: Kind) -> StructType:
    """What `parsed_fields` says, then the origin and the `raw` line.

    `offset` is the record's own in Kafka, also after a gap inside an object (dead letters, null
    values, compaction, transactions): the sink's note tells where gaps are. Of an object without
    such a note, another writer's or one in a folder, it is start offset + line - 1.
    """
    return StructType([*parsed_fields(kind), *_ORIGIN_FIELDS])


def read_lines(
    spark: SparkSession, kind: Kind, root: str, s3: S3Settings, objects: Sequence[TopicObject]
) -> DataFrame:
    """All lines of the objects. A line that is no record has null wire columns and a reason."""
    dealt = _dealt(objects, spark.sparkContext.defaultParallelism)
    # As an Arrow table: Spark would send a list through its Python workers, twice.
    table = pa.Table.from_pylist([asdict(each) for each in dealt], schema=_OBJECT_SCHEMA)
    frame = spark.createDataFrame(table)
    return frame.mapInArrow(_arrow_reader(kind, root, s3), schema=lines_schema(kind))


def _dealt(objects: Sequence[TopicObject], hands: int) -> list[TopicObject]:
    """The objects in an order whose `hands` equal slices carry about equal bytes."""
    by_size = sorted(objects, key=lambda each: each.size, reverse=True)
    return [each for hand in range(hands) for each in by_size[hand::hands]]


def _arrow_reader(
    kind: Kind, root: str, s3: S3Settings
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        parse = line_parser(WIRE_COLUMNS[kind])
        fetch = open_store(root, s3).get
        objects = (TopicObject(**row) for batch in batches for row in batch.to_pylist())
        builder = _Builder(kind)
        for source, stored in _prefetched(fetch, objects):
            offsets = line_offsets(source.start, stored.metadata.get(_GAPS_NOTE))
            lines = split_lines(stored.body, source.compressed)
            for line, offset in zip(lines, offsets, strict=False):
                builder.add(source, line, offset, _judged(line, parse))
                if builder.rows >= _ROWS_A_BATCH:
                    yield builder.take()
        if builder.rows:
            yield builder.take()

    return read


def _judged(line: Line, parse: Callable[[bytes, bool], Parsed]) -> Parsed:
    return parse(line.raw, line.terminated) if line.fault is None else Parsed(None, line.fault)


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


class _Builder:
    """Collects rows and gives them as a record batch."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._parsed: list[Parsed] = []
        self._origins: list[tuple[Any, ...]] = []

    @property
    def rows(self) -> int:
        return len(self._parsed)

    def add(self, source: TopicObject, line: Line, offset: int, parsed: Parsed) -> None:
        self._parsed.append(parsed)
        self._origins.append(
            (source.key, line.number, source.topic, source.partition, offset, line.raw)
        )

    def take(self) -> pa.RecordBatch:
        origins = [
            pa.array(values, type=type_)
            for type_, values in zip(_ORIGIN_TYPES, zip(*self._origins, strict=True), strict=True)
        ]
        arrays = [*parsed_columns(self._kind, self._parsed), *origins]
        self._parsed, self._origins = [], []
        return pa.RecordBatch.from_arrays(arrays, names=lines_schema(self._kind).names)
