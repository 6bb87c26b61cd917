"""When each row of a Delta table in a folder became visible, by the table's log.

Usage: visible_at.py TABLE. Prints a line of JSON for each commit that brought rows: `at_ms`, the
epoch milliseconds at which the commit lay in the log, and `inds`, the `ind` of its rows.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq


def added(commit: Path) -> Iterator[str]:
    """The files whose rows a commit brought; one that was merged of others has none of its own."""
    for line in commit.read_text().splitlines():
        add = json.loads(line).get("add")
        if add is not None and add["dataChange"]:
            yield unquote(add["path"])


def main() -> None:
    table = Path(sys.argv[1])
    for commit in sorted((table / "_delta_log").glob("*.json")):
        inds: list[int] = []
        for path in added(commit):
            inds += pq.read_table(table / path, columns=["ind"])["ind"].to_pylist()
        if inds:
            # A commit is moved to its place as soon as it is written, and keeps this time.
            at_ms = commit.stat().st_mtime_ns / 1e6
            sys.stdout.write(json.dumps({"at_ms": at_ms, "inds": inds}) + "\n")


main()
