"""Parsed records as Arrow columns: the part that all sources of records have in common."""

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
from pyspark.sql.types import ArrayType, StringType, StructField

from pinpipe.parse import Parsed
from pinpipe.records import WIRE_COLUMNS, Kind, wire_schema

_ARROW_TYPES: Final = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}


def parsed_fields(kind: Kind) -> list[StructField]:
    """The wire columns, null in a rejected record; its `reason`; the names of `extra` columns."""
    judged = [StructField("reason", StringType()), StructField("extra", ArrayType(StringType()))]
    return [*wire_schema(kind).fields, *judged]


def parsed_columns(kind: Kind, parsed: Sequence[Parsed]) -> list[pa.Array]:
    """The columns of `parsed_fields`, a row for each of `parsed`, which must not be empty."""
    columns = WIRE_COLUMNS[kind]
    rejected = (None,) * len(columns)
    rows = (rejected if each.values is None else each.values for each in parsed)
    wire = [
        pa.array(_of_type(values, column.type), type=_ARROW_TYPES[column.type])
        for column, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    reasons = pa.array([each.reason for each in parsed], type=pa.string())
    extra = pa.array([each.extra for each in parsed], type=pa.list_(pa.string()))
    return [*wire, reasons, extra]


def _of_type(values: tuple[Any, ...], wire_type: str) -> Sequence[Any]:
    """Arrow refuses an integer beyond 2^53 where a double belongs."""
    if wire_type != "number":
        return values
    return [None if value is None else float(value) for value in values]
