"""One shard as the planner follows it: its next records, and where a batch is to end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from pinpipe.kinesis.client import Kinesis, Page
from pinpipe.kinesis.errors import KinesisSourceError, stream_remade
from pinpipe.kinesis.offsets import Position
from pinpipe.kinesis.planning import Cap, arrival_ms, jump_ms, later, look_ahead, reaches

_LOOK_AHEAD: Final = 1000
_WHOLE_PAGE: Final = 10_000
# GetRecords may answer with nothing while there is data behind; so many pages are taken at a time.
_MOST_EMPTY_PAGES: Final = 50
# The tip is looked for in the last second, the last 4 s, the last 16 s …, a retention of a year.
_FIRST_AGE_MS: Final = 1000
_AGE_FACTOR: Final = 4
_OLDEST_MS: Final = 366 * 24 * 3_600_000
# So long may a shard fail before the query does; until then the others go on without it.
_PATIENCE_S: Final = 60


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


class Cursor:
    """Follows one shard; one thread at a time. At the tip a plan costs one GetRecords."""

    def __init__(self, kinesis: Kinesis, place: Place, clock: Clock) -> None:
        self._kinesis = kinesis
        self._place = place
        self._clock = clock
        self._turn = 0.0
        self._failing_since: float | None = None
        self._position: Position | None = None
        self._iterator: str | None = None

    def plan(self, position: Position, cap: Cap | None) -> Position:
        """The end of a batch that starts at `position`; the same where there is nothing to read.

        Without a cap that is the tip. A shard that is throttled or not to be reached stays where it
        is for a minute, then raises.
        """
        try:
            end = self._planned(position, cap)
        except KinesisSourceError as error:
            now = self._clock.monotonic()
            self._failing_since = self._failing_since or now
            if not error.retriable or now - self._failing_since > _PATIENCE_S:
                raise
            return position
        self._failing_since = None
        return end

    def tip(self) -> str | None:
        """The sequence number of the last record; None where the shard keeps none.

        It is looked for from a time on, further back each time nothing is found, so that an old
        and busy shard is not read from its start.
        """
        oldest = self._page(self._start(Position()), _LOOK_AHEAD)
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

    def _planned(self, position: Position, cap: Cap | None) -> Position:
        limit = _LOOK_AHEAD if cap is None else min(_LOOK_AHEAD, cap.rows)
        page = self._next_page(position, limit)
        if page is None:
            return position
        if not page.records:
            end = replace(position, drained=page.next is None)
            self._keep(end, page)
            return end
        look = look_ahead(page.records)
        if page.final:
            end = Position(look.last, look.first, drained=page.next is None)
            self._keep(end, page)
            return end
        self._keep(None, None)
        return Position(self._end(page, cap), look.first)

    def _end(self, page: Page, cap: Cap | None) -> str:
        look = look_ahead(page.records)
        if cap is None:
            return self._behind(look.last, self.tip()) or look.last
        if reaches(look, cap):
            return look.last
        at_ms = jump_ms(look, page.behind_ms, cap)
        met = None if at_ms is None else self._first_from(at_ms)
        return self._behind(look.last, met) or self._walk(page, cap)

    def _behind(self, number: str, candidate: str | None) -> str | None:
        return candidate if candidate is not None and later(candidate, number) else None

    def _walk(self, page: Page, cap: Cap) -> str:
        """Reads on to the tip or the cap, where less than a batch is left or traffic stopped."""
        look = look_ahead(page.records)
        last, rows, size = look.last, look.rows, look.bytes
        while not page.final and rows < cap.rows and size < cap.bytes:
            assert page.next is not None
            page = self._page(page.next, min(_WHOLE_PAGE, cap.rows - rows))
            if page.records:
                look = look_ahead(page.records)
                last, rows, size = look.last, rows + look.rows, size + look.bytes
            elif not page.final:
                break
        return last

    def _next_page(self, position: Position, limit: int) -> Page | None:
        """None where the position is a time to come."""
        if self._iterator is not None and self._position == position:
            try:
                return self._page(self._iterator, limit)
            except KinesisSourceError as error:
                if error.code != "EXPIRED_ITERATOR":
                    raise
        return self._sought(position, limit)

    def _sought(self, position: Position, limit: int) -> Page | None:
        """Begins at the last record read, which proves that nothing behind it has been trimmed."""
        if position.after is None:
            return self._page_at(position, limit)
        page = self._page_at(position, limit + 1)
        if page is None or not page.records or page.records[0]["SequenceNumber"] != position.after:
            return self._trimmed(position, limit)
        rest = page._replace(records=page.records[1:])
        if rest.records or rest.final or rest.next is None:
            return rest
        return self._page(rest.next, limit)

    def _trimmed(self, position: Position, limit: int) -> Page:
        place = self._place
        if self._kinesis.created_ms(place.stream) != place.created_ms:
            raise stream_remade(place.stream)
        if place.fail_on_data_loss:
            text = (
                f"{place.stream} {place.shard}: record {position.after}, the last one "
                "that was read, is not kept any longer, so that records after it may be lost. "
                "To go on with the oldest record that is kept, set failOnDataLoss to false"
            )
            raise KinesisSourceError("DATA_LOST", text)
        page = self._page(self._start(Position()), limit)
        assert position.after is not None
        after = position.after
        return page._replace(records=[r for r in page.records if later(r["SequenceNumber"], after)])

    def _page_at(self, position: Position, limit: int) -> Page | None:
        """None where the service has no such place: a number that it trimmed, a time to come."""
        try:
            return self._page(self._start(position), limit)
        except KinesisSourceError as error:
            if error.code != "INVALID_ARGUMENT":
                raise
            return None

    def _start(self, position: Position) -> str:
        place = self._place
        return self._kinesis.iterator(place.stream, place.shard, position)

    def _page(self, iterator: str, limit: int) -> Page:
        """The next page with records, or the tip."""
        for _ in range(_MOST_EMPTY_PAGES):
            self._wait()
            page = self._kinesis.records(iterator, min(limit, _WHOLE_PAGE))
            if page.records or page.final:
                break
            assert page.next is not None
            iterator = page.next
        return page

    def _first_from(self, at_ms: int) -> str | None:
        page = self._page_at(Position(from_ms=at_ms), 1)
        return None if page is None else _number(page.records, 0)

    def _last_from(self, position: Position) -> str | None:
        """Of the records from a place on, the last one; what arrives meanwhile need not count."""
        began_ms = self._clock.epoch() * 1000
        page = self._page_at(position, _WHOLE_PAGE)
        last = None
        while page is not None:
            last = _number(page.records, -1) or last
            if page.final or (page.records and arrival_ms(page.records[-1]) >= began_ms):
                break
            assert page.next is not None
            page = self._page(page.next, _WHOLE_PAGE)
        return last

    def _keep(self, position: Position | None, page: Page | None) -> None:
        """An iterator is kept at the tip only: elsewhere the next plan is to prove its start."""
        self._position = None if position is None else replace(position, first=None)
        self._iterator = None if page is None else page.next

    def _wait(self) -> None:
        """Five calls a second are all that a shard gives, to all its readers together."""
        now = self._clock.monotonic()
        if now < self._turn:
            self._clock.sleep(self._turn - now)
        self._turn = max(now, self._turn) + self._place.fetch_s


def _number(records: Any, index: int) -> str | None:
    return str(records[index]["SequenceNumber"]) if records else None
