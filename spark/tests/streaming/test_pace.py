from threading import Event
from unittest.mock import Mock

import pytest
from pyspark.sql import DataFrame

from pinpipe.streaming.pace import UNTIMED, paced


@pytest.mark.parametrize(("takes_s", "waits_s"), [(0.25, 0.75), (1.0, 0), (3.0, 0)])
def test_a_batch_lasts_the_interval_at_least(takes_s: float, waits_s: float) -> None:
    clock = iter([100.0, 100.0 + takes_s])
    written: list[int] = []
    stopping = Mock(Event())

    write = paced(lambda _, number: written.append(number), 1.0, stopping, lambda: next(clock))
    write(Mock(DataFrame), 7)

    assert written == [7]
    stopping.wait.assert_called_once_with(waits_s)


def test_spark_does_not_wait_for_a_time_of_day() -> None:
    assert UNTIMED == {"processingTime": "0 seconds"}
