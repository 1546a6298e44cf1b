"""The words of dates for lines that are nothing but a date: from the tables of `find_dates`, folded as lines are."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from cleaner.chrome.rules.phrases import fold, trim, words
from cleaner.dates.tables import listed, written_languages

_OTHER_LANGUAGES = ("cs", "id", "ro")
"""Languages whose names of months and weekdays are known besides those with a table written by hand."""

_LEAST_CHARS = {"month": 3, "wd": 2, "unit": 2, "agopre": 2}
"""Shorter words of a class are letters of names (`David D. Kay`), or words of too many languages (`su`, `a`)."""

_UNITS = frozenset({"TS", "TM", "TH", "D", "W", "M", "Y"})
"""Units in which a page says how long ago it was posted."""


@functools.cache
def weekdays() -> frozenset[str]:
    """The folded names of the weekdays in all languages.

    >>> {"sun", "mi", "понедельник"} <= weekdays()
    True
    """
    return frozenset(word for word, _ in _listed("wd"))


@functools.cache
def month_numbers() -> dict[str, int]:
    """The folded names of the months in all languages, and their numbers, without the forms that only texts have.

    (Turkish `Martın` would be Martin.)

    >>> month_numbers()["marz"], month_numbers()["sept"]
    (3, 9)
    """
    return {word: int(value) for word, value in _listed("month", by_hand=False)}


@functools.cache
def ago_words() -> frozenset[str]:
    """All folded words of a line that says how long ago.

    >>> {"ago", "vor", "tagen", "minutes"} <= ago_words()
    True
    """
    units = {word for word, value in _listed("unit") if value in _UNITS}
    parts = {part for name in ("ago", "agopre") for word, _ in _listed(name) for part in word.split()}
    return frozenset(units | parts) | words("C303", "ago")


@functools.cache
def ago_marks() -> frozenset[str]:
    """The folded words that say "back from now": the last of those behind the number, the first of those in front.

    >>> {"ago", "vor", "il"} <= ago_marks()
    True
    """
    behind = {word.split()[-1] for word, _ in _listed("ago")}
    before = {word.split()[0] for word, _ in _listed("agopre")}
    return frozenset(word for word in behind | before if len(word) > 1)


def _listed(name: str, *, by_hand: bool = True) -> Iterator[tuple[str, str]]:
    """The folded words of a class and their values, by language."""
    for language in (*written_languages(), *_OTHER_LANGUAGES):
        for word, value in listed(language, name, by_hand=by_hand).items():
            folded = trim(fold(word))
            if len(folded) >= _LEAST_CHARS.get(name, 1) and folded:
                yield folded, value
