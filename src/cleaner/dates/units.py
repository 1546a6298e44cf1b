"""Units of time: the value of the unit at a distance from a date, and lengths of time."""

from __future__ import annotations

import calendar
import datetime

from cleaner.dates.anchors import Reference, Scene, Slots, moved

_DAYS = {"D": 1, "W": 7, "FN": 14, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "H": 6}
_YEARS = {"Y": 1, "DE": 10, "CE": 100}


def relative_unit(slots: Slots, scene: Scene) -> tuple[str, int, Reference]:
    """The unit, its distance, and the date it counts from: `last year` is a year, -1, from the anchor.

    A shift, or a word such as `lendemain`, with a `c` counts from the date spoken of (`the
    following year`); a shift with a `d` makes a duration of a unit alone (`the past year`), one
    with an `n` is of the next week (`next Friday`).
    """
    if "rel" in slots:
        unit, sign, count = _split(slots.text("rel"))
        return unit, int(sign + count.rstrip("c")), scene.context if count.endswith("c") else scene.anchor
    shift = slots.text("shift")
    anchor = scene.context if shift.endswith("c") else scene.anchor
    return slots.text("unit"), int(shift.rstrip("cdn") or 0), anchor


def _split(rel: str) -> tuple[str, str, str]:
    sign = "+" if "+" in rel else "-"
    unit, _, count = rel.partition(sign)
    return unit, sign, count


def at_distance(unit: str, count: int, reference: Reference) -> str:
    """The value of the unit that lies `count` units from the reference, X where that is not known.

    >>> at_distance("M", -1, Reference(2025, 1, 14)), at_distance("W", 1, Reference())
    ('2024-12', 'XXXX-WXX')
    """
    if unit in _YEARS:
        digits = {"Y": 4, "DE": 3, "CE": 2}[unit]
        year = reference.year + count * _YEARS[unit]
        if reference.year < 0:
            return f"BC{-year:04}" if unit == "Y" and -10_000 < year < 0 else ""
        return f"{year:04}"[:digits] if reference.year and 0 < year < 10_000 else "X" * digits
    if unit in _MONTHS:
        return _month_at(unit, count, reference)
    here = reference.date
    if here is None:
        return {"W": "XXXX-WXX", "WE": "XXXX-WXX-WE"}.get(unit, "XXXX-XX-XX")
    day = moved(here, count * _DAYS[unit]) if abs(count) < 10**7 else None
    if day is None:
        return ""
    return day.isoformat() if unit == "D" else week_value(day) + ("-WE" if unit == "WE" else "")


def day_at(unit: str, count: int, here: datetime.date) -> str:
    """The day that lies so many years, months, weeks or days away; `""` beyond the calendar.

    A day that the month does not have is its last one.

    >>> day_at("M", 1, datetime.date(2025, 1, 31)), day_at("W", -2, datetime.date(2025, 5, 14))
    ('2025-02-28', '2025-04-30')
    """
    if unit in ("D", "W"):
        day = moved(here, count * _DAYS[unit])
        return day.isoformat() if day else ""
    year, month = divmod(here.year * 12 + here.month - 1 + count * (12 if unit == "Y" else 1), 12)
    if not 0 < year < 10_000:
        return ""
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(here.day, last)).isoformat()


def week_value(day: datetime.date) -> str:
    """The ISO week of the day.

    >>> week_value(datetime.date(2025, 5, 14))
    '2025-W20'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date | None:
    """The nth such weekday (Monday is 1) of the month, -1 for the last; `None` if there is none.

    >>> nth_weekday(2025, 11, 4, 4), nth_weekday(2025, 5, 1, -1)
    (datetime.date(2025, 11, 27), datetime.date(2025, 5, 26))
    """
    if not 0 < year < 9999 or (nth < 1 and nth != -1):
        return None
    if nth == -1:
        last = datetime.date(year, month, calendar.monthrange(year, month)[1])
        return last - datetime.timedelta(days=(last.isoweekday() - weekday) % 7)
    first = datetime.date(year, month, 1)
    day = first + datetime.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None


def _month_at(unit: str, count: int, reference: Reference) -> str:
    if not reference.month:
        return {"Q": "XXXX-QX", "H": "XXXX-HX"}.get(unit, "XXXX-XX")
    months = reference.year * 12 + reference.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    if not 0 < year < 10_000:
        return f"BC{-year:04}-{month + 1:02}" if unit == "M" and -10_000 < year < 0 else ""
    if unit == "M":
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}-{unit}{month // _MONTHS[unit] + 1}"


def length(count: str, unit: str) -> str:
    """A TIMEX3 duration: `P2DE`, `PT30M`; `X` for a number that is not told.

    >>> length("2", "FN"), length("0.5", "TH"), length("X", "TM")
    ('P4W', 'PT30M', 'PTXM')
    """
    if unit == "FN":
        return f"P{2 * int(count)}W" if count.isdecimal() else "PXW"
    if unit == "H":
        return f"P{6 * int(count)}M" if count.isdecimal() else "PXM"
    if count == "0.5" and unit in ("TH", "Y"):
        return "PT30M" if unit == "TH" else "P6M"
    if unit in ("TH", "TM", "TS"):
        return f"PT{count}{unit[1]}"
    return f"PT{count}{unit[1:]}" if unit in ("TMO", "TAF", "TEV", "TNI") else f"P{count}{unit}"


def count_of(slots: Slots, name: str = "n") -> str:
    """The number in a slot as TIMEX3 writes it: `2`, `1.5`, `X` for `several`; `1` if the slot is empty."""
    if name not in slots:
        return "1.5" if "half" in slots and name == "n" else "1"
    value = slots.text(name)
    if value.isdecimal():
        value = str(int(value))
    if "frac" in slots and name == "n":
        return value + ("" if len(slots.text("frac")) == 3 else ".") + slots.text("frac")
    return f"{value}.5" if "half" in slots and name == "n" else value
