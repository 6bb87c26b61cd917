"""The queries over small frames in which every question has a known answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from pinpipe.answers import answer
from pinpipe.queries import QueryOptions, age_group, posts
from pinpipe.records import CLEAN_SCHEMAS
from records_made import frame


@dataclass(frozen=True)
class Post:
    category: str | None = "art"
    country: str | None = "Albania"
    poster: str | None = "P"
    followers: int | None = 1
    at: str | None = "2018-06-01T00:00:00"
    user: str | None = "Ada Field"
    age: int | None = 20
    joined: str | None = "2015-11-01T00:00:00"


Ask = Callable[..., list[tuple[Any, ...]]]


def utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


@pytest.fixture
def ask(spark: SparkSession) -> Ask:
    def run(task: str, given: list[Post], **options: Any) -> list[tuple[Any, ...]]:
        chosen = replace(QueryOptions(), **options)
        empty = (None,) * 3
        pin = [
            (i, *empty, p.followers, p.poster, *empty, None, p.category)
            for i, p in enumerate(given)
        ]
        geo = [(i, p.country, None, utc(p.at)) for i, p in enumerate(given)]
        user = [(i, p.user, p.age, utc(p.joined)) for i, p in enumerate(given)]
        joined = posts(
            frame(spark, pin, CLEAN_SCHEMAS["pin"]),
            frame(spark, geo, CLEAN_SCHEMAS["geo"]),
            frame(spark, user, CLEAN_SCHEMAS["user"]),
            chosen,
        )
        return [tuple(row) for row in answer(task, joined, chosen).rows]

    return run


def test_a_post_is_in_all_three_tables(spark: SparkSession) -> None:
    pin = frame(spark, [(i, *[None] * 10) for i in (1, 2, 3)], CLEAN_SCHEMAS["pin"])
    geo = frame(spark, [(i, *[None] * 3) for i in (2, 3, 4)], CLEAN_SCHEMAS["geo"])
    user = frame(spark, [(i, *[None] * 3) for i in (1, 3, 4)], CLEAN_SCHEMAS["user"])
    joined = posts(pin, geo, user, QueryOptions())
    assert [row["ind"] for row in joined.collect()] == [3]


def test_age_groups_have_inclusive_bounds(spark: SparkSession) -> None:
    expected = {
        17: None,
        18: "18-24",
        24: "18-24",
        25: "25-35",
        35: "25-35",
        36: "36-50",
        50: "36-50",
        51: "+50",
        120: "+50",
        None: None,
    }
    ages = frame(spark, [(age,) for age in expected], "age bigint")
    found = ages.select("age", age_group(F.col("age"))).collect()
    assert {row[0]: row[1] for row in found} == expected


def test_task_4_keeps_every_category_that_shares_the_top(ask: Ask) -> None:
    given = [
        *(Post(category="travel"), Post(category="art"), Post(category="art")),
        *(Post(category="travel"), Post(category="quotes")),
        *(Post(category="tattoos", country="Zambia"), Post(category=None, country="Zambia")),
        *(Post(category=None, country="Zambia"), Post(country=None)),
    ]
    assert ask("4", given) == [
        ("Albania", "art", 2),
        ("Albania", "travel", 2),
        ("Zambia", "tattoos", 1),
    ]
    assert ask("4", given, ties="first") == [("Albania", "art", 2), ("Zambia", "tattoos", 1)]


def test_task_5_counts_every_category_of_2018_to_2022(ask: Ask) -> None:
    given = [
        Post(at="2017-12-31T23:59:59"),
        Post(at="2018-01-01T00:00:00"),
        *[
            Post(at="2022-12-31T23:59:59", category=c)
            for c in ("art", "travel", "travel", "beauty")
        ],
        Post(at="2023-01-01T00:00:00"),
        Post(at=None),
    ]
    assert ask("5", given) == [
        (2018, "art", 1),
        (2022, "travel", 2),
        (2022, "art", 1),
        (2022, "beauty", 1),
    ]
    assert ask("5", given, task_5="winners") == [(2018, "art", 1), (2022, "travel", 2)]


def test_task_6_shows_each_top_user_once_and_one_country(ask: Ask) -> None:
    given = [
        *(Post(poster="Low", followers=5), Post(poster="High", followers=8, user="U")),
        *(Post(poster="High", followers=8, user="U"), Post(poster="High", followers=7)),
        Post(poster=None, followers=99),
        Post(poster="Null", followers=None),
        Post(poster="Twin B", country="Aruba", followers=8),
        Post(poster="Twin A", country="Aruba", followers=8),
        Post(poster="None", country="Yemen", followers=None),
    ]
    assert ask("6a", given) == [
        ("Albania", "High", 8),
        ("Aruba", "Twin A", 8),
        ("Aruba", "Twin B", 8),
    ]
    assert ask("6a", given, ties="first")[1:] == [("Aruba", "Twin A", 8)]
    assert ask("6b", given) == [("Albania", 8)]
    assert ask("6b", given, tie_6b="all") == [("Albania", 8), ("Aruba", 8)]
    assert ask("6a", given[:4], user_6a="user_name") == [("Albania", "U", 8)]


def test_task_7_goes_from_young_to_old(ask: Ask) -> None:
    given = [
        *(Post(age=60, category="vehicles"), Post(age=40, category="art")),
        *(Post(age=40, category="travel"), Post(age=30), Post(age=18), Post(age=17)),
    ]
    assert ask("7", given) == [
        ("18-24", "art", 1),
        ("25-35", "art", 1),
        ("36-50", "art", 1),
        ("36-50", "travel", 1),
        ("+50", "vehicles", 1),
    ]


def test_task_8_medians_are_exact_and_see_no_nulls(ask: Ask) -> None:
    young = [Post(followers=n) for n in (1, 4, 1000, 2, None)]
    old = [Post(age=60, followers=n) for n in (3, 2_000_000_000, 7)]
    none = [Post(age=30, followers=None), Post(age=None, followers=5)]
    given = [*young, *old, *none]
    assert ask("8", given) == [("18-24", 3.0), ("+50", 7.0)]
    assert ask("8", given, median="lower") == [("18-24", 2.0), ("+50", 7.0)]


def test_medians_over_users_take_the_highest_count_of_each(ask: Ask) -> None:
    given = [
        *(Post(user="A", followers=10), Post(user="A", followers=12), Post(user="A", followers=11)),
        Post(user="A", joined="2016-01-01T00:00:00", followers=20),
        Post(user="B", followers=100),
    ]
    assert ask("8", given) == [("18-24", 12.0)]
    assert ask("8", given, median_over="users") == [("18-24", 20.0)]
    assert ask("8", given, median_over="users", user="name") == [("18-24", 60.0)]


def test_task_9_counts_a_user_once_by_name_and_date(ask: Ask) -> None:
    given = [
        Post(joined="2014-12-31T23:59:59"),
        Post(joined="2015-01-01T00:00:00"),
        Post(joined="2015-01-01T00:00:00"),
        Post(joined="2015-01-01T00:00:01"),
        Post(joined="2015-01-01T00:00:00", user="Other"),
        Post(joined="2020-12-31T23:59:59"),
        *(Post(joined="2021-01-01T00:00:00"), Post(joined=None), Post(user=None)),
    ]
    assert ask("9", given) == [(2015, 3), (2020, 1)]
    assert ask("9", given, user="name") == [(2015, 2), (2020, 1)]
    assert ask("9", given, user="post") == [(2015, 4), (2020, 1)]


def test_years_of_joining_may_be_taken_from_the_post(ask: Ask) -> None:
    given = [Post(at="2019-05-05T00:00:00"), Post(at="2022-05-05T00:00:00")]
    assert ask("9", given, joining_year="timestamp") == [(2019, 1)]


def test_task_10_and_11_are_medians_by_joining_year(ask: Ask) -> None:
    given = [
        *(Post(followers=n) for n in (2, 5)),
        Post(followers=9, joined="2016-02-02T00:00:00"),
        Post(followers=4, joined="2016-02-02T00:00:00", age=51),
        *(Post(joined="2014-12-31T23:59:59"), Post(joined="2021-01-01T00:00:00")),
    ]
    assert ask("10", given) == [(2015, 3.5), (2016, 6.5)]
    assert ask("11", given) == [("18-24", 2015, 3.5), ("18-24", 2016, 9.0), ("+50", 2016, 4.0)]


def test_no_posts_give_no_rows(ask: Ask) -> None:
    assert ask("6b", []) == [] and ask("11", []) == []
