"""What lengths of time mean: durations, sets, dates told by a distance (`three weeks ago`), parts of years."""

from __future__ import annotations

import calendar
import datetime

from cleaner.dates.anchors import Meaning, Reference, Scene, Slots, calendar_day, moved, week_start
from cleaner.dates.days import full_year, value_of, year_of
from cleaner.dates.units import at_distance, count_of, day_at, length, nth_weekday, relative_unit, week_value

_FIRST_YEAR, _LAST_YEAR = 1500, 2100
"""So many years is a year itself."""


def resolve_span(slots: Slots, scene: Scene) -> Meaning | None:
    """A duration: `two decades` is P2DE, `over a year` is P1Y with MORE_THAN; a bare plural counts X."""
    if "spanword" in slots:
        return Meaning("DURATION", slots.text("spanword"), slots.text("mod"))
    unit = slots.text("unit")
    bare = "n" not in slots and slots.classes["unit"] == "units"
    count = count_of(slots)
    if unit == "Y" and count.isdecimal() and _FIRST_YEAR <= int(count) <= _LAST_YEAR:  # `the 2012 fiscal year`
        return Meaning("DATE", count, slots.text("mod"))
    value = length("X" if bare else count, unit)
    if "n2" in slots and "unit2" in slots:
        if slots.text("unit2") == "H":  # `an hour and a half`
            return Meaning("DURATION", length(count_of(slots) + ".5", unit), slots.text("mod"))
        second = length(count_of(slots, "n2"), slots.text("unit2"))
        joined = second.removeprefix("PT") if value.startswith("PT") else second.removeprefix("P")
        value += joined
    return Meaning("DURATION", value, slots.text("mod"))


def resolve_ago(slots: Slots, scene: Scene) -> Meaning | None:
    """A date in the past at a distance from the anchor, as precise as its unit: `three weeks ago` is a week."""
    return _at(slots, scene, scene.anchor, -1)


def resolve_then(slots: Slots, scene: Scene) -> Meaning | None:
    """A date in the future at a distance from the anchor."""
    return _at(slots, scene, scene.anchor, 1)


def resolve_within(slots: Slots, scene: Scene) -> Meaning | None:
    """`in two years`: a date ahead, or else the time that something took."""
    if not scene.ahead and not slots.classes["unit"].startswith("T"):
        return Meaning("DURATION", length(count_of(slots), slots.text("unit")), slots.text("mod"))
    return resolve_then(slots, scene)


def resolve_offset(slots: Slots, scene: Scene) -> Meaning | None:
    """`two days later`: a date at a distance from the last one mentioned."""
    return _at(slots, scene, scene.context, slots.number("side"))


def _at(slots: Slots, scene: Scene, anchor: Reference, sign: int) -> Meaning | None:
    count, unit, mod = count_of(slots), slots.text("unit"), slots.text("mod")
    if ("n" not in slots and slots.classes["unit"] == "units") or (not count.isdecimal() and "." not in count):
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", mod)
    if unit.startswith("T"):
        return Meaning("TIME", "", mod)
    if "." in count:
        return Meaning("DATE", at_distance("M", sign * round(float(count) * 12), anchor) if unit == "Y" else "", mod)
    if unit == "Y" and int(count) >= _FIRST_YEAR:  # `2018年前`: a year, and before it
        return Meaning("DATE", f"{int(count):04}" if int(count) < 10_000 else "", mod)
    if "unit2" in slots:
        return Meaning("DATE", _at_both(slots, anchor, sign), mod)
    return Meaning("DATE", at_distance(unit, sign * int(count), anchor), mod)


def _at_both(slots: Slots, anchor: Reference, sign: int) -> str:
    """The day that lies years and months, months and days, or so away; `""` if the anchor is no day."""
    day = anchor.date
    for number, unit in (("n", "unit"), ("n2", "unit2"), ("n3", "unit3")):
        if day is None or slots.text(unit) not in ("", "Y", "M", "W", "D"):
            return ""
        if unit in slots:
            found = day_at(slots.text(unit), sign * int(count_of(slots, number)), day)
            day = datetime.date.fromisoformat(found) if found else None
    return day.isoformat() if day else ""


def resolve_window(slots: Slots, scene: Scene) -> Meaning | None:
    """`the past two decades`, `the next three days`: a duration."""
    return Meaning("DURATION", length(count_of(slots), slots.text("unit")), slots.text("mod"))


