import json

import pytest

from pinpipe.kinesis.offsets import (
    Position,
    Range,
    StreamOffset,
    offset_from_json,
    offset_to_json,
    ranges_of,
    sequence_order,
    without_ranges,
)

POSITIONS = {
    "shard-3": Position(from_ms=5),
    "shard-2": Position("20", drained=True),
    "shard-1": Position(),
    "shard-0": Position("12", "10"),
}
OFFSET = {"posts": StreamOffset(7, POSITIONS), "likes": StreamOffset(8, {"shard-0": Position("9")})}


def test_an_offset_comes_back_as_it_was() -> None:
    assert offset_from_json(json.loads(json.dumps(offset_to_json(OFFSET)))) == OFFSET


def test_the_text_of_an_offset_depends_on_its_content_only() -> None:
    other = {
        name: StreamOffset(each.created_ms, dict(sorted(each.shards.items())))
        for name, each in sorted(OFFSET.items())
    }

    assert json.dumps(offset_to_json(OFFSET)) == json.dumps(offset_to_json(other))


def test_only_shards_with_new_records_have_a_range() -> None:
    assert list(ranges_of(OFFSET)) == [Range("posts", 7, "shard-0", "10", "12")]
    assert list(ranges_of(without_ranges(OFFSET))) == []


@pytest.mark.parametrize("kept", [{}, {"version": 2, "streams": {}}, {"version": 1}, {"offset": 1}])
def test_an_offset_of_something_else_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no offset of this source"):
        offset_from_json(kept)


def test_sequence_numbers_are_ordered_as_numbers() -> None:
    assert sorted(["100", "99", "9", "101"], key=sequence_order) == ["9", "99", "100", "101"]
