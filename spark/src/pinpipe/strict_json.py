"""JSON by the grammar of RFC 8259 and nothing else, without orjson's limits. Pure.

orjson refuses legal JSON too: a number beyond a double, a lone surrogate in a text (as an escape),
deep nesting. This decoder is far slower, so it is for the lines that orjson refuses.
"""

import json
import re
from typing import Any, Final, NoReturn

# Texts whole, so that a bracket inside one is not taken for structure; what is left open or out of
# place is for the decoder to refuse.
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]|[^"\[\]{}]+', re.DOTALL)

_CLOSED: Final = {"]": "[]", "}": "{}"}


def decode_flat(line: bytes) -> Any:
    """The JSON value of `line`; arrays and objects inside it come out empty.

    Only the outermost level is kept because a record's columns are scalars; the levels below are
    checked, one at a time, so that no depth is too deep. Of a key that stands twice the last value
    counts. A number beyond a double is infinite; an integer beyond 64 bits is a float, as orjson's.

    Raises ValueError (UnicodeDecodeError where it is not UTF-8) for what is not legal JSON.
    """
    levels: list[list[str]] = [[]]
    for token in _TOKEN.findall(line.decode()):
        if token in ("[", "{"):
            levels.append([])
        levels[-1].append(token)
        if token in _CLOSED:
            inner = "".join(levels.pop())
            if not levels:
                raise ValueError(f"{token} closes nothing")
            if len(levels) > 1:
                _DECODER.decode(inner)
                inner = _CLOSED[token]
            levels[-1].append(inner)
    if len(levels) > 1:
        raise ValueError(f"{levels[-1][0]} is not closed")
    return _DECODER.decode("".join(levels[0]))


def _integer(digits: str) -> int | float:
    # The length comes first: Python refuses to make an integer of thousands of digits.
    if len(digits) <= len(str(-(2**63))) and -(2**63) <= (number := int(digits)) < 2**64:
        return number
    return float(digits)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_DECODER: Final = json.JSONDecoder(parse_int=_integer, parse_constant=_refuse)
