"""One micro-batch: cached, counted, written, told."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from threading import Lock
from time import monotonic, time
from typing import Any

from pyspark import StorageLevel
from pyspark.sql import DataFrame

from pinpipe.clean import cleaned
from pinpipe.streaming.figures import BatchFigures, Totals, figures_of, totals_of
from pinpipe.streaming.lines import STREAM_ORIGIN, stream_lines
from pinpipe.streaming.maintenance import Maintenance
from pinpipe.streaming.tables import KEY, BatchId, StreamTables

Emit = Callable[[dict[str, Any]], None]
Report = Callable[[str], None]


@dataclass
class Batches:
    """Writes the batches of one kind.

    `query_id` gives the id of the query's checkpoint, once it runs. `resuming`: the checkpoint is
    new and the tables are not, so records that are in them are left out. `emit` hears of each
    batch as an event, `report` of each step as text.
    """

    tables: StreamTables
    query_id: Callable[[], str]
    run_id: str
    resuming: bool
    maintenance: Maintenance
    emit: Emit
    report: Report
    # Held while a batch is written; who takes it stops the query between two batches.
    busy: Lock = field(default_factory=Lock)
    _totals: Totals | None = None

    def write(self, records: DataFrame, number: int) -> None:
        """For `foreachBatch`. A batch that is given again changes nothing that is written."""
        # Not waiting: who holds it is stopping the query, and waits for this call to end.
        if not self.busy.acquire(blocking=False):
            raise RuntimeError("the query is being stopped")
        try:
            lines = cleaned(
                self.tables.kind, stream_lines(self.tables.kind, records), STREAM_ORIGIN
            )
            if self.resuming:
                lines = lines.join(self.tables.records(), list(KEY), "left_anti")
            # Three tables are written from it, and Kinesis is to be read once.
            lines = lines.persist(StorageLevel.MEMORY_AND_DISK)
            try:
                self._write(lines, number)
            finally:
                lines.unpersist()
            self.maintenance.after_batch()
        finally:
            self.busy.release()

    def _write(self, lines: DataFrame, number: int) -> None:
        begun = monotonic()
        kind = self.tables.kind
        figures = figures_of(lines)
        self.report(f"{kind}: batch {number} read")
        if figures is None:
            return
        batch = BatchId(self.query_id(), number, self.run_id)
        rows = self.tables.write_clean(lines)
        visible_at = time()
        self.report(f"{kind}: batch {number} clean rows written")
        self.tables.write_provenance(lines, batch)
        self.report(f"{kind}: batch {number} provenance written")
        if figures.quarantined > 0:
            self.tables.write_quarantine(lines, batch)
        self.report(f"{kind}: batch {number} quarantine written")
        self._count(figures, rows)
        p50, p95 = figures.latency_ms(visible_at)
        self.emit(
            {
                "event": "batch",
                "kind": kind,
                "batch": number,
                **asdict(Totals().plus(figures, rows)),
                "forms": figures.forms,
                "reasons": figures.reasons,
                "extra_columns": figures.extra_columns,
                "p50_ms": p50,
                "p95_ms": p95,
                "seconds": round(monotonic() - begun, 3),
                "total": asdict(self._totals or Totals()),
            }
        )

    def _count(self, figures: BatchFigures, rows: int) -> None:
        """The first batch of a run may have been written before, so the tables tell."""
        if self._totals is None:
            self._totals = totals_of(self.tables)
        else:
            self._totals = self._totals.plus(figures, rows)
