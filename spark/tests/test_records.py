import json
from pathlib import Path
from typing import Any

import pytest

from pinpipe.records import CLEAN_SCHEMAS, KINDS, WIRE_COLUMNS, Kind, wire_schema

GENERATED = Path(__file__).parents[2] / "packages" / "schema" / "generated"
JSON_TYPES = {"text": "string", "integer": "integer", "number": "number"}


@pytest.mark.parametrize("kind", KINDS)
def test_wire_columns_are_those_of_the_json_schema(kind: Kind) -> None:
    schema: dict[str, Any] = json.loads((GENERATED / f"{kind}.schema.json").read_text())
    columns = WIRE_COLUMNS[kind]
    assert [c.name for c in columns] == list(schema["properties"]) == schema["required"]
    for column in columns:
        described = schema["properties"][column.name]
        assert described["type"] == JSON_TYPES[column.type], column.name
        if column.minimum == 0:
            assert described["minimum"] == 0, column.name


@pytest.mark.parametrize("kind", KINDS)
def test_spark_types_follow_the_wire_types(kind: Kind) -> None:
    names = {"text": "string", "integer": "bigint", "number": "double"}
    expected = [(c.name, names[c.type]) for c in WIRE_COLUMNS[kind]]
    assert [(f.name, f.dataType.simpleString()) for f in wire_schema(kind)] == expected


def test_clean_columns_have_the_specified_order() -> None:
    assert {kind: ",".join(schema.names) for kind, schema in CLEAN_SCHEMAS.items()} == {
        "pin": "ind,unique_id,title,description,follower_count,poster_name,tag_list,"
        "is_image_or_video,image_src,save_location,category",
        "geo": "ind,country,coordinates,timestamp",
        "user": "ind,user_name,age,date_joined",
    }
