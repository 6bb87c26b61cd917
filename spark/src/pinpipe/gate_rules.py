"""The data-quality gate's rules: figures of the tables to what is wrong with them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pinpipe.records import Kind

_HOUR_S: Final = 3600


@dataclass(frozen=True)
class GateLimits:
    """What the gate lets pass.

    null_share: highest share of nulls in any column but `ind`, 0 to 1.
    outside_share: highest share of rows out of range in any column, 0 to 1.
    quarantined_share: highest share of a kind's lines that are in quarantine, 0 to 1.
    match_share: lowest share of all `ind` that are in each of the three tables, 0 to 1: posts whose
      last record has not landed yet are in two.
    age_hours: highest age of the newest object of a topic.
    """

    null_share: float = 0.5
    outside_share: float = 0.0
    quarantined_share: float = 0.05
    match_share: float = 0.95
    age_hours: float = 48.0


@dataclass(frozen=True)
class KindFigures:
    """Of one kind. `lines`: of its objects in the bucket, as far as a run has read them; `held`: of
    these, the ones in provenance or quarantine; `quarantined`: the latter. `nulls`, `outside`:
    clean rows by column. `age_s`: of the newest object, None where there is none."""

    lines: int
    held: int
    quarantined: int
    rows: int
    inds: int
    age_s: float | None
    nulls: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """Different `ind` in any of the three tables, and those in each of them."""

    any: int
    each: int


@dataclass(frozen=True)
class Breach:
    """A rule that does not hold. `where`: kind, and column where there is one."""

    rule: str
    where: str
    found: float
    limit: float

    def __str__(self) -> str:
        return f"{self.rule} ({self.where}): {self.found:g}, the limit is {self.limit:g}"


def breaches(kinds: Mapping[Kind, KindFigures], match: Match, limits: GateLimits) -> list[Breach]:
    """All that is wrong, in the order of the kinds; empty where the gate is open."""
    found = [breach for kind, each in kinds.items() for breach in _of_kind(kind, each, limits)]
    share = _share(match.each, match.any)
    if match.any > 0 and share < limits.match_share:
        found.append(Breach("share of posts in all three tables", "all", share, limits.match_share))
    return found


def _of_kind(kind: Kind, found: KindFigures, limits: GateLimits) -> Iterator[Breach]:
    if found.rows == 0:
        yield Breach("clean rows", kind, 0, 1)
    if found.held != found.lines:
        yield Breach("lines in the tables, of those in the bucket", kind, found.held, found.lines)
    if found.inds != found.rows:
        yield Breach("different ind, of the clean rows", kind, found.inds, found.rows)
    quarantined = _share(found.quarantined, found.lines)
    if quarantined > limits.quarantined_share:
        limit = limits.quarantined_share
        yield Breach("share of lines in quarantine", kind, quarantined, limit)
    for column, nulls in found.nulls.items():
        share, limit = _share(nulls, found.rows), 0 if column == "ind" else limits.null_share
        if share > limit:
            yield Breach("share of nulls", f"{kind}.{column}", share, limit)
    for column, outside in found.outside.items():
        share = _share(outside, found.rows)
        if share > limits.outside_share:
            where, limit = f"{kind}.{column}", limits.outside_share
            yield Breach("share of rows out of range", where, share, limit)
    if found.age_s is None:
        yield Breach("objects of the topic", kind, 0, 1)
    elif found.age_s > limits.age_hours * _HOUR_S:
        age = found.age_s / _HOUR_S
        yield Breach("hours since the newest object", kind, age, limits.age_hours)


def _share(part: int, whole: int) -> float:
    return part / whole if whole > 0 else 0.0
