"""One writer at a time: of two drivers that commit to a Delta table on S3 at once, the later may
replace what the earlier wrote, and one of two in a folder fails."""

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, Protocol
from uuid import uuid4

# A holder that was killed is waited for that long.
LEASE_S: Final = 60.0
ANSWER_WITHIN_S: Final = 8.0
# S3's answers where the version is not there any more, is being written, or is another.
_OTHER_VERSION: Final = (404, 409, 412)
# Longer than any batch of the size that this is made for; then the caller hears who holds it.
WAIT_S: Final = 1800.0


@dataclass(frozen=True)
class LeaseTimes:
    """Of a holder, in seconds. One that cannot renew gives up so early that its last attempt, which
    may take as long to connect as to be answered, has ended within LEASE_S."""

    renew_every: float = 5.0
    gives_up: float = LEASE_S - 5.0 - 2 * ANSWER_WITHIN_S - 4.0


class HeldError(Exception):
    """The text says by whom."""


class WriterLock(Protocol):
    def take(self, holder: str) -> str | None:
        """None: it is ours until `release`. Else who holds it."""

    def release(self) -> None:
        """For who holds it."""


@contextmanager
def alone(
    lock: WriterLock,
    holder: str,
    report: Callable[[str], None],
    wait_s: float = WAIT_S,
    look_every_s: float = 1.0,
) -> Iterator[None]:
    """Holds the lock, as soon as nobody else does; `report` hears whom it waits for. Raises
    HeldError after `wait_s` seconds."""
    until = time.monotonic() + wait_s
    told = None
    while (other := lock.take(holder)) is not None:
        if time.monotonic() >= until:
            raise HeldError(f"run {other} writes these tables: wait for its end, or end it")
        if other != told:
            report(f"waits until run {other} has written these tables")
            told = other
        time.sleep(look_every_s)
    try:
        yield
    finally:
        lock.release()


class NoLock:
    """Where the tables have a lock of their own: Databricks gives each commit its place."""

    def take(self, holder: str) -> str | None:
        return None

    def release(self) -> None:
        """There is nothing to give back."""


class FolderLock:
    """The operating system gives it back when its holder ends, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def take(self, holder: str) -> str | None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return self._path.read_text()
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)
        self._descriptor = descriptor
        return None

    def release(self) -> None:
        os.close(self._descriptor)


@dataclass(frozen=True)
class _Seen:
    """The object as it lay there. `holder`: None once it was given back; `token`: of one taking;
    `age_s`: by the clock of S3."""

    holder: str | None
    token: str
    tag: str
    age_s: float


class S3Lease:
    """An object that its holder renews, written only over the version that was seen. It is free
    once it was not renewed for LEASE_S.

    `client` is a patient one of boto3, `quick` answers or fails within ANSWER_WITHIN_S, at one
    attempt. `lost` is called where another has the lease, or soon may, since it was not renewed.
    """

    def __init__(
        self,
        client: Any,
        quick: Any,
        bucket: str,
        key: str,
        lost: Callable[[], None],
        times: LeaseTimes | None = None,
    ) -> None:
        self._client = client
        self._quick = quick
        self._at = {"Bucket": bucket, "Key": key}
        self._lost = lost
        self._times = times or LeaseTimes()
        self._token = ""
        self._tag = ""
        self._renewing: Thread | None = None
        self._ends = Event()

    def take(self, holder: str) -> str | None:
        seen = self._look(self._client)
        if seen is not None and seen.holder is not None and seen.age_s < LEASE_S:
            return seen.holder
        self._token = uuid4().hex
        begun = time.monotonic()
        if not self._put(self._client, holder, None if seen is None else seen.tag):
            return self.take(holder)
        self._ends.clear()
        self._renewing = Thread(target=self._renew, args=(holder, begun), daemon=True)
        self._renewing.start()
        return None

    def release(self) -> None:
        self._ends.set()
        assert self._renewing is not None
        self._renewing.join()
        # Where it was lost meanwhile, this changes nothing; where S3 is gone, LEASE_S ends it.
        with suppress(Exception):
            self._put(self._quick, None, self._tag)

    def _renew(self, holder: str, renewed: float) -> None:
        held = True
        while held and not self._ends.wait(self._times.renew_every):
            begun = time.monotonic()
            try:
                held = self._put(self._quick, holder, self._tag)
                renewed = begun
            except Exception:
                held = time.monotonic() - renewed < self._times.gives_up
        if not held:
            self._lost()

    def _look(self, client: Any) -> _Seen | None:
        from botocore.exceptions import ClientError

        try:
            found = client.get_object(**self._at)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        now = parsedate_to_datetime(found["ResponseMetadata"]["HTTPHeaders"]["date"])
        body = json.loads(found["Body"].read())
        age_s = (now - found["LastModified"]).total_seconds()
        return _Seen(body["holder"], body["token"], found["ETag"], age_s)

    def _put(self, client: Any, holder: str | None, tag: str | None) -> bool:
        """Whether it was written: over the version `tag`, or where None was."""
        from botocore.exceptions import ClientError

        # Each version differs from all others, and so does its tag.
        body = {"holder": holder, "token": self._token, "version": uuid4().hex}
        over = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        try:
            put = client.put_object(**self._at, Body=json.dumps(body).encode(), **over)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in _OTHER_VERSION:
                raise
            seen = self._look(client)
            if seen is None or seen.token != self._token:
                return False
            # Written by an attempt of ours whose answer was lost.
            return self._put(client, holder, seen.tag)
        self._tag = put["ETag"]
        return True


def end_at_once() -> None:
    """What is to be done where a lease was lost: another process writes, or will."""
    text = "the lease on the tables was not renewed in time, or another run has taken it"
    sys.stderr.write(f"FAILED: {text}: run it again\n")
    sys.stderr.flush()
    # Whatever the main thread is in; Java ends with the pipe from here.
    os._exit(1)
