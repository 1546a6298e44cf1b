"""Explicit dates, to the day, in ISO 8601 (N401)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.config import Config
from cleaner.dates.anchors import calendar_day, month_number, number, weekday_number
from cleaner.dates.finder import Candidate, find_explicit
from cleaner.dates.tables import Table, languages, load
from cleaner.document import Edit

_FIRST_GREGORIAN_YEAR = 1583
"""ISO 8601 means the Gregorian calendar; an older date is written in another one."""

_LEFT_CHARS = 24
_GLUED_LEFT = re.compile(r"[\w/\\@#_=\"'`.-]\Z")
_GLUED_RIGHT = re.compile(r"[\w/\\@#=`]|[-–.:,/]\d|\.\w|-\w")


def write_iso_dates(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Dates that name day, month and year become ISO 8601, `2025-05-27`.

    What: `May 27, 2025`, `27 May 2025`, `the 27th of May, 2025`, with or without the weekday
    in front, when `dates = "iso"`. Not when the weekday is wrong for that day, not before
    1583, not in ranges that share a part (`27–29 May 2025`), not inside URLs, names of files
    or identifiers; never numeric dates, whose order may be any.

    Why: one day, one spelling; and a date that sorts.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("Due on Saturday, May 31, 2025, at noon.", write_iso_dates)
    'Due on 2025-05-31, at noon.'

    Kept:
    >>> rewritten("03/04/2025, May 27–29, 2025, in May 2025", write_iso_dates)
    '03/04/2025, May 27–29, 2025, in May 2025'
    """
    if config.dates != "iso":
        return
    primary = language.partition("-")[0].lower()
    table = load(primary if primary in languages() else "en")
    for candidate in find_explicit(text, table):
        value = _value(candidate, table)
        if value and _stands_alone(text, candidate, table.vocabulary.language):
            yield Edit(candidate.start, candidate.end, value, "N401")


def _value(candidate: Candidate, table: Table) -> str:
    slots = candidate.slots
    day = calendar_day(number(slots, "year"), month_number(slots, table), number(slots, "day"))
    if day is None or day.year < _FIRST_GREGORIAN_YEAR:
        return ""
    weekday = weekday_number(slots, table)
    return day.isoformat() if weekday in (0, day.isoweekday()) else ""


def _stands_alone(text: str, candidate: Candidate, language: str) -> bool:
    """False in a range that shares a part with another date, and inside a longer token."""
    before = text[max(0, candidate.start - _LEFT_CHARS) : candidate.start]
    return not (
        _part_of_range(language).search(before) or _GLUED_LEFT.search(before) or _GLUED_RIGHT.match(text, candidate.end)
    )


@cache
def _part_of_range(language: str) -> re.Pattern[str]:
    """The end of `27–`, `27 and `, `27 April to `, `April 27, `: a day without its year, and a link."""
    links = "|".join(map(re.escape, load(language).vocabulary.words["links"]))
    day = r"(?<!\d)(?<!\d{4}-\d\d-)\d\d?(?:[^\W\d_]{2})?"
    return re.compile(rf"(?:{day}|{day}[,.]? [^\W\d_]{{3,12}}\.?)(?: ?[-–—/&] ?|, |,? (?:{links}) (?:the )?)\Z")
