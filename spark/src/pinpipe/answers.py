"""Runs the queries and writes what they say as JSON."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any, Final

from pyspark.sql import DataFrame

from pinpipe.databricks import held
from pinpipe.layout import answer_key
from pinpipe.objects import ObjectStore
from pinpipe.queries import AGE_GROUPS, OLDEST, TASKS, QueryOptions, Task, posts

_SIDE_BY_SIDE: Final = 3
_AGES: Final = {name: i for i, name in enumerate([*(group[0] for group in AGE_GROUPS), OLDEST])}


@dataclass(frozen=True)
class Answer:
    """`rows` hold their values in the order of `columns`."""

    task: str
    title: str
    columns: list[str]
    rows: list[list[Any]]


def answer_all(
    pin: DataFrame, geo: DataFrame, user: DataFrame, options: QueryOptions
) -> dict[str, Answer]:
    """The nine answers, by task."""
    joined = posts(pin, geo, user, options)
    with held(joined), ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        joined.count()
        found = pool.map(lambda name: answer(name, joined, options), TASKS)
        return {each.task: each for each in found}


def answer(name: str, joined: DataFrame, options: QueryOptions) -> Answer:
    """The answer of one task over `queries.posts`."""
    task = TASKS[name]
    frame = task.query(joined, options)
    # Hundreds of rows at most: sorting here saves Spark two jobs an answer.
    rows = sorted((list(row) for row in frame.collect()), key=_sort_key(task, frame.columns))
    return Answer(name, task.title, frame.columns, rows)


def _sort_key(task: Task, columns: list[str]) -> Callable[[list[Any]], tuple[Any, ...]]:
    def value(row: list[Any], by: str) -> Any:
        found = row[columns.index(by.removeprefix("-"))]
        return -found if by.startswith("-") else _AGES[found] if by == "age_group" else found

    return lambda row: tuple(value(row, by) for by in task.order)


def write_answers(
    store: ObjectStore,
    answers: dict[str, Answer],
    options: QueryOptions,
    run_id: str,
    made_at: str,
) -> None:
    """Writes the answers of the run; `publish` makes them the current ones."""
    for task, found in answers.items():
        document = {**asdict(found), "options": asdict(options)}
        document |= {"run_id": run_id, "made_at": made_at}
        body = json.dumps(document, ensure_ascii=False, indent=1)
        store.write(answer_key(task, run_id), body.encode())


def publish(store: ObjectStore, run_id: str) -> None:
    """Copies the answers of a run to `answers/`."""
    for task in TASKS:
        store.write(answer_key(task), store.read(answer_key(task, run_id)))
