"""A query's checkpoint and its tables belong together; this tells when one has lost the other."""

import json
from dataclasses import dataclass
from typing import Literal

from pinpipe.databricks import on_databricks
from pinpipe.layout import checkpoint, resumed_key
from pinpipe.objects import ObjectStore
from pinpipe.streaming.tables import StreamTables

State = Literal["new", "going-on", "resuming"]
Code = Literal["CHECKPOINT_LOST", "CHECKPOINT_OLD", "TABLES_LOST"]


class CheckpointError(Exception):
    """`code`: CHECKPOINT_LOST, CHECKPOINT_OLD, or TABLES_LOST."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass(frozen=True)
class Checkpoint:
    """The checkpoint of the query that writes `tables`."""

    store: ObjectStore
    tables: StreamTables

    @property
    def key(self) -> str:
        return checkpoint(self.tables.pipeline_id, self.tables.kind)

    def query_id(self) -> str:
        """Spark's id of the query, new with each checkpoint; FileNotFoundError without one."""
        found: str = json.loads(self.store.read(f"{self.key}/metadata"))["id"]
        return found

    def exists(self) -> bool:
        try:
            self.query_id()
        except FileNotFoundError:
            return False
        return True

    @property
    def _note(self) -> str:
        return resumed_key(self.tables.kind)

    def _was_resumed(self) -> bool:
        try:
            self.store.read(self._note)
        except FileNotFoundError:
            return False
        return True

    def judge(self, resume: bool) -> State:
        """Whether the query begins, goes on, or begins over tables that hold records already.

        `resume` allows the last. Raises CheckpointError where it is not allowed, or where a
        checkpoint is there without its tables or, but on Databricks, with newer ones.
        """
        if self.exists():
            if not self.tables.exist():
                what = f"{self.key} is there, but not all tables that it belongs to"
                raise self._tables_lost(what)
            # Databricks' own Delta has other Java classes: there the log cannot be asked.
            if not on_databricks():
                self._refuse_old()
            return "resuming" if self._was_resumed() else "going-on"
        if self.tables.are_empty():
            return "new"
        if not self.tables.exist():
            raise self._tables_lost("some of the tables hold records, and others are gone")
        if resume:
            # Before the new checkpoint is there: a run killed from here on is resumed again.
            self.store.write(self._note, b"")
            return "resuming"
        raise CheckpointError(
            "CHECKPOINT_LOST",
            f"the {self.tables.kind} tables hold records, but {self.key} is gone. Restore it, or "
            "give --resume: the stream is read again from --initial-position, and records that "
            "are in the tables are left out",
        )

    def _refuse_old(self) -> None:
        """An older checkpoint plans batches anew under numbers that the tables have, and Delta
        would skip their appends."""
        written = self.tables.last_batch(self.query_id())
        planned = self._last_planned()
        if written is not None and written > planned:
            raise CheckpointError(
                "CHECKPOINT_OLD",
                f"the {self.tables.kind} tables hold batch {written} of {self.key}, which itself "
                f"goes to batch {planned} only: it was restored from an older copy, or part of it "
                "is gone. Restore the newest one, or delete it and give --resume: the stream is "
                "read again from --initial-position, and records that are in the tables are left "
                "out",
            )

    def _last_planned(self) -> int:
        """The number of the last batch in the checkpoint; -1 without any."""
        names = (key.rpartition("/")[2] for key in self.store.sizes(f"{self.key}/offsets/"))
        return max((int(name) for name in names if name.isdecimal()), default=-1)

    def _tables_lost(self, what: str) -> CheckpointError:
        return CheckpointError(
            "TABLES_LOST",
            f"{what}. Going on would leave out what they held. Restore them, or delete all three "
            f"{self.tables.kind} tables and {self.key} to begin anew",
        )
