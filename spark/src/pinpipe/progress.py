"""How far each partition of a topic has been cleaned. Written last, in one atomic put.

Every write before it is idempotent above the recorded offsets (see `tables.py`), so a run killed
anywhere is simply repeated, with whatever has landed since.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from pinpipe.layout import TopicObject, progress_key
from pinpipe.objects import ObjectStore
from pinpipe.records import Kind


@dataclass(frozen=True)
class Progress:
    """`next_offsets`: partition to the first offset not yet cleaned. `lines`: all so far."""

    next_offsets: dict[int, int]
    lines: int
    run_id: str


def load_progress(store: ObjectStore, kind: Kind) -> Progress | None:
    try:
        found: dict[str, Any] = json.loads(store.read(progress_key(kind)))
    except FileNotFoundError:
        return None
    offsets = {int(partition): offset for partition, offset in found["next_offsets"].items()}
    return Progress(offsets, found["lines"], found["run_id"])


def save_progress(store: ObjectStore, kind: Kind, progress: Progress) -> None:
    store.write(progress_key(kind), json.dumps(asdict(progress)).encode())


def unread(objects: list[TopicObject], progress: Progress | None) -> list[TopicObject]:
    """The objects that start at or above the recorded offset of their partition."""
    offsets = {} if progress is None else progress.next_offsets
    return [o for o in objects if o.start >= offsets.get(o.partition, 0)]


def advanced(progress: Progress | None, ends: dict[int, int], lines: int, run_id: str) -> Progress:
    """`progress` after a run that read `lines` lines, up to `ends` (exclusive) per partition."""
    before = Progress({}, 0, "") if progress is None else progress
    return Progress({**before.next_offsets, **ends}, before.lines + lines, run_id)
