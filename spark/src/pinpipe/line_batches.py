"""Stored objects to Arrow batches of lines, in Spark's Python workers."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pyarrow as pa
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
from pinpipe.objects import Stored
from pinpipe.parse import Parsed, line_parser
from pinpipe.parsed_rows import parsed_columns, parsed_fields
from pinpipe.records import WIRE_COLUMNS, Kind

_GAPS_NOTE: Final = "offset-gaps"
_ROWS_A_BATCH: Final = 10_000

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


def lines_schema(kind: Kind) -> StructType:
    """What `parsed_fields` says, then the origin and the `raw` line.

    `offset` is the record's own in Kafka, also after a gap inside an object (dead letters, null
    values, compaction, transactions): the sink's note tells where gaps are. Of an object without
    such a note, another writer's or one in a folder, it is start offset + line - 1.
    """
    return StructType([*parsed_fields(kind), *_ORIGIN_FIELDS])


def batches_of(
    kind: Kind, objects: Iterable[tuple[TopicObject, Stored]]
) -> Iterator[pa.RecordBatch]:
    """All lines of the objects, by `lines_schema`."""
    parse = line_parser(WIRE_COLUMNS[kind])
    builder = _Builder(kind)
    for source, stored in objects:
        offsets = line_offsets(source.start, stored.metadata.get(_GAPS_NOTE))
        lines = split_lines(stored.body, source.compressed)
        for line, offset in zip(lines, offsets, strict=False):
            builder.add(source, line, offset, _judged(line, parse))
            if builder.rows >= _ROWS_A_BATCH:
                yield builder.take()
    if builder.rows:
        yield builder.take()


def _judged(line: Line, parse: Callable[[bytes, bool], Parsed]) -> Parsed:
    return parse(line.raw, line.terminated) if line.fault is None else Parsed(None, line.fault)


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
