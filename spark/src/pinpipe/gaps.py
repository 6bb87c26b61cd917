"""Offsets of an object's lines, by the sink's note `offset-gaps`. Pure; knows no Spark."""

import re
from collections.abc import Iterator
from itertools import count, pairwise
from typing import Final

_NOTE: Final = re.compile(r"\d{1,16}:\d{1,16}(,\d{1,16}:\d{1,16})*", re.ASCII)


def line_offsets(start: int, note: str | None) -> Iterator[int]:
    """The offset of each line in turn, the first at `start`; there is no end to them.

    `4:1,11:5` says that before line 4 one offset is left out and before line 11 five. An object
    without a note has contiguous offsets. So it is taken for one whose note is damaged, which the
    sink never writes: its lines keep their order, no run stops, and the oracle names the object.
    """
    missing = _missing(note or "")
    offset = start
    for line in count(1):
        offset += missing.get(line, 0)
        yield offset
        offset += 1


def _missing(note: str) -> dict[int, int]:
    """Line to the offsets left out before it; nothing where the note is damaged."""
    if _NOTE.fullmatch(note) is None:
        return {}
    gaps = [
        (int(line), int(offsets)) for line, offsets in (gap.split(":") for gap in note.split(","))
    ]
    rising = all(before < after for (before, _), (after, _) in pairwise([(1, 0), *gaps]))
    return dict(gaps) if rising else {}
