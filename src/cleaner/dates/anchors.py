"""What dates are told from: the reference date, and the parts of a candidate as numbers."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

import msgspec

from cleaner.dates.tables import Table
from cleaner.document import DateType
from cleaner.errors import ArgumentError

_REFERENCE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?\Z", re.DOTALL)


class Reference(msgspec.Struct, frozen=True):
    """The day from which relative dates count; 0 where it is not known so precisely."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def date(self) -> datetime.date | None:
        """The day, if it is known to the day."""
        return datetime.date(self.year, self.month, self.day) if self.day else None


class Meaning(NamedTuple):
    """A TIMEX3 type, value and modifier; `value` is `""` when it can't be told."""

    type: DateType
    value: str
    mod: str = ""


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


def calendar_day(year: int, month: int, day: int) -> datetime.date | None:
    """That day of the calendar; `None` if there is none.

    >>> calendar_day(2024, 2, 29), calendar_day(2025, 2, 29)
    (datetime.date(2024, 2, 29), None)
    """
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def number(slots: dict[str, str], key: str) -> int:
    """The number in a slot, 0 if the slot is empty."""
    return int(slots.get(key) or 0)


def month_number(slots: dict[str, str], table: Table) -> int:
    """1 to 12, 0 if no month is named."""
    return table.months[slots["month"].rstrip(".").lower()] if "month" in slots else 0


def weekday_number(slots: dict[str, str], table: Table) -> int:
    """1 (Monday) to 7, 0 if no weekday is named."""
    return table.weekdays[slots["weekday"].rstrip(".").lower()] if "weekday" in slots else 0


def word(slots: dict[str, str], slot: str) -> str:
    """The words of a slot as the tables spell them: in lower case, one space apart."""
    return " ".join(slots.get(slot, "").lower().split())


def shift(slots: dict[str, str], table: Table) -> int:
    """-1 for `last`, 1 for `next`, 0 for `this` or none."""
    return table.vocabulary.shifts.get(word(slots, "shift"), 0)


def part(slots: dict[str, str], table: Table) -> str:
    """The TIMEX3 modifier of `early`, `mid` or `late`, `""` without."""
    return table.vocabulary.parts.get(word(slots, "part"), "")
