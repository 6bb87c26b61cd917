"""The repository's Kinesis fake, as a process of its own, and a producer for it."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

_SCRIPT = Path(__file__).with_suffix(".mjs")
_MOST_RECORDS = 500


class Fake:
    """`client`: boto3's, for whatever the API can do."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._ahead_ms = 0
        self.endpoint: str = self._answer()["endpoint"]
        self.client = boto3.client(
            "kinesis",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def now(self) -> float:
        """Its time, in epoch seconds."""
        return time.time() + self._ahead_ms / 1000

    def advance(self, ms: int) -> None:
        """Moves its clock on."""
        self._ahead_ms += ms
        self._command(name="advance", ms=ms)

    def inject(self, **fault: Any) -> None:
        """Arms one of the fake's faults."""
        self._command(name="inject", fault=fault)

    @contextmanager
    def throttled(self, stream: str, shard: str) -> Iterator[None]:
        """Every write to a shard and every read of it exceeds the throughput meanwhile."""
        self._command(name="throttle", stream=stream, shard=shard)
        yield
        self._command(name="release", shard=shard)

    def create(self, stream: str, shards: int) -> None:
        self.client.create_stream(StreamName=stream, ShardCount=shards)

    def put(self, stream: str, records: Sequence[tuple[str, bytes]]) -> None:
        """Puts records (key, data); each of them is to be taken."""
        for at in range(0, len(records), _MOST_RECORDS):
            part = records[at : at + _MOST_RECORDS]
            answer = self.client.put_records(
                StreamName=stream,
                Records=[{"PartitionKey": key, "Data": data} for key, data in part],
            )
            assert answer["FailedRecordCount"] == 0

    def _command(self, **command: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def running_fake() -> Iterator[Fake]:
    """Needs `node` of version 24 or later on the PATH, as `npm test` has it."""
    node = shutil.which("node")
    assert node is not None, "no node on the PATH"
    process = subprocess.Popen(
        [node, str(_SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield Fake(process)
        assert process.stdin is not None
        process.stdin.close()
