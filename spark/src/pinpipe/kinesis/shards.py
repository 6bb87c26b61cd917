"""Lineage: which shards a query reads, and when the children of a split or merge enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pinpipe.kinesis.offsets import Position


@dataclass(frozen=True)
class Shard:
    """As ListShards tells it. `parents`: one after a split, two after a merge."""

    id: str
    parents: tuple[str, ...]
    closed: bool


def vanished(listed: Sequence[Shard], known: Mapping[str, Position]) -> list[str]:
    """Shards that went, by their retention, before they were read to their end."""
    ids = {shard.id for shard in listed}
    return sorted(id for id, at in known.items() if id not in ids and not at.drained)


def with_lineage(listed: Sequence[Shard], known: Mapping[str, Position]) -> dict[str, Position]:
    """The shards to go on with: without those no longer listed, with those whose parents are read.

    A shard enters once none of its parents has anything left to read, so that a key's records keep
    their order through a split or merge. A parent that is neither listed nor known is long gone.
    A drained shard stays for as long as it is listed: it would enter again.
    """
    ids = {shard.id for shard in listed}
    kept = {id: position for id, position in known.items() if id in ids}
    entering = {
        shard.id: _entry(shard, kept)
        for shard in listed
        if shard.id not in kept and all(_done(parent, ids, kept) for parent in shard.parents)
    }
    return {**kept, **entering}


def starting(listed: Sequence[Shard], from_ms: int | None) -> dict[str, Position]:
    """The oldest shards at their oldest record, or at the first that arrived at `from_ms`."""
    ids = {shard.id for shard in listed}
    roots = [shard.id for shard in listed if ids.isdisjoint(shard.parents)]
    return dict.fromkeys(roots, Position(from_ms=from_ms))


def _done(parent: str, listed: set[str], kept: Mapping[str, Position]) -> bool:
    return kept[parent].drained if parent in kept else parent not in listed


def _entry(shard: Shard, kept: Mapping[str, Position]) -> Position:
    """A query from a time on that found nothing in the parents still begins at that time."""
    times = [kept[id].from_ms for id in shard.parents if id in kept and kept[id].after is None]
    return Position(from_ms=max((ms for ms in times if ms is not None), default=None))
