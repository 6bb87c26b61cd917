import json
from typing import Any

import pytest

from pinpipe.parse import Parsed, line_parser
from pinpipe.records import KINDS, WIRE_COLUMNS, Kind
from records_made import GEO, PIN, RECORDS


def parse(kind: Kind, line: bytes, terminated: bool = True) -> Parsed:
    return line_parser(WIRE_COLUMNS[kind])(line, terminated)


def changed(base: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps({**base, **changes}).encode()


def without(base: dict[str, Any], *columns: str) -> bytes:
    return json.dumps({k: v for k, v in base.items() if k not in columns}).encode()


def with_extra(base: dict[str, Any], value: str) -> bytes:
    """A record with a column `x` of this JSON text."""
    return changed(base)[:-1] + f',"x":{value}}}'.encode()


# Legal JSON that orjson refuses.
BEYOND_ORJSON = [
    "1e400",
    "-1e400",
    "9" * 400,
    "-" + "9" * 5000,
    '"\\ud800"',
    '"\\udc00\\ud800]}"',
    '{"\\udfff":null}',
    pytest.param("[" * 2000 + "]" * 2000, id="deep arrays"),
    pytest.param('{"a":' * 20_000 + "1" + "}" * 20_000, id="very deep objects"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_record_gives_its_values_in_column_order(kind: Kind) -> None:
    record = RECORDS[kind]
    shuffled = dict(reversed(record.items()))
    assert parse(kind, json.dumps(shuffled).encode()) == Parsed(tuple(record.values()), None)


def test_an_extra_column_is_named_and_does_not_reject() -> None:
    parsed = parse("pin", changed(PIN, zeta=1, board={"a": None}))
    assert parsed == Parsed(tuple(PIN.values()), None, ("board", "zeta"))


@pytest.mark.parametrize("value", BEYOND_ORJSON)
@pytest.mark.parametrize("kind", KINDS)
def test_an_extra_column_may_hold_any_legal_json(kind: Kind, value: str) -> None:
    record = RECORDS[kind]
    good = Parsed(tuple(record.values()), None, ("x",))
    inside = (value, f"[1,{value}]", f'{{"a":{{"b":{value}}}}}')
    for text in inside:
        assert parse(kind, with_extra(record, text)) == good
        assert parse(kind, with_extra(record, text), terminated=False) == good
        assert parse(kind, with_extra(record, text + "}")).reason is not None


def test_the_name_of_an_extra_column_is_told_where_no_table_can_hold_it() -> None:
    line = changed(GEO)[:-1] + b',"\\udc00z":1}'
    assert parse("geo", line) == Parsed(tuple(GEO.values()), None, ("\\udc00z",))


def test_beside_such_an_extra_column_every_column_is_checked_as_ever() -> None:
    bad = with_extra({**GEO, "ind": 2**63, "latitude": [[]], "country": 7}, "1e400")
    assert parse("geo", bad) == Parsed(
        None,
        "out-of-range: ind: 9223372036854775808; "
        "wrong-type: latitude: an array where a number belongs; "
        "wrong-type: country: an integer where text belongs",
        ("x",),
    )
    twice = with_extra({**GEO, "country": "\ud800"}, "1e400")[:-1] + b',"country":"Peru"}'
    assert parse("geo", twice) == Parsed((*tuple(GEO.values())[:-1], "Peru"), None, ("x",))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("country", '"a\\ud800"', "wrong-type: country: a lone surrogate where text belongs"),
        ("latitude", "1e400", "out-of-range: latitude: inf"),
        ("latitude", "-1e400", "out-of-range: latitude: -inf"),
        ("latitude", "9" * 5000, "out-of-range: latitude: inf"),
        (
            "ind",
            "1e400",
            "wrong-type: ind: a fraction or a number beyond 64 bits where an integer belongs",
        ),
    ],
)
def test_a_known_column_that_no_table_can_hold_is_rejected(
    column: str, value: str, reason: str
) -> None:
    line = changed(GEO, **{column: "HERE"}).replace(b'"HERE"', value.encode())
    assert parse("geo", line) == Parsed(None, reason)


def test_an_extra_column_is_named_on_a_rejected_record_too() -> None:
    parsed = parse("geo", without({**GEO, "extra": 1}, "country"))
    assert parsed == Parsed(None, "missing-column: country", ("extra",))


@pytest.mark.parametrize("column", [c.name for c in WIRE_COLUMNS["pin"]])
def test_a_missing_column_is_named(column: str) -> None:
    assert parse("pin", without(PIN, column)).reason == f"missing-column: {column}"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": 7}, "wrong-type: title: an integer where text belongs"),
        ({"title": None}, "wrong-type: title: null where text belongs"),
        ({"title": True}, "wrong-type: title: a boolean where text belongs"),
        ({"title": ["a"]}, "wrong-type: title: an array where text belongs"),
        ({"title": {"a": 1}}, "wrong-type: title: an object where text belongs"),
        ({"follower_count": 512}, "wrong-type: follower_count: an integer where text belongs"),
        ({"index": "7"}, "wrong-type: index: text where an integer belongs"),
        ({"index": True}, "wrong-type: index: a boolean where an integer belongs"),
        (
            {"index": 7.0},
            "wrong-type: index: a fraction or a number beyond 64 bits where an integer belongs",
        ),
        ({"index": -1}, "out-of-range: index: -1"),
        ({"index": 2**63}, "out-of-range: index: 9223372036854775808"),
        ({"downloaded": None}, "wrong-type: downloaded: null where an integer belongs"),
    ],
)
def test_a_wrong_type_is_named_and_never_coerced(change: dict[str, Any], reason: str) -> None:
    assert parse("pin", changed(PIN, **change)) == Parsed(None, reason)


