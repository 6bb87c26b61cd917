"""Record aggregation of the Kinesis Producer Library (KPL): several user records in one record.

Magic, protobuf message `AggregatedRecord` (1 partition_key_table, 2 explicit_hash_key_table,
3 records, each: 1 partition_key_index, 3 data), MD5 of that message.
"""

from collections.abc import Iterator
from hashlib import md5
from typing import Final, NamedTuple

MAGIC: Final = b"\xf3\x89\x9a\xc2"
_DIGEST_BYTES: Final = 16
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class UserRecord(NamedTuple):
    """What a producer put before it was aggregated."""

    partition_key: str
    data: bytes


def user_records(data: bytes) -> list[UserRecord] | None:
    """The records of an aggregate in order; None for a plain record, and for an aggregate that
    is damaged or empty, which is to be passed on as it is.
    """
    if not data.startswith(MAGIC) or len(data) < len(MAGIC) + _DIGEST_BYTES:
        return None
    message = data[len(MAGIC) : -_DIGEST_BYTES]
    if md5(message, usedforsecurity=False).digest() != data[-_DIGEST_BYTES:]:
        return None
    try:
        return _aggregate(message) or None
    except (IndexError, KeyError, ValueError):
        return None


def _aggregate(message: bytes) -> list[UserRecord]:
    keys: list[str] = []
    records: list[bytes] = []
    for number, value in _fields(message):
        if number == 1:
            keys.append(_delimited(value).decode())
        elif number == 3:
            records.append(_delimited(value))
    return [_user_record(record, keys) for record in records]


def _user_record(message: bytes, keys: list[str]) -> UserRecord:
    values = dict(_fields(message))
    index = values[1]
    if not isinstance(index, int):
        raise ValueError("the index of a partition key is no number")
    return UserRecord(keys[index], _delimited(values[3]))


def _delimited(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise ValueError("a number where bytes belong")
    return value


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Field numbers and values of a protobuf message. ValueError or IndexError where it is none."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        value: int | bytes
        if tag & 7 == _VARINT:
            value, at = _varint(message, at)
        else:
            size, at = _size(tag & 7, message, at)
            if at + size > len(message):
                raise ValueError("the message ends within a field")
            value = message[at : at + size]
            at += size
        yield tag >> 3, value


def _size(wire: int, message: bytes, at: int) -> tuple[int, int]:
    if wire == _BYTES:
        return _varint(message, at)
    if wire in (_FIXED64, _FIXED32):
        return 8 if wire == _FIXED64 else 4, at
    raise ValueError(f"wire type {wire} is not in use")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
        shift += 7
