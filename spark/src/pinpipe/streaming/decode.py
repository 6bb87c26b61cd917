"""The data of a Kinesis record to the JSON object inside. Pure; knows no Spark.

A proxy that stores the JSON text of whatever a client gives as `Data` stores what the client meant
in one of four forms; all of them are in the wild.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from pinpipe.parse import Parsed, line_parser
from pinpipe.records import WireColumn
from pinpipe.strict_json import decode_flat

Form = Literal["object", "array", "json-text", "base64"]

FORMS: Final[tuple[Form, ...]] = ("object", "array", "json-text", "base64")

_JSON_SPACE: Final = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Decoded:
    """`form` is None where no object was found; `parsed` then says what stands there instead."""

    form: Form | None
    parsed: Parsed


def record_decoder(columns: tuple[WireColumn, ...]) -> Callable[[bytes], Decoded]:
    """A decoder of a record's data.

    - `object`: `{…}`
    - `array`: `[{…}]`, with one element
    - `json-text`: a JSON string that holds one of the above
    - `base64`: the base64 of one of them, as it is or in a JSON string, with or without line breaks
    """
    parser = line_parser(columns)

    def parse(data: bytes) -> Parsed:
        return parser(data, True)

    def bare(data: bytes) -> Decoded:
        """An object, or an array of one."""
        data = data.strip(_JSON_SPACE)
        inner = data[1:-1].strip(_JSON_SPACE)
        is_array = data[:1] == b"[" and data[-1:] == b"]"
        parsed = parse(inner if is_array else data)
        if parsed.values is not None or _is_object(inner if is_array else data):
            return Decoded("array" if is_array else "object", parsed)
        return Decoded(None, parse(data))

    def decode(data: bytes) -> Decoded:
        found = bare(data)
        if found.form is not None:
            return found
        text = _string(data)
        encoded: tuple[tuple[Form, bytes | None], ...] = (
            ("json-text", text),
            ("base64", _from_base64(data if text is None else text)),
        )
        for form, inner in encoded:
            within = None if inner is None else bare(inner)
            if within is not None and within.form is not None:
                return Decoded(form, within.parsed)
        return found

    return decode


def _is_object(data: bytes) -> bool:
    """Whether the bytes are one JSON object: `{},{}` is not."""
    try:
        return data[:1] == b"{" and isinstance(decode_flat(data), dict)
    except ValueError:
        return False


def _string(data: bytes) -> bytes | None:
    """The text of a JSON string, in UTF-8; None for anything else."""
    try:
        value: Any = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return value.encode() if isinstance(value, str) else None


def _from_base64(text: bytes) -> bytes | None:
    try:
        return base64.b64decode(text.translate(None, _JSON_SPACE), validate=True)
    except (binascii.Error, ValueError):
        return None
