"""`python -m local_compute notebook|wheel`: one task. Exit code 0: it succeeded; else the last line
of stderr is its error."""

import argparse
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from local_compute.cluster import Cluster, started
from local_compute.notebooks import run_task
from local_compute.wheels import run_entry_point


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="local_compute", description=__doc__)
    tasks = top.add_subparsers(dest="task", required=True)
    notebook = tasks.add_parser("notebook", help="run a notebook in source format")
    notebook.add_argument("--file", type=Path, required=True)
    notebook.add_argument("--parameters", type=json.loads, default={}, help="JSON object")
    wheel = tasks.add_parser("wheel", help="run an entry point of a wheel")
    wheel.add_argument("--wheel", type=Path, required=True)
    wheel.add_argument("--package", required=True, help="name of the distribution")
    wheel.add_argument("--entry-point", required=True)
    wheel.add_argument("arguments", nargs="*", metavar="ARGUMENT", help="after --")
    for task in (notebook, wheel):
        task.add_argument(
            "--workspace", type=Path, help="folder of the workspace: its notebooks, volumes, DBFS"
        )
        task.add_argument("--secrets", type=Path, help="JSON file: scope to key to value")
        task.add_argument("--result", type=Path, help='JSON file to write: {"result": …}')
    return top


def run(args: argparse.Namespace, cluster: Cluster) -> str | None:
    """Does the task. Gives what a notebook has returned."""
    if args.task == "notebook":
        return run_task(args.file, args.parameters, cluster)
    run_entry_point(args.wheel, args.package, args.entry_point, args.arguments, cluster)
    return None


def main() -> int:
    args = parser().parse_args()
    secrets: dict[str, Any] = json.loads(args.secrets.read_bytes()) if args.secrets else {}
    try:
        with started(args.workspace, secrets, os.environ) as cluster:
            result = run(args, cluster)
    except Exception as error:
        traceback.print_exc()
        print(f"{type(error).__name__}: {_in_a_line(error)}", file=sys.stderr)
        return 1
    if args.result:
        args.result.write_text(json.dumps({"result": result}))
    return 0


def _in_a_line(error: Exception) -> str:
    """Of an error of Java the second line says what it was, and all others where."""
    return " ".join(str(error).splitlines()[:2])


if __name__ == "__main__":
    sys.exit(main())
