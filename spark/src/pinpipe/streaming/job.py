"""The stream job: three queries in one driver, from a stream of each kind into its tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from threading import Event
from typing import Any, Final

from pyspark.sql import SparkSession
from pyspark.sql.streaming.query import StreamingQuery

from pinpipe.layout import stream_name
from pinpipe.objects import S3Settings, open_store
from pinpipe.records import KINDS, Kind
from pinpipe.streaming.batches import Batches, Emit, Report
from pinpipe.streaming.checkpoints import Checkpoint, State
from pinpipe.streaming.idle import IdleListener
from pinpipe.streaming.maintenance import Maintenance
from pinpipe.streaming.pace import UNTIMED, Write, look_conf, paced
from pinpipe.streaming.starting import start_initialized
from pinpipe.streaming.tables import StreamTables

_LOOK_EVERY_S: Final = 0.2


@dataclass(frozen=True)
class StreamSettings:
    """`root`: `s3a://bucket` or `file:/folder`. `source`: options of the source `kinesis`, without
    the stream's name. `interval_s`: least seconds from the begin of a batch to that of the next.
    `available_now`: end when everything is read that is there now.
    `resume`: see `Checkpoint.judge`."""

    root: str
    pipeline_id: str
    run_id: str
    source: dict[str, str]
    interval_s: float = 1
    available_now: bool = False
    resume: bool = False
    s3: S3Settings = field(default_factory=S3Settings)

    @property
    def begins_at_latest(self) -> bool:
        return self.source.get("initialPosition", "latest").strip().lower() == "latest"


@dataclass(frozen=True)
class _Running:
    query: StreamingQuery
    batches: Batches


@dataclass(frozen=True)
class StreamJob:
    """`emit` hears of events (`ready`, `batch`, `idle`, `end`), `report` of each step as text."""

    spark: SparkSession
    settings: StreamSettings
    emit: Emit
    report: Report

    def run(self, stopping: Event) -> None:
        """Until `stopping` is set, and the batches in work are done, or all that is available has
        been read; sets `stopping` at its end. Raises what ends a query, and CheckpointError before
        any has begun."""
        states = {kind: self._checkpoint(kind).judge(self.settings.resume) for kind in KINDS}
        listener = IdleListener(self.emit)
        self.spark.streams.addListener(listener)
        for name, value in look_conf(self.settings.interval_s).items():
            self.spark.conf.set(name, value)
        running: dict[Kind, _Running] = {}
        try:
            for kind in KINDS:
                # One after the other: each start is a Python process that must be there in time.
                running[kind] = self._start(kind, states[kind], stopping)
                listener.watch(running[kind].query, kind)
            if self.settings.begins_at_latest:
                # Until then, what is put may be older than the query's first place.
                queries = [each.query for each in running.values()]
                self._watch(running, stopping, lambda: all(map(listener.has_looked, queries)))
            self.emit({"event": "ready"})
            self._watch(running, stopping)
        finally:
            # Where one query has failed, the others' batches need not last their interval out.
            stopping.set()
            for kind, each in running.items():
                with each.batches.busy:
                    each.query.stop()
                self.report(f"{kind}: stopped")
            self.spark.streams.removeListener(listener)
        self.emit({"event": "end"})

    def _watch(
        self,
        running: dict[Kind, _Running],
        stopping: Event,
        is_met: Callable[[], bool] = lambda: False,
    ) -> None:
        """Until a condition is met. Raises what has ended a query; one that ended without an error
        was to end."""
        queries = [each.query for each in running.values()]
        while not is_met() and not stopping.wait(_LOOK_EVERY_S):
            # Asked first: one that fails after it has been asked is seen at the next look.
            is_active = any(query.isActive for query in queries)
            for query in queries:
                error = query.exception()
                if error is not None:
                    raise error
            if not is_active:
                return

    def _tables(self, kind: Kind) -> StreamTables:
        return StreamTables(self.spark, self.settings.root, self.settings.pipeline_id, kind)

    def _checkpoint(self, kind: Kind) -> Checkpoint:
        store = open_store(self.settings.root, self.settings.s3)
        return Checkpoint(store, self._tables(kind))

    def _start(self, kind: Kind, state: State, stopping: Event) -> _Running:
        tables, checkpoint = self._tables(kind), self._checkpoint(kind)
        tables.create()
        batches = Batches(
            tables=tables,
            query_id=cache(checkpoint.query_id),
            run_id=self.settings.run_id,
            resuming=state == "resuming",
            maintenance=Maintenance(tables, self.report),
            emit=self.emit,
            report=self.report,
        )
        write: Write = batches.write
        trigger: dict[str, Any] = {"availableNow": True}
        if not self.settings.available_now:
            write, trigger = paced(write, self.settings.interval_s, stopping), UNTIMED
        name = stream_name(self.settings.pipeline_id, kind)
        source = self.spark.readStream.format("kinesis").options(**self.settings.source)
        writer = (
            source.option("streamName", name)
            .load()
            .writeStream.foreachBatch(write)
            .queryName(kind)
            .option("checkpointLocation", f"{self.settings.root}/{checkpoint.key}")
            .trigger(**trigger)
        )
        self.report(f"{kind}: {state} from {name}")
        return _Running(start_initialized(writer.start, stopping, self.report), batches)
