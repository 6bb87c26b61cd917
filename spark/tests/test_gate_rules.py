from dataclasses import replace
from typing import Any

import pytest

from pinpipe.gate_rules import Breach, GateLimits, KindFigures, Match, breaches
from pinpipe.records import KINDS, Kind

SOUND = KindFigures(lines=100, held=100, quarantined=2, rows=90, inds=90, age_s=60.0)
ALL = Match(any=90, each=90)
LIMITS = GateLimits(null_share=0.5, quarantined_share=0.05, match_share=0.95, age_hours=48)


def kinds(**changed: KindFigures) -> dict[Kind, KindFigures]:
    return {kind: changed.get(kind, SOUND) for kind in KINDS}


def test_sound_tables_break_no_rule() -> None:
    assert breaches(kinds(), ALL, LIMITS) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lines": 101}, Breach("lines in the tables, of those in the bucket", "geo", 100, 101)),
        ({"held": 101}, Breach("lines in the tables, of those in the bucket", "geo", 101, 100)),
        ({"inds": 89}, Breach("different ind, of the clean rows", "geo", 89, 90)),
        (
            {"quarantined": 6},
            Breach("share of lines in quarantine", "geo", 0.06, 0.05),
        ),
        ({"nulls": {"country": 46}}, Breach("share of nulls", "geo.country", 46 / 90, 0.5)),
        ({"nulls": {"ind": 1}}, Breach("share of nulls", "geo.ind", 1 / 90, 0)),
        (
            {"outside": {"timestamp": 9}},
            Breach("share of rows out of range", "geo.timestamp", 0.1, 0),
        ),
        ({"age_s": None}, Breach("objects of the topic", "geo", 0, 1)),
        ({"age_s": 49 * 3600.0}, Breach("hours since the newest object", "geo", 49, 48)),
    ],
)
def test_each_rule_tells_where_and_by_how_much(change: dict[str, Any], expected: Breach) -> None:
    assert breaches(kinds(geo=replace(SOUND, **change)), ALL, LIMITS) == [expected]


@pytest.mark.parametrize(
    "change",
    [
        {"quarantined": 5},
        {"nulls": {"country": 45}},
        {"outside": {"timestamp": 0}},
        {"age_s": 48 * 3600.0},
    ],
)
def test_a_limit_itself_is_let_pass(change: dict[str, Any]) -> None:
    assert breaches(kinds(geo=replace(SOUND, **change)), ALL, LIMITS) == []


def test_rows_out_of_range_are_borne_up_to_a_limit_that_is_given() -> None:
    found = kinds(user=replace(SOUND, outside={"age": 9}))
    assert breaches(found, ALL, replace(LIMITS, outside_share=0.1)) == []
    [breach] = breaches(found, ALL, replace(LIMITS, outside_share=0.09))
    assert str(breach) == "share of rows out of range (user.age): 0.1, the limit is 0.09"


def test_posts_that_are_not_in_all_three_tables_are_borne_up_to_the_limit() -> None:
    assert breaches(kinds(), Match(any=100, each=95), LIMITS) == []
    [breach] = breaches(kinds(), Match(any=100, each=94), LIMITS)
    assert breach == Breach("share of posts in all three tables", "all", 0.94, 0.95)
    assert str(breach) == "share of posts in all three tables (all): 0.94, the limit is 0.95"


def test_empty_tables_are_told_as_such() -> None:
    empty = KindFigures(lines=0, held=0, quarantined=0, rows=0, inds=0, age_s=0)
    found = breaches(dict.fromkeys(KINDS, empty), Match(0, 0), LIMITS)
    assert [(each.rule, each.where) for each in found] == [("clean rows", kind) for kind in KINDS]
