"""The words of dates as `data/phrases.json` holds them, made from the tables of `find_dates` and the phrase lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from cleaner.chrome.rules.date_words import OTHER_CALENDAR
from cleaner.chrome.rules.phrases import DateWords, fold
from cleaner.dates.tables import listed, written_languages

Lists = Mapping[str, Mapping[str, Iterable[str]]]
"""The phrase lists by name (`C302.fillers`), then by language."""

_TABLES = {"no": ("nb",), "tl": ("fil",), "sr": ("sr", "bs")}
"""The tables of languages whose phrases go by another name, or are in two scripts."""

_LEAST_CHARS = {"month": 3, "wd": 2, "unit": 2, "agopre": 2}
"""Shorter words of a class are letters of names (`David D. Kay`), or words of too many languages (`su`, `a`)."""

_ALPHABETS_END = "\u0530"
"""Behind Latin, Greek and Cyrillic; in other scripts two characters may be the name of a month (`मई`)."""

_SHORT, _AGREEING = 5, 3
"""A name of so few letters is a month in front of a day without a year (`Jan 5`) where so many languages agree."""

_UNITS = frozenset({"TS", "TM", "TH", "D", "W", "M", "Y"})
"""Units in which a page says how long ago it was posted."""


def compiled_dates(lists: Lists) -> DateWords:
    """The words of dates of all languages that have phrases."""
    spoken = _spoken(lists)
    fillers = _joined(lists, "C302.fillers")
    months, weak = _months(lists, fillers)
    full = {word for table in spoken for name in ("monthx", "wdx") for word, _ in _words(table, name, fillers)}
    return DateWords(
        months=months,
        weak=weak,
        fillers=fillers,
        weekdays=frozenset(word for table in spoken for word, _ in _words(table, "wd", fillers)),
        full=frozenset(full - _joined(lists, "C502.names")),
        ago=_ago(spoken) | _joined(lists, "C303.ago"),
        ago_marks=_ago_marks(spoken),
    )


def _spoken(lists: Lists) -> dict[str, str]:
    """The tables of all languages, each with the language its phrases are listed under."""
    listed_here = {
        table: language for language in sorted(lists["C302.fillers"]) for table in _TABLES.get(language, (language,))
    }
    return listed_here | {table: table for table in written_languages() if table not in listed_here}


def _joined(lists: Lists, name: str) -> frozenset[str]:
    return frozenset(fold(word) for words in lists[name].values() for word in words)


def _months(lists: Lists, fillers: frozenset[str]) -> tuple[dict[str, int], frozenset[str]]:
    """The names of months with their numbers, and those that need a year beside them."""
    months: dict[str, int] = {}
    used: Counter[str] = Counter()
    for table, language in _spoken(lists).items():
        names = {word: int(value) for word, value in _words(table, "month", fillers, by_hand=False)}
        for ending in lists["C302.endings"].get(language, ()):
            names |= {word + fold(ending): value for word, value in names.items()}
        used.update(names.keys())
        months = {**names, **months}
    for words in lists["C302.months"].values():
        for word in words:
            name, _, number = word.rpartition(" ")
            months.setdefault(fold(name or number), int(number) if name else OTHER_CALENDAR)
    weak = {word for word in months if len(word) <= _SHORT and used[word] < _AGREEING and word < _ALPHABETS_END}
    return dict(sorted(months.items())), frozenset(weak)


def _ago(spoken: Iterable[str]) -> frozenset[str]:
    units = {word for table in spoken for word, value in _words(table, "unit") if value in _UNITS}
    counted = {word for table in spoken for name in ("ago", "agopre") for word, _ in _words(table, name)}
    return frozenset(units | {part for word in counted for part in word.split()})


def _ago_marks(spoken: Iterable[str]) -> frozenset[str]:
    marks: set[str] = set()
    for table in spoken:
        behind = {word.split()[-1] for word, _ in _words(table, "ago")}
        before = {word.split()[0] for word, _ in _words(table, "agopre")}
        marks |= (behind | before) - {word for word, _ in _words(table, "unit")}
    return frozenset(word for word in marks if len(word) > 1)


def _words(table: str, name: str, fillers: Iterable[str] = (), *, by_hand: bool = True) -> Iterator[tuple[str, str]]:
    """The folded words of a class and their values; of `de maig`, `maig`."""
    for word, value in listed(table, name, by_hand=by_hand).items():
        folded = fold(word).strip(" .,'՝॰")
        *before, last = folded.split() or [""]
        if before and name not in ("ago", "agopre") and all(part in fillers for part in before):
            folded = last
        if len(folded) >= (_LEAST_CHARS.get(name, 1) if folded < _ALPHABETS_END else 2):
            yield folded, value
