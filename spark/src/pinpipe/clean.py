"""Wire columns to clean columns, per kind. Rows that the reader rejected pass with nulls."""

from collections.abc import Callable, Sequence
from typing import Final

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from pinpipe import rules
from pinpipe.records import CLEAN_SCHEMAS, Kind

# Where a line came from: every row keeps it until it is in its table.
ORIGIN: Final = ("object", "line", "topic", "partition", "offset")

_Cleaned = tuple[dict[str, Column], tuple[Column, ...]]


def cleaned(kind: Kind, lines: DataFrame, origin: Sequence[str] = ORIGIN) -> DataFrame:
    """Wire columns to the clean columns of `kind` + `origin` + reason, raw, extra.

    `reason` is null for a good record. `raw` is kept for rejected rows only: good ones are tables.
    """
    columns, reasons = _RULES[kind]()
    # A rejected line has null in every wire column, so its own reason is the only one it can have.
    reason = rules.first_reason(F.col("reason"), *reasons)
    clean = [columns[field.name].alias(field.name) for field in CLEAN_SCHEMAS[kind]]
    return lines.select(
        *clean,
        *origin,
        reason.alias("reason"),
        F.when(reason.isNotNull(), F.col("raw")).alias("raw"),
        "extra",
    )


def _text(column: str) -> Column:
    return rules.text(F.col(column))


def _known(column: str) -> Column:
    return rules.without_placeholders(_text(column), column)


def _pin() -> _Cleaned:
    followers = _known("follower_count")
    count = rules.follower_count(followers)
    columns = {
        "ind": F.col("index"),
        "unique_id": _text("unique_id"),
        "title": _known("title"),
        "description": _known("description"),
        "follower_count": count,
        "poster_name": _known("poster_name"),
        "tag_list": _known("tag_list"),
        "is_image_or_video": _text("is_image_or_video"),
        "image_src": _known("image_src"),
        "save_location": rules.save_path(_text("save_location")),
        "category": _text("category"),
    }
    return columns, (rules.unreadable("follower_count", followers, count),)


def _geo() -> _Cleaned:
    time = _text("timestamp")
    timestamp = rules.date_time(time)
    columns = {
        "ind": F.col("ind"),
        "country": _text("country"),
        "coordinates": rules.coordinates(F.col("latitude"), F.col("longitude")),
        "timestamp": timestamp,
    }
    return columns, (rules.unreadable("timestamp", time, timestamp),)


def _user() -> _Cleaned:
    joined = _text("date_joined")
    date_joined = rules.date_time(joined)
    columns = {
        "ind": F.col("ind"),
        "user_name": rules.user_name(_text("first_name"), _text("last_name")),
        "age": F.col("age"),
        "date_joined": date_joined,
    }
    return columns, (rules.unreadable("date_joined", joined, date_joined),)


_RULES: Final[dict[Kind, Callable[[], _Cleaned]]] = {"pin": _pin, "geo": _geo, "user": _user}
