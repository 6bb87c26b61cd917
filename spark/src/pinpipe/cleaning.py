"""The clean job: new objects to the three tables of each kind, every line accounted for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from pinpipe.clean import cleaned
from pinpipe.figures import Batch, KindReport, Work, batch_of, count_tables, report_of
from pinpipe.layout import TopicObject, progress_key, topic_name, topic_object, topic_prefix
from pinpipe.objects import ObjectStore, S3Settings
from pinpipe.progress import Progress, advanced, load_progress, save_progress, unread
from pinpipe.reader import read_lines
from pinpipe.records import KINDS, Kind
from pinpipe.tables import Tables

Report = Callable[[str], None]


@dataclass(frozen=True)
class CleanJob:
    """`report` hears of each step when it is done."""

    spark: SparkSession
    store: ObjectStore
    root: str
    s3: S3Settings
    pipeline_id: str
    report: Report

    def run(self, run_id: str, rebuild: bool = False) -> dict[Kind, KindReport]:
        """Cleans the three kinds side by side: most of a small run is planning and commits."""
        with ThreadPoolExecutor(len(KINDS)) as pool:
            running = {kind: pool.submit(self.run_kind, kind, run_id, rebuild) for kind in KINDS}
            return {kind: done.result() for kind, done in running.items()}

    def run_kind(self, kind: Kind, run_id: str, rebuild: bool = False) -> KindReport:
        """Reads what is new (or all, with `rebuild`), brings the tables of `kind` up to it and
        holds the two against each other."""
        begun = monotonic()
        tables = Tables(self.spark, self.root, kind)
        progress = self._start(tables, rebuild)
        objects, ignored = self.objects(kind)
        new = unread(objects, progress)
        rows_before = 0 if progress is None else tables.read(tables.clean).count()
        batch = Batch()
        if new or progress is None:
            batch, progress = self._write(tables, new, progress, run_id)
        counted = count_tables(tables)
        self.report(f"{kind}: tables counted")
        work = Work(
            batch=batch,
            objects=len(new),
            ignored_objects=ignored,
            rows_before=rows_before,
            lines=progress.lines,
            next_offsets=progress.next_offsets,
            seconds=round(monotonic() - begun, 3),
        )
        return report_of(work, counted)

    def objects(self, kind: Kind) -> tuple[list[TopicObject], int]:
        """The sink's objects of the kind's topic, and how many others lie among them."""
        sizes = self.store.sizes(topic_prefix(topic_name(self.pipeline_id, kind)))
        found = [topic_object(key, size) for key, size in sizes.items()]
        known = [each for each in found if each is not None]
        return known, len(found) - len(known)

    def _start(self, tables: Tables, rebuild: bool) -> Progress | None:
        """Where to go on from; None means from nothing."""
        if rebuild:
            # From here on whatever run comes next finishes an interrupted rebuild.
            self.store.delete(progress_key(tables.kind))
            return None
        progress = load_progress(self.store, tables.kind)
        return progress if progress is not None and tables.exist() else None

    def _write(
        self, tables: Tables, new: list[TopicObject], progress: Progress | None, run_id: str
    ) -> tuple[Batch, Progress]:
        kind = tables.kind
        lines = cleaned(kind, read_lines(self.spark, kind, self.root, self.s3, new))
        lines = lines.persist(StorageLevel.MEMORY_AND_DISK)
        try:
            batch = batch_of(lines)
            self.report(f"{kind}: {batch.lines} lines of {len(new)} objects read")
            self._write_tables(tables, lines, progress, run_id)
        finally:
            lines.unpersist()
        reached = advanced(progress, batch.ends, batch.lines, run_id)
        save_progress(self.store, kind, reached)
        self.report(f"{kind}: progress written")
        return batch, reached

    def _write_tables(
        self, tables: Tables, lines: DataFrame, progress: Progress | None, run_id: str
    ) -> None:
        tables.write_provenance(lines, progress)
        self.report(f"{tables.kind}: provenance written")
        tables.write_quarantine(lines, progress, run_id)
        self.report(f"{tables.kind}: quarantine written")
        tables.write_clean(lines, progress)
        self.report(f"{tables.kind}: clean rows written")
