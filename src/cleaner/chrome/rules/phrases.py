"""The phrases of the rules, and the one scan that finds them in all lines of a page.

Three kinds are looked for in the lines: `line` (the whole line is the phrase), `start` (the line begins with
it) and `part` (it stands somewhere in a line of ordinary length). Every other kind is a word list that a rule
asks for by name. The lists as people write them are in `data/phrases/`; what is read here, `data/phrases.json`, is
made from them (`phrase_lists.py`, `python -m training.phrases`): to read and arrange them at each start takes long.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from itertools import chain

import msgspec

LABEL_CHARS = 120
"""A longer line is no label: only its beginning is looked at."""

PART_CHARS = 700
"""In a longer line no `part` is looked for: notices are paragraphs, not chapters."""

START_CHARS = 4
"""Phrases of the kind `start` are looked up by so many characters."""

_CJK_START = 0x2E80


SHARE = "C206"
"""The code whose labels hold the name of a network: its lists `share` and `sites`."""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A phrase of a code met in a line: its kind, the folded phrase and what follows it in the folded line."""

    code: str
    line: int
    kind: str
    phrase: str
    rest: str


class DateWords(msgspec.Struct, frozen=True):
    """The folded words of dates: months with their numbers, those of them that are `weak` (see `is_weak_month`),
    weekdays, what stands between them, the `full` names that nobody is called, and what says how long ago."""

    months: dict[str, int]
    fillers: frozenset[str]
    weak: frozenset[str]
    weekdays: frozenset[str]
    full: frozenset[str]
    ago: frozenset[str]
    ago_marks: frozenset[str]


class PhraseBook(msgspec.Struct, frozen=True):
    """All phrases, folded and arranged for the scan.

    `line`: each with its codes. `start`: by their first `START_CHARS` characters, each with its code, longest first;
    `brief` has the shorter ones by their first two. `part`: by one of the words and wide letters it can't be met
    without (`""` where it has none), each phrase, its number, its code, and all of these words. `lists`: the
    words of every list (`C102.weak`), still in JSON. `pointers`: the phrases of `C201.start` and `C202.start` as they
    are written inside a line, in capitals or with a capital. `dates`: the words of dates, from the tables of
    `find_dates` and from the lists.
    """

    line: dict[str, tuple[str, ...]]
    start: dict[str, tuple[tuple[str, str], ...]]
    brief: dict[str, tuple[tuple[str, str], ...]]
    part: dict[str, tuple[tuple[int, str, str, frozenset[str]], ...]]
    lists: dict[str, msgspec.Raw]
    pointers: frozenset[str]
    dates: DateWords


def scan(folded: Sequence[str], lengths: Sequence[int]) -> Iterator[Hit]:
    """The hits of all phrases in the folded lines, in no particular order.

    `lengths` are the lines' own lengths: a folded line holds only the beginning of a long one.
    The cost is linear in the text: a `part` is looked for, at the speed of `str.find`, only
    in a page that has all of its words.
    """
    labels = [trim(line) if length <= LABEL_CHARS else "" for line, length in zip(folded, lengths, strict=True)]
    return chain(edge_hits(folded, labels), part_hits(folded, lengths))


def edge_hits(folded: Iterable[str], labels: Iterable[str]) -> Iterator[Hit]:
    """The hits of the phrases that the labels are, and of those that the folded lines begin with, longest first."""
    book = phrase_book()
    codes, starts, briefs = book.line, book.start, book.brief
    for index, (line, label) in enumerate(zip(folded, labels, strict=True)):
        for code in codes.get(label, ()):
            yield Hit(code, index, "line", label, "")
        line = line.lstrip(_LEADING)
        entries, brief = starts.get(line[:START_CHARS]), briefs.get(line[:2])
        for phrase, code in (*(entries or ()), *(brief or ())) if entries or brief else ():
            if not line.startswith(phrase):
                continue
            if code == SHARE:
                if is_share_label(line):
                    yield Hit(code, index, "line", label, "")
            elif not phrase[-1].isalnum() or _ends_word(line, len(phrase)):
                yield Hit(code, index, "start", phrase, line[len(phrase) :])


