from typing import Any
from unittest.mock import Mock

from pyspark.sql.streaming.query import StreamingQuery

from pinpipe.streaming.idle import Changes, IdleListener
from pinpipe.streaming.metrics import StreamMetrics


def idle(kind: str, second: int = 0) -> dict[str, Any]:
    return {"event": "idle", "kind": kind, "at": f"2026-11-01T12:00:{second:02}.500Z"}


def test_idle_is_told_once_after_the_start_and_after_each_batch() -> None:
    heard = [
        idle("pin", 1),
        idle("geo", 1),
        idle("pin", 2),
        {"event": "ready"},
        {"event": "batch", "kind": "pin"},
        idle("geo", 3),
        idle("pin", 3),
        idle("pin", 4),
        {"event": "end"},
    ]
    changes = Changes()

    told = [event for event in heard if changes.hear(event)]

    assert told == [heard[at] for at in (0, 1, 3, 4, 6, 8)]


def test_every_look_is_in_the_metrics() -> None:
    metrics = StreamMetrics()
    for second in (1, 2):
        metrics.hear(idle("pin", second))

    name = "pinpipe_stream_idle_look_timestamp_seconds"
    assert metrics.registry.get_sample_value(name, {"kind": "pin"}) == 1_793_534_402.5
    assert metrics.registry.get_sample_value("pinpipe_stream_idle", {"kind": "pin"}) == 1


def test_a_query_has_looked_once_it_was_idle_or_has_ended_a_batch() -> None:
    events: list[dict[str, Any]] = []
    listener = IdleListener(events.append)
    queries = [Mock(StreamingQuery, id=id) for id in ("a", "b", "c")]
    listener.watch(queries[1], "geo")

    listener.batch_ended("a")
    listener.onQueryIdle(Mock(id="b", timestamp="2026-11-01T12:00:00.500Z"))

    assert [listener.has_looked(query) for query in queries] == [True, True, False]
    assert events == [idle("geo")]
