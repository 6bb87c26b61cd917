"""The four forms in which clients' posts lie in Kinesis."""

import base64
import json

import pytest

from pinpipe.records import WIRE_COLUMNS
from pinpipe.streaming.decode import record_decoder
from records_made import GEO

decode = record_decoder(WIRE_COLUMNS["geo"])

OBJECT = json.dumps(GEO, ensure_ascii=False)
BASE64 = base64.b64encode(OBJECT.encode()).decode()
VALUES = (1, "2020-08-28T03:52:47", -89.9787, -173.293, "Albania")


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("object", OBJECT),
        ("object", f" \n{OBJECT}\r\n"),
        ("array", f"[{OBJECT}]"),
        ("array", f" [ {OBJECT} ] "),
        ("json-text", json.dumps(OBJECT)),
        ("json-text", json.dumps(f"[{OBJECT}]")),
        ("base64", json.dumps(BASE64)),
        ("base64", json.dumps(base64.b64encode(f"[{OBJECT}]".encode()).decode())),
        ("base64", BASE64),
        ("base64", f" {BASE64}\n"),
        ("base64", base64.encodebytes(f"[{OBJECT}]".encode()).decode()),
        ("base64", json.dumps(base64.encodebytes(OBJECT.encode()).decode())),
        ("base64", json.dumps(base64.encodebytes(OBJECT.encode()).decode().replace("\n", "\r\n"))),
    ],
)
def test_each_form_gives_the_record_inside(form: str, data: str) -> None:
    found = decode(data.encode())
    assert found.form == form
    assert found.parsed.values == VALUES
    assert found.parsed.reason is None


@pytest.mark.parametrize(
    ("form", "data", "reason"),
    [
        (None, b'{"ind": 1', "not-json"),
        ("object", b'{"ind": "1"}', "wrong-type: ind"),
        ("array", b'[{"ind": 1}]', "missing-column"),
        (None, json.dumps('{"ind": 1').encode(), "not-object: text"),
        (None, json.dumps(base64.b64encode(b"{").decode()).encode(), "not-object: text"),
        (None, b'[{"ind": 1]', "not-json"),
        (None, b"[]", "not-object: an array"),
        (None, f"[{OBJECT},{OBJECT}]".encode(), "not-object: an array"),
        (None, b"[1]", "not-object: an array"),
        (None, b'"a word"', "not-object: text"),
        (None, b'"AAAA"', "not-object: text"),
        (None, b"7", "not-object: an integer"),
        (None, b"", "empty-line"),
        (None, b"\xff\xfe", "not-utf8"),
        (None, b"nonsense", "not-json"),
        (None, base64.b64encode(b"{"), "not-json"),
        (None, BASE64.rstrip("=").encode() + b"*", "not-json"),
        (None, json.dumps(json.dumps(BASE64)).encode(), "not-object: text"),
        (None, b'"half', "not-json"),
    ],
)
def test_what_is_no_record_has_a_reason(form: str | None, data: bytes, reason: str) -> None:
    found = decode(data)
    assert found.form == form
    assert found.parsed.values is None
    assert found.parsed.reason is not None
    assert reason in found.parsed.reason


def test_an_object_is_taken_as_it_is_even_where_a_value_looks_encoded() -> None:
    found = decode(json.dumps({**GEO, "country": BASE64}).encode())
    assert found.form == "object"
    assert found.parsed.values is not None
    assert found.parsed.values[4] == BASE64
