import pytest

from pinpipe.kinesis.errors import KinesisSourceError
from pinpipe.kinesis.retrying import Retry


class Time:
    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def failing(times: int, error: KinesisSourceError) -> "list[KinesisSourceError]":
    return [error] * times


def call(errors: list[KinesisSourceError], time: Time, bound_s: float = 60) -> str:
    left = list(errors)

    def once() -> str:
        if left:
            raise left.pop()
        return "done"

    return Retry(bound_s, time.sleep, lambda: time.now, lambda: 0.5).call(once)


def test_throttling_is_met_with_growing_waits_up_to_a_cap() -> None:
    time = Time()
    assert call(failing(7, KinesisSourceError("THROTTLED", "slow down")), time) == "done"
    assert time.slept == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0]


def test_the_last_error_is_raised_within_the_bound() -> None:
    time = Time()
    with pytest.raises(KinesisSourceError, match=r"^\[UNAVAILABLE\] gone$"):
        call(failing(1000, KinesisSourceError("UNAVAILABLE", "gone")), time, bound_s=3)
    assert time.now <= 3


def test_what_will_not_pass_is_raised_at_once() -> None:
    time = Time()
    with pytest.raises(KinesisSourceError, match="NOT_FOUND"):
        call(failing(1, KinesisSourceError("NOT_FOUND", "no such stream")), time)
    assert time.slept == []
