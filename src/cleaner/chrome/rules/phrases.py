"""The word lists of the rules, and the one scan that finds them in all lines of a page.

The lists are data: `data/phrases_<family>.toml`, a table for each code and kind, a list for
each language. Three kinds are looked for in the lines: `line` (the whole line is the
phrase), `start` (the line begins with it) and `part` (it stands somewhere in a line of
ordinary length). Every other kind is a word list that a rule asks for by name.
"""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from importlib import resources

import msgspec

FAMILIES = ("navigation", "promotion", "status", "legal", "attribution", "protection")

LABEL_CHARS = 120
"""A longer line is no label: only its beginning is looked at."""

PART_CHARS = 700
"""In a longer line no `part` is looked for: notices are paragraphs, not chapters."""

_CJK_START = 0x2E80


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A phrase of a code met in a line: its kind, the folded phrase and what follows it in the folded line."""

    code: str
    line: int
    kind: str
    phrase: str
    rest: str


class PhraseBook(msgspec.Struct, frozen=True):
    """All phrases, arranged for the scan."""

    line: dict[str, tuple[str, ...]]
    start: dict[str, tuple[tuple[str, str], ...]]
    part: tuple[tuple[str, str], ...]


def scan(folded: Sequence[str], lengths: Sequence[int]) -> Iterator[Hit]:
    """The hits of all phrases in the folded lines, in no particular order.

    `lengths` are the lines' own lengths: a folded line holds only the beginning of a long one.
    The cost is linear in the text; the number of phrases of kind `part` is a constant factor
    at the speed of `str.find`.
    """
    book = phrase_book()
    for index, line in enumerate(folded):
        label = trim(line) if lengths[index] <= LABEL_CHARS else ""
        for code in book.line.get(label, ()):
            yield Hit(code, index, "line", label, "")
        line = line.lstrip(_LEADING)
        for phrase, code in book.start.get(line[:2], ()):
            if line.startswith(phrase) and (not phrase[-1].isalnum() or _ends_word(line, len(phrase))):
                yield Hit(code, index, "start", phrase, line[len(phrase) :])
    yield from _scan_parts(folded, lengths, book)


def fold(text: str) -> str:
    """The text lower-cased, without accents, with plain apostrophes and single spaces.

    >>> fold("PUBLICITÉ  d’été İstanbul")
    "publicite d'ete istanbul"
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ı", "i"))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(text.casefold().split()).replace(" :", ":")


def trim(folded: str) -> str:
    """The folded line without what is neither letter nor digit at its ends.

    >>> trim("» read more:")
    'read more'
    """
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return folded[start:end]


@functools.cache
def words(code: str, kind: str) -> frozenset[str]:
    """The folded words of a code's list, of all languages together."""
    return frozenset(trim(fold(word)) for entries in tables()[code][kind].values() for word in entries)


@functools.cache
def tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The word lists as written: code, kind, language, phrases."""
    joined: dict[str, dict[str, dict[str, list[str]]]] = {}
    for family in FAMILIES:
        data = resources.files("cleaner").joinpath("data", f"phrases_{family}.toml")
        joined.update(tomllib.loads(data.read_text(encoding="utf-8")))
    return joined


@functools.cache
def phrase_book() -> PhraseBook:
    """The phrases of the kinds `line`, `start` and `part`, arranged for the scan."""
    line: dict[str, dict[str, None]] = {}
    start: dict[str, dict[tuple[str, str], None]] = {}
    part: dict[tuple[str, str], None] = {}
    for code, kinds in tables().items():
        for phrase in words(code, "line") if "line" in kinds else ():
            line.setdefault(phrase, {})[code] = None
        for phrase in _as_written(kinds.get("start", {})):
            start.setdefault(phrase[:2], {})[phrase, code] = None
        for phrase in _as_written(kinds.get("part", {})):
            part[phrase, code] = None
    starts = {key: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry))) for key, entries in start.items()}
    return PhraseBook({key: tuple(sorted(codes)) for key, codes in line.items()}, starts, tuple(sorted(part)))


def _as_written(lists: dict[str, list[str]]) -> Iterator[str]:
    """The folded phrases with the marks they are written with: a colon at the end must be there."""
    for phrases in lists.values():
        yield from (fold(phrase) for phrase in phrases)


def _scan_parts(folded: Sequence[str], lengths: Sequence[int], book: PhraseBook) -> Iterator[Hit]:
    indices = [index for index, length in enumerate(lengths) if length <= PART_CHARS]
    offsets: list[int] = []
    size = 0
    for index in indices:
        offsets.append(size)
        size += len(folded[index]) + 1
    joined = "\n".join(folded[index] for index in indices)
    for phrase, code in book.part:
        at = joined.find(phrase)
        while at >= 0:
            place = bisect_right(offsets, at) - 1
            line = folded[indices[place]]
            column = at - offsets[place]
            if _begins_word(line, column):
                yield Hit(code, indices[place], "part", phrase, line[column + len(phrase) :])
            at = joined.find(phrase, at + len(phrase))


_LEADING = " \t-–—|•·>»›▶►→*#[(:"


def _ends_word(line: str, end: int) -> bool:
    return end >= len(line) or not line[end].isalnum() or ord(line[end - 1]) >= _CJK_START


def _begins_word(line: str, start: int) -> bool:
    return start == 0 or not line[start - 1].isalnum() or ord(line[start]) >= _CJK_START
