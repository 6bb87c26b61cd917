from collections.abc import Callable
from threading import Event
from typing import Any, cast

import pytest
from pyspark.sql.streaming.query import StreamingQuery

from pinpipe.streaming.starting import start_initialized

LATE = "[STREAM_FAILED] Query terminated with exception: Python worker failed to connect back."


class Query:
    """A query that has ended with `error`, or, without one, is initializing for `looks` looks."""

    name = "pin"

    def __init__(self, error: str | None = None, looks: int = 0) -> None:
        self.error, self.looks = error, looks

    @property
    def isActive(self) -> bool:
        return self.error is None

    @property
    def status(self) -> dict[str, Any]:
        self.looks -= 1
        return {"message": "Initializing sources" if self.looks >= 0 else "Waiting for data"}

    def exception(self) -> Exception | None:
        return None if self.error is None else RuntimeError(self.error)


def starting(*queries: Query) -> Callable[[], StreamingQuery]:
    given = iter(queries)
    return lambda: cast(StreamingQuery, next(given))


def test_a_query_is_given_once_its_source_is_there() -> None:
    query = Query(looks=2)
    assert start_initialized(starting(query), Event(), print) is cast(object, query)
    assert query.looks < 0


def test_a_source_that_came_too_late_is_started_again() -> None:
    reported: list[str] = []
    second = Query()
    found = start_initialized(starting(Query(LATE), second), Event(), reported.append)
    assert found is cast(object, second)
    assert reported == ["pin: Spark's process for the source came too late; starting it again"]


def test_a_third_lateness_and_any_other_error_are_raised() -> None:
    with pytest.raises(RuntimeError, match="failed to connect back"):
        start_initialized(starting(Query(LATE), Query(LATE), Query(LATE)), Event(), print)
    with pytest.raises(RuntimeError, match="STREAM_REMADE"):
        start_initialized(starting(Query("STREAM_REMADE")), Event(), print)


def test_a_stop_does_not_wait_for_the_source() -> None:
    stopping = Event()
    stopping.set()
    query = Query(looks=1000)
    assert start_initialized(starting(query), stopping, print) is cast(object, query)
