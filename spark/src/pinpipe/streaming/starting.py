"""Starts a query, again where Spark gave up on the process that plans for its source."""

from collections.abc import Callable
from threading import Event
from typing import Final

from pyspark.sql.streaming.query import StreamingQuery

# Spark's PythonWorkerFactory gives that process 10 s to connect, which no setting changes. On a
# busy machine its imports alone may take longer.
_TOO_LATE: Final = "Python worker failed to connect back"
_STARTS: Final = 3
_LOOK_EVERY_S: Final = 0.1


def start_initialized(
    start: Callable[[], StreamingQuery], stopping: Event, report: Callable[[str], None]
) -> StreamingQuery:
    """Gives the query once its source is there, or `stopping` is set. Raises what has ended it."""
    for remaining in reversed(range(_STARTS)):
        query = start()
        while query.isActive and _is_initializing(query) and not stopping.is_set():
            stopping.wait(_LOOK_EVERY_S)
        error = query.exception()
        if error is None:
            return query
        if remaining == 0 or _TOO_LATE not in str(error):
            raise error
        report(f"{query.name}: Spark's process for the source came too late; starting it again")
    raise AssertionError("the last start returns or raises")


def _is_initializing(query: StreamingQuery) -> bool:
    """Spark says `Initializing StreamExecution`, then `Initializing sources`."""
    return str(query.status["message"]).startswith("Initializing")
