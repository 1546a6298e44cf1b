"""What dates of the calendar mean: days, months, years, weekdays, and times of the day.

Each function takes a candidate's slots, its language's table, the reference and whether the
clause speaks of the future, and returns the meaning, or `None` if there is no such date.
"""

from __future__ import annotations

import datetime

from cleaner.dates.anchors import (
    Meaning,
    Reference,
    calendar_day,
    month_number,
    number,
    part,
    shift,
    weekday_number,
    word,
)
from cleaner.dates.tables import Table

Slots = dict[str, str]


def resolve_day(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A day of a month, with the year named or the nearest one."""
    year, month, day = number(slots, "year"), month_number(slots, table), number(slots, "day")
    if calendar_day(year or 2000, month, day) is None:
        return None
    year = year or _nearest_year(month, day, reference, ahead)
    return Meaning("DATE", f"{year:04}-{month:02}-{day:02}" if year else f"XXXX-{month:02}-{day:02}")


def resolve_iso(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A day, or a time of a day, as it stands."""
    if calendar_day(number(slots, "year"), number(slots, "mm"), number(slots, "dd")) is None:
        return None
    day = f"{slots['year']}-{slots['mm']}-{slots['dd']}"
    return Meaning("TIME", f"{day}T{slots['clock']}") if "clock" in slots else Meaning("DATE", day)


def resolve_numeric(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A day if only one order of day and month is possible; the value `""` if both are."""
    year, first, second = number(slots, "year"), number(slots, "n1"), number(slots, "n2")
    days = {calendar_day(year, second, first), calendar_day(year, first, second)} - {None}
    values = [day.isoformat() for day in days if day]
    return Meaning("DATE", values[0] if len(values) == 1 else "") if values else None


def resolve_year_first(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A numeric day with the year in front: the month follows it."""
    day = calendar_day(number(slots, "year"), number(slots, "n1"), number(slots, "n2"))
    return Meaning("DATE", day.isoformat()) if day else None


def resolve_month(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A month, with the year named, or told by `last` or `next`, or else the last one, the next if ahead.

    A month alone looks back further than a day of a month: `in December` in June is half a year ago.
    """
    year, month = number(slots, "year"), month_number(slots, table)
    if not year and "shift" in slots and reference.month:
        step = shift(slots, table)
        year = reference.year
        year -= step < 0 and month >= reference.month
        year += step > 0 and month <= reference.month
    elif not year and reference.month:
        year = reference.year
        year -= not ahead and month > reference.month
        year += ahead and month < reference.month
    return Meaning("DATE", f"{year:04}-{month:02}" if year else f"XXXX-{month:02}", part(slots, table))


def resolve_year(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A year."""
    return Meaning("DATE", slots["year"], part(slots, table))


def resolve_decade(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A decade by its first three digits; `'80s` is of the twentieth century."""
    decade = slots["decade"]
    return Meaning("DATE", decade if len(decade) == 3 else "19" + decade, part(slots, table))


def resolve_century(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A century by its first two digits: the 19th is `18`."""
    century = number(slots, "century")
    return Meaning("DATE", f"{century - 1:02}", part(slots, table)) if 1 <= century <= 22 else None


def resolve_season(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A season of a year: `2025-SU`."""
    season = table.vocabulary.seasons[word(slots, "season")]
    return Meaning("DATE", f"{_year_of(slots, table, reference)}-{season}", part(slots, table))


def resolve_quarter(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A quarter of a year: `2025-Q1`."""
    quarter = number(slots, "q") or table.vocabulary.ordinals[word(slots, "ordinal")]
    return Meaning("DATE", f"{_year_of(slots, table, reference)}-Q{quarter}")


def resolve_weekday(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A weekday: the last one up to the reference, or the next one after it if it lies ahead.

    News writes so: `said on Wednesday` is today or a day of the week before.
    """
    weekday, here = weekday_number(slots, table), reference.date
    if here is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    step = shift(slots, table) if "shift" in slots else int(ahead)
    if step > 0:
        days = (weekday - here.isoweekday() - 1) % 7 + 1
    elif step < 0:
        days = -((here.isoweekday() - weekday - 1) % 7 + 1)
    elif "shift" in slots:
        days = weekday - here.isoweekday()
    else:
        days = -((here.isoweekday() - weekday) % 7)
    return Meaning("DATE", moved(here, days))


def resolve_dayword(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """`today`, `yesterday` and the like."""
    here = reference.date
    return Meaning("DATE", moved(here, table.vocabulary.days[word(slots, "dayword")]) if here else "XXXX-XX-XX")


def resolve_daypart(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning:
    """A part of a day: `Friday morning` is `2025-05-16TMO`."""
    if "weekday" in slots:
        day = resolve_weekday(slots, table, reference, ahead).value
    elif "dayword" in slots:
        day = resolve_dayword(slots, table, reference, ahead).value
    else:
        day = reference.date.isoformat() if reference.date else "XXXX-XX-XX"
    return Meaning("TIME", f"{day}T{table.vocabulary.dayparts[word(slots, 'daypart')]}")


def resolve_clock(slots: Slots, table: Table, reference: Reference, ahead: bool) -> Meaning | None:
    """A time of the reference day."""
    hour, minute, half = number(slots, "hour"), slots.get("minute", "00"), slots.get("half", "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    day = reference.date.isoformat() if reference.date else "XXXX-XX-XX"
    return Meaning("TIME", f"{day}T{hour:02}:{minute}{'Z' if 'zone' in slots else ''}")


def moved(here: datetime.date, days: int) -> str:
    """The day that many days later, in ISO 8601; `""` beyond the calendar.

    >>> moved(datetime.date(2025, 5, 31), 1)
    '2025-06-01'
    """
    try:
        return (here + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return ""


def _nearest_year(month: int, day: int, reference: Reference, ahead: bool) -> int:
    """The year in which that day lies nearest to the reference, after it if it lies ahead; 0 without."""
    if not reference.month:
        return reference.year
    here = datetime.date(reference.year, reference.month, reference.day or 15)
    around = (calendar_day(year, month, day) for year in range(here.year - 1, here.year + 2))
    days = [found for found in around if found]
    if not days:  # 29 February
        return here.year
    return min(days, key=lambda found: (ahead and found < here, abs((found - here).days))).year


def _year_of(slots: Slots, table: Table, reference: Reference) -> str:
    if "year" in slots:
        return slots["year"]
    return f"{reference.year + shift(slots, table):04}" if reference.year else "XXXX"
