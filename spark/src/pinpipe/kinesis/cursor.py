"""One shard as the planner follows it: its next records, and where a batch is to end."""

from dataclasses import replace
from typing import Final

from pinpipe.kinesis.client import Kinesis, Page
from pinpipe.kinesis.errors import KinesisSourceError
from pinpipe.kinesis.offsets import Position
from pinpipe.kinesis.pages import Clock, Place, ShardPages
from pinpipe.kinesis.planning import Cap, jump_ms, later, look_ahead, reaches

_LOOK_AHEAD: Final = 1000
# So long may a shard fail before the query does; until then the others go on without it.
PATIENCE_S: Final = 60


class Cursor:
    """Follows one shard; one thread at a time. At the tip a plan costs one GetRecords.

    `patience_s`: so long may the shard fail before a plan does.
    """

    def __init__(
        self, kinesis: Kinesis, place: Place, clock: Clock, patience_s: float = PATIENCE_S
    ) -> None:
        self._patience_s = patience_s
        self._pages = ShardPages(kinesis, place, clock)
        self._clock = clock
        self._failing_since: float | None = None
        self._position: Position | None = None
        self._iterator: str | None = None

    def plan(self, position: Position, cap: Cap | None) -> Position:
        """The end of a batch that starts at `position`; the same where there is nothing to read.

        Without a cap that is the tip. A shard that is throttled or not to be reached stays where it
        is for `patience_s`, then raises.
        """
        try:
            end = self._planned(position, cap)
        except KinesisSourceError as error:
            now = self._clock.monotonic()
            self._failing_since = self._failing_since or now
            if not error.retriable or now - self._failing_since >= self._patience_s:
                raise
            return position
        self._failing_since = None
        return end

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
            return self._behind(look.last, self._pages.tip()) or look.last
        if reaches(look, cap):
            return look.last
        at_ms = jump_ms(look, page.behind_ms, cap)
        met = None if at_ms is None else self._pages.first_from(at_ms)
        return self._behind(look.last, met) or self._walk(page, cap)

    def _behind(self, number: str, candidate: str | None) -> str | None:
        return candidate if candidate is not None and later(candidate, number) else None

    def _walk(self, page: Page, cap: Cap) -> str:
        """Reads on to the tip or the cap, where less than a batch is left or traffic stopped."""
        look = look_ahead(page.records)
        last, rows, size = look.last, look.rows, look.bytes
        while not page.final and rows < cap.rows and size < cap.bytes:
            assert page.next is not None
            page = self._pages.next(page.next, cap.rows - rows)
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
                return self._pages.next(self._iterator, limit)
            except KinesisSourceError as error:
                if error.code != "EXPIRED_ITERATOR":
                    raise
        return self._sought(position, limit)

    def _sought(self, position: Position, limit: int) -> Page | None:
        """Begins at the last record read, which proves that nothing behind it has been trimmed."""
        if position.after is None:
            return self._pages.at(position, limit)
        page = self._pages.at(position, limit + 1)
        if page is None or not page.records or page.records[0]["SequenceNumber"] != position.after:
            return self._trimmed(position, limit)
        rest = page._replace(records=page.records[1:])
        if rest.records or rest.final or rest.next is None:
            return rest
        return self._pages.next(rest.next, limit)

    def _trimmed(self, position: Position, limit: int) -> Page:
        place = self._pages.place
        self._pages.check_stream()
        if place.fail_on_data_loss:
            text = (
                f"{place.stream} {place.shard}: record {position.after}, the last one "
                "that was read, is not kept any longer, so that records after it may be lost. "
                "To go on with the oldest record that is kept, set failOnDataLoss to false "
                "(python -m pinpipe stream --ignore-data-loss)"
            )
            raise KinesisSourceError("DATA_LOST", text)
        page = self._pages.at(Position(), limit)
        assert page is not None
        assert position.after is not None
        after = position.after
        return page._replace(records=[r for r in page.records if later(r["SequenceNumber"], after)])

    def _keep(self, position: Position | None, page: Page | None) -> None:
        """An iterator is kept at the tip only: elsewhere the next plan is to prove its start."""
        self._position = None if position is None else replace(position, first=None)
        self._iterator = None if page is None else page.next
