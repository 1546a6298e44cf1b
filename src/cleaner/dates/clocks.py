"""What times of the day mean, and days that have a name: clock times, parts of days, holidays."""

from __future__ import annotations

import datetime

from cleaner.dates.anchors import Meaning, Scene, Slots, calendar_day, moved
from cleaner.dates.days import known_day, resolve_weekday, value_of, year_of
from cleaner.dates.units import at_distance, nth_weekday, relative_unit

_AFTERNOON = frozenset({"AF", "EV", "NI"})


def resolve_clock(slots: Slots, scene: Scene) -> Meaning | None:
    """A time of the day spoken of: `6:40 p.m.`, `13.15 Uhr`, `noon`."""
    day = known_day(scene.day)
    if "noon" in slots:
        return Meaning("TIME", f"{day}T{slots.text('noon')}:00", slots.text("mod"))
    hour, minute, half = slots.number("hour"), slots.number("minute"), slots.text("ampm")
    if "hhmm" in slots:
        hour, minute = divmod(int(slots.text("hhmm")), 100)
    if "halfhour" in slots:
        minutes = hour * 60 + int(slots.text("halfhour"))
        hour, minute = divmod(minutes, 60)
    if half and hour > 12 and half in ("am", "pm"):
        half = ""
    if half == "pm" or (not half and slots.text("dayp") in _AFTERNOON and hour < 12):
        hour = hour % 12 + 12
    elif half == "am":
        hour %= 12
    if hour > 24 or minute > 59:
        return None
    second = f":{slots.number('second'):02}" if "second" in slots else ""
    zone = "Z" if slots.text("zone") == "Z" else ""
    return Meaning("TIME", f"{day}T{hour:02}:{minute:02}{second}{zone}", slots.text("mod"))


def resolve_daypart(slots: Slots, scene: Scene) -> Meaning:
    """A part of a day: `this morning` is `2025-05-16TMO`."""
    part = slots.text("dayp")
    if slots.classes.get("dayp") == "daypx":
        part, days = part[-2:], int(part[:-2] or 0)
        evening = moved(scene.anchor.date, days) if scene.anchor.date else None
        day = evening.isoformat() if evening else "XXXX-XX-XX"
    elif "wddayp" in slots:
        weekday, part = slots.text("wddayp")[0], slots.text("wddayp")[1:]
        day = resolve_weekday(Slots({"wd": weekday}, {"wd": "wd"}), scene).value
    elif "wd" in slots:
        day = resolve_weekday(slots, scene).value
    elif "rel" in slots:
        unit, offset, anchor = relative_unit(slots, scene)
        day = at_distance("D", offset, anchor) if unit == "D" else known_day(anchor)
    elif "shift" in slots and scene.anchor.date:
        moved_day = moved(scene.anchor.date, int(slots.text("shift").rstrip("cdn")))
        day = moved_day.isoformat() if moved_day else ""
    else:
        day = known_day(scene.day)
    return Meaning("TIME", f"{day}T{part}" if day else "", slots.text("part"))


def resolve_holiday(slots: Slots, scene: Scene) -> Meaning | None:
    """A holiday: a fixed day (`12-25`), one told from Easter (`easter+1`), or a weekday of a month (`11/4/4`).

    `11/4/4` is the fourth Thursday of November; `05/1/-1` the last Monday of May.
    """
    year = year_of(slots, scene)
    if not year and ("unit" in slots or "rel" in slots):
        unit, offset, anchor = relative_unit(slots, scene)
        year = anchor.year + offset if anchor.year and unit == "Y" else 0
    year = year or scene.anchor.year
    value = slots.text("holiday")
    if "/" in value:
        month, weekday, nth = (int(part) for part in value.split("/"))
        found = nth_weekday(year, month, weekday, nth)
        return Meaning("DATE", found.isoformat() if found else f"{value_of(year)}-{month:02}-XX")
    if not value.startswith("easter"):
        return Meaning("DATE", f"{value_of(year)}-{value}")
    day = easter(year) if 0 < year < 9999 else None
    found = moved(day, int(value.removeprefix("easter") or 0)) if day else None
    return Meaning("DATE", found.isoformat() if found else "XXXX-XX-XX")


def easter(year: int) -> datetime.date | None:
    """Easter Sunday of the Western churches, by the rule of Gauss as Butcher wrote it.

    >>> easter(2025)
    datetime.date(2025, 4, 20)
    """
    golden, century = year % 19, year // 100
    leap = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - leap - year % 100 % 4) % 7
    month_day = leap + weekday - 7 * ((golden + 11 * leap + 22 * weekday) // 451) + 114
    return calendar_day(year, month_day // 31, month_day % 31 + 1)


def resolve_era(slots: Slots, scene: Scene) -> Meaning:
    """A year of another calendar: as a Gregorian year if the era only counts from another year, else not told."""
    year = year_of(slots, scene)
    return Meaning("DATE", f"{year:04}" if 0 < year < 10_000 else "")
