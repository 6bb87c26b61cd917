"""SIGTERM and SIGINT: the first asks the job to end, whoever else in its process group hears it."""

import os
import signal
from contextlib import suppress
from threading import Event
from typing import Final

from pinpipe.databricks import on_databricks

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def stop_event() -> Event:
    """An event that is set when this process is told to end. To be called before Spark starts.

    The signal may go to the whole process group. Spark's processes must outlive the batches in
    work, so whatever is forked from now on ignores it, and what that starts does too. Not so on
    Databricks: Spark runs there already, and a notebook's process goes on after the job.
    """
    stopping = Event()
    # A notebook's cell may run in a thread that is not the main one, which hears no signal.
    with suppress(ValueError):
        for number in _SIGNALS:
            signal.signal(number, lambda *_: stopping.set())
    if not on_databricks():
        os.register_at_fork(after_in_child=_ignore)
    return stopping


def _ignore() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
