"""Where a batch ends in a shard: the decision, without Kinesis.

Kinesis has no call for a shard's last sequence number. A plan reads one page after the start, the
look-ahead. Where that reaches the tip, its last record is the end. Elsewhere the look-ahead's
density tells about when the batch's cap is reached, and a page of one record from that time gives
an end. Any record behind the look-ahead is an exact end, whatever the arrival times say, so that
the estimate decides about sizes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pinpipe.kinesis.offsets import sequence_order


class Cap(NamedTuple):
    """About how much of a shard one batch is to read. Soft: what a jump meets decides."""

    bytes: int
    rows: int


@dataclass(frozen=True)
class LookAhead:
    """The records after a start. Times in epoch milliseconds, of arrival."""

    first: str
    last: str
    first_ms: int
    last_ms: int
    rows: int
    bytes: int


def look_ahead(records: Sequence[dict[str, Any]]) -> LookAhead:
    """Of records as GetRecords gives them; at least one."""
    return LookAhead(
        first=records[0]["SequenceNumber"],
        last=records[-1]["SequenceNumber"],
        first_ms=arrival_ms(records[0]),
        last_ms=arrival_ms(records[-1]),
        rows=len(records),
        bytes=sum(len(record["Data"]) for record in records) * 3 // 4,
    )


def arrival_ms(record: dict[str, Any]) -> int:
    """When the record arrived."""
    arrival_s: float = record["ApproximateArrivalTimestamp"]
    return round(arrival_s * 1000)


def jump_ms(look: LookAhead, behind_ms: int, cap: Cap) -> int | None:
    """The arrival time at which the cap is about reached; None where the tip comes before that."""
    spread = max(look.last_ms - look.first_ms, 1)
    at_ms = look.first_ms + int(spread * _fill(look, cap))
    return at_ms if at_ms < look.last_ms + behind_ms else None


def reaches(look: LookAhead, cap: Cap) -> bool:
    """Whether the look-ahead alone fills the batch."""
    return _fill(look, cap) <= 1


def later(number: str, than: str) -> bool:
    """Whether a sequence number comes behind another of the same shard."""
    return sequence_order(number) > sequence_order(than)


def _fill(look: LookAhead, cap: Cap) -> float:
    return min(cap.bytes / max(look.bytes, 1), cap.rows / look.rows)
