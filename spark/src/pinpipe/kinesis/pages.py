"""Pages of one shard, within its quota of calls."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pinpipe.kinesis.client import Kinesis, Page
from pinpipe.kinesis.errors import KinesisSourceError, stream_remade
from pinpipe.kinesis.offsets import Position

_WHOLE_PAGE: Final = 10_000
# GetRecords may answer with nothing while there is data behind; so many pages are taken at a time.
_MOST_EMPTY_PAGES: Final = 50
# The tip is looked for in the last second, the last 4 s, the last 16 s …, a retention of a year.
_FIRST_AGE_MS: Final = 1000
_AGE_FACTOR: Final = 4
_OLDEST_MS: Final = 366 * 24 * 3_600_000


@dataclass(frozen=True)
class Place:
    """A shard, and how it is to be followed. `created_ms`: of the stream; `fetch_s`: the least time
    between two GetRecords.
    """

    stream: str
    shard: str
    created_ms: int
    fetch_s: float
    fail_on_data_loss: bool


@dataclass(frozen=True)
class Clock:
    """Time by the machine, in seconds."""

    epoch: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class ShardPages:
    """Reads a shard for the planner; one thread at a time. Raises KinesisSourceError."""

    def __init__(self, kinesis: Kinesis, place: Place, clock: Clock) -> None:
        self.place = place
        self._kinesis = kinesis
        self._clock = clock
        self._turn = 0.0

    def check_stream(self) -> None:
        """KinesisSourceError STREAM_REMADE where the stream is another one by now."""
        if self._kinesis.created_ms(self.place.stream) != self.place.created_ms:
            raise stream_remade(self.place.stream)

    def tip(self) -> str | None:
        """The sequence number of the last record; None where the shard keeps none.

        It is looked for from a time on, further back each time nothing is found, so that an old
        and busy shard is not read from its start.
        """
        oldest = self.next(self._start(Position()), _WHOLE_PAGE)
        if oldest.final:
            return _number(oldest.records, -1)
        now_ms = int(self._clock.epoch() * 1000)
        age_ms = _FIRST_AGE_MS
        while age_ms < _OLDEST_MS:
            last = self._last_from(Position(from_ms=now_ms - age_ms))
            if last is not None:
                return last
            age_ms *= _AGE_FACTOR
        return self._last_from(Position())

    def at(self, position: Position, limit: int) -> Page | None:
        """The page at a position, whose record `after` comes first.

        None where the service has no such place: a number that it trimmed, a time to come.
        """
        try:
            return self.next(self._start(position), limit)
        except KinesisSourceError as error:
            if error.code != "INVALID_ARGUMENT":
                raise
            return None

    def _start(self, position: Position) -> str:
        place = self.place
        return self._kinesis.iterator(place.stream, place.shard, position)

    def next(self, iterator: str, limit: int) -> Page:
        """The next page with records, or the tip."""
        for _ in range(_MOST_EMPTY_PAGES):
            self._wait()
            page = self._kinesis.records(iterator, min(limit, _WHOLE_PAGE))
            if page.records or page.final:
                break
            assert page.next is not None
            iterator = page.next
        return page

    def first_from(self, at_ms: int) -> str | None:
        """The sequence number of the first record that arrived at that time or later."""
        page = self.at(Position(from_ms=at_ms), 1)
        return None if page is None else _number(page.records, 0)

    def _last_from(self, position: Position) -> str | None:
        """Of the records from a place on, the last one; what arrives meanwhile need not count. The
        clock of the host may be wrong: how far a page is behind is the service's own word."""
        began = asked = self._clock.monotonic()
        page = self.at(position, _WHOLE_PAGE)
        last = None
        while page is not None:
            last = _number(page.records, -1) or last
            # Up to the asking, not to the answer: a slow one would count against older records.
            if page.final or page.behind_ms < (asked - began) * 1000:
                break
            assert page.next is not None
            asked = self._clock.monotonic()
            page = self.next(page.next, _WHOLE_PAGE)
        return last

    def _wait(self) -> None:
        """Five calls a second are all that a shard gives, to all its readers together."""
        now = self._clock.monotonic()
        if now < self._turn:
            self._clock.sleep(self._turn - now)
        self._turn = max(now, self._turn) + self.place.fetch_s


def _number(records: Sequence[dict[str, Any]], index: int) -> str | None:
    return str(records[index]["SequenceNumber"]) if records else None
