"""What a date means: one function for each kind of rule, by the name that the tables use."""

from __future__ import annotations

from collections.abc import Callable

from cleaner.dates import days, spans
from cleaner.dates.anchors import Meaning, Reference
from cleaner.dates.finder import Candidate
from cleaner.dates.tables import Table

_Resolver = Callable[[days.Slots, Table, Reference, bool], Meaning | None]

RESOLVERS: dict[str, _Resolver] = {
    "day": days.resolve_day,
    "iso": days.resolve_iso,
    "numeric": days.resolve_numeric,
    "year_first": days.resolve_year_first,
    "month": days.resolve_month,
    "year": days.resolve_year,
    "decade": days.resolve_decade,
    "century": days.resolve_century,
    "season": days.resolve_season,
    "quarter": days.resolve_quarter,
    "weekday": days.resolve_weekday,
    "dayword": days.resolve_dayword,
    "daypart": days.resolve_daypart,
    "clock": days.resolve_clock,
    "span": spans.resolve_span,
    "ago": spans.resolve_ago,
    "shifted": spans.resolve_shifted,
    "set": spans.resolve_set,
}


def resolve(candidate: Candidate, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """What the candidate means; `None` if it turns out to be no date (30 February).

    `ahead`: its clause speaks of the future.
    """
    return RESOLVERS[candidate.rule.kind](candidate.slots, table, reference, ahead)
