"""Calls made again after throttling, server errors and broken connections."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pinpipe.kinesis.errors import KinesisSourceError

# The AWS SDKs' own figures, with a lower cap: a shard's quota is full again after a second.
_BASE_S: Final = 0.1
_CAP_S: Final = 2.0
_MOST_DOUBLINGS: Final = 10


@dataclass(frozen=True)
class Retry:
    """`bound_s`: after so many seconds the last error is raised. The rest is for tests."""

    bound_s: float
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    draw: Callable[[], float] = random.random

    def call[T](self, once: Callable[[], T]) -> T:
        """Waits between tries with full jitter: anything from nothing to a bound that doubles."""
        deadline = self.now() + self.bound_s
        tries = 0
        while True:
            try:
                return once()
            except KinesisSourceError as error:
                delay = self.draw() * min(_CAP_S, _BASE_S * 2 ** min(tries, _MOST_DOUBLINGS))
                if not error.retriable or self.now() + delay > deadline:
                    raise
            tries += 1
            self.sleep(delay)