def is_share_label(folded: str) -> bool:
    """True when the folded line is a label that offers to share the page, by what stands around a network's name.

    >>> is_share_label("klicke, um auf mastodon zu teilen (wird in neuem fenster geoffnet)")
    True
    >>> is_share_label("facebook teilen"), is_share_label("share on facebook what you saw")
    (True, False)
    """
    if len(folded) > LABEL_CHARS:
        return False
    label, opened, aside = folded.rstrip(" )").rpartition("(")
    if not opened or trim(aside) not in words(SHARE, "opens"):
        label = folded
    label, shapes = label.strip(" .!»›→…"), words(SHARE, "share")
    return any(f"{label[: site.start()]}*{label[site.end() :]}" in shapes for site in _sites().finditer(label))


def fold(text: str) -> str:
    """The text lower-cased, without accents and joiners, with plain apostrophes and single spaces.

    >>> fold("PUBLICITÉ  d’été İstanbul")
    "publicite d'ete istanbul"
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ı", "i").replace("\u200c", ""))
        if not text.isascii():
            text = _marks().sub(_unless_mark, text)
    text = text.casefold()
    if "  " in text or not text.isprintable():  # as white space is, but for the space
        text = " ".join(text.split())
    return text.strip(" ").replace(" :", ":")


def trim(folded: str) -> str:
    """The folded line without what is neither letter nor digit at its ends.

    >>> trim("» read more:")
    'read more'
    """
    if folded and folded[0].isalnum() and folded[-1].isalnum():
        return folded
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return folded[start:end]


@functools.cache
def words(code: str, kind: str) -> frozenset[str]:
    """The folded words of a code's list, of all languages together."""
    return msgspec.json.decode(phrase_book().lists[f"{code}.{kind}"], type=frozenset[str])


@functools.cache
def phrase_book() -> PhraseBook:
    """The phrases of all lists."""
    file = resources.files("cleaner").joinpath("data", "phrases.json")
    return msgspec.json.decode(file.read_bytes(), type=PhraseBook)


def whole_words(phrase: str) -> frozenset[str]:
    """The whole words of every line with the phrase in it; the letters of a phrase in a script without spaces.

    The last word of a phrase may be the beginning of a longer one (`newsletter`, `newsletters`).
    """
    if max(phrase) >= chr(_CJK_START):
        return frozenset(_WIDE.findall(phrase))
    return frozenset(match.group() for match in _WORD.finditer(phrase) if match.end() < len(phrase))


def part_hits(folded: Sequence[str], lengths: Sequence[int]) -> Iterator[Hit]:
    """The hits of the phrases that stand somewhere in the folded lines of ordinary length."""
    indices = [index for index, length in enumerate(lengths) if length <= PART_CHARS]
    offsets: list[int] = []
    size = 0
    for index in indices:
        offsets.append(size)
        size += len(folded[index]) + 1
    joined = "\n".join([folded[index] for index in indices])
    met = _words_in(joined)
    part = phrase_book().part
    near = sorted(entry for word in part.keys() & met for entry in part[word] if entry[3] <= met)
    for _, phrase, code, _ in near:
        at = joined.find(phrase)
        while at >= 0:
            place = bisect_right(offsets, at) - 1
            line = folded[indices[place]]
            column = at - offsets[place]
            if _begins_word(line, column):
                yield Hit(code, indices[place], "part", phrase, line[column + len(phrase) :])
            at = joined.find(phrase, at + len(phrase))


def _words_in(text: str) -> set[str]:
    """The words and wide letters of the text, `""`, and what stands between spaces (to find it is fast)."""
    met = {"", *text.split()}
    met.update(_WORD.findall(" ".join([token for token in met if not token.isalnum()])))
    if not text.isascii():
        met.update(_WIDE.findall(text))
    return met


@functools.cache
def _marks() -> re.Pattern[str]:
    """A combining mark, or any character beyond the basic plane: a class that `re` looks up at full speed."""
    marks = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x10000))))
    return re.compile(f"[{marks}\U00010000-\U0010ffff]")


@functools.cache
def _sites() -> re.Pattern[str]:
    names = sorted(words(SHARE, "sites"), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names)))


def _unless_mark(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


_WIDE = re.compile("[\u0e00-\u0eff\u1100-\u11ff\u2e80-\uffef]")
_WORD = re.compile(r"[^\W_]+")
_LEADING = " \t-–—|•·>»›▶►→*#[(:"


def _ends_word(line: str, end: int) -> bool:
    if end >= len(line) or ord(line[end - 1]) >= _CJK_START:
        return True
    return not line[end].isalnum() and not unicodedata.category(line[end]).startswith("M")  # Indic vowel signs


def _begins_word(line: str, start: int) -> bool:
    return start == 0 or not line[start - 1].isalnum() or ord(line[start]) >= _CJK_START
