"""What a date means: one function for each kind of rule, by the name that the grammar uses."""

from __future__ import annotations

from collections.abc import Callable

from cleaner.dates import clocks, days, spans
from cleaner.dates.anchors import Meaning, Scene, Slots
from cleaner.dates.finder import Candidate

RESOLVERS: dict[str, Callable[[Slots, Scene], Meaning | None]] = {
    "date": days.resolve_date,
    "numeric": days.resolve_numeric,
    "yearfirst": days.resolve_yearfirst,
    "monthyear": days.resolve_monthyear,
    "daymonth": days.resolve_daymonth,
    "month": days.resolve_month,
    "monthday": days.resolve_monthday,
    "year": days.resolve_year,
    "weekday": days.resolve_weekday,
    "weekdayday": days.resolve_weekdayday,
    "decade": spans.resolve_decade,
    "season": spans.resolve_season,
    "quarter": spans.resolve_quarter,
    "week": spans.resolve_week,
    "nth": spans.resolve_nth,
    "nthpost": spans.resolve_nthpost,
    "half": spans.resolve_half,
    "rel": spans.resolve_rel,
    "ago": spans.resolve_ago,
    "then": spans.resolve_then,
    "within": spans.resolve_within,
    "offset": spans.resolve_offset,
    "window": spans.resolve_window,
    "span": spans.resolve_span,
    "every": spans.resolve_every,
    "set": spans.resolve_set,
    "wdset": spans.resolve_wdset,
    "ref": spans.resolve_ref,
    "clock": clocks.resolve_clock,
    "daypart": clocks.resolve_daypart,
    "holiday": clocks.resolve_holiday,
    "era": clocks.resolve_era,
}


def resolve(candidate: Candidate, scene: Scene) -> Meaning | None:
    """What the candidate means in the scene; `None` if it turns out to be no date (30 February)."""
    return RESOLVERS[candidate.kind](candidate.slots, scene)
