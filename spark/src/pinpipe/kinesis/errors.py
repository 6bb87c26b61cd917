"""What can go wrong between the source and Kinesis: a closed list of codes."""

from typing import Final, Literal

Code = Literal[
    "DATA_LOST",
    "EXPIRED_ITERATOR",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "REFUSED",
    "STREAM_REMADE",
    "THROTTLED",
    "UNAVAILABLE",
]

_RETRIABLE: Final = ("THROTTLED", "UNAVAILABLE")


class KinesisSourceError(Exception):
    """Branch on `code`, never on the message; the message carries the code for people.

    DATA_LOST: records that the query has not read are gone, or may be. STREAM_REMADE: the stream is
    another one than the checkpoint's. EXPIRED_ITERATOR, INVALID_ARGUMENT, NOT_FOUND, THROTTLED,
    UNAVAILABLE: Kinesis' own answers; REFUSED: any other.
    """

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(code, text)
        self.code: Code = code
        self.text = text

    @property
    def retriable(self) -> bool:
        return self.code in _RETRIABLE

    def __str__(self) -> str:
        return f"[{self.code}] {self.text}"


def stream_remade(stream: str) -> KinesisSourceError:
    """The stream is not the one that the offset is of."""
    text = (
        f"{stream} was deleted and made again, so that the checkpoint's sequence numbers mean "
        "nothing. Start the query with a new checkpoint"
    )
    return KinesisSourceError("STREAM_REMADE", text)
