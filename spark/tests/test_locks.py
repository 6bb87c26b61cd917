"""Two processes that would write the same tables."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from pinpipe import locks
from pinpipe.locks import FolderLock, HeldError, LeaseTimes, S3Lease, alone
from records_made import unheard

WITHIN_S = 30
AT = ("bucket", "lake/_progress/batch_pin.lock")


class Bucket:
    """One object on an S3 whose clock is set by hand, with its conditional writes."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.down = False
        self.loses_answers = 0
        self._found: tuple[bytes, str, datetime] | None = None
        self._versions = 0
        self._one = Lock()

    def get_object(self, **_: str) -> dict[str, Any]:
        if self._found is None:
            raise refused("NoSuchKey", 404)
        body, tag, at = self._found
        headers = {"date": format_datetime(self.now, usegmt=True)}
        return {
            "Body": io.BytesIO(body),
            "ETag": tag,
            "LastModified": at,
            "ResponseMetadata": {"HTTPHeaders": headers},
        }

    def put_object(self, **call: Any) -> dict[str, Any]:
        with self._one:
            if self.down:
                raise EndpointConnectionError(endpoint_url="http://s3")
            tag = None if self._found is None else self._found[1]
            if ("IfNoneMatch" in call and tag is not None) or call.get("IfMatch", tag) != tag:
                raise refused("PreconditionFailed", 412)
            self._versions += 1
            self._found = (call["Body"], f'"{self._versions}"', self.now)
            if self.loses_answers > 0:
                self.loses_answers -= 1
                raise ReadTimeoutError(endpoint_url="http://s3")
            return {"ETag": self._found[1]}

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def versions(self) -> int:
        return self._versions


def refused(code: str, status: int) -> ClientError:
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "call")


def unexpected() -> None:
    raise AssertionError("the lease was lost")


def until(true: Any) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


QUICK = LeaseTimes(renew_every=0.01)


def test_a_lease_is_one_holders_until_it_gives_it_back() -> None:
    bucket = Bucket()
    first, second = (S3Lease(bucket, bucket, *AT, unexpected) for _ in range(2))
    assert first.take("a") is None
    assert second.take("b") == "a"
    first.release()
    assert second.take("b") is None
    assert first.take("a") == "b"
    second.release()


def test_a_lease_of_a_killed_holder_is_free_after_its_time_and_not_before() -> None:
    bucket = Bucket()
    bucket.put_object(Body=b'{"holder": "killed", "token": "1"}')
    lease = S3Lease(bucket, bucket, *AT, unexpected)
    bucket.passes(locks.LEASE_S - 1)
    assert lease.take("next") == "killed"
    bucket.passes(1)
    assert lease.take("next") is None
    lease.release()


def test_a_holder_renews_so_that_its_lease_stays_its_own() -> None:
    bucket = Bucket()
    lease = S3Lease(bucket, bucket, *AT, unexpected, QUICK)
    assert lease.take("a") is None
    for _ in range(3):
        bucket.passes(locks.LEASE_S)
        before = bucket.versions
        until(lambda seen=before: bucket.versions > seen)
    assert S3Lease(bucket, bucket, *AT, unexpected).take("b") == "a"
    lease.release()


def test_an_answer_that_is_lost_loses_no_lease() -> None:
    bucket = Bucket()
    lease = S3Lease(bucket, bucket, *AT, unexpected, QUICK)
    assert lease.take("a") is None
    bucket.loses_answers = 2
    until(lambda: bucket.versions > 5)
    assert S3Lease(bucket, bucket, *AT, unexpected).take("b") == "a"
    lease.release()


def test_a_holder_hears_that_another_has_taken_its_lease() -> None:
    bucket, lost = Bucket(), Event()
    lease = S3Lease(bucket, bucket, *AT, lost.set, QUICK)
    assert lease.take("paused") is None
    bucket.put_object(Body=b'{"holder": "other", "token": "2"}')
    assert lost.wait(WITHIN_S)
    lease.release()
    bucket.passes(locks.LEASE_S - 1)
    assert S3Lease(bucket, bucket, *AT, unexpected).take("next") == "other"


def test_a_holder_that_cannot_renew_gives_up_before_its_time_is_over() -> None:
    bucket, lost = Bucket(), Event()
    lease = S3Lease(bucket, bucket, *AT, lost.set, LeaseTimes(renew_every=0.01, gives_up=0.1))
    assert lease.take("cut off") is None
    bucket.down = True
    assert lost.wait(WITHIN_S)
    lease.release()
    assert S3Lease(bucket, bucket, *AT, unexpected).take("next") == "cut off"


def test_of_two_that_find_a_free_lease_at_once_one_has_it() -> None:
    bucket = Bucket()
    quicker = S3Lease(bucket, bucket, *AT, unexpected)

    class Overtaken(Bucket):
        """Another takes the lease between the look and the write."""

        put_object = staticmethod(bucket.put_object)

        def get_object(self, **call: str) -> dict[str, Any]:
            try:
                return bucket.get_object(**call)
            finally:
                quicker.take("a")

    assert S3Lease(Overtaken(), bucket, *AT, unexpected).take("b") == "a"
    quicker.release()


def test_who_waits_says_for_whom_once_and_not_for_ever(tmp_path: Path) -> None:
    held, waiting = FolderLock(tmp_path / "a" / "lock"), FolderLock(tmp_path / "a" / "lock")
    said: list[str] = []
    with alone(held, "first", unheard), pytest.raises(HeldError, match="run first writes"):  # noqa: SIM117
        with alone(waiting, "second", said.append, wait_s=0.1, look_every_s=0.01):
            raise AssertionError("it is held")
    assert said == ["waits until run first has written these tables"]
    with alone(waiting, "second", unheard, look_every_s=0.01):
        assert held.take("first") == "second"


def test_a_lock_in_a_folder_ends_with_its_holder(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from pinpipe.locks import FolderLock\n"
        "assert FolderLock(Path(sys.argv[1])).take('killed') is None\n"
        "print('held', flush=True); time.sleep(600)"
    )
    source = str(Path(__file__).parents[1] / "src")
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "lock")],
        env=os.environ | {"PYTHONPATH": source},
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    with holder.stdout as said:
        assert said.readline() == b"held\n"
        lock = FolderLock(tmp_path / "lock")
        assert lock.take("next") == "killed"
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert lock.take("next") is None
    lock.release()
