"""Answers as tables for people."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from pinpipe.queries import TASKS

SHOWN_ROWS: Final = 10
"""Rows shown of an answer; all of them are in its file."""


def answer_tables(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The answers in the order of the tasks, each `{"columns", "rows"}`, with the task's title."""
    return "\n\n".join(
        f"Task {name}: {task.title}\n{_table(**answers[name])}" for name, task in TASKS.items()
    )


def _table(columns: list[str], rows: list[list[Any]]) -> str:
    shown = pd.DataFrame(rows[:SHOWN_ROWS], columns=columns, dtype=object).to_string(index=False)
    more = len(rows) - SHOWN_ROWS
    return f"{shown}\n… and {more} more rows" if more > 0 else shown
