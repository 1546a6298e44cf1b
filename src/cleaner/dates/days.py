"""What dates of the calendar mean: days, months, years, numeric dates, weekdays.

Each resolver takes a candidate's slots and the scene, and returns the meaning, or `None` if
there is no such date.
"""

from __future__ import annotations

import datetime

from cleaner.dates.anchors import Meaning, Reference, Scene, Slots, calendar_day, moved
from cleaner.dates.units import at_distance, relative_unit

_PIVOT = 15
"""A year of two digits lies at most so many years after the reference date; else it is of the last century."""

_DEFAULT_PIVOT_YEAR = 2035
"""The last year that two digits may mean where no reference date is known."""

_LONG_AGO = 11
"""So many months back, a month without a year is rather the one that comes next."""

_MOST_MONTHS = 12
"""How many months away the thirteenth that is a Friday may lie."""


def resolve_date(slots: Slots, scene: Scene) -> Meaning | None:
    """A day, month or year, as far as named; the year, or year and month, may come from the scene."""
    year, month, day = year_of(slots, scene), slots.number("month"), slots.number("day")
    if "n8" in slots:
        digits = str(int(slots.text("n8")))
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if "era" in slots and not year:
        return Meaning("DATE", "")
    if not year and ("unit" in slots or "rel" in slots):
        return _in_relative(slots, scene, month, day)
    if not _exists(year, month, day):
        return None
    if day and not year and month:
        year = _nearest_year(month, day, scene, slots.number("wd"))
        year = year if _exists(year, month, day) else 0  # 29 February
    elif month and not year:
        year = _year_of_month(month, scene)
    if "minute" in slots:
        return _with_time(slots, year, month, day)
    return Meaning("DATE", value_of(year, month, day), slots.text("part"))


def _exists(year: int, month: int, day: int) -> bool:
    if not -10_000 < year < 10_000:
        return False
    return not month or calendar_day(year if year > 0 else 2000, month, day or 1) is not None


def _in_relative(slots: Slots, scene: Scene, month: int, day: int) -> Meaning | None:
    """`October last year`, `the 20th of next month`."""
    unit, offset, anchor = relative_unit(slots, scene)
    if month and unit == "Y":
        year = anchor.year + offset if anchor.year else 0
        return Meaning("DATE", value_of(year, month, day), slots.text("part")) if _exists(year, month, day) else None
    if month or unit != "M":
        return None
    value = at_distance("M", offset, anchor)
    if day and value[:4].isdecimal():
        return Meaning("DATE", f"{value}-{day:02}") if calendar_day(int(value[:4]), int(value[5:7]), day) else None
    return Meaning("DATE", f"{value}-{day:02}")


def _with_time(slots: Slots, year: int, month: int, day: int) -> Meaning | None:
    hour, minute, second = slots.number("hour"), slots.number("minute"), slots.text("second")
    if hour > 24:
        return None
    zone = "Z" if slots.text("zone") == "Z" else ""
    clock = f"{hour:02}:{minute:02}" + (f":{int(second):02}" if second else "") + zone
    return Meaning("TIME", f"{value_of(year, month, day)}T{clock}")


def value_of(year: int, month: int = 0, day: int = 0) -> str:
    """The ISO 8601 value to the precision known, `X` for what is not; a negative year is one before Christ.

    >>> value_of(0, 5, 27), value_of(2025), value_of(-480)
    ('XXXX-05-27', '2025', 'BC0480')
    """
    text = f"{year:04}" if year > 0 else f"BC{-year:04}" if year else "XXXX"
    return text + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def year_of(slots: Slots, scene: Scene) -> int:
    """The year that the slots name, 0 if none: of four digits, of two, or of an era; negative before Christ."""
    if "year" not in slots:
        return 0
    year = slots.number("year") or (1 if slots.classes["year"] == "yone" else 0)
    if "era" in slots:
        return year + slots.number("era") if slots.text("era") else 0
    if "bc" in slots:
        return -year
    if slots.classes["year"] in ("y2", "cnum") and len(slots.text("year")) <= 2:
        return full_year(year, scene)
    return year


