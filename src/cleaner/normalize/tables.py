"""The word lists and styles that normalising reads from `cleaner/data`, by language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class QuoteStyle(msgspec.Struct, frozen=True):
    """The quotation marks of a language: outer, inside of a quotation, single."""

    open_double: str
    close_double: str
    open_inner: str
    close_inner: str
    open_single: str
    close_single: str


@cache
def quote_style(language: str) -> QuoteStyle:
    """The language's marks; those of English if it has no row.

    >>> quote_style("de").open_double, quote_style("??").open_double
    ('„', '“')
    """
    styles = _table("quotes.toml")["styles"]
    return QuoteStyle(*(styles.get(language.lower()) or styles.get(_primary(language)) or styles["en"]))


@cache
def spaced_dash(language: str) -> str:
    """The dash that the language sets between spaces.

    >>> spaced_dash("en"), spaced_dash("de")
    ('—', '–')
    """
    return "–" if _primary(language) in _table("quotes.toml")["dashes"]["spaced_en"] else "—"


@cache
def elisions(language: str) -> frozenset[str]:
    """Lower-case words that begin with an apostrophe, without it: `tis`, `n`."""
    words = _table("quotes.toml")["elisions"]
    return frozenset(words.get(_primary(language), words["en"]))


@cache
def endings(language: str) -> frozenset[str]:
    """Second halves of broken words that are no words themselves; none if the language has no list.

    >>> "tion" in endings("en"), "known" in endings("en"), "tion" in endings("??")
    (True, False, False)
    """
    return frozenset(_table("hyphenation.toml")["endings"].get(_primary(language), ()))


@cache
def coordinating_words(language: str) -> frozenset[str]:
    """Words before which a hyphen stands for a part left out, as in `Vor- und Nachteile`.

    >>> "und" in coordinating_words("de")
    True
    """
    return frozenset(_table("hyphenation.toml")["coordinating"].get(_primary(language), ()))


def nouns_have_capitals(language: str) -> bool:
    """True when nouns of the language begin with a capital.

    >>> nouns_have_capitals("de"), nouns_have_capitals("en")
    (True, False)
    """
    return _primary(language) in _table("hyphenation.toml")["capital_nouns"]["languages"]


@cache
def unfinished_words(language: str) -> frozenset[str]:
    """Lower-case words of the language after which no sentence and no heading ends.

    Those of English if the language has no list: lists are not joined, as one language's
    article is another's verb (`die`).

    >>> "the" in unfinished_words("en"), "house" in unfinished_words("en")
    (True, False)
    """
    return _sentence_words("unfinished", language)


@cache
def words_before_no_name(language: str) -> frozenset[str]:
    """Those unfinished words of the language that a name seldom follows.

    >>> "or" in words_before_no_name("en"), "and" in words_before_no_name("en")
    (True, False)
    """
    return _sentence_words("before_no_name", language)


@cache
def opening_words(language: str) -> frozenset[str]:
    """Lower-case words of the language that have a capital only where a sentence begins.

    >>> "it" in opening_words("en"), "facebook" in opening_words("en")
    (True, False)
    """
    return _sentence_words("opening", language)


@cache
def continuing_words(language: str) -> frozenset[str]:
    """Lower-case words of the language with which a line goes on a sentence.

    >>> "and" in continuing_words("en"), "it" in continuing_words("en")
    (True, False)
    """
    return _sentence_words("continuing", language)


def _sentence_words(section: str, language: str) -> frozenset[str]:
    words = _table("sentence_words.toml")[section]
    return frozenset(words.get(_primary(language), words["en"]))


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("cleaner").joinpath("data", name).read_text(encoding="utf-8"))
