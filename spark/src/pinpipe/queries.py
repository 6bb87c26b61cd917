"""The eight queries (tasks 4 to 11; task 6 has two parts) over the clean tables. Pure frames.

A post is an `ind` that is in all three tables. Missing values take part in nothing: no group has a
null key, and no median, maximum or count sees a null.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

POST_YEARS: Final = (2018, 2022)
JOINING_YEARS: Final = (2015, 2020)

# Both bounds inclusive; the last group is "over 50".
AGE_GROUPS: Final = (("18-24", 18, 24), ("25-35", 25, 35), ("36-50", 36, 50))
OLDEST: Final = "+50"


@dataclass(frozen=True)
class QueryOptions:
    """What the questions leave open. The defaults are the project's answers.

    ties: in tasks 4, 5 (winners), 6a and 7, keep `all` that share the top, or the alphabetically
      `first`.
    tie_6b: the same for the one country of task 6b.
    task_5: `all` categories of each year, or its `winners`.
    user_6a: what task 6a shows as `poster_name`.
    joining_year: of tasks 9 to 11, from the user's `date_joined` or from the post's `timestamp`.
    user: what one user is in tasks 9 (and in medians over users): name and joining date, the
      `name` alone, or every `post`.
    median_over: tasks 8, 10, 11 over `posts`, or over `users` with each one's highest count.
    median: `exact` is the mean of the two middles; `lower` the lower one of them.
    """

    ties: Literal["all", "first"] = "all"
    tie_6b: Literal["first", "all"] = "first"
    task_5: Literal["all", "winners"] = "all"
    user_6a: Literal["poster_name", "user_name"] = "poster_name"
    joining_year: Literal["date_joined", "timestamp"] = "date_joined"
    user: Literal["name-and-date", "name", "post"] = "name-and-date"
    median_over: Literal["posts", "users"] = "posts"
    median: Literal["exact", "lower"] = "exact"


@dataclass(frozen=True)
class Task:
    """A query over `posts`. Its rows sort by the columns of `order`, which make the order total;
    `-` is descending, texts sort by code point, age groups by age."""

    title: str
    query: Callable[[DataFrame, QueryOptions], DataFrame]
    order: tuple[str, ...]


def posts(pin: DataFrame, geo: DataFrame, user: DataFrame, options: QueryOptions) -> DataFrame:
    """One row per post with what the queries ask for."""
    joined = pin.join(geo, on="ind", how="inner").join(user, on="ind", how="inner")
    return joined.select(
        "ind",
        "category",
        "poster_name",
        "follower_count",
        "country",
        "user_name",
        "date_joined",
        F.year("timestamp").alias("year_of_post"),
        F.year(options.joining_year).alias("year_of_joining"),
        age_group(F.col("age")).alias("age_group"),
    )


def age_group(age: Column) -> Column:
    """The label of an age; null under 18 and for null."""
    label = F.when(age > AGE_GROUPS[-1][2], OLDEST)
    for name, youngest, oldest in AGE_GROUPS:
        label = label.when(age.between(youngest, oldest), name)
    return label


def _task_4(posts: DataFrame, options: QueryOptions) -> DataFrame:
    return _top(_categories(posts, "country"), "country", options.ties)


def _task_5(posts: DataFrame, options: QueryOptions) -> DataFrame:
    in_years = posts.where(F.col("year_of_post").between(*POST_YEARS))
    counted = _categories(in_years.withColumnRenamed("year_of_post", "post_year"), "post_year")
    return counted if options.task_5 == "all" else _top(counted, "post_year", options.ties)


def _task_6a(posts: DataFrame, options: QueryOptions) -> DataFrame:
    users = posts.select(
        "country", F.col(options.user_6a).alias("poster_name"), "follower_count"
    ).dropna()
    # A poster has many pins, scraped at different times: only the top count of each can win.
    return _best(users.distinct(), "country", "follower_count", "poster_name", options.ties)


def _task_6b(posts: DataFrame, options: QueryOptions) -> DataFrame:
    countries = _task_6a(posts, options).select("country", "follower_count").distinct()
    everywhere = countries.withColumn("world", F.lit(1))
    best = _best(everywhere, "world", "follower_count", "country", options.tie_6b)
    return best.drop("world")


def _task_7(posts: DataFrame, options: QueryOptions) -> DataFrame:
    return _top(_categories(posts, "age_group"), "age_group", options.ties)


def _task_8(posts: DataFrame, options: QueryOptions) -> DataFrame:
    return _medians(posts, ("age_group",), options)


def _task_9(posts: DataFrame, options: QueryOptions) -> DataFrame:
    users = _joined_in_years(posts).dropna(subset=["user_name", "date_joined"])
    keys = {
        "name-and-date": F.struct("user_name", "date_joined"),
        "name": F.col("user_name"),
        "post": F.col("ind"),
    }
    number = F.countDistinct(keys[options.user]).alias("number_users_joined")
    return users.groupBy("post_year").agg(number)


def _task_10(posts: DataFrame, options: QueryOptions) -> DataFrame:
    return _medians(_joined_in_years(posts), ("post_year",), options)


def _task_11(posts: DataFrame, options: QueryOptions) -> DataFrame:
    return _medians(_joined_in_years(posts), ("age_group", "post_year"), options)


def _joined_in_years(posts: DataFrame) -> DataFrame:
    in_years = posts.where(F.col("year_of_joining").between(*JOINING_YEARS))
    return in_years.withColumnRenamed("year_of_joining", "post_year")


def _categories(posts: DataFrame, group: str) -> DataFrame:
    known = posts.dropna(subset=[group, "category"])
    return known.groupBy(group, "category").agg(F.count("*").alias("category_count"))


def _top(counted: DataFrame, group: str, ties: str) -> DataFrame:
    return _best(counted, group, "category_count", "category", ties)


def _best(rows: DataFrame, group: str, measure: str, name: str, ties: str) -> DataFrame:
    """The rows with the highest `measure` of each group; one of them by `name` when ties=first."""
    order = [F.desc(measure)] if ties == "all" else [F.desc(measure), F.asc(name)]
    rank = F.rank().over(Window.partitionBy(group).orderBy(*order))
    return rows.withColumn("rank", rank).where(F.col("rank") == 1).drop("rank")


def _medians(posts: DataFrame, groups: tuple[str, ...], options: QueryOptions) -> DataFrame:
    counted = posts.dropna(subset=[*groups, "follower_count"])
    if options.median_over == "users":
        counted = _per_user(counted, groups, options)
    median = F.percentile("follower_count", F.lit(0.5))
    if options.median == "lower":
        median = F.expr("percentile_disc(0.5) WITHIN GROUP (ORDER BY follower_count)")
    return counted.groupBy(*groups).agg(median.cast("double").alias("median_follower_count"))


def _per_user(posts: DataFrame, groups: tuple[str, ...], options: QueryOptions) -> DataFrame:
    keys = {"name-and-date": ("user_name", "date_joined"), "name": ("user_name",), "post": ("ind",)}
    by_user = posts.groupBy(*groups, *keys[options.user])
    return by_user.agg(F.max("follower_count").alias("follower_count"))


TASKS: Final[dict[str, Task]] = {
    "4": Task("Most popular category in each country", _task_4, ("country", "category")),
    "5": Task(
        "Posts per category and year, 2018 to 2022",
        _task_5,
        ("post_year", "-category_count", "category"),
    ),
    "6a": Task(
        "User with the most followers in each country", _task_6a, ("country", "poster_name")
    ),
    "6b": Task("Country of the user with the most followers", _task_6b, ("country",)),
    "7": Task("Most popular category in each age group", _task_7, ("age_group", "category")),
    "8": Task("Median followers in each age group", _task_8, ("age_group",)),
    "9": Task("Users joined in each year, 2015 to 2020", _task_9, ("post_year",)),
    "10": Task("Median followers by year of joining, 2015 to 2020", _task_10, ("post_year",)),
    "11": Task(
        "Median followers by age group and year of joining, 2015 to 2020",
        _task_11,
        ("age_group", "post_year"),
    ),
}
