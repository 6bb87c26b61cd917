"""The cleaning rules: each one takes a column and gives a column, and does one thing.

Missing is null, never an empty text. A value that is there but cannot be understood is not made
null in silence: the record goes to quarantine (see `clean.py`).
"""

from functools import reduce
from typing import Final

from pyspark.sql import Column
from pyspark.sql import functions as F

# Unicode's White_Space: descriptions end in no-break spaces, which SQL's TRIM leaves in place.
WHITE_SPACE: Final = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)

# What the scraper wrote where it found nothing. `multi-video(story page format)` is a real value.
PLACEHOLDERS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("No Title Data Available",),
    "description": (
        "No description available",
        "No description available Story format",
        "Untitled",
    ),
    "poster_name": ("User Info Error",),
    "follower_count": ("User Info Error",),
    "tag_list": ("N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e",),
    "image_src": ("Image src error.",),
}

SAVE_LOCATION_PREFIX: Final = "Local save in "

# ISO 8601 is the contract; the other two are in the wild, the colons in the date included.
DATE_TIME_FORMATS: Final = ("yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy:MM:dd HH:mm:ss")

_INT_MAX: Final = 2**31 - 1
_COUNT_PATTERN: Final = r"^([0-9]{1,12}(?:\.[0-9]{1,6})?)([kKmMbB]?)$"


def text(value: Column) -> Column:
    """Trimmed at both ends; null when nothing is left."""
    trimmed = F.btrim(value, F.lit(WHITE_SPACE))
    return F.when(trimmed != "", trimmed)


def without_placeholders(value: Column, column: str) -> Column:
    """Null where the value is one of the column's placeholders, letter by letter."""
    return F.when(~value.isin(*PLACEHOLDERS[column]), value)


def follower_count(value: Column) -> Column:
    """`512`, `28k`, `1.2M`, `2B` to an int, part of a follower dropped; else null.

    Also null above 2,147,483,647: the column's type is int.
    """
    number = F.regexp_extract(value, _COUNT_PATTERN, 1).try_cast("decimal(18,6)")
    unit = F.lower(F.regexp_extract(value, _COUNT_PATTERN, 2))
    factor = (
        F.when(unit == "k", 1_000).when(unit == "m", 1_000_000).when(unit == "b", 1_000_000_000)
    )
    count = F.floor(number * F.coalesce(factor, F.lit(1)))
    return F.when(count <= _INT_MAX, count.cast("int"))


def save_path(value: Column) -> Column:
    """The path alone: the prefix goes, its blank included."""
    start = len(SAVE_LOCATION_PREFIX) + 1
    rest = F.substr(value, F.lit(start))
    return text(F.when(value.startswith(SAVE_LOCATION_PREFIX), rest).otherwise(value))


def date_time(value: Column) -> Column:
    """A text in one of DATE_TIME_FORMATS to a timestamp, read as UTC; else null."""
    return F.coalesce(*(F.try_to_timestamp(value, F.lit(form)) for form in DATE_TIME_FORMATS))


def coordinates(latitude: Column, longitude: Column) -> Column:
    """[latitude, longitude], in that order."""
    return F.array(latitude, longitude)


def user_name(first_name: Column, last_name: Column) -> Column:
    """First name, blank, last name; the one that is there when the other is missing."""
    return text(F.concat_ws(" ", first_name, last_name))


def unreadable(column: str, source: Column, result: Column) -> Column:
    """The reason for quarantine where there was a value and the rule made nothing of it."""
    is_lost = source.isNotNull() & result.isNull()
    return F.when(is_lost, F.concat(F.lit(f"bad-value: {column}: "), source))


def first_reason(*reasons: Column) -> Column:
    """The first reason that is not null."""
    return reduce(lambda first, then: F.coalesce(first, then), reasons)
