"""A site's language: what its pages agree on settles the language of one that is too short to tell.

A few words are told wrong, and often surely: of pieces of 10 letters 13 % of the labels with a score of 1. Measured
by `python -m benchmarks.site_facts`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

import msgspec

from cleaner.tag.language import detect_language, sample

LANGUAGE_PAGES = 4
"""So many different pages must have a sure language."""

DISSENT = 0.05
"""At most this share of them may have another one: quotations, a guest's text."""

SHORT_LETTERS = 20
"""A text with fewer letters leaves its language open, whatever the detector's score is: of pieces of 17 letters 4 % of
the labels with a score of 1 are wrong, as many as pages of the site may have another language; of 25 letters 2 %."""

DOUBTED_LETTERS = 60
"""So does a longer one up to here with a score under `SURE`: from here on the detector hardly errs, and what it doubts
is as often a guest's text (of pieces of 67 letters 1 in 2,110 is wrong)."""

VOTE_LETTERS = 200
"""A page with fewer letters says nothing of its site."""

SURE = 0.95

OWN_SCRIPT = 0.8
"""So many of the letters must be of the scripts that the site is written in."""

_MAIN_SCRIPT = 0.2
"""From this share of the letters on, a script is one that a page is written in."""


class PageLanguage(msgspec.Struct, frozen=True, array_like=True):
    """The language of a page, `""` if it is not sure, and its main scripts."""

    language: str = ""
    scripts: tuple[str, ...] = ()


class SiteLanguage(msgspec.Struct, frozen=True):
    """The language of a site, its scripts, and how many of how many pages with a sure language have it."""

    language: str
    scripts: tuple[str, ...]
    pages: int
    of: int


def page_language(text: str) -> PageLanguage:
    """What the text says of its site's language.

    >>> page_language("The last ferry will leave the island in October, the company said. " * 4)
    PageLanguage(language='en', scripts=('LATIN',))
    >>> page_language("The last ferry")
    PageLanguage(language='', scripts=())
    """
    part = sample(text)
    letters = _letters(part)
    count = sum(letters.values())
    if count < VOTE_LETTERS:
        return PageLanguage()
    language, score = detect_language(part)
    if score < SURE:
        return PageLanguage()
    return PageLanguage(language, tuple(sorted(name for name, n in letters.items() if n >= _MAIN_SCRIPT * count)))


def site_language(pages: Iterable[PageLanguage]) -> SiteLanguage | None:
    """The language that the pages of a site agree on, with the scripts of at least half of them.

    >>> site_language([PageLanguage("pl", ("LATIN",))] * 3), site_language([PageLanguage("pl", ("LATIN",))] * 4)
    (None, SiteLanguage(language='pl', scripts=('LATIN',), pages=4, of=4))
    """
    pages = [page for page in pages if page.language]
    votes = Counter(page.language for page in pages)
    language, seen = min(votes.items(), key=lambda vote: (-vote[1], vote[0]), default=("", 0))
    if seen < LANGUAGE_PAGES or len(pages) - seen > DISSENT * len(pages):
        return None
    scripts = Counter(script for page in pages if page.language == language for script in page.scripts)
    return SiteLanguage(language, tuple(sorted(one for one, n in scripts.items() if 2 * n >= seen)), seen, len(pages))


def is_settled(text: str, language: str, score: float, site: SiteLanguage, *, declared: str = "") -> bool:
    """True when the site settles the language of the text, which the detector takes for `language` with this score.

    Not where the text is long enough or sure of its own, is in another script, or its page declares another language.

    >>> polish = SiteLanguage("pl", ("LATIN",), 40, 41)
    >>> is_settled("Powrót", "fr", 0.99, polish), is_settled("Powrót", "fr", 0.99, polish, declared="fr-FR")
    (True, False)
    >>> is_settled("Возврат", "bg", 0.71, polish), is_settled("12:30", "", 0.0, polish)
    (False, False)
    """
    if language == site.language or (declared and not _is_same(declared, site.language)):
        return False
    letters = _letters(sample(text))
    count = sum(letters.values())
    is_open = not language or count < SHORT_LETTERS or (score < SURE and count < DOUBTED_LETTERS)
    return is_open and 0 < OWN_SCRIPT * count <= sum(letters[script] for script in site.scripts)


def _is_same(declared: str, language: str) -> bool:
    return declared.lower().replace("_", "-").partition("-")[0] == language.partition("-")[0]


def _letters(text: str) -> Counter[str]:
    """How many letters of each script the text has."""
    letters: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if char.isalpha():
            letters[_script(char)] += count
    return letters


@cache
def _script(char: str) -> str:
    """The letter's script, by the first word of its name (`LATIN`, `CYRILLIC`, `CJK`)."""
    return unicodedata.name(char, "").partition(" ")[0]
