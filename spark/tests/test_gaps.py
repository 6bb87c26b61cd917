from itertools import islice

import pytest

from pinpipe.gaps import line_offsets


def offsets(note: str | None, lines: int) -> list[int]:
    return list(islice(line_offsets(100, note), lines))


def test_lines_without_a_note_are_contiguous() -> None:
    assert offsets(None, 3) == [100, 101, 102]


def test_a_note_says_before_which_lines_offsets_are_left_out() -> None:
    assert offsets("2:1,3:4,5:1", 6) == [100, 102, 107, 108, 110, 111]


@pytest.mark.parametrize(
    "note",
    [
        *("", "x", "2", "2:", "2:1,", "2:1;3:1", "2:-1", " 2:1", "2:99999999999999999"),
        *("\u0662:1", "3:1,2:1", "2:1,2:1", "1:1", "0:1"),
    ],
)
def test_a_damaged_note_is_none(note: str) -> None:
    assert offsets(note, 3) == [100, 101, 102]
