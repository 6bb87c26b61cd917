from pinpipe.kinesis.offsets import Position
from pinpipe.kinesis.shards import Shard, starting, vanished, with_lineage

READING = Position("5")
DRAINED = Position("9", drained=True)
START = Position()

# Shard 0 was split into 2 and 3; then 1 and 2 were merged into 4.
SHARDS = [
    Shard("0", (), closed=True),
    Shard("1", (), closed=True),
    Shard("2", ("0",), closed=True),
    Shard("3", ("0",), closed=False),
    Shard("4", ("1", "2"), closed=False),
]


def test_a_query_starts_at_the_oldest_shards() -> None:
    assert starting(SHARDS, None) == {"0": START, "1": START}
    assert starting(SHARDS[2:], 3) == {"2": Position(from_ms=3), "3": Position(from_ms=3)}


def test_children_of_a_split_enter_when_their_parent_is_drained() -> None:
    known = {"0": READING, "1": READING}
    assert with_lineage(SHARDS, known) == known

    known = {"0": DRAINED, "1": READING}
    assert with_lineage(SHARDS, known) == {**known, "2": START, "3": START}


def test_the_child_of_a_merge_enters_when_both_parents_are_drained() -> None:
    known = {"0": DRAINED, "1": DRAINED, "2": READING, "3": READING}
    assert with_lineage(SHARDS, known) == known

    known = {**known, "1": READING, "2": DRAINED}
    assert with_lineage(SHARDS, known) == known

    known = {**known, "1": DRAINED}
    assert with_lineage(SHARDS, known) == {**known, "4": START}


def test_a_drained_shard_stays_until_it_is_no_longer_listed() -> None:
    known = {"0": DRAINED, "1": READING, "2": READING, "3": READING}
    assert with_lineage(SHARDS, known) == known
    assert with_lineage(SHARDS[1:], known) == {"1": READING, "2": READING, "3": READING}


def test_shards_that_went_before_they_were_read_are_named() -> None:
    assert vanished(SHARDS[2:], {"0": READING, "1": DRAINED, "2": READING}) == ["0"]
    assert with_lineage(SHARDS[2:], {"0": READING, "1": DRAINED}) == {"2": START, "3": START}


def test_children_begin_at_the_querys_time_where_nothing_was_read_of_their_parents() -> None:
    waiting = Position(from_ms=3, drained=True)

    assert with_lineage(SHARDS, {"0": waiting, "1": READING})["2"] == Position(from_ms=3)
    assert with_lineage(SHARDS, {"0": DRAINED, "1": READING})["2"] == START