def full_year(year: int, scene: Scene) -> int:
    """The year that two digits mean."""
    last = scene.reference.year + _PIVOT if scene.reference.year else _DEFAULT_PIVOT_YEAR
    century = last // 100 * 100
    return century + year if century + year <= last else century - 100 + year


def resolve_numeric(slots: Slots, scene: Scene) -> Meaning | None:
    """A day in the language's order; without one, the day if only one order is possible, else both readings."""
    year, first, second = year_of(slots, scene), slots.number("n1"), slots.number("n2")
    by_order = {"dmy": calendar_day(year, second, first), "mdy": calendar_day(year, first, second)}
    days = [day for day in by_order.values() if day]
    if not days:
        return None
    weekday = slots.number("wd")
    days = [day for day in days if day.isoweekday() == weekday] or days
    sure = by_order.get(scene.order)
    if len(set(days)) > 1 and sure is None:
        return Meaning("DATE", "", alternatives=" ".join(day.isoformat() for day in days))
    return Meaning("DATE", (sure or days[0]).isoformat())


def resolve_daymonth(slots: Slots, scene: Scene) -> Meaning | None:
    """A day and a month in numbers, without the year."""
    first, second = slots.number("n1"), slots.number("n2") or slots.number("dot")
    if "dot" in slots and scene.order != "dmy":
        return None
    readings = [(second, first), (first, second)]
    if scene.order in ("mdy", "ymd"):
        readings.reverse()
    possible = [(month, day) for month, day in readings if calendar_day(2000, month, day)]
    if not possible:
        return None
    dates = [(_nearest_year(month, day, scene), month, day) for month, day in possible]
    dates = [(year if _exists(year, month, day) else 0, month, day) for year, month, day in dates]
    weekday = slots.number("wd")
    dates = [date for date in dates if _weekday_of(date) == weekday] or dates
    values = [value_of(*date) for date in dates]
    if len(set(values)) > 1 and not scene.order:
        return Meaning("DATE", "", alternatives=" ".join(values))
    return Meaning("DATE", values[0])


def _weekday_of(date: tuple[int, int, int]) -> int:
    day = calendar_day(*date)
    return day.isoweekday() if day else 0


