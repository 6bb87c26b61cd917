"""Durations and moments as Databricks' options write them."""

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

_UNITS_MS: Final = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1000),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 60_000),
    **dict.fromkeys(("h", "hour", "hours"), 3_600_000),
}

# Java's letters for a date, longest first, and Python's; a zone is an offset, UTC, GMT or Z.
_LETTERS: Final = {
    "yyyy": "%Y",
    "SSS": "%f",
    "MM": "%m",
    "dd": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
    **dict.fromkeys(("ZZZ", "XXX", "zzz", "Z", "X", "z"), "%z"),
}
_TOKEN: Final = re.compile(
    "|".join(sorted(_LETTERS, key=len, reverse=True)) + r"|'([^']*)'|[A-Za-z]+|%"
)
_ZONE_NAME: Final = re.compile(r"\b(UTC|GMT)\b(?![+-])")


def duration_ms(text: str) -> int:
    """`400ms`, `10s`, `1 second`. ValueError for anything else."""
    match = re.fullmatch(r"\s*(\d+)\s*([a-z]+)\s*", text.lower())
    if match is None or match[2] not in _UNITS_MS:
        raise ValueError(f"{text!r} is no duration such as 400ms or 10s")
    return int(match[1]) * _UNITS_MS[match[2]]


def timestamp_ms(text: str) -> int:
    """The moment of `{"at_timestamp": "06/25/2020 10:23 +0000", "format": "MM/dd/yyyy HH:mm Z"}`.

    Without a format the time is ISO 8601; without a zone it is UTC. ValueError for anything else.
    """
    value = json.loads(text)
    if not isinstance(value, dict) or not isinstance(value.get("at_timestamp"), str):
        raise ValueError('it has no text "at_timestamp"')
    written, java = value["at_timestamp"], value.get("format")
    moment = datetime.fromisoformat(written) if java is None else _parsed(written, java)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def _parsed(written: str, java: Any) -> datetime:
    def translated(token: re.Match[str]) -> str:
        if token[1] is not None:
            return token[1]
        if token[0] == "%":
            return "%%"
        if token[0] not in _LETTERS:
            raise ValueError(f"{token[0]!r} in the format is not known here")
        return _LETTERS[token[0]]

    return datetime.strptime(_ZONE_NAME.sub("+0000", written), _TOKEN.sub(translated, str(java)))
