"""A process that must not outlive the one that started it."""

import os
import time
from threading import Thread
from typing import Final

_LOOK_EVERY_S: Final = 1.0
# As a shell tells of SIGTERM.
_EXIT_CODE: Final = 143


def end_with_parent(parent: int) -> None:
    """Ends this process, and with it Spark's Java, a moment after the process `parent`, which
    started it, is gone: a scheduler that was killed starts the step again, and a table has one
    writer at a time."""
    Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    # At once, whatever the main thread is in; Java ends with the pipe from here.
    os._exit(_EXIT_CODE)
