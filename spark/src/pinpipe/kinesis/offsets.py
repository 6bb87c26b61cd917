"""Offsets: how far each shard has been read, as Spark writes it into its checkpoint.

{"version": 1, "streams": {"posts": {"created_ms": 1767225600000, "shards": {
    "shardId-000000000000": {"after": "495…", "first": "495…"},
    "shardId-000000000001": {"from": "trim_horizon"},
    "shardId-000000000002": {"after": "495…", "drained": true},
    "shardId-000000000003": {"from_ms": 1767225600000}}}}}

Spark compares offsets as text, so that they are sorted and hold nothing that changes while nothing
arrives. `created_ms` tells a stream from one of the same name that was made later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

_VERSION: Final = 1


@dataclass(frozen=True)
class Position:
    """A place in a shard, before the next record to read.

    `after`: sequence number of the last record read; without one the place is the oldest record
    that arrived at `from_ms` (epoch milliseconds) or later, or the oldest that the shard keeps.
    `first`: in the offset that ends a batch, the sequence number of the first record that the batch
    reads of this shard. `drained`: closed, and read to its end.
    """

    after: str | None = None
    first: str | None = None
    from_ms: int | None = None
    drained: bool = False


@dataclass(frozen=True)
class StreamOffset:
    """`shards`: positions by shard id."""

    created_ms: int
    shards: Mapping[str, Position]


Offset = Mapping[str, StreamOffset]
"""Streams by name or ARN, as the options name them."""


@dataclass(frozen=True)
class Range:
    """Records of a shard from `first` to `last`, both included. `created_ms`: of the stream."""

    stream: str
    created_ms: int
    shard: str
    first: str
    last: str


def sequence_order(number: str) -> tuple[int, str]:
    """Sorts sequence numbers, which are decimals of up to 128 digits."""
    return len(number), number


def offset_to_json(offset: Offset) -> dict[str, Any]:
    """What Spark keeps."""
    streams = {
        name: {
            "created_ms": stream.created_ms,
            "shards": {id: _position_to_json(stream.shards[id]) for id in sorted(stream.shards)},
        }
        for name, stream in sorted(offset.items())
    }
    return {"version": _VERSION, "streams": streams}


def offset_from_json(kept: Mapping[str, Any]) -> dict[str, StreamOffset]:
    """ValueError where another version, or another source, wrote it."""
    if kept.get("version") != _VERSION or "streams" not in kept:
        raise ValueError(f"no offset of this source's version {_VERSION}: {dict(kept)}")
    return {
        name: StreamOffset(
            stream["created_ms"],
            {id: _position_from_json(position) for id, position in stream["shards"].items()},
        )
        for name, stream in kept["streams"].items()
    }


def ranges_of(end: Offset) -> Iterator[Range]:
    """What the batch that ends there reads; a shard without new records has no range.

    The end alone tells it: when Spark repeats the first batch of a query, it asks for a new initial
    offset, and `latest` is another place by then.
    """
    for name, stream in sorted(end.items()):
        for id, position in sorted(stream.shards.items()):
            if position.first is not None and position.after is not None:
                yield Range(name, stream.created_ms, id, position.first, position.after)


def without_ranges(offset: Offset) -> dict[str, StreamOffset]:
    """The same places, as the start of the next batch."""
    return {
        name: replace(
            stream, shards={id: replace(at, first=None) for id, at in stream.shards.items()}
        )
        for name, stream in offset.items()
    }


def _position_to_json(position: Position) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if position.after is not None:
        kept["after"] = position.after
    elif position.from_ms is None:
        kept["from"] = "trim_horizon"
    if position.drained:
        kept["drained"] = True
    if position.first is not None:
        kept["first"] = position.first
    if position.from_ms is not None:
        kept["from_ms"] = position.from_ms
    return kept


def _position_from_json(kept: Mapping[str, Any]) -> Position:
    return Position(
        after=kept.get("after"),
        first=kept.get("first"),
        from_ms=kept.get("from_ms"),
        drained=kept.get("drained", False),
    )
