"""Notebooks in Databricks' source format: Python whose cells stand between comments. Pure."""

import shlex
from dataclasses import dataclass
from typing import Final, Literal

_HEADER: Final = "# Databricks notebook source"
_SEPARATOR: Final = "# COMMAND ----------"
_MAGIC: Final = "# MAGIC "

CellKind = Literal["python", "run", "pip", "md"]


@dataclass(frozen=True)
class Cell:
    """`text`: Python; of `run` the notebook's path; of `pip` its arguments; of `md` Markdown.
    `line`: of its first line in the file, from 1."""

    kind: CellKind
    text: str
    line: int


def cells_of(source: str) -> list[Cell]:
    """The cells that hold anything. ValueError for a file that is no notebook, and for a magic
    command that is none of %run, %pip and %md."""
    header, *lines = source.splitlines() or [""]
    if header.strip() != _HEADER:
        raise ValueError(f"the first line is not {_HEADER!r}")
    cells: list[Cell] = []
    begin = 0
    for end in [at for at, line in enumerate(lines) if line.strip() == _SEPARATOR] + [len(lines)]:
        body = lines[begin:end]
        if any(line.strip() for line in body):
            cells.append(_cell(body, begin + 2))
        begin = end + 1
    return cells


def _cell(body: list[str], line: int) -> Cell:
    magic = [text.removeprefix(_MAGIC.rstrip()).strip() for text in body if _is_magic(text)]
    if not magic:
        return Cell("python", "\n".join(body), line)
    command, _, rest = "\n".join(magic).strip().partition(" ")
    command = command.split("\n")[0]
    if command == "%md":
        return Cell("md", "\n".join(magic).removeprefix("%md").strip(), line)
    if command == "%run":
        return Cell("run", shlex.split(rest)[0], line)
    if command == "%pip":
        return Cell("pip", rest.strip(), line)
    raise ValueError(f"line {line}: {command} is not known here; %run, %pip and %md are")


def _is_magic(line: str) -> bool:
    return line.startswith(_MAGIC.rstrip())
