"""Makes records, objects and roots for tests."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from pinpipe.records import KINDS, Kind

ID = "0a1b2c3d4e5f"

# One good record of each kind; the tests of `airflow` land them too.
RECORDS: dict[Kind, dict[str, Any]] = json.loads(
    Path(__file__).with_name("records.json").read_bytes()
)
PIN, GEO, USER = (RECORDS[kind] for kind in KINDS)


def record(kind: Kind, ind: int, **changes: Any) -> dict[str, Any]:
    key = "index" if kind == "pin" else "ind"
    return {**RECORDS[kind], key: ind, **changes}


def body(*values: Any) -> bytes:
    """One JSON value a line, LF after each."""
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


def put(
    root: Path, kind: Kind, start: int, content: bytes, partition: int = 0, gz: str = ""
) -> str:
    """Lays an object as the sink does; gives its key."""
    topic = f"{ID}.{kind}"
    key = f"topics/{topic}/partition={partition}/{topic}+{partition}+{start:010d}.json{gz}"
    path = root / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return key


def unheard(text: str) -> None:
    """A report that nobody reads."""


def frame(spark: SparkSession, rows: list[tuple[Any, ...]], schema: StructType | str) -> DataFrame:
    """A local frame. Through Arrow, because plain lists go through Spark's Python workers."""
    struct = StructType.fromDDL(schema) if isinstance(schema, str) else schema
    assert isinstance(struct, StructType)
    named = [dict(zip(struct.names, row, strict=True)) for row in rows]
    arrow = to_arrow_schema(struct, timezone="UTC")
    table: Any = pa.Table.from_pylist(named, schema=arrow)
    made: DataFrame = spark.createDataFrame(table, schema=struct)
    return made
