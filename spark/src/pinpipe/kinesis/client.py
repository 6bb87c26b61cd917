"""The edge to Kinesis: its calls and errors in this package's terms."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol

from pinpipe.kinesis.errors import Code, KinesisSourceError
from pinpipe.kinesis.offsets import Position
from pinpipe.kinesis.retrying import Retry
from pinpipe.kinesis.shards import Shard

_SERVER_ERROR: Final = 500

_CODES: Final[dict[str, Code]] = {
    "ExpiredIteratorException": "EXPIRED_ITERATOR",
    "InvalidArgumentException": "INVALID_ARGUMENT",
    "ResourceNotFoundException": "NOT_FOUND",
    "KMSThrottlingException": "THROTTLED",
    "LimitExceededException": "THROTTLED",
    "ProvisionedThroughputExceededException": "THROTTLED",
    "RequestLimitExceeded": "THROTTLED",
    "ThrottlingException": "THROTTLED",
    "InternalFailure": "UNAVAILABLE",
    "InternalFailureException": "UNAVAILABLE",
    "ServiceUnavailable": "UNAVAILABLE",
}


class Page(NamedTuple):
    """An answer to GetRecords.

    `records`: as the service writes them, data in base64, arrival in epoch seconds. `next`: the
    iterator behind them; None where a closed shard ends. `behind_ms`: 0 at the tip.
    """

    records: Sequence[dict[str, Any]]
    next: str | None
    behind_ms: int

    @property
    def final(self) -> bool:
        """Whether nothing follows for now."""
        return self.next is None or self.behind_ms == 0


class Kinesis(Protocol):
    """Raises KinesisSourceError. Safe to use from several threads."""

    def created_ms(self, stream: str) -> int:
        """When the stream was made, in epoch milliseconds."""

    def shards(self, stream: str, page_size: int) -> list[Shard]:
        """All that are listed, in the order of their ids."""

    def iterator(self, stream: str, shard: str, start: Position) -> str:
        """An iterator at the position, whose record `after`, where it has one, comes first."""

    def records(self, iterator: str, limit: int) -> Page:
        """At most `limit` records, which is at most 10,000."""


class AwsKinesis:
    """Kinesis by boto3's client, which only signs and sends: retries are made here."""

    def __init__(self, client: Any, retry: Retry) -> None:
        self._client = client
        self._retry = retry

    def created_ms(self, stream: str) -> int:
        answer = self._call("describe_stream_summary", **_named(stream))
        created_s: float = answer["StreamDescriptionSummary"]["StreamCreationTimestamp"].timestamp()
        return round(created_s * 1000)

    def shards(self, stream: str, page_size: int) -> list[Shard]:
        return [_shard(entry) for entry in self._listed(stream, page_size)]

    def iterator(self, stream: str, shard: str, start: Position) -> str:
        request = {**_named(stream), "ShardId": shard, **_where(start)}
        answer = self._call("get_shard_iterator", **request)
        return str(answer["ShardIterator"])

    def records(self, iterator: str, limit: int) -> Page:
        answer = self._call("get_records", ShardIterator=iterator, Limit=limit)
        behind_ms = answer.get("MillisBehindLatest") or 0
        return Page(answer["Records"], answer.get("NextShardIterator"), behind_ms)

    def _listed(self, stream: str, page_size: int) -> Iterator[dict[str, Any]]:
        page: dict[str, Any] = _named(stream)
        while True:
            answer = self._call("list_shards", **page, MaxResults=page_size)
            yield from answer["Shards"]
            if not answer.get("NextToken"):
                return
            page = {"NextToken": answer["NextToken"]}

    def _call(self, method: str, **request: Any) -> dict[str, Any]:
        send: Callable[..., dict[str, Any]] = getattr(self._client, method)
        return self._retry.call(lambda: _translated(lambda: send(**request)))


def _translated[T](send: Callable[[], T]) -> T:
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
    from botocore.exceptions import ConnectionError as NoConnection

    try:
        return send()
    except ClientError as error:
        raise KinesisSourceError(_code(error.response), str(error)) from error
    except (HTTPClientError, NoConnection) as error:
        raise KinesisSourceError("UNAVAILABLE", str(error)) from error
    except BotoCoreError as error:
        raise KinesisSourceError("REFUSED", str(error)) from error


def _code(response: dict[str, Any]) -> Code:
    known = _CODES.get(response.get("Error", {}).get("Code", ""))
    if known is not None:
        return known
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return "UNAVAILABLE" if status >= _SERVER_ERROR else "REFUSED"


def _named(stream: str) -> dict[str, Any]:
    return {"StreamARN" if stream.startswith("arn:") else "StreamName": stream}


def _shard(entry: dict[str, Any]) -> Shard:
    parents = (entry.get("ParentShardId"), entry.get("AdjacentParentShardId"))
    closed = entry["SequenceNumberRange"].get("EndingSequenceNumber") is not None
    return Shard(entry["ShardId"], tuple(filter(None, parents)), closed)


def _where(start: Position) -> dict[str, Any]:
    if start.after is not None:
        number = start.after
        return {"ShardIteratorType": "AT_SEQUENCE_NUMBER", "StartingSequenceNumber": number}
    if start.from_ms is not None:
        return {"ShardIteratorType": "AT_TIMESTAMP", "Timestamp": start.from_ms / 1000}
    return {"ShardIteratorType": "TRIM_HORIZON"}
