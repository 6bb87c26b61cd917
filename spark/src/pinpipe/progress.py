"""How far each partition of a topic has been cleaned. Written last, in one atomic put.

Every write before it is idempotent above the recorded offsets (see `tables.py`), so a run killed
anywhere is simply repeated, with whatever has landed since.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from pinpipe.layout import TopicObject, progress_key
from pinpipe.objects import ObjectStore
from pinpipe.records import Kind


@dataclass(frozen=True)
class Progress:
    """`next_offsets`: partition to the first offset not yet cleaned. `lines`: all so far.

    `objects`: the fingerprint of all objects read so far that still lay there; None in a file of
    before it was kept.
    """

    next_offsets: dict[int, int]
    lines: int
    run_id: str
    objects: str | None = None


def load_progress(store: ObjectStore, kind: Kind) -> Progress | None:
    try:
        found: dict[str, Any] = json.loads(store.read(progress_key(kind)))
    except FileNotFoundError:
        return None
    offsets = {int(partition): offset for partition, offset in found["next_offsets"].items()}
    return Progress(offsets, found["lines"], found["run_id"], found.get("objects"))


def save_progress(store: ObjectStore, kind: Kind, progress: Progress) -> None:
    store.write(progress_key(kind), json.dumps(asdict(progress)).encode())


def unread(objects: list[TopicObject], progress: Progress | None) -> list[TopicObject]:
    """The objects that start at or above the recorded offset of their partition."""
    offsets = {} if progress is None else progress.next_offsets
    return [o for o in objects if o.start >= offsets.get(o.partition, 0)]


def fingerprint(objects: Iterable[TopicObject]) -> str:
    """Tells one set of objects from another, in whatever order.

    Not their number: one that is deleted and one that lands late would make up for each other.
    """
    return sha256("\n".join(sorted(each.key for each in objects)).encode()).hexdigest()


def advanced(
    progress: Progress | None, ends: dict[int, int], lines: int, run_id: str, objects: str
) -> Progress:
    """`progress` after a run that read `lines` lines, up to `ends` (exclusive) per partition.

    `objects`: the fingerprint of all objects read so far, those of this run included.
    """
    before = Progress({}, 0, "") if progress is None else progress
    return Progress({**before.next_offsets, **ends}, before.lines + lines, run_id, objects)
