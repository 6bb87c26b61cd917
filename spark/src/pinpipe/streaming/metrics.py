"""The job's events as Prometheus metrics."""

from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

_PREFIX = "pinpipe_stream"


class StreamMetrics:
    """Counts what `emit` is told; one set a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        self._ready = Gauge(f"{_PREFIX}_ready", "1 once the queries run", registry=self.registry)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"{_PREFIX}_{name}", text, ("kind", *labels), registry=self.registry)

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(f"{_PREFIX}_{name}", text, ("kind",), registry=self.registry)

        self._counts = {
            name: counter(name, f"{text}, of this run")
            for name, text in (
                ("records", "Kinesis records read"),
                ("rows", "Clean rows inserted"),
                ("duplicates", "Records whose ind was there"),
                ("quarantined", "Records rejected"),
            )
        }
        self._forms = counter("decoded", "Records by the form of their data", "form")
        self._rejected = counter("rejected", "Records rejected, by code", "code")
        self._p50 = gauge("latency_p50_ms", "Arrival to visible row, median of the last batch")
        self._p95 = gauge("latency_p95_ms", "Arrival to visible row, 95 % of the last batch")
        self._idle = gauge("idle", "1 when the last look at the stream found nothing new")
        self._looked_at = gauge(
            "idle_look_timestamp_seconds", "When the last look that found nothing new began"
        )
        self._seconds = Histogram(
            f"{_PREFIX}_batch_seconds", "Duration of a batch", ("kind",), registry=self.registry
        )

    def serve(self, host: str, port: int) -> None:
        """`GET /metrics`, until the process ends. Raises OSError where the port is taken."""
        start_http_server(port, addr=host, registry=self.registry)

    def hear(self, event: dict[str, Any]) -> None:
        if event["event"] == "ready":
            self._ready.set(1)
        if event["event"] not in ("batch", "idle"):
            return
        kind = event["kind"]
        self._idle.labels(kind).set(event["event"] == "idle")
        if event["event"] == "idle":
            self._looked_at.labels(kind).set(datetime.fromisoformat(event["at"]).timestamp())
        else:
            self._count(kind, event)

    def _count(self, kind: str, event: dict[str, Any]) -> None:
        for name, counter in self._counts.items():
            counter.labels(kind).inc(event[name])
        for form, records in event["forms"].items():
            self._forms.labels(kind, form).inc(records)
        for code, records in event["reasons"].items():
            self._rejected.labels(kind, code).inc(records)
        self._p50.labels(kind).set(event["p50_ms"])
        self._p95.labels(kind).set(event["p95_ms"])
        self._seconds.labels(kind).observe(event["seconds"])
