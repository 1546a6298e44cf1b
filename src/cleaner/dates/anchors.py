"""What dates are told from: the reference date, the date spoken of last, and the parts of a candidate."""

from __future__ import annotations

import datetime
import re
from typing import Literal, NamedTuple

import msgspec

from cleaner.document import DateType
from cleaner.errors import ArgumentError

Mode = Literal["auto", "news", "narrative"]
"""What relative dates count from: the document's date (news) or the date mentioned last (narrative)."""

_REFERENCE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?\Z", re.DOTALL)
_DATE_VALUE = re.compile(r"(BC)?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-W([0-9]{2}))?(?![0-9])")


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A date, of which the day, or day and month, or all may be unknown (0). Years before Christ are negative."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def date(self) -> datetime.date | None:
        """The day, if it is known to the day."""
        return calendar_day(self.year, self.month, self.day) if self.day else None


class Meaning(NamedTuple):
    """A TIMEX3 type, value and modifier; `value` is `""` when it can't be told.

    `alternatives` are the two readings of a date whose order of day and month may be either.
    """

    type: DateType
    value: str
    mod: str = ""
    alternatives: str = ""


class Scene(msgspec.Struct, frozen=True, gc=False):
    """Where in time a mention stands: the document's date, the date spoken of before it, the tense.

    `ahead`: its clause speaks of the future. `order` is that of numeric dates in the language.
    `near`: the date spoken of stands close in front, so that a time is of that day.
    """

    reference: Reference
    focus: Reference
    narrative: bool
    ahead: bool = False
    order: str = ""
    near: bool = False

    @property
    def day(self) -> Reference:
        """The day of a time: the one mentioned close before, else that from which dates count."""
        return self.focus if self.near and self.focus.day else self.anchor

    @property
    def anchor(self) -> Reference:
        """The date from which an incomplete or relative date counts."""
        return self.focus if self.focus.year and (self.narrative or not self.reference.year) else self.reference

    @property
    def context(self) -> Reference:
        """The date from which `two days later` or `the following year` counts: the last one mentioned."""
        return self.focus if self.focus.year else self.reference


class Slots(msgspec.Struct, frozen=True, gc=False):
    """The parts of a candidate: by slot, the value of its token, and the class in which it has that value."""

    values: dict[str, str]
    classes: dict[str, str]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """The value in a slot, `default` if the slot is empty."""
        return self.values.get(name, default)

    def number(self, name: str) -> int:
        """The whole number in a slot, 0 if the slot is empty or holds none."""
        value = self.values.get(name, "").rstrip("cdn")
        return int(value) if value.lstrip("-+").isdecimal() else 0


def to_reference(reference_date: str | None) -> Reference:
    """The reference date from ISO 8601, to the day, the month or the year; a time is left out.

    Raises `ArgumentError` if it is none of these or no day of the calendar.

    >>> to_reference("2025-05")
    Reference(year=2025, month=5, day=0)
    """
    if reference_date is None:
        return Reference()
    reference = read_reference(reference_date) if isinstance(reference_date, str) else None
    if reference is None:
        raise ArgumentError(f"reference_date={reference_date!r} is no date: give it as YYYY-MM-DD, YYYY-MM or YYYY")
    return reference


def read_reference(text: str) -> Reference | None:
    """The date that the text is, in ISO 8601; `None` if it is none, or no day of the calendar.

    >>> read_reference("2025-02-31") is None
    True
    """
    match = _REFERENCE.match(text)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    exists = calendar_day(year, month if match[2] else 1, day if match[3] else 1)
    return Reference(year, month, day) if exists else None


def spoken_of(value: str) -> Reference | None:
    """The date that a TIMEX3 value speaks of, as far as it is known; `None` if it is no year or part of one.

    >>> spoken_of("2025-W20")
    Reference(year=2025, month=5, day=12)
    """
    match = _DATE_VALUE.match(value)
    if match is None:
        return None
    year, month, day = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    if match[5]:
        monday = week_start(year, int(match[5]))
        return Reference(monday.year, monday.month, monday.day) if monday else None
    return Reference(-year if match[1] else year, month, day)


def calendar_day(year: int, month: int, day: int) -> datetime.date | None:
    """That day of the calendar; `None` if there is none.

    >>> calendar_day(2024, 2, 29), calendar_day(2025, 2, 29)
    (datetime.date(2024, 2, 29), None)
    """
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def week_start(year: int, week: int) -> datetime.date | None:
    """The Monday of that ISO week; `None` if the year has no such week."""
    try:
        return datetime.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def moved(here: datetime.date, days: int) -> datetime.date | None:
    """The day that many days later; `None` beyond the calendar.

    >>> moved(datetime.date(2025, 5, 31), 1)
    datetime.date(2025, 6, 1)
    """
    try:
        return here + datetime.timedelta(days=days)
    except OverflowError:
        return None
