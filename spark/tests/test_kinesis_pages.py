"""Looking for the last record of a shard."""

from typing import Any

import pytest

from pinpipe.kinesis.client import Page
from pinpipe.kinesis.offsets import Position
from pinpipe.kinesis.pages import Clock, Place, ShardPages
from pinpipe.kinesis.shards import Shard

NOW_MS = 1_793_534_400_000
PAGE = 2


class SmallPages:
    """A record each 100 ms, the last one 100 ms before the first call. An iterator is the number of
    a record. `slow_s`: what each call behind the first record takes, by `monotonic`."""

    def __init__(self, records: int, slow_s: float = 0) -> None:
        self._arrivals_ms = [NOW_MS - 100 * (records - i) for i in range(records)]
        self._slow_s = slow_s
        self._passed_s = 0.0

    def monotonic(self) -> float:
        return self._passed_s

    def created_ms(self, stream: str) -> int:
        raise NotImplementedError

    def shards(self, stream: str, page_size: int) -> list[Shard]:
        raise NotImplementedError

    def iterator(self, stream: str, shard: str, start: Position) -> str:
        from_ms = start.from_ms or 0
        return str(sum(arrival < from_ms for arrival in self._arrivals_ms))

    def records(self, iterator: str, limit: int) -> Page:
        now_ms = NOW_MS + self._passed_s * 1000
        at = int(iterator)
        self._passed_s += self._slow_s if at > 0 else 0
        end = min(at + min(limit, PAGE), len(self._arrivals_ms))
        behind_ms = round(now_ms - self._arrivals_ms[end]) if end < len(self._arrivals_ms) else 0
        return Page([self._record(i) for i in range(at, end)], str(end), behind_ms)

    def _record(self, i: int) -> dict[str, Any]:
        arrival_s = self._arrivals_ms[i] / 1000
        return {"SequenceNumber": str(i), "ApproximateArrivalTimestamp": arrival_s}


@pytest.mark.parametrize("wrong_s", [-3600, -2, 0, 2, 3600])
def test_the_tip_is_found_however_wrong_the_clock_of_the_host_is(wrong_s: int) -> None:
    place = Place("s", "shard", 0, 0, True)
    clock = Clock(epoch=lambda: NOW_MS / 1000 + wrong_s, monotonic=lambda: 5.0)

    assert ShardPages(SmallPages(50), place, clock).tip() == "49"


def test_slow_answers_do_not_end_the_search_before_what_was_there() -> None:
    place = Place("s", "shard", 0, 0, True)
    pages = SmallPages(50, slow_s=0.6)
    clock = Clock(epoch=lambda: NOW_MS / 1000, monotonic=pages.monotonic)

    assert ShardPages(pages, place, clock).tip() == "49"
