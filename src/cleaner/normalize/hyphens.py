"""Words that the source broke with a hyphen at the end of a line (N305)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.code_blocks import is_code_line
from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.layout import is_list_item, is_table_row
from cleaner.normalize.tables import coordinating_words, endings, nouns_have_capitals

_BREAK = re.compile(r"-\n(?=[^\W\d_])")
_HEAD = re.compile(r"(?<![\w'’-])[^\W\d_]{2,40}\Z")
_TAIL = re.compile(r"[^\W\d_]{2,40}(?![\w’-]|'\w)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:\A|\n|[.!?:…][\"'”’»)]*\s)[\"'“‘„«(]*\Z")
_LONGEST = 41

MIN_WORD_CHARS = 5
"""Shorter words are seldom broken, and a short head may be a word or an abbreviation of its own."""


class _Broken(NamedTuple):
    """A word broken at `place` (of its hyphen): `head-`, line feed, `tail`."""

    place: int
    head: str
    tail: str

    @property
    def joined(self) -> str:
        return (self.head + self.tail).lower()

    @property
    def hyphenated(self) -> str:
        return f"{self.head}-{self.tail}".lower()


def undo_hyphenation(text: str, language: str, config: Config) -> Iterator[Edit]:
    """A word that was broken with a hyphen at the end of a line is whole again.

    What: the hyphen and the line break go where the joined word stands elsewhere in the same
    text, or where its second half can't be a word after a hyphen: an ending (`-tion`), or in
    German a small letter behind a noun's head. The break alone goes where the word stands
    elsewhere with its hyphen. All other hyphens stay, and so do code, tables and lists.

    Why: `agree-` and `ment` are two words that do not exist; but `well-` and `known` are one
    with a hyphen, and nothing but the text can tell.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("The lighthouse. Its light-\\nhouse keeper.", undo_hyphenation)
    'The lighthouse. Its lighthouse keeper.'

    Kept:
    >>> rewritten("The well-\\nknown keeper.", undo_hyphenation)
    'The well-\\nknown keeper.'
    """
    broken = list(_broken_words(text, language)) if "-\n" in text else []
    if not broken:
        return
    attested = _attested(text, {form for word in broken for form in (word.joined, word.hyphenated)})
    for word in broken:
        if word.hyphenated in attested:
            if word.joined not in attested:
                yield Edit(word.place + 1, word.place + 2, "", "N305")
        elif word.joined in attested or _must_join(text, word, language):
            yield Edit(word.place, word.place + 2, "", "N305")


def _broken_words(text: str, language: str) -> Iterator[_Broken]:
    for match in _BREAK.finditer(text):
        place = match.start()
        head = _HEAD.search(text, max(0, place - _LONGEST), place)
        tail = _TAIL.match(text, match.end())
        if not head or not tail or not tail.group().islower() or len(head.group() + tail.group()) < MIN_WORD_CHARS:
            continue
        if tail.group() in coordinating_words(language) or not _in_prose(text, place, match.end()):
            continue
        yield _Broken(place, head.group(), tail.group())


def _in_prose(text: str, place: int, following: int) -> bool:
    """True when neither of the two lines around the break is code, a list entry or a table row."""
    above = text[text.rfind("\n", max(0, place - 400), place) + 1 : place] if place else ""
    end = text.find("\n", following, following + 400)
    below = text[following : end if end >= 0 else following + 400]
    return not (
        is_code_line(above) or is_code_line(below) or is_table_row(above) or is_table_row(below) or is_list_item(below)
    )


def _attested(text: str, wanted: set[str]) -> set[str]:
    """Which of the lower-case words stand in the text."""
    return {word for match in _WORD.finditer(text) if (word := match.group().lower()) in wanted}


def _must_join(text: str, word: _Broken, language: str) -> bool:
    if word.head.isupper():
        return False  # `EU-` is a word
    if word.tail in endings(language):
        return True
    if not nouns_have_capitals(language) or not word.head[0].isupper() or len(word.head) <= 2:
        return False
    start = word.place - len(word.head)
    return not _SENTENCE_START.search(text, max(0, start - _LONGEST), start)  # there, any word has a capital
