"""The clean job: new objects to the three tables of each kind, every line accounted for."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import attrgetter
from time import monotonic
from typing import Final

from pyspark.sql import DataFrame, SparkSession

from pinpipe.clean import cleaned
from pinpipe.databricks import held
from pinpipe.figures import Batch, KindReport, Work, batch_of, count_tables, report_of
from pinpipe.layout import (
    TopicObject,
    lock_key,
    progress_key,
    topic_name,
    topic_object,
    topic_prefix,
)
from pinpipe.locks import alone
from pinpipe.objects import ObjectStore, S3Settings
from pinpipe.progress import Progress, advanced, fingerprint, load_progress, save_progress, unread
from pinpipe.reader import read_lines
from pinpipe.records import KINDS, Kind
from pinpipe.tables import Tables

Report = Callable[[str], None]

_NAMED_LATE: Final = 3


@dataclass(frozen=True)
class Landed:
    """The sink's objects of a topic: to read now, read before, and `late` ones that no run reads.

    `ignored`: how many others lie among them.
    """

    new: list[TopicObject]
    known: list[TopicObject]
    late: list[TopicObject]
    ignored: int


def topic_objects(store: ObjectStore, topic: str) -> tuple[list[TopicObject], int]:
    """The sink's objects of the topic, and how many others lie among them."""
    found = [topic_object(key, size) for key, size in store.sizes(topic_prefix(topic)).items()]
    known = [each for each in found if each is not None]
    return known, len(found) - len(known)


@dataclass(frozen=True)
class CleanJob:
    """`report` hears of each step when it is done."""

    spark: SparkSession
    store: ObjectStore
    root: str
    s3: S3Settings
    pipeline_id: str
    report: Report

    def run(
        self, run_id: str, rebuild: bool = False, kinds: Sequence[Kind] = KINDS
    ) -> dict[Kind, KindReport]:
        """Cleans the kinds side by side: most of a small run is planning and commits."""
        with ThreadPoolExecutor(len(kinds)) as pool:
            running = {kind: pool.submit(self.run_kind, kind, run_id, rebuild) for kind in kinds}
            return {kind: done.result() for kind, done in running.items()}

    def run_kind(self, kind: Kind, run_id: str, rebuild: bool = False) -> KindReport:
        """Reads what is new (or all, with `rebuild`), brings the tables of `kind` up to it and
        holds the two against each other. Waits for another run that does. Raises HeldError."""
        begun = monotonic()
        lock = self.store.lock(lock_key(kind))
        with alone(lock, run_id, lambda text: self.report(f"{kind}: {text}")):
            made = self._run_alone(kind, run_id, rebuild, begun)
        self.report(f"{kind}: {made.total}")
        return made

    def _run_alone(self, kind: Kind, run_id: str, rebuild: bool, begun: float) -> KindReport:
        tables = Tables(self.spark, self.root, kind)
        progress = self._start(tables, rebuild)
        landed = self._landed(tables, progress)
        rows_before = 0 if progress is None else tables.read(tables.clean).count()
        batch = Batch()
        if landed.new or progress is None:
            batch, progress = self._write(tables, landed, progress, run_id)
        counted = count_tables(tables)
        work = Work(
            batch=batch,
            objects=len(landed.new),
            ignored_objects=landed.ignored,
            late_objects=[each.key for each in landed.late],
            rows_before=rows_before,
            lines=progress.lines,
            next_offsets=progress.next_offsets,
            seconds=round(monotonic() - begun, 3),
        )
        return report_of(work, counted)

    def objects(self, kind: Kind) -> tuple[list[TopicObject], int]:
        """The sink's objects of the kind's topic, and how many others lie among them."""
        return topic_objects(self.store, topic_name(self.pipeline_id, kind))

    def _landed(self, tables: Tables, progress: Progress | None) -> Landed:
        """What lies there, held against what has been read.

        A late object is never read on the way: what the writes repeat lies above the recorded
        offsets, so a run killed in the middle could not be repeated.
        """
        objects, ignored = self.objects(tables.kind)
        new = unread(objects, progress)
        fresh = {each.key for each in new}
        below = [each for each in objects if each.key not in fresh]
        if progress is None or progress.objects == fingerprint(below):
            return Landed(new, below, [], ignored)
        read = tables.objects()
        late = sorted((o for o in below if o.key not in read), key=attrgetter("partition", "start"))
        if late:
            self._report_late(tables.kind, late)
        return Landed(new, [each for each in below if each.key in read], late, ignored)

    def _report_late(self, kind: Kind, late: list[TopicObject]) -> None:
        names = ", ".join(each.key for each in late[:_NAMED_LATE])
        more = f" and {len(late) - _NAMED_LATE} more" if len(late) > _NAMED_LATE else ""
        self.report(
            f"{kind}: {len(late)} late objects, below the recorded offsets, are NOT read: "
            f"{names}{more}; a rebuild (--rebuild) reads them"
        )

    def _start(self, tables: Tables, rebuild: bool) -> Progress | None:
        """Where to go on from; None means from nothing."""
        if rebuild:
            # From here on whatever run comes next finishes an interrupted rebuild.
            self.store.delete(progress_key(tables.kind))
            return None
        progress = load_progress(self.store, tables.kind)
        return progress if progress is not None and tables.exist() else None

    def _write(
        self, tables: Tables, landed: Landed, progress: Progress | None, run_id: str
    ) -> tuple[Batch, Progress]:
        kind = tables.kind
        lines = cleaned(kind, read_lines(self.spark, kind, self.root, self.s3, landed.new))
        with held(lines):
            batch = batch_of(lines)
            self.report(f"{kind}: {batch.lines} lines of {len(landed.new)} objects read")
            self._write_tables(tables, lines, progress, run_id)
        read = fingerprint([*landed.known, *landed.new])
        reached = advanced(progress, batch.ends, batch.lines, run_id, read)
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
