"""The body of an object to its lines. Pure; knows no Spark.

A line ends at LF (0x0A) and nowhere else: U+2028, CR and their like stay inside it. Whatever stands
at the end without an LF is a line too, and so is the broken or empty body of an object, so that
every object leaves a trace and counts can tie.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_GZIP_WINDOW = 31  # zlib's way to say "a gzip header and trailer, any window"


@dataclass(frozen=True, slots=True)
class Line:
    """`raw` without its LF, numbered from 1; `fault` is set where the bytes cannot be trusted."""

    number: int
    raw: bytes
    terminated: bool
    fault: str | None = None


def split_lines(body: bytes, compressed: bool) -> Iterator[Line]:
    """The lines of an object's body.

    A gzip that ends early gives its whole lines, then one faulty line with the rest. One that is
    damaged (bad data or checksum) gives all that could be read as faulty lines.
    """
    if not compressed:
        yield from _plain(body)
        return
    data, fault = _inflate(body)
    if fault is None:
        yield from _plain(data)
    elif fault.startswith("truncated-gzip"):
        end = data.rfind(b"\n") + 1
        lines = [Line(n, raw[:-1], True) for n, raw in _numbered(data[:end])]
        yield from lines
        yield Line(len(lines) + 1, data[end:], False, fault)
    else:
        for number, raw in _numbered(data or body):
            yield Line(number, raw.removesuffix(b"\n"), raw.endswith(b"\n"), fault)


def _plain(body: bytes) -> Iterator[Line]:
    if not body:
        yield Line(1, b"", False, "empty-object")
    for number, raw in _numbered(body):
        terminated = raw.endswith(b"\n")
        yield Line(number, raw[:-1] if terminated else raw, terminated)


def _numbered(data: bytes) -> Iterator[tuple[int, bytes]]:
    # Iterating BytesIO splits at LF only, lazily.
    return enumerate(io.BytesIO(data), start=1)


def _inflate(body: bytes) -> tuple[bytes, str | None]:
    """All members of a gzip file, and what is wrong with it."""
    parts: list[bytes] = []
    rest = body
    while rest:
        member = zlib.decompressobj(_GZIP_WINDOW)
        try:
            parts.append(member.decompress(rest))
        except zlib.error as error:
            return b"".join(parts), f"damaged-gzip: {error}"
        if not member.eof:
            return b"".join(parts), "truncated-gzip: the object ends inside the compressed data"
        rest = member.unused_data
    return b"".join(parts), None
