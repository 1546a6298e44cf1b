"""What lengths of time mean: durations, sets, and dates told by a distance (`three weeks ago`)."""

from __future__ import annotations

import datetime

from cleaner.dates.anchors import Meaning, Reference, shift, word
from cleaner.dates.days import Slots, moved
from cleaner.dates.tables import Table

_DAYS = {"D": 1, "W": 7, "WE": 7}
_MONTHS = {"M": 1, "Q": 3}
_YEARS = {"Y": 1, "DE": 10, "CE": 100}


def resolve_span(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A duration: `two decades` is P2DE, `over a year` is P1Y with MORE_THAN."""
    words = table.vocabulary.words
    if _count(slots, table) == "1" and word(slots, "number") != "1" and word(slots, "unit") in words["not_after_one"]:
        return None
    mod = table.vocabulary.mods.get(word(slots, "mod"), "")
    return Meaning("DURATION", _duration(_count(slots, table), _unit(slots, table)), mod)


def resolve_ago(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A date at a distance from the reference, as precise as its unit: `three weeks ago` is a week."""
    count, unit = _count(slots, table), _unit(slots, table)
    sign = table.vocabulary.directions[word(slots, "direction")]
    mod = table.vocabulary.mods.get(word(slots, "mod"), "")
    if not count.isdigit():
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", mod)
    if unit == "2W":
        count, unit = str(2 * int(count)), "W"
    if unit[0] == "T":
        return Meaning("TIME", "")
    return Meaning("DATE", _at_distance(unit, sign * int(count), reference), mod)


def resolve_shifted(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """`last month`, `this year`, `next week`: the unit before, around or after the reference."""
    unit = _unit(slots, table)
    if unit[0] == "T" or unit == "2W":
        return None
    if slots["unit"].lower().endswith("s"):  # `the past years`: no number, so no length
        return Meaning("DURATION", f"PX{unit}")
    if word(slots, "shift") in table.vocabulary.words["lengths"]:
        return Meaning("DURATION", _duration("1", unit))
    mod = table.vocabulary.parts.get(word(slots, "part"), "")
    return Meaning("DATE", _at_distance(unit, shift(slots, table), reference), mod)


def resolve_set(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A set of times: `weekly`, `every month`, `every Monday`."""
    if "set" in slots:
        return Meaning("SET", table.vocabulary.sets[word(slots, "set")])
    if "weekday" in slots:
        return Meaning("SET", f"XXXX-WXX-{table.weekdays[word(slots, 'weekday')]}")
    return Meaning("SET", _duration("1", _unit(slots, table)))


def _unit(slots: Slots, table: Table) -> str:
    return table.vocabulary.units[word(slots, "unit")]


def _count(slots: Slots, table: Table) -> str:
    count = word(slots, "number")
    return table.vocabulary.numbers.get(count, count).replace(",", ".")


def _duration(count: str, unit: str) -> str:
    if unit[0].isdigit():
        return f"P{int(unit[0]) * int(count)}{unit[1:]}" if count.isdigit() else f"PX{unit[1:]}"
    return f"PT{count}{unit[1:]}" if unit[0] == "T" else f"P{count}{unit}"


def _at_distance(unit: str, count: int, reference: Reference) -> str:
    """The value of the unit that lies `count` units from the reference, X where that is not known."""
    if unit in _YEARS:
        digits = {"Y": 4, "DE": 3, "CE": 2}[unit]
        year = reference.year + count * _YEARS[unit]
        return f"{year:04}"[:digits] if reference.year and 0 < year < 10_000 else "X" * digits
    if unit in _MONTHS:
        return _month_at(unit, count, reference)
    here = reference.date
    if here is None:
        return {"W": "XXXX-WXX", "WE": "XXXX-WXX-WE"}.get(unit, "XXXX-XX-XX")
    day = moved(here, count * _DAYS[unit])
    if unit == "D" or not day:
        return day
    year, week, _ = datetime.date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")


def _month_at(unit: str, count: int, reference: Reference) -> str:
    if not reference.month:
        return "XXXX-QX" if unit == "Q" else "XXXX-XX"
    months = reference.year * 12 + reference.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    if not 0 < year < 10_000:
        return ""
    return f"{year:04}-Q{month // 3 + 1}" if unit == "Q" else f"{year:04}-{month + 1:02}"
