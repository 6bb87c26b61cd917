from hashlib import md5

import pytest

from pinpipe.kinesis.aggregation import MAGIC, UserRecord, user_records

# Of a and b, hello and world; made by an aggregator of the Kinesis Producer Library's format.
AGGREGATE = bytes.fromhex(
    "f3899ac20a01610a01621a0908001a0568656c6c6f1a0908011a05776f726c647cf45228cd79941b056e6743990bf8ab"
)


def sealed(message: bytes) -> bytes:
    return MAGIC + message + md5(message, usedforsecurity=False).digest()


def test_an_aggregate_gives_its_records_in_order() -> None:
    assert user_records(AGGREGATE) == [UserRecord("a", b"hello"), UserRecord("b", b"world")]


@pytest.mark.parametrize("data", [b"", b"hello", MAGIC, MAGIC + bytes(15), b'{"index": 1}'])
def test_a_plain_record_is_none(data: bytes) -> None:
    assert user_records(data) is None


@pytest.mark.parametrize("at", range(4, len(AGGREGATE)))
def test_an_aggregate_with_a_changed_byte_is_passed_on(at: int) -> None:
    damaged = AGGREGATE[:at] + bytes([AGGREGATE[at] ^ 1]) + AGGREGATE[at + 1 :]

    assert user_records(damaged) is None


@pytest.mark.parametrize(
    "message",
    [
        bytes.fromhex("0a01611a0908011a0568656c6c6f"),
        bytes.fromhex("0a01611a0208001a"),
        bytes.fromhex("0a01611a071a0568656c6c6f"),
        bytes.fromhex("0a01611a0210ff"),
        bytes.fromhex("0a"),
        bytes.fromhex("0aff"),
        bytes.fromhex("0801"),
        bytes.fromhex("0b"),
        bytes.fromhex("0a01ff"),
        bytes.fromhex("0a01611a040a01001a"),
    ],
    ids=[
        "no such key",
        "ends in a tag",
        "no key",
        "ends in a number",
        "no size",
        "no end of a size",
        "number for a key",
        "group",
        "key that is no UTF-8",
        "bytes for an index",
    ],
)
def test_a_message_that_is_no_aggregate_is_passed_on(message: bytes) -> None:
    assert user_records(sealed(message)) is None


def test_hash_keys_tags_and_unknown_fields_are_passed_over() -> None:
    record = bytes.fromhex(
        "08001002" + "1a0178" + "22050a03746167" + "2900000000000000002d00000000"
    )
    message = b"\x0a\x01k\x12\x015\x1a" + bytes([len(record)]) + record

    assert user_records(sealed(message)) == [UserRecord("k", b"x")]


def test_an_empty_aggregate_is_passed_on() -> None:
    assert user_records(sealed(b"")) is None
