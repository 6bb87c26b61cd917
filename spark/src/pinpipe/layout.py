"""Where things are under the root: topics in, tables, answers and run reports out. Pure."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from pinpipe.records import Kind

Half = Literal["batch", "stream"]

_OBJECT_KEY: Final = re.compile(
    r"topics/(?P<topic>[^/]+)/partition=(?P<partition>\d+)/"
    r"(?P=topic)\+(?P=partition)\+(?P<start>\d{10,})\.json(?P<gz>\.gz)?"
)


@dataclass(frozen=True, slots=True)
class TopicObject:
    """An object that the sink wrote: `start` is the offset of its first line, `size` its bytes."""

    key: str
    topic: str
    partition: int
    start: int
    compressed: bool
    size: int


def topic_object(key: str, size: int) -> TopicObject | None:
    """The object behind a key, or None where the key is not the sink's."""
    found = _OBJECT_KEY.fullmatch(key)
    if found is None:
        return None
    return TopicObject(
        key=key,
        topic=found["topic"],
        partition=int(found["partition"]),
        start=int(found["start"]),
        compressed=found["gz"] is not None,
        size=size,
    )


def bucket_name(pipeline_id: str) -> str:
    return f"user-{pipeline_id}-bucket"


def topic_name(pipeline_id: str, kind: Kind) -> str:
    return f"{pipeline_id}.{kind}"


def topic_prefix(topic: str) -> str:
    return f"topics/{topic}/"


def clean_table(kind: Kind) -> str:
    return f"lake/df_{kind}"


def quarantine_table(kind: Kind, half: Half = "batch") -> str:
    return f"lake/quarantine_{half}_{kind}"


def provenance_table(kind: Kind, half: Half = "batch") -> str:
    return f"lake/provenance_{half}_{kind}"


def progress_key(kind: Kind) -> str:
    # Beside the tables: who deletes the lake deletes what is known about it too.
    return f"lake/_progress/batch_{kind}.json"


def lock_key(kind: Kind) -> str:
    """Of who writes the batch tables of a kind."""
    return f"lake/_progress/batch_{kind}.lock"


def answer_key(task: str, run_id: str | None = None) -> str:
    """The published answer of a task, or the one of a run."""
    folder = "answers" if run_id is None else f"answers/runs/{run_id}"
    return f"{folder}/task-{task}.json"


def run_key(run_id: str) -> str:
    return f"runs/{run_id}.json"


def step_key(run_id: str, step: str) -> str:
    """What a step of a run says, where each is a process of its own."""
    return f"steps/{run_id}/{step}.json"


def stream_name(pipeline_id: str, kind: Kind) -> str:
    return f"streaming-{pipeline_id}-{kind}"


def stream_clean_table(pipeline_id: str, kind: Kind) -> str:
    return f"lake/{pipeline_id}_{kind}_table"


def checkpoint(pipeline_id: str, kind: Kind) -> str:
    """Of one table, never shared: queries that share a checkpoint overwrite each other's."""
    return f"checkpoints/{pipeline_id}_{kind}_table"


def resumed_key(kind: Kind) -> str:
    """There when a kind's stream tables are older than their checkpoint."""
    return f"lake/_progress/stream_{kind}_resumed"
