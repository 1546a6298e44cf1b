"""A language, ready to read its texts: vocabulary, lexer and grammar."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from cleaner.dates.grammar import Grammar, compile_grammar
from cleaner.dates.lexer import Lexer
from cleaner.dates.spelling import either
from cleaner.dates.tables import UNKNOWN, Vocabulary, languages, vocabulary


class Language(msgspec.Struct, frozen=True):
    """What is needed to find dates: `joints` matches what may stand between a day and a time of it,
    `half_dates` the end of a text that names a day without its year and a word that links it on.
    `anchored` are the words between a length of time and the day it counts from, with its direction.
    """

    vocabulary: Vocabulary
    lexer: Lexer
    grammar: Grammar
    explicit: Grammar
    joints: re.Pattern[str]
    half_dates: re.Pattern[str]
    anchored: dict[str, int]


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


_ALIASES = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}


@cache
def _load(code: str) -> Language:
    words = vocabulary(code)
    lexer = Lexer(words)
    joint = rf"(?:(?:{either(words.joints)}) ?)?" if words.joints else ""
    links = either(word for word, classes in words.words.items() if not {"to", "and"}.isdisjoint(classes)) or "(?!)"
    day = r"(?<!\d)(?<!\d{4}-\d\d-)\d\d?(?:\.|[^\W\d_]{1,2})?"
    return Language(
        vocabulary=words,
        lexer=lexer,
        grammar=compile_grammar(lexer.codes),
        explicit=compile_grammar(lexer.codes, explicit=True),
        joints=re.compile(rf"[ \xa0\u202f]?,?[ \xa0\u202f]?{joint}\Z"),
        anchored={
            word: int(names["anchored"]) for word, names in words.words.items() if names.get("anchored") in ("1", "-1")
        },
        half_dates=re.compile(
            rf"(?:{day}|{day}[,.]? [^\W\d_]{{3,12}}\.?)(?: ?[-–—/&] ?|, |,? (?:{links}) (?:[^\W\d_]{{1,4}} )?)\Z"
        ),
    )
