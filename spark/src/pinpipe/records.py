"""What a record is, on the wire and in the clean tables.

The wire columns repeat `packages/schema/generated/*.schema.json`; a test compares the two.
They are written out so that the package runs without the repository around it.
"""

from dataclasses import dataclass
from typing import Final, Literal

from pyspark.sql.types import (
    ArrayType,
    DataType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

Kind = Literal["pin", "geo", "user"]
WireType = Literal["text", "integer", "number"]

KINDS: Final[tuple[Kind, ...]] = ("pin", "geo", "user")

WIRE_TYPES: Final[dict[WireType, DataType]] = {
    "text": StringType(),
    "integer": LongType(),
    "number": DoubleType(),
}


@dataclass(frozen=True)
class WireColumn:
    """One required column of a record; `minimum` bounds integers from below."""

    name: str
    type: WireType
    minimum: int = -(2**63)


def _texts(*names: str) -> tuple[WireColumn, ...]:
    return tuple(WireColumn(name, "text") for name in names)


WIRE_COLUMNS: Final[dict[Kind, tuple[WireColumn, ...]]] = {
    "pin": (
        WireColumn("index", "integer", minimum=0),
        *_texts("unique_id", "title", "description", "poster_name", "follower_count"),
        *_texts("tag_list", "is_image_or_video", "image_src"),
        WireColumn("downloaded", "integer"),
        *_texts("save_location", "category"),
    ),
    "geo": (
        WireColumn("ind", "integer", minimum=0),
        WireColumn("timestamp", "text"),
        WireColumn("latitude", "number"),
        WireColumn("longitude", "number"),
        WireColumn("country", "text"),
    ),
    "user": (
        WireColumn("ind", "integer", minimum=0),
        *_texts("first_name", "last_name"),
        WireColumn("age", "integer"),
        WireColumn("date_joined", "text"),
    ),
}

# The order is the specification's; `downloaded` is not part of the clean pin.
CLEAN_SCHEMAS: Final[dict[Kind, StructType]] = {
    "pin": StructType(
        [
            StructField("ind", LongType()),
            StructField("unique_id", StringType()),
            StructField("title", StringType()),
            StructField("description", StringType()),
            StructField("follower_count", IntegerType()),
            StructField("poster_name", StringType()),
            StructField("tag_list", StringType()),
            StructField("is_image_or_video", StringType()),
            StructField("image_src", StringType()),
            StructField("save_location", StringType()),
            StructField("category", StringType()),
        ]
    ),
    "geo": StructType(
        [
            StructField("ind", LongType()),
            StructField("country", StringType()),
            StructField("coordinates", ArrayType(DoubleType())),
            StructField("timestamp", TimestampType()),
        ]
    ),
    "user": StructType(
        [
            StructField("ind", LongType()),
            StructField("user_name", StringType()),
            StructField("age", LongType()),
            StructField("date_joined", TimestampType()),
        ]
    ),
}


def wire_schema(kind: Kind) -> StructType:
    """The columns of a record as they are on the wire, typed, in the table's order."""
    return StructType([StructField(c.name, WIRE_TYPES[c.type]) for c in WIRE_COLUMNS[kind]])
