"""Tells when a look at a stream found nothing new."""

from typing import Any, Final

from pyspark.sql.streaming.listener import JStreamingQueryListener, StreamingQueryListener
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
        self._looked: set[str] = set()
        self._java: Any = None

    def watch(self, query: StreamingQuery, kind: Kind) -> None:
        self._kinds[str(query.id)] = kind

    def has_looked(self, query: StreamingQuery) -> bool:
        """Whether a look of the query at its stream has ended, so that its first place is known."""
        return str(query.id) in self._looked

    def onQueryIdle(self, event: Any) -> None:
        self._looked.add(str(event.id))
        kind = self._kinds.get(str(event.id))
        if kind is not None:
            self._emit({"event": "idle", "kind": kind, "at": event.timestamp})

    def batch_ended(self, query_id: str) -> None:
        self._looked.add(query_id)

    def onQueryProgress(self, event: Any) -> None: ...

    def onQueryStarted(self, event: Any) -> None: ...

    def onQueryTerminated(self, event: Any) -> None: ...

    @property
    def _jlistener(self) -> Any:
        if self._java is None:
            # Not at the top: serverless compute has no such class.
            from pyspark import SparkContext

            java: Any = SparkContext._jvm
            self._java = java.PythonStreamingQueryListenerWrapper(_Brief(self))
        return self._java


class _Brief(JStreamingQueryListener):
    """What the JVM calls. PySpark's own translates all of a batch's progress before anybody hears
    of it, a twelfth of the job's CPU (see spark/README.md); this asks for its query only."""

    def onQueryProgress(self, jevent: Any) -> None:
        listener: Any = self.pylistener
        listener.batch_ended(jevent.progress().id().toString())


class Changes:
    """Leaves out each `idle` of a kind but the first after a batch, or after the start."""

    def __init__(self) -> None:
        self._idle: set[Kind] = set()

    def hear(self, event: dict[str, Any]) -> bool:
        """Whether the event tells of a change."""
        if event["event"] == "batch":
            self._idle.discard(event["kind"])
        if event["event"] != "idle":
            return True
        is_change = event["kind"] not in self._idle
        self._idle.add(event["kind"])
        return is_change
