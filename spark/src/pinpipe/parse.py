"""One line of an object to typed values, or the reason why not. Pure; knows no Spark.

Nothing is coerced: Spark's `from_json` would read `7` as the text "7" and `true` as null, and both
would pass unseen. Of a key that stands twice the last value counts, as in every common JSON parser.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from math import isinf
from operator import itemgetter
from typing import Any, Final

import orjson

from pinpipe.records import WireColumn, WireType
from pinpipe.strict_json import decode_flat

_INT64_MAX: Final = 2**63 - 1

_PYTHON_TYPES: Final[dict[WireType, tuple[type, ...]]] = {
    "text": (str,),
    "integer": (int,),
    "number": (float, int),
}

_JSON_NAMES: Final[dict[type, str]] = {
    str: "text",
    int: "an integer",
    # orjson gives integers beyond 64 bits as float.
    float: "a fraction or a number beyond 64 bits",
    bool: "a boolean",
    list: "an array",
    dict: "an object",
    type(None): "null",
}

_WANTED: Final[dict[WireType, str]] = {
    "text": "text",
    "integer": "an integer",
    "number": "a number",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """`values` in column order, or None with the `reason` of the rejection.

    `extra` names the columns that the schema does not know, sorted; they never reject a record.
    """

    values: tuple[Any, ...] | None
    reason: str | None
    extra: tuple[str, ...] = ()


def line_parser(columns: tuple[WireColumn, ...]) -> Callable[[bytes, bool], Parsed]:
    """A parser of lines `(bytes without LF, did an LF follow)` for records of these columns."""
    names = tuple(column.name for column in columns)
    known = frozenset(names)
    pick = itemgetter(*names)
    # The types of a whole record are compared in one step: that is the fast path of a good line.
    accepted = frozenset(product(*(_PYTHON_TYPES[column.type] for column in columns)))
    integers = [(i, c.minimum) for i, c in enumerate(columns) if c.type == "integer"]

    def parse(line: bytes, terminated: bool) -> Parsed:
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            return _refused(columns, line, terminated, error)
        if type(record) is not dict:
            return _judged(columns, record)
        try:
            values = pick(record)
        except KeyError:
            return _judged(columns, record)
        if tuple(map(type, values)) in accepted and all(
            minimum <= values[i] <= _INT64_MAX for i, minimum in integers
        ):
            return Parsed(values, None, () if len(record) == len(names) else _extra(record, known))
        return _judged(columns, record)

    return parse


def _refused(
    columns: tuple[WireColumn, ...], line: bytes, terminated: bool, error: orjson.JSONDecodeError
) -> Parsed:
    """A line that orjson does not take: legal JSON may hold, in an extra column, what it cannot."""
    try:
        record = decode_flat(line)
    except ValueError:
        return Parsed(None, _unreadable(line, terminated, error))
    return _judged(columns, record)


def _judged(columns: tuple[WireColumn, ...], record: Any) -> Parsed:
    """Any JSON value, column by column."""
    if type(record) is not dict:
        return Parsed(None, f"not-object: {_JSON_NAMES[type(record)]}")
    extra = _extra(record, frozenset(column.name for column in columns))
    problems = _problems(columns, record)
    if problems:
        return Parsed(None, problems, extra)
    return Parsed(tuple(record[column.name] for column in columns), None, extra)


def _extra(record: dict[str, Any], known: frozenset[str]) -> tuple[str, ...]:
    # No table or document can hold a lone surrogate: it is named by its escape.
    names = (name.encode(errors="backslashreplace").decode() for name in record.keys() - known)
    return tuple(sorted(names))


def _unreadable(line: bytes, terminated: bool, error: orjson.JSONDecodeError) -> str:
    if not line.strip():
        return "empty-line"
    if not terminated:
        return f"half-written-line: {error}"
    try:
        line.decode()
    except UnicodeDecodeError as invalid:
        return f"not-utf8: byte {invalid.start + 1} of the line"
    return f"not-json: {error}"


def _problems(columns: Iterable[WireColumn], record: dict[str, Any]) -> str:
    """Every problem of a record, in column order: nobody should have to repair one at a time."""
    found = (_problem(column, record) for column in columns)
    return "; ".join(problem for problem in found if problem is not None)


def _problem(column: WireColumn, record: dict[str, Any]) -> str | None:
    if column.name not in record:
        return f"missing-column: {column.name}"
    value = record[column.name]
    if type(value) not in _PYTHON_TYPES[column.type]:
        found = _JSON_NAMES[type(value)]
        return f"wrong-type: {column.name}: {found} where {_WANTED[column.type]} belongs"
    if column.type == "integer" and not column.minimum <= value <= _INT64_MAX:
        return f"out-of-range: {column.name}: {value}"
    if column.type == "number" and isinf(value):
        return f"out-of-range: {column.name}: {value}"
    if column.type == "text" and _has_lone_surrogate(value):
        return f"wrong-type: {column.name}: a lone surrogate where text belongs"
    return None


def _has_lone_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
