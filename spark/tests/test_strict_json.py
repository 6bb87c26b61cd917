"""The decoder for what orjson refuses, held against orjson and Python's own json."""

import json
from random import Random
from typing import Any

import orjson
import pytest

from pinpipe.strict_json import decode_flat

SCALARS: list[Any] = [
    None,
    True,
    0,
    -1,
    2**63,
    2**64 - 1,
    1.5,
    -1e-300,
    "",
    "a",
    '"[{\\',
    "ü\u2028😀",
]


def drawn(random: Random, depth: int = 3) -> Any:
    """A JSON value of any shape."""
    shape = random.randrange(4) if depth else 0
    if shape == 1:
        return [drawn(random, depth - 1) for _ in range(random.randrange(4))]
    if shape >= 2:
        keys = ("a", "b", "]", '"', "{\\")
        return {random.choice(keys): drawn(random, depth - 1) for _ in range(random.randrange(4))}
    return random.choice(SCALARS)


def flat(value: Any) -> Any:
    """The value with the arrays and objects inside it emptied."""

    def emptied(inner: Any) -> Any:
        return type(inner)() if isinstance(inner, list | dict) else inner

    if isinstance(value, dict):
        return {key: emptied(inner) for key, inner in value.items()}
    return [emptied(inner) for inner in value] if isinstance(value, list) else value


def damaged(random: Random, line: bytes) -> bytes:
    """The line with one byte less, one more or another one."""
    at = random.randrange(len(line) + 1)
    put = bytes([random.choice(b'[]{}",:\\ 0-.eEtnN\x01\xff\xed\xa0')]) * random.randrange(2)
    return line[:at] + put + line[at + random.randrange(2) :]


def integer(digits: str) -> int | float:
    return number if -(2**63) <= (number := int(digits)) < 2**64 else float(digits)


def refuse(constant: str) -> None:
    raise ValueError(constant)


@pytest.mark.parametrize("seed", range(20))
def test_a_value_that_orjson_reads_is_read_the_same(seed: int) -> None:
    random = Random(seed)
    for _ in range(100):
        text = json.dumps(drawn(random), ensure_ascii=random.random() < 0.5)
        line = text.replace(", ", random.choice((",", " ,\t", ",\r\n"))).encode()
        assert decode_flat(line) == flat(orjson.loads(line))


@pytest.mark.parametrize("seed", range(20))
def test_a_line_is_refused_where_python_refuses_it_and_nowhere_else(seed: int) -> None:
    random = Random(seed)
    for _ in range(500):
        line = damaged(random, json.dumps(drawn(random), ensure_ascii=False).encode())
        try:
            text = line.decode()
            expected = flat(json.loads(text, parse_int=integer, parse_constant=refuse))
        except ValueError:
            with pytest.raises(ValueError):
                decode_flat(line)
        else:
            assert decode_flat(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        *(
            b"",
            b" ",
            b"]",
            b"}{",
            b"[",
            b'{"a":[}]',
            b'{"a":[1,]}',
            b"[[1,]]",
            b'[{"a"}]',
            b"[] []",
        ),
        *(b"NaN", b"[Infinity]", b'{"a":[-Infinity]}', b"[01]", b"[+1]", b"[1.]", b"[.5]", b"1e"),
        *(
            b'"a',
            b'"a\\',
            b'"\\u12g4"',
            b'"\\x"',
            b"\xef\xbb\xbf{}",
            b"\x0c{}",
            b"['a']",
            b"[//\n]",
        ),
        *(b'"\x01"', b'"\xff"', b'"\xed\xa0\x80"', b"[\xc2\xa0]", b"[\xd9\xa1]"),
    ],
)
def test_what_is_not_legal_json_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        decode_flat(line)
