"""`python -m fake_workspace --folder DIR`: prints `{"url", "token"}` as a line of JSON once it
listens; SIGTERM ends it and the runs in work. The only reader of the environment."""

import argparse
import json
import os
import shlex
import signal
import sys
from pathlib import Path
from threading import Event, Thread

from fake_workspace.server import Server
from fake_workspace.service import LOCAL_COMPUTE, Service


def main() -> None:
    top = argparse.ArgumentParser(prog="fake_workspace", description=__doc__)
    top.add_argument("--port", type=int, default=0, help="default: a free one")
    top.add_argument("--folder", type=Path, required=True, help="of notebooks, files and logs")
    top.add_argument("--cluster", action="append", default=[], help="id of a cluster that exists")
    top.add_argument("--while-stdin", action="store_true", help="end when stdin does")
    top.add_argument("--program", help="does the tasks (default: python -m local_compute)")
    args = top.parse_args()
    is_over = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: is_over.set())
    if args.while_stdin:
        Thread(target=_set_at_end_of_stdin, args=(is_over,), daemon=True).start()
    program = shlex.split(args.program) if args.program else LOCAL_COMPUTE
    token = os.environ.get("DATABRICKS_TOKEN") or "fake-token"
    service = Service(args.folder.resolve(), program, args.cluster)
    with Server(args.port, token, service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(json.dumps({"url": server.url, "token": token}) + "\n")
        sys.stdout.flush()
        is_over.wait()
        service.runner.stop()
        server.shutdown()


def _set_at_end_of_stdin(is_over: Event) -> None:
    sys.stdin.read()
    is_over.set()


if __name__ == "__main__":
    main()
