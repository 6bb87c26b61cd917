"""Upkeep of a kind's tables by the driver that writes them: open-source Delta on S3 allows no other
writer beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from delta.tables import DeltaTable

from pinpipe.streaming.tables import StreamTables

# Each batch leaves a few small files a table.
COMPACT_EVERY_BATCHES: Final = 100

# Files that no version of the last 7 days (Delta's default) needs; listing them takes long.
VACUUM_EVERY_S: Final = 24 * 3600


@dataclass
class Maintenance:
    """Small files are merged every COMPACT_EVERY_BATCHES, unneeded ones deleted once a day."""

    tables: StreamTables
    report: Callable[[str], None]
    clock: Callable[[], float] = monotonic
    _batches: int = 0
    _vacuumed_at: float | None = None

    def after_batch(self) -> None:
        """To be called between two batches."""
        self._batches += 1
        if self._batches % COMPACT_EVERY_BATCHES != 0:
            return
        tables = [DeltaTable.forPath(self.tables.spark, path) for path in self.tables.schemas()]
        for table in tables:
            table.optimize().executeCompaction()
        if self._vacuumed_at is None or self.clock() - self._vacuumed_at >= VACUUM_EVERY_S:
            self._vacuumed_at = self.clock()
            for table in tables:
                table.vacuum()
        self.report(f"{self.tables.kind}: tables compacted")
