"""Each rule over all its values at once: one small job a rule."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F

from pinpipe import rules
from records_made import frame


def applied(
    spark: SparkSession, rule: Callable[[Column], Column], values: list[Any], type_: str = "string"
) -> list[Any]:
    rows = list(enumerate(values))
    table = frame(spark, rows, f"n int, value {type_}")
    found = table.select("n", rule(F.col("value"))).collect()
    return [row[1] for row in sorted(found, key=lambda row: row[0])]


def test_text_is_trimmed_of_every_kind_of_blank_and_empty_is_null(spark: SparkSession) -> None:
    cases = {
        "Mujer de 10 ": "Mujer de 10",
        "cut here…\xa0": "cut here…",
        "\t\n two  words \u3000": "two  words",
        "": None,
        "   ": None,
        "\xa0\u2003": None,
        None: None,
        "0": "0",
    }
    assert applied(spark, rules.text, list(cases)) == list(cases.values())


@pytest.mark.parametrize(
    ("column", "missing", "kept"),
    [
        ("title", ["No Title Data Available"], ["No Title", "Untitled"]),
        (
            "description",
            [
                "No description available",
                "No description available Story format",
                "Untitled",
            ],
            ["Art.", "12 points • 3 comments", "No description available yet"],
        ),
        ("poster_name", ["User Info Error"], ["user info error", "User Info Errors"]),
        ("follower_count", ["User Info Error"], ["28k"]),
        (
            "tag_list",
            ["N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e"],
            ["No Tags Available", "N,o"],
        ),
        ("image_src", ["Image src error."], ["Image src error"]),
    ],
)
def test_placeholders_are_null_and_nothing_else_is(
    spark: SparkSession, column: str, missing: list[str], kept: list[str]
) -> None:
    found = applied(spark, lambda c: rules.without_placeholders(c, column), [*missing, *kept, None])
    assert found == [*([None] * len(missing)), *kept, None]


def test_the_story_format_is_a_value_and_no_placeholder() -> None:
    every = [value for values in rules.PLACEHOLDERS.values() for value in values]
    assert "multi-video(story page format)" not in every
    assert len(set(every)) == 7


def test_follower_counts_are_parsed_as_numbers(spark: SparkSession) -> None:
    cases = {
        "0": 0,
        "512": 512,
        "28k": 28_000,
        "28K": 28_000,
        "985k": 985_000,
        "15M": 15_000_000,
        "15m": 15_000_000,
        "1.2k": 1_200,
        "1.25M": 1_250_000,
        "1.2345k": 1_234,
        "2B": 2_000_000_000,
        "2147483647": 2_147_483_647,
        "2147483648": None,
        "3B": None,
        "k": None,
        "12kk": None,
        "12 k": None,
        "kitten12": None,
        "1,234": None,
        "-5": None,
        "1e3": None,
        "99999999999999999999999": None,
        "User Info Error": None,
        None: None,
    }
    assert applied(spark, rules.follower_count, list(cases)) == list(cases.values())


def test_the_save_path_loses_its_prefix_and_the_blank(spark: SparkSession) -> None:
    cases = {
        "Local save in /data/art": "/data/art",
        "Local save in  /data/art": "/data/art",
        "/data/art": "/data/art",
        "/data/Local save in /x": "/data/Local save in /x",
        "Local save in ": None,
        None: None,
    }
    assert applied(spark, rules.save_path, list(cases)) == list(cases.values())


def test_the_three_date_formats_are_read_as_utc(spark: SparkSession) -> None:
    moment = datetime(2020, 8, 28, 3, 52, 47, tzinfo=UTC)
    cases: dict[str | None, datetime | None] = {
        "2020-08-28T03:52:47": moment,
        "2020-08-28 03:52:47": moment,
        "2020:08:28 03:52:47": moment,
        "2020-02-29T00:00:00": datetime(2020, 2, 29, tzinfo=UTC),
        # A time that no clock in London showed: the zone of the machine must not matter.
        "2020-03-29T01:30:00": datetime(2020, 3, 29, 1, 30, tzinfo=UTC),
        "2021-02-29T00:00:00": None,
        "2020-13-01T00:00:00": None,
        "28/08/2020 03:52": None,
        "2020-08-28": None,
        "soon": None,
        None: None,
    }
    seconds = applied(spark, lambda c: rules.date_time(c).cast("long"), list(cases))
    expected = [None if at is None else int(at.timestamp()) for at in cases.values()]
    assert seconds == expected


def test_a_user_name_is_first_blank_last(spark: SparkSession) -> None:
    table = frame(
        spark,
        [(1, "Ada", "Field"), (2, None, "Field"), (3, "Ada", None), (4, None, None)],
        "n int, first string, last string",
    )
    found = table.select("n", rules.user_name(F.col("first"), F.col("last"))).collect()
    assert [row[1] for row in sorted(found, key=lambda row: row[0])[:3]] == [
        "Ada Field",
        "Field",
        "Ada",
    ]
    assert next(row[1] for row in found if row[0] == 4) is None


def test_coordinates_are_latitude_then_longitude(spark: SparkSession) -> None:
    table = frame(spark, [(-89.5, 12.25)], "latitude double, longitude double")
    found = table.select(rules.coordinates(F.col("latitude"), F.col("longitude"))).collect()
    assert found[0][0] == [-89.5, 12.25]