def resolve_rel(slots: Slots, scene: Scene) -> Meaning | None:
    """`last month`, `this year`, `next week`, `yesterday`: the unit before, around or after the anchor."""
    unit, offset, anchor = relative_unit(slots, scene)
    if unit.startswith("T"):
        return None
    if "shift" in slots and slots.classes["unit"] == "units":  # `the past years`: no number, so no length
        return Meaning("DURATION", length("X", unit))
    if slots.text("shift").endswith("d") and unit != "WE":  # `the past decade`, all of it
        return Meaning("DURATION", length("1", unit))
    if unit == "D" and offset == 0 and "rel" in slots and scene.narrative:
        return Meaning("DATE", "PRESENT_REF", slots.text("part"))
    return Meaning("DATE", at_distance(unit, offset, anchor), slots.text("part"))


def resolve_every(slots: Slots, scene: Scene) -> Meaning | None:
    """A set of times: `every month`, `every Monday`, `twice a year`."""
    if "wd" in slots:
        return Meaning("SET", f"XXXX-WXX-{slots.number('wd')}")
    if "month" in slots:
        return Meaning("SET", f"XXXX-{slots.number('month'):02}")
    if "season" in slots:
        return Meaning("SET", f"XXXX-{slots.text('season')}")
    if "unit" not in slots:
        return Meaning("SET", f"XXXX-XX-XXT{slots.text('dayp')}")
    count = "1" if "freq" in slots else count_of(slots)
    if "times" in slots.classes:
        count = "1"
    return Meaning("SET", length(count, slots.text("unit")))


def resolve_set(slots: Slots, scene: Scene) -> Meaning:
    """A set in one word: `weekly`."""
    return Meaning("SET", slots.text("set"))


def resolve_wdset(slots: Slots, scene: Scene) -> Meaning:
    """A weekday as a set: `Mondays`."""
    return Meaning("SET", f"XXXX-WXX-{slots.number('wdset')}")


def resolve_ref(slots: Slots, scene: Scene) -> Meaning:
    """`now`, `recently`, `soon`: the present, the past or the future at large."""
    return Meaning("DATE", slots.text("ref"))


def resolve_decade(slots: Slots, scene: Scene) -> Meaning | None:
    """A decade by its first three digits; `'80s` is of the last century with such years."""
    text = slots.text("decade")
    if "unit2" in slots:  # `the 80s of the 20th century`
        century = slots.number("nth") - 1
        decade = text[-2:-1] if slots.classes["decade"] != "decade" else text[-1:]
        return Meaning("DATE", f"{century:02}{decade}", slots.text("part")) if 0 <= century < 30 else None
    if len(text) == 4 and text.endswith("0"):
        return Meaning("DATE", text[:3], slots.text("part"))
    if not text.isdecimal() or (int(text) % 10 and slots.classes["decade"] != "decade"):
        return None
    if slots.classes["decade"] == "decade" and len(text) == 3:
        return Meaning("DATE", text, slots.text("part"))
    year = full_year(int(text), scene)
    return Meaning("DATE", f"{year:04}"[:3], slots.text("part"))


def resolve_season(slots: Slots, scene: Scene) -> Meaning | None:
    """A season of a year: `2025-SU`."""
    year = year_of(slots, scene)
    if not year and ("unit" in slots or "rel" in slots):
        unit, offset, anchor = relative_unit(slots, scene)
        year = anchor.year + offset if unit == "Y" and anchor.year else 0
    elif not year and scene.anchor.year:
        year = scene.anchor.year + slots.number("shift")
    return Meaning("DATE", f"{value_of(year)}-{slots.text('season')}", slots.text("part"))


def resolve_quarter(slots: Slots, scene: Scene) -> Meaning | None:
    """A quarter or half by its number: `Q3 2024`."""
    number, kind = slots.number("nth"), slots.text("qmark")
    if not 1 <= number <= (4 if kind == "Q" else 2):
        return None
    last_month = number * (3 if kind == "Q" else 6)
    return Meaning("DATE", f"{_year_around(slots, scene, last_month)}-{kind}{number}")


def _year_around(slots: Slots, scene: Scene, last_month: int = 0) -> str:
    """The year named, or told by `last year`, or that of the anchor.

    The one before if the anchor lies in front of the third month before `last_month`, in news and
    not ahead: reports speak of quarters that are over.
    """
    year = year_of(slots, scene)
    here = scene.anchor
    if not year and ("shift" in slots or "rel" in slots):
        unit, offset, anchor = relative_unit(_scope_slots(slots), scene)
        year = anchor.year + offset if anchor.year and unit == "Y" else 0
    elif not year and here.month and not scene.narrative and not scene.ahead:
        year = here.year - (here.month < last_month - 2)
    return value_of(year or here.year)