def resolve_weekdayday(slots: Slots, scene: Scene) -> Meaning | None:
    """`Friday the 13th`: the nearest such day up to the anchor, or after it if it lies ahead or there is none."""
    weekday, day, here = slots.number("wd"), slots.number("day"), scene.anchor
    if not here.month:
        return None if not 1 <= day <= 31 else Meaning("DATE", f"XXXX-XX-{day:02}")
    months = here.year * 12 + here.month - 1
    steps = sorted(range(-_MOST_MONTHS, _MOST_MONTHS + 1), key=lambda step: ((step < 0) == scene.ahead, abs(step)))
    for step in steps:
        found = calendar_day((months + step) // 12, (months + step) % 12 + 1, day)
        if found is not None and found.isoweekday() == weekday:
            return Meaning("DATE", found.isoformat())
    return None


def resolve_yearfirst(slots: Slots, scene: Scene) -> Meaning | None:
    """A numeric day with the year in front: the month follows it."""
    day = calendar_day(slots.number("year"), slots.number("n1"), slots.number("n2"))
    return Meaning("DATE", day.isoformat()) if day else None


def resolve_monthyear(slots: Slots, scene: Scene) -> Meaning:
    """A month in numbers: `10/2014`; but `2007/08` is two years, and its value the first."""
    year, month = slots.number("year"), slots.number("month") or slots.number("behind")
    if "behind" in slots and month == (year + 1) % 100:
        return Meaning("DATE", value_of(year))
    return Meaning("DATE", value_of(year, month))


def resolve_month(slots: Slots, scene: Scene) -> Meaning | None:
    """A month alone, or with `last` or `next`: the nearest one in that direction."""
    month, here = slots.number("month"), scene.anchor
    if not 1 <= month <= 12:
        return None
    if "shift" in slots and here.month:
        step = slots.number("shift")
        year = here.year - (step < 0 and month >= here.month) + (step > 0 and month <= here.month)
    elif "shift" in slots and here.year:
        year = here.year + slots.number("shift")
    else:
        year = _year_of_month(month, scene)
    return Meaning("DATE", value_of(year, month), slots.text("part"))


def resolve_monthday(slots: Slots, scene: Scene) -> Meaning | None:
    """A day alone: of the month spoken of."""
    here, day = scene.context if scene.narrative else scene.anchor, slots.number("day")
    if not 1 <= day <= 31:
        return None
    if not here.month:
        return Meaning("DATE", f"{value_of(here.year)}-XX-{day:02}")
    return Meaning("DATE", value_of(here.year, here.month, day)) if _exists(here.year, here.month, day) else None


def resolve_year(slots: Slots, scene: Scene) -> Meaning | None:
    """A year; `FY2024` if it is told to be a fiscal one."""
    year = year_of(slots, scene)
    value = ("FY" if "fiscal" in slots else "") + value_of(year)
    return Meaning("DATE", value, slots.text("part")) if 0 < abs(year) < 10_000 else None


def resolve_weekday(slots: Slots, scene: Scene) -> Meaning:
    """A weekday: of the week that is named, else the last one up to the anchor, or the next one if it lies ahead.

    News writes so: `said on Wednesday` is today or a day of the week before.
    """
    weekday, here, part = slots.number("wd"), scene.anchor.date, slots.text("part")
    if here is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}", part)
    if "unit" in slots or "rel" in slots:
        return _of_week(weekday, slots, scene)
    back = -((here.isoweekday() - weekday) % 7)
    step = slots.number("shift") if "shift" in slots else int(scene.ahead)
    if "shift" in slots and step == 0:
        days = weekday - here.isoweekday()
    elif step > 0:
        days = (weekday - here.isoweekday() - 1) % 7 + 1
        if slots.text("shift").endswith("n") and weekday > here.isoweekday():
            days += 7
    else:
        days = back or -7 if step < 0 else back
    day = moved(here, days + 7 * (abs(step) - 1) * (1 if step > 0 else -1) * (abs(step) > 1))
    return Meaning("DATE", day.isoformat() if day else "", part)


def _of_week(weekday: int, slots: Slots, scene: Scene) -> Meaning:
    unit, offset, anchor = relative_unit(slots, scene)
    if anchor.date is None or unit not in ("W", "D"):
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    if unit == "D":
        day = moved(anchor.date, offset)
    else:
        day = moved(anchor.date, weekday - anchor.date.isoweekday() + 7 * offset)
    return Meaning("DATE", day.isoformat() if day else "")


def _year_of_month(month: int, scene: Scene) -> int:
    """The year of a month: in news the last one, or the next one if it lies ahead; else the year spoken of.

    A month alone looks back further than a day of a month: `in December` in June is half a year ago.
    But hardly anyone names a month of `_LONG_AGO` months ago or more without its year.
    """
    here = scene.anchor
    if not here.month or scene.narrative:
        return here.year
    past = month > here.month and not scene.ahead and here.month + 12 - month < _LONG_AGO
    return here.year - past + (scene.ahead and month < here.month)


def _nearest_year(month: int, day: int, scene: Scene, weekday: int = 0) -> int:
    """The year in which that day lies nearest to the reference, after it if it lies ahead; 0 without.

    Of the years around, those count in which the day is the weekday that is told, if there are any.
    """
    anchor = scene.anchor
    if not anchor.month or scene.narrative or not datetime.MINYEAR < anchor.year < datetime.MAXYEAR:
        return anchor.year
    here = calendar_day(anchor.year, anchor.month, anchor.day or 15)
    if here is None:
        return anchor.year
    around = (calendar_day(year, month, day) for year in range(here.year - 1, here.year + 2))
    days = [found for found in around if found]
    days = [found for found in days if found.isoweekday() == weekday] or days
    if not days:  # 29 February
        return 0
    return min(days, key=lambda found: (scene.ahead and found < here, abs((found - here).days))).year


def known_day(reference: Reference) -> str:
    """The day as an ISO 8601 date, `XXXX-XX-XX` if it is not known."""
    return reference.date.isoformat() if reference.date else "XXXX-XX-XX"
