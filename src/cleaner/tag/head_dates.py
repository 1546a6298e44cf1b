"""Days as machines and headings write them, and those that no page can mean."""

from __future__ import annotations

import datetime
import email.utils
import re

from cleaner.chrome.rules.date_lines import date_line
from cleaner.chrome.rules.date_words import month_numbers
from cleaner.chrome.rules.phrases import fold
from cleaner.dates import find_dates

EARLIEST_YEAR, LATEST_YEAR = 1450, 2100
"""Nothing was printed before; the core has no clock, so that `latest` alone tells a future day from a past one."""

_UNSET = frozenset(["1970-01-01", "1969-12-31", "0001-01-01", "1900-01-01", "1899-12-30"])
"""What programs write that know no date: the zero of their clock."""

_ISO = re.compile(r"([12]\d{3})([-/.])([01]?\d)\2([0-3]?\d)(?=\D|\Z)|([12]\d{3})(\d\d)(\d\d)(?:T?\d{4,6})?(?:\D|\Z)")
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d{1,9})?\Z")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2([12]\d{3})(?:\D|\Z)")
_CLOCK = re.compile(r"[,\s](?:at\s|um\s|à\s|@\s?)?\d{1,2}[:.]\d\d(?:\D.*)?\Z|\s[A-Z]{2,4}\Z", re.IGNORECASE | re.DOTALL)
_IN_URL = re.compile(r"/((?:19|20)\d\d)([-/_]?)([01]?\d)\2([0-3]?\d)(?=[/_.-]|\Z)")
_YEAR = re.compile(r"[12]\d\d\d")
_PIECE = re.compile(r"\s?[|•·∙●]\s?|\s[-–—]\s|;\s")
_DIGIT = re.compile(r"\d")
_LONGEST = 60
_MONTH_FIRST = frozenset(["en-us", "en-ph", "fil", "en_us"])
_EN_DAY_FIRST = ("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en_gb")


def read_day(value: str, *, language: str = "", latest: str = "") -> str:
    """The ISO day that the value names; `""` if it names none, or one that can't be meant.

    Reads ISO 8601 (also with other marks, without any, with a time behind it), RFC 2822, Unix
    time, day-month-year in figures where only one order is possible, and a date in words of
    the languages that `date_line` knows. The day is the one written, in whatever time zone.
    Not meant: days that do not exist, zeros of clocks, days after `latest` (ISO), if given.

    >>> read_day("2025-05-14T23:10:00+02:00"), read_day("Wed, 14 May 2025 08:00:00 GMT"), read_day("1747206000")
    ('2025-05-14', '2025-05-14', '2025-05-14')
    >>> read_day("14. Mai 2025"), read_day("2025-02-31"), read_day("03/04/2025"), read_day("23/04/2025")
    ('2025-05-14', '', '', '2025-04-23')
    """
    value = " ".join(value[: 4 * _LONGEST].split())
    if len(value) < 6 or not has_digit(value):
        return ""
    for reader in (_iso_day, _epoch_day, _mail_day):
        if day := reader(value):
            return _meant(day, latest)
    return _meant(_numeric_day(value, language.lower()) or _worded_day(value), latest)


def has_digit(text: str) -> bool:
    """True when a digit of any script stands in the text."""
    return _DIGIT.search(text) is not None


def day_in_url(url: str, *, latest: str = "") -> str:
    """The ISO day in the path of the address; `""` if there is none.

    >>> day_in_url("https://example.org/news/2025/05/14/rain"), day_in_url("https://example.org/20250514-a")
    ('2025-05-14', '2025-05-14')
    """
    found = _IN_URL.search(url[:2000])
    if not found or (not found[2] and len(found[3] + found[4]) < 4):
        return ""
    return _meant(_day(found[1], found[3], found[4]), latest)


def _meant(day: str, latest: str) -> str:
    if day in _UNSET or (latest and day > latest):
        return ""
    return day


def _day(year: str | int, month: str | int, day: str | int) -> str:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return date.isoformat() if EARLIEST_YEAR <= date.year <= LATEST_YEAR else ""


def _iso_day(value: str) -> str:
    found = _ISO.match(value)
    if not found:
        return ""
    if found[5]:
        return _day(found[5], found[6], found[7])
    return _day(found[1], found[3], found[4])


def _epoch_day(value: str) -> str:
    found = _EPOCH.match(value)
    if not found:
        return ""
    date = datetime.datetime.fromtimestamp(int(found[1]), tz=datetime.UTC).date()
    return _day(date.year, date.month, date.day)


def _mail_day(value: str) -> str:
    found = email.utils.parsedate(value) if ":" in value and len(value) < _LONGEST else None
    return _day(*found[:3]) if found else ""


def _numeric_day(value: str, language: str) -> str:
    found = _NUMERIC.match(value)
    if not found:
        return ""
    first, second = int(found[1]), int(found[3])
    if first > 12 or first == second or found[2] == "." or (language and _is_day_first(language)):
        return _day(found[4], second, first)
    if second > 12 or language in _MONTH_FIRST:
        return _day(found[4], first, second)
    return ""


def _is_day_first(language: str) -> bool:
    """True where figures are written day first; English alone says so only with its country."""
    return language.startswith(_EN_DAY_FIRST) or not language.startswith(("en", "fil", "zh", "ja", "ko", "hu", "lt"))


def _worded_day(value: str) -> str:
    value = value[:_LONGEST]
    for text in (value, _CLOCK.sub("", value), value.rpartition(": ")[2]):
        named = date_line(text)
        if named and len(named[0]) == 10:
            return _day(*named[0].split("-"))
    return ""


def days_in(text: str, *, language: str = "", latest: str = "") -> tuple[tuple[str, str], ...]:
    """The days that a short text names, each with the words in front of it, in order.

    >>> days_in("By Eva Berg, published May 5, 2020 | Updated on June 6, 2021", language="en")
    (('2020-05-05', 'By Eva Berg, published'), ('2021-06-06', 'Updated on'))
    """
    found: list[tuple[str, str]] = []
    for piece in _PIECE.split(text):
        if not _YEAR.search(piece):
            continue
        if stated := _behind_words(piece):
            found.append(stated)
            continue
        done = 0
        for mention in find_dates(piece, language=language.partition("-")[0].lower() or None):
            if mention.type in ("DATE", "TIME") and (day := _iso_day(mention.value)):
                found.append((day, piece[done : mention.start].strip()))
                done = mention.end
    return tuple((day, before) for day, before in found if _meant(day, latest))


def _behind_words(piece: str) -> tuple[str, str] | None:
    """The day of a piece that ends in a date, whatever stands in front: `Updated May 6, 2024`."""
    tokens = piece.split()
    months = month_numbers()
    for index, token in enumerate(tokens):
        if token[0].isdigit() or fold(token).strip(".,") in months:
            day = _worded_day(" ".join(tokens[index:]))
            return (day, " ".join(tokens[:index])) if day else None
    return None
