"""Plans batches over all shards of all streams, in Spark's planning process in the driver."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from pinpipe.kinesis.client import Kinesis
from pinpipe.kinesis.cursor import Cursor
from pinpipe.kinesis.errors import KinesisSourceError, stream_remade
from pinpipe.kinesis.offsets import Offset, Position, StreamOffset, without_ranges
from pinpipe.kinesis.options import SourceOptions
from pinpipe.kinesis.pages import Clock, Place, ShardPages
from pinpipe.kinesis.planning import Cap, later
from pinpipe.kinesis.shards import Shard, starting, vanished, with_lineage

_THREADS: Final = 32
# DescribeStreamSummary has a quota of 20 calls a second in the whole account.
_CREATION_CHECK_S: Final = 10.0
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Listing:
    shards: list[Shard]
    at: float


class Planner:
    """Offsets of a query. Not for several threads; it asks the shards side by side by itself.

    `kinesis`: for calls that a batch cannot do without; `brisk`: for a shard's records, where one
    that is throttled is to be left for the next plan.
    """

    def __init__(
        self, options: SourceOptions, kinesis: Kinesis, brisk: Kinesis, clock: Clock
    ) -> None:
        self._options = options
        self._kinesis = kinesis
        self._brisk = brisk
        self._clock = clock
        self._pool = ThreadPoolExecutor(_THREADS)
        self._listings: dict[str, _Listing] = {}
        self._created: dict[str, tuple[int, float]] = {}
        self._cursors: dict[tuple[str, str], Cursor] = {}
        self._targets: Mapping[tuple[str, str], Position] | None = None

    def initial(self) -> dict[str, StreamOffset]:
        """Where a new query starts, at concrete places also for `latest`."""
        return {stream: self._begin(stream) for stream in self._options.streams}

    def latest(self, start: Offset, cap: Cap | None) -> dict[str, StreamOffset]:
        """The end of the next batch; the start where nothing has arrived.

        `cap` holds for each shard; without one all that is there is taken.
        """
        before = without_ranges(start)
        try:
            end = self._planned(before, cap)
        except KinesisSourceError:
            self._created.clear()
            self.check(start)
            raise
        return dict(start) if end == before else end

    def check(self, offset: Offset) -> None:
        """KinesisSourceError STREAM_REMADE where a stream is not the one that the offset is of."""
        for stream in self._options.streams:
            if stream in offset and self._creation(stream) != offset[stream].created_ms:
                raise stream_remade(stream)

    def _planned(self, start: Offset, cap: Cap | None) -> dict[str, StreamOffset]:
        self.check(start)
        known = {
            stream: self._continued(stream, start[stream])
            if stream in start
            else self._begin(stream)
            for stream in self._options.streams
        }
        ids = [(stream, id) for stream, at in known.items() for id in at.shards]
        ends = self._pool.map(lambda id: self._end(id, known[id[0]].shards[id[1]], cap), ids)
        planned = dict(zip(ids, ends, strict=True))
        return {
            stream: replace(at, shards={id: planned[stream, id] for id in at.shards})
            for stream, at in known.items()
        }

    def stop_at_tip(self) -> None:
        """From now on no offset goes beyond what is there at this moment."""
        listed = [(name, shard) for name in self._options.streams for shard in self._shards(name)]
        tips = self._pool.map(lambda each: self._target(*each), listed)
        ids = [(stream, shard.id) for stream, shard in listed]
        self._targets = dict(zip(ids, tips, strict=True))

    def close(self) -> None:
        """Waits for calls that are under way."""
        self._pool.shutdown(cancel_futures=True)

    def _begin(self, stream: str) -> StreamOffset:
        created_ms = self._creation(stream)
        listed = self._shards(stream)
        if self._options.initial != "latest":
            from_ms = None if self._options.initial == "trim_horizon" else self._options.initial
            return StreamOffset(created_ms, starting(listed, from_ms))
        positions = self._pool.map(lambda shard: self._target(stream, shard), listed)
        ids = [shard.id for shard in listed]
        return StreamOffset(created_ms, dict(zip(ids, positions, strict=True)))

    def _target(self, stream: str, shard: Shard) -> Position:
        """The end of a shard as it is now. What is closed is to be taken as it is."""
        if shard.closed:
            return Position(drained=True)
        pages = ShardPages(self._kinesis, self._place((stream, shard.id)), self._clock)
        return Position(after=pages.tip())

    def _continued(self, stream: str, start: StreamOffset) -> StreamOffset:
        listed = self._shards(stream)
        gone = vanished(listed, start.shards)
        if gone:
            text = f"{stream}: not read to their end, and no longer listed: {', '.join(gone)}"
            self._lost(text)
        shards = with_lineage(listed, start.shards)
        if self._targets is not None:
            shards = {
                id: at
                for id, at in shards.items()
                if id in start.shards or (stream, id) in self._targets
            }
        return replace(start, shards=shards)

    def _end(self, id: tuple[str, str], position: Position, cap: Cap | None) -> Position:
        if position.drained:
            return position
        target = None if self._targets is None else self._targets.get(id, Position())
        if target is None or target.drained:
            return self._cursor(id).plan(position, cap)
        if not _beyond(target, position):
            return position
        end = self._cursor(id).plan(position, cap)
        if _beyond(target, end):
            return end
        assert target.after is not None
        # All that was there may be older than the time that the query begins at.
        begins_behind = end.first is not None and later(end.first, target.after)
        return position if begins_behind else Position(target.after, end.first)

    def _cursor(self, id: tuple[str, str]) -> Cursor:
        if id not in self._cursors:
            place = self._place(id)
            if self._targets is None:
                self._cursors[id] = Cursor(self._brisk, place, self._clock)
            else:
                # A plan that moves nothing ends the query: no shard may be left for the next one.
                self._cursors[id] = Cursor(self._kinesis, place, self._clock, patience_s=0)
        return self._cursors[id]

    def _place(self, id: tuple[str, str]) -> Place:
        options = self._options
        return Place(
            *id,
            created_ms=self._creation(id[0]),
            fetch_s=options.min_fetch_ms / 1000,
            fail_on_data_loss=options.fail_on_data_loss,
        )

    def _shards(self, stream: str) -> list[Shard]:
        now = self._clock.monotonic()
        kept = self._listings.get(stream)
        if kept is None or now - kept.at >= self._options.shard_fetch_ms / 1000:
            kept = _Listing(self._kinesis.shards(stream, self._options.shards_per_list), now)
            self._listings[stream] = kept
        return kept.shards

    def _creation(self, stream: str) -> int:
        now = self._clock.monotonic()
        kept = self._created.get(stream)
        if kept is None or now - kept[1] >= _CREATION_CHECK_S:
            kept = (self._kinesis.created_ms(stream), now)
            self._created[stream] = kept
        return kept[0]

    def _lost(self, text: str) -> None:
        if self._options.fail_on_data_loss:
            raise KinesisSourceError(
                "DATA_LOST",
                f"{text}. To go on without them, set failOnDataLoss to false "
                "(python -m pinpipe stream --ignore-data-loss)",
            )
        _log.warning("%s", text)


def _beyond(one: Position, other: Position) -> bool:
    return one.after is not None and later(one.after, other.after or "")
