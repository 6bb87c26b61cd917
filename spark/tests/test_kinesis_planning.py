from typing import Any

import pytest

from pinpipe.kinesis.planning import Cap, LookAhead, jump_ms, later, look_ahead, reaches

# A record of 1 kB a millisecond for a second, then 9 s to the tip.
LOOK = LookAhead("10", "1009", 5000, 6000, 1000, 1_000_000)
BEHIND_MS = 9000


def record(number: int, at_s: float, data: str) -> dict[str, Any]:
    return {"SequenceNumber": f"{number}", "ApproximateArrivalTimestamp": at_s, "Data": data}


def test_a_look_ahead_sums_up_its_records() -> None:
    records = [record(1, 1.0, "AAAA"), record(2, 1.5, "AAAAAAAA"), record(3, 2.001, "AAAA")]

    assert look_ahead(records) == LookAhead("1", "3", 1000, 2001, 3, 12)


def test_the_jump_goes_to_where_the_cap_is_reached() -> None:
    assert jump_ms(LOOK, BEHIND_MS, Cap(3_000_000, 10**6)) == 8000
    assert jump_ms(LOOK, BEHIND_MS, Cap(10**12, 2000)) == 7000


def test_there_is_no_jump_to_the_tip_or_beyond() -> None:
    assert jump_ms(LOOK, BEHIND_MS, Cap(10_000_000, 10**6)) is None
    assert jump_ms(LOOK, 0, Cap(3_000_000, 10**6)) is None


def test_records_of_one_millisecond_give_a_jump_too() -> None:
    burst = LookAhead("10", "1009", 5000, 5000, 1000, 1_000_000)

    assert jump_ms(burst, BEHIND_MS, Cap(3_000_000, 10**6)) == 5003


@pytest.mark.parametrize(
    ("cap", "expected"),
    [(Cap(1_000_000, 10**6), True), (Cap(10**9, 1000), True), (Cap(1_000_001, 1001), False)],
)
def test_a_look_ahead_that_fills_the_batch_is_the_batch(cap: Cap, expected: bool) -> None:
    assert reaches(LOOK, cap) == expected


def test_later_compares_numbers() -> None:
    assert later("100", "99") and not later("99", "100") and not later("99", "99")