def _scope_slots(slots: Slots) -> Slots:
    """The slots of `last year` in `the first quarter of last year`: the second unit is the year."""
    if "unit2" not in slots:
        return slots
    return Slots({**slots.values, "unit": slots.text("unit2")}, slots.classes)


def resolve_week(slots: Slots, scene: Scene) -> Meaning | None:
    """A week by its number in the year."""
    week = slots.number("week")
    return Meaning("DATE", f"{_year_around(slots, scene)}-W{week:02}") if 1 <= week <= 53 else None


def resolve_nth(slots: Slots, scene: Scene) -> Meaning | None:
    """`the 19th century`, `the first half of 2008`, `the second Monday of next month`, `the last week of May 2025`."""
    nth = -1 if slots.classes.get("nth") == "shift" else slots.number("nth")
    unit, bc = slots.text("unit"), "bc" in slots
    if slots.classes.get("nth") == "shift" and slots.number("nth") > -1:
        return None
    if "wd" in slots:
        return _nth_weekday(nth, slots, scene)
    if unit == "CE":
        return Meaning("DATE", ("BC" if bc else "") + f"{nth - 1:02}", slots.text("part")) if 1 <= nth <= 30 else None
    if unit in ("Q", "H"):
        last = 4 if unit == "Q" else 2
        nth = last if nth == -1 else nth
        year = ("FY" if "fiscal" in slots else "") + _year_around(slots, scene, nth * 12 // last)
        return Meaning("DATE", f"{year}-{unit}{nth}") if 1 <= nth <= last else None
    if unit == "D":
        return _nth_day(nth, slots, scene)
    if unit == "M" and "year" in slots and 1 <= nth <= 12:
        return Meaning("DATE", value_of(year_of(slots, scene), nth))
    return _nth_week(nth, slots, scene) if unit == "W" else None


def resolve_nthpost(slots: Slots, scene: Scene) -> Meaning | None:
    """The same with the year or month in front: `2025年5月第一个星期一`."""
    if "unit2" in slots:
        swapped = {**slots.values, "unit": slots.text("unit2"), "unit2": slots.text("unit")}
        return resolve_nth(Slots(swapped, slots.classes), scene)
    return resolve_nth(slots, scene)


def resolve_half(slots: Slots, scene: Scene) -> Meaning:
    """The first or second half of a year, in one word: `上半年`."""
    return Meaning("DATE", f"{_year_around(slots, scene)}-H{slots.number('nth')}")


def _scope(slots: Slots, scene: Scene) -> tuple[int, int]:
    """The year and month (0: the whole year) in which the nth something lies; (0, 0) if not known."""
    year, month = year_of(slots, scene), slots.number("month")
    if year:
        return year, month
    if "rel" in slots or ("shift" in slots and slots.classes.get("nth") != "shift"):
        unit = slots.text("unit2") or slots.text("rel")[:1] or (slots.text("unit") if "wd" in slots else "")
        offset = int(slots.text("rel")[1:].rstrip("c")) if "rel" in slots else int(slots.text("shift").rstrip("cdn"))
        value = at_distance(unit, offset, scene.anchor) if unit in ("M", "Y") else ""
        return (int(value[:4]), int(value[5:7] or 0)) if value[:4].isdecimal() else (0, 0)
    return (scene.anchor.year, month) if month else (0, 0)


def _nth_weekday(nth: int, slots: Slots, scene: Scene) -> Meaning | None:
    year, month = _scope(slots, scene)
    day = nth_weekday(year, month, slots.number("wd"), nth) if month else None
    return Meaning("DATE", day.isoformat()) if day else None


def _nth_day(nth: int, slots: Slots, scene: Scene) -> Meaning | None:
    year, month = _scope(slots, scene)
    if not month:
        return None
    day = calendar.monthrange(year, month)[1] if nth == -1 and 0 < year < 9999 else nth
    return Meaning("DATE", value_of(year, month, day)) if calendar_day(year, month, day) else None


def _nth_week(nth: int, slots: Slots, scene: Scene) -> Meaning | None:
    """The nth week: that of the nth Thursday, as ISO 8601 counts weeks."""
    year, month = _scope(slots, scene)
    if not 0 < year < 9999:
        return None
    if not month:
        monday = week_start(year, nth if nth > 0 else 52)
        return Meaning("DATE", week_value(monday)) if monday else None
    thursdays = Slots({**slots.values, "wd": "4"}, slots.classes)
    found = _nth_weekday(nth, thursdays, scene)
    day = calendar_day(*map(int, found.value.split("-"))) if found else None
    return Meaning("DATE", week_value(day)) if day and moved(day, 0) else None
