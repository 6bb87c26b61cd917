"""Tells when a look at a stream found nothing new."""

from typing import Any, Final

from pyspark.sql.streaming.listener import StreamingQueryListener
from pyspark.sql.streaming.query import StreamingQuery

from pinpipe.records import Kind
from pinpipe.streaming.batches import Emit

# How often Spark tells of an idle query.
IDLE_CONF: Final = {"spark.sql.streaming.noDataProgressEventInterval": "1000"}


class IdleListener(StreamingQueryListener):
    """Emits `idle` with the kind and the time (ISO 8601, UTC) at which the look began."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._kinds: dict[str, Kind] = {}

    def watch(self, query: StreamingQuery, kind: Kind) -> None:
        self._kinds[str(query.id)] = kind

    def onQueryIdle(self, event: Any) -> None:
        kind = self._kinds.get(str(event.id))
        if kind is not None:
            self._emit({"event": "idle", "kind": kind, "at": event.timestamp})

    def onQueryStarted(self, event: Any) -> None: ...

    def onQueryProgress(self, event: Any) -> None: ...

    def onQueryTerminated(self, event: Any) -> None: ...
