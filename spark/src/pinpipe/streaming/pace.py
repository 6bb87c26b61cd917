"""Batches and looks in so many seconds, whatever the clock of the host does."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, Final

from pyspark.sql import DataFrame

Write = Callable[[DataFrame, int], None]

# Spark's own intervals end at a time of day: set back by an hour, they last an hour longer.
UNTIMED: Final[dict[str, Any]] = {"processingTime": "0 seconds"}


# Spark's own default.
_LEAST_PAUSE_MS: Final = 10


def look_conf(interval_s: float) -> dict[str, str]:
    """Spark's setting for the pause after a look that found nothing new."""
    pause_ms = max(round(interval_s * 1000), _LEAST_PAUSE_MS)
    return {"spark.sql.streaming.pollingDelay": f"{pause_ms}ms"}


def paced(
    write: Write, interval_s: float, stopping: Event, now: Callable[[], float] = monotonic
) -> Write:
    """`write`, lasting `interval_s` at least, so that the next batch takes what arrives meanwhile.
    It does not wait once `stopping` is set."""

    def lasting(records: DataFrame, number: int) -> None:
        begun = now()
        write(records, number)
        stopping.wait(max(begun + interval_s - now(), 0))

    return lasting
