"""A language, ready to read its texts: vocabulary, lexer and grammar."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from cleaner.dates.grammar import Grammar, compile_grammar
from cleaner.dates.lexer import Lexer
from cleaner.dates.spelling import either
from cleaner.dates.tables import UNKNOWN, Vocabulary, languages, vocabulary


class Joints(msgspec.Struct, frozen=True):
    """How a date is one with what stands in front of it.

    `times` matches what may stand between a day and a time of it, `weeks` the end of a text whose
    words make a day its week (`the week of`), `steps` the end of one that tells the unit next to
    the date (`the day after`). `anchored` are the words between a length of time, a unit or a
    weekday and the day it counts from, with its direction; `articles` may follow them; `ends` are the
    last words of all these; `units` and `weekdays` are the names of these.
    """

    times: re.Pattern[str]
    weeks: re.Pattern[str]
    steps: re.Pattern[str]
    anchored: dict[str, int]
    articles: frozenset[str]
    ends: frozenset[str]
    units: dict[str, str]
    weekdays: dict[str, int]


class Language(msgspec.Struct, frozen=True):
    """What is needed to find dates.

    `half_dates` matches the end of a text that names a day without its year and a word that links it on.
    """

    vocabulary: Vocabulary
    lexer: Lexer
    grammar: Grammar
    explicit: Grammar
    joints: Joints
    half_dates: re.Pattern[str]


def language_of(code: str | None) -> Language | None:
    """The language of an ISO 639-1 code with or without a region; the union of all for `None` and `"und"`.

    `None` for a language without a table.

    >>> language_of("pt-BR").vocabulary.language
    'pt'
    """
    if not code:
        return _load(UNKNOWN)
    primary = _ALIASES.get(code.partition("-")[0].lower(), code.partition("-")[0].lower())
    return _load(primary) if primary in languages() or primary == UNKNOWN else None


_STEPS = frozenset("DWMY")
"""Units of which one may lie next to a date: `the week after May 13`."""

_ALIASES = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}


@cache
def _load(code: str) -> Language:
    words = vocabulary(code)
    lexer = Lexer(words)
    links = either(word for word, classes in words.words.items() if not {"to", "and"}.isdisjoint(classes)) or "(?!)"
    day = r"(?<!\d)(?<!\d{4}-\d\d-)\d\d?(?:\.|[^\W\d_]{1,2})?"
    return Language(
        vocabulary=words,
        lexer=lexer,
        grammar=compile_grammar(lexer.codes),
        explicit=compile_grammar(lexer.codes, explicit=True),
        joints=_joints(words),
        half_dates=re.compile(
            rf"(?:{day}|{day}[,.]? [^\W\d_]{{3,12}}\.?)(?: ?[-–—/&] ?|, |,? (?:{links}) (?:[^\W\d_]{{1,4}} )?)\Z"
        ),
    )


def _joints(words: Vocabulary) -> Joints:
    known = words.words.items()
    anchored = {word: int(names["anchored"]) for word, names in known if names.get("anchored") in ("1", "-1")}
    units = {word: names["unit"] for word, names in known if names.get("unit") in _STEPS and "units" not in names}
    articles = frozenset(word for word, names in known if "the" in names)
    article = rf"(?:(?:{either(articles) or '(?!)'}) )?"
    joint = rf"(?:(?:{either(words.joints)}) ?)?" if words.joints else ""
    never = "(?!)"
    step = rf"{article}(?P<unit>{either(units) or never}) (?P<side>{either(anchored) or never}) {article}"
    return Joints(
        times=re.compile(rf"[ \xa0\u202f]?,?[ \xa0\u202f]?{joint}\Z"),
        weeks=re.compile(rf"(?<![^\W_]){article}(?:{either(words.weekof) or never}) \Z"),
        steps=re.compile(rf"(?<![^\W_]){step}\Z"),
        anchored=anchored,
        articles=articles,
        ends=articles | {phrase.rpartition(" ")[2] for phrase in (*anchored, *words.weekof)},
        units=units,
        weekdays={word: int(names["wd"]) for word, names in known if "wd" in names},
    )
