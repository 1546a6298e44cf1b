"""Explicit dates, to the day, in ISO 8601 (N401)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from cleaner.config import Config
from cleaner.dates.anchors import calendar_day
from cleaner.dates.finder import Candidate, find_candidates
from cleaner.dates.language import Language, language_of
from cleaner.document import Edit

_FIRST_GREGORIAN_YEAR = 1583
"""ISO 8601 means the Gregorian calendar; an older date is written in another one."""

# One and two in the scripts whose digits people write dates with.
_FIRST_DIGITS = (
    "12\u0661\u0662\u06f1\u06f2\u0967\u0968\u09e7\u09e8\u0a67\u0a68\u0ae7\u0ae8\u0b67\u0b68\u0be7\u0be8"
    "\u0c67\u0c68\u0ce7\u0ce8\u0d67\u0d68\u0e51\u0e52\u0ed1\u0ed2\u0f21\u0f22\u1041\u1042\u17e1\u17e2\uff11\uff12"
)
_YEAR = re.compile(f"[{_FIRST_DIGITS}年년](?:(?<=[年년])|\\d{{3}})")
"""A year, or 年 or 년, in front of which it may be spelled out. It begins with one class, which is sought fast."""

_BLANK = re.compile(r"\s")
_CHARS_BEFORE, _CHARS_BEHIND = 50, 32
"""Further in front of its year no date begins, further behind it none ends."""

_LEFT_CHARS = 24
_GLUED_LEFT = re.compile(r"[\w/\\@#_=\"'`.-]\Z")
_GLUED_RIGHT = re.compile(r"[\w/\\@#=`]|[-–.:,/]\d|\.\w|-\w")
_TITLE_CHARS = 80
"""A title in quotes has no more code points on either side of a date in it."""

_LAST_QUOTE = re.compile('["“„«‘][^"“”„«»‘]*\\Z')
_QUOTE = re.compile('["”“»’]')
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_RANGE_LEFT = re.compile(r"(?<!\d)\d\d?\.?(?:[^\W\d_]{2})?(?: ?[-–—/&] ?|, ?)\Z")


def write_iso_dates(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Dates that name day, month and year become ISO 8601, `2025-05-27`.

    What: `May 27, 2025`, `27 May 2025`, `the 27th of May, 2025`, `31. Mai 2025`, `2025年5月31日`,
    with or without the weekday in front, when `dates = "iso"`. Not when the weekday is wrong for
    that day, not before 1583, not in ranges that share a part (`27–29 May 2025`), not inside URLs,
    names of files, identifiers, quoted titles or code; never numeric dates, whose order may be any.

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
    known = language_of(language) or language_of(None)
    assert known is not None  # the union table is always there
    candidates = list(_candidates(text, known))
    for index, candidate in enumerate(candidates):
        value = _value(candidate)
        if value and not _shares_a_part(candidates, index) and _stands_alone(text, candidate, known):
            yield Edit(_start(text, candidate, known), candidate.end, value, "N401")


def _candidates(text: str, language: Language) -> Iterator[Candidate]:
    """The explicit dates of the text: sought only around what may be a year, which each of them has."""
    for start, end in _around_years(text):
        for found in find_candidates(text[start:end], language, explicit=True):
            places = (found.start + start, found.end + start, found.match + start)
            yield replace(found, start=places[0], end=places[1], match=places[2])


def _around_years(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text with a year in them, cut at white space, apart."""
    start = end = -1
    for year in _YEAR.finditer(text):
        low, high = _blank_before(text, year.start()), _blank_behind(text, year.end())
        if low > end:
            if end >= 0:
                yield start, end
            start = low
        end = high
    if end >= 0:
        yield start, end


def _blank_before(text: str, place: int) -> int:
    """Behind white space some way in front of the place."""
    near = max(0, place - _CHARS_BEFORE)
    far = max(0, near - _CHARS_BEFORE)
    blank = max(text.rfind(" ", far, near), text.rfind("\n", far, near))
    return blank + 1 if blank >= 0 else far


def _blank_behind(text: str, place: int) -> int:
    """In front of white space some way behind the place."""
    near = min(len(text), place + _CHARS_BEHIND)
    far = min(len(text), near + _CHARS_BEHIND)
    blank = _BLANK.search(text, near, far)
    return blank.start() if blank else far


def _start(text: str, candidate: Candidate, language: Language) -> int:
    """Where the date begins without its article, which English drops with the date and other languages keep."""
    if language.vocabulary.language == "en":
        return candidate.start
    article, space, _ = text[candidate.start : candidate.end].partition(" ")
    is_article = space and "the" in language.vocabulary.words.get(article.lower(), {})
    return candidate.start + len(article) + 1 if is_article else candidate.start


def _value(candidate: Candidate) -> str:
    slots = candidate.slots
    if not {"year", "month", "day"} <= set(slots.values) or "era" in slots or "bc" in slots or "minute" in slots:
        return ""
    if slots.number("year") < _FIRST_GREGORIAN_YEAR:
        return ""
    day = calendar_day(slots.number("year"), slots.number("month"), slots.number("day"))
    return day.isoformat() if day is not None and slots.number("wd") in (0, day.isoweekday()) else ""


def _shares_a_part(candidates: list[Candidate], index: int) -> bool:
    """True for one of several days that share a month or a year: they come from one match."""
    own = candidates[index]
    around = candidates[max(0, index - 2) : index] + candidates[index + 1 : index + 3]
    return any(other.match == own.match for other in around)


def _stands_alone(text: str, candidate: Candidate, language: Language) -> bool:
    """False in a range that shares a part with another date, and inside a longer token."""
    if "-" in text[candidate.start : candidate.end]:
        return False
    if _in_title_or_code(text, candidate):
        return False
    before = text[max(0, candidate.start - _LEFT_CHARS) : candidate.start]
    if language.vocabulary.segmented:
        return not _RANGE_LEFT.search(before)
    return (
        _RANGE_LEFT.search(before) is None
        and language.half_dates.search(before.lower()) is None
        and _GLUED_LEFT.search(before) is None
        and _GLUED_RIGHT.match(text, candidate.end) is None
    )


def _in_title_or_code(text: str, candidate: Candidate) -> bool:
    """True between quotes around a few words most of which have a capital, and between backticks, on one line."""
    before = text[max(0, candidate.start - _TITLE_CHARS) : candidate.start].rpartition("\n")[2]
    after = text[candidate.end : candidate.end + _TITLE_CHARS].partition("\n")[0]
    if "`" in after and before.count("`") % 2:
        return True
    opening, closing = _LAST_QUOTE.search(before), _QUOTE.search(after)
    if opening is None or closing is None or before[: opening.start()].count(opening[0][0]) % 2:
        return False
    words = _LONG_WORD.findall(before[opening.start() :] + after[: closing.start()])
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals * 2 > len(words)