def test_integers_up_to_64_bits_are_exact() -> None:
    values = parse("pin", changed(PIN, index=2**63 - 1, downloaded=-(2**63))).values
    assert values is not None and (values[0], values[9]) == (2**63 - 1, -(2**63))


def test_an_integer_beyond_every_64_bits_is_rejected() -> None:
    assert (parse("pin", changed(PIN, index=10**30)).reason or "").startswith("wrong-type: index")


def test_a_number_column_takes_integers_and_no_texts() -> None:
    values = parse("geo", changed(GEO, latitude=12)).values
    assert values is not None and values[2] == 12
    reason = parse("geo", changed(GEO, latitude="12.5")).reason
    assert reason == "wrong-type: latitude: text where a number belongs"


def test_all_problems_of_a_record_are_in_one_reason() -> None:
    reason = parse("geo", b'{"ind":"1","timestamp":"x","latitude":1.5,"country":2}').reason
    assert reason == (
        "wrong-type: ind: text where an integer belongs; missing-column: longitude; "
        "wrong-type: country: an integer where text belongs"
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "empty-line"),
        (b" \t\r", "empty-line"),
        (b"[1]", "not-object: an array"),
        (b'"text"', "not-object: text"),
        (b"7", "not-object: an integer"),
        (b"null", "not-object: null"),
        (b"true", "not-object: a boolean"),
        (b'"\\ud800"', "not-object: text"),
        (b"[" * 5000 + b"]" * 5000, "not-object: an array"),
    ],
)
def test_what_is_no_object_is_said_to_be_none(line: bytes, reason: str) -> None:
    assert parse("pin", line) == Parsed(None, reason)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"hello", "not-json"),
        (b'{"index":1', "not-json"),
        (b'{"index":NaN}', "not-json"),
        (b'{"index":1} {"index":2}', "not-json"),
        (b'{"x":1e400} {"index":2}', "not-json"),
        (b'{"x":1e400,"y":-Infinity}', "not-json"),
        (b'{"x":"\\ud800","y":[01]}', "not-json"),
        (b"[" * 5000, "not-json"),
        (b'{"x":1e400,"title":"\xff\xfe"}', "not-utf8: byte 21 of the line"),
        (b'{"title":"\xff\xfe"}', "not-utf8: byte 11 of the line"),
    ],
)
def test_unreadable_lines_have_their_code(line: bytes, code: str) -> None:
    assert (parse("pin", line).reason or "").startswith(code)


def test_a_line_cut_before_its_lf_is_half_written() -> None:
    half = json.dumps(PIN).encode()[:50]
    assert (parse("pin", half, terminated=False).reason or "").startswith("half-written-line")


def test_a_whole_record_without_its_lf_is_a_record() -> None:
    assert parse("pin", json.dumps(PIN).encode(), terminated=False).reason is None


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    values = parse("geo", changed(GEO)[:-1] + b',"country":"Peru"}').values
    assert values is not None and values[-1] == "Peru"
