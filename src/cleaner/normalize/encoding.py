"""Repairing what a wrong decoder left: undecodable bytes (N101) and mojibake (N102)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.inventory import class_of
from cleaner.normalize.replacing import minimal_edit

_SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_ELLIPSIS = re.compile(r"(?<=\S)\x85(?=[ \"'”’)\]])")
_C1 = frozenset(map(chr, (*range(0x80, 0x85), *range(0x86, 0xA0))))
_LOST_NO_BREAK_SPACE = ("Ã ", "Â ")
_LONGEST_SEGMENT = 2_000
"""Code points: a longer line is repaired in pieces, so that one bad word far off can't stop it."""


def replace_undecodable(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Each undecodable byte becomes U+FFFD, the replacement character.

    What: lone surrogates, which stand for bytes that were not valid in the file's encoding.
    A high and a low surrogate in a row are one character written as two: they become it.

    Why: a lone surrogate can't be written to a UTF-8 file, so one of them would lose the
    whole document. The edit still holds the byte, so `restore` gives it back.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("caf\\udce9 and \\ud83d\\ude00", replace_undecodable)
    'caf\\ufffd and 😀'

    Kept:
    >>> rewritten("café 😀", replace_undecodable)
    'café 😀'
    """
    if text.isascii():
        return
    for match in _SURROGATES.finditer(text):
        found = match.group()
        repaired = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le") if len(found) == 2 else "\ufffd"
        yield Edit(match.start(), match.end(), repaired, "N101")


def repair_mojibake(text: str, language: str, config: Config) -> Iterator[Edit]:
    """UTF-8 that was read as another encoding becomes what it was, by ftfy.

    What: sequences such as `Ã©` for `é` or `â€™` for `’`, and Windows-1252 punctuation that
    stands as control characters (an ellipsis only where it can't be a line end). Only lines that
    `ftfy.badness` finds bad are looked at, and a repair counts only if it leaves the line less bad.

    Why: mojibake splits words and hides quotes from every later step. ftfy's other fixes
    (quotes, widths, ligatures) are not used: they change text that is not broken.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("The cafÃ© wasnâ€™t open.", repair_mojibake)
    'The café wasn’t open.'

    Kept:
    >>> rewritten("IRMÃ, “São Paulo” – é à ñ £5 ½", repair_mojibake)
    'IRMÃ, “São Paulo” – é à ñ £5 ½'
    """
    if text.isascii():
        return
    yield from _merged(_misread_words(text), _ellipses(text) if "\x85" in text else ())


def _misread_words(text: str) -> Iterator[Edit]:
    done = 0
    for suspect in _suspects().finditer(text):
        if suspect.start() < done or not _is_misread(text, suspect):
            continue
        start, done = _segment(text, suspect.start(), done)
        segment = text[start:done]
        if (repaired := _repaired(segment)) != segment:
            yield from _word_edits(start, segment, repaired)


def _ellipses(text: str) -> Iterator[Edit]:
    """U+0085 is Windows-1252's ellipsis where each one stands behind a word and in front of none; else a line end."""
    found = list(_ELLIPSIS.finditer(text))
    if len(found) == text.count("\x85"):
        for match in found:
            yield Edit(match.start(), match.end(), "…", "N102")


def _merged(repairs: Iterator[Edit], ellipses: Iterable[Edit]) -> Iterator[Edit]:
    """All edits in order, without the ellipses that a repair covers."""
    edits = list(repairs)
    covered = {place for edit in edits for place in range(edit.start, edit.end)} if ellipses else set()
    edits.extend(edit for edit in ellipses if edit.start not in covered)
    yield from sorted(edits, key=lambda edit: edit.start)


def may_be_mojibake(characters: frozenset[str]) -> bool:
    """False when a text that holds no other non-ASCII characters surely is no mojibake.

    >>> may_be_mojibake(frozenset("äöü")), may_be_mojibake(frozenset("Ã©"))
    (False, True)
    """
    if not characters.isdisjoint(_C1) or "\x85" in characters or not characters.isdisjoint("ÃÂ"):
        return True
    return any(
        not (characters.isdisjoint(misread.leads) or characters.isdisjoint(misread.followers))
        for misread in _misreadings()
    )


class _Misreading(NamedTuple):
    """What the bytes of UTF-8 look like in another encoding: the first of a character, and all others."""

    leads: frozenset[str]
    followers: frozenset[str]
    character: re.Pattern[str]


@cache
def _misreadings() -> tuple[_Misreading, ...]:
    from ftfy.chardata import CHARMAP_ENCODINGS

    return tuple(map(_misreading, CHARMAP_ENCODINGS))


def _misreading(encoding: str) -> _Misreading:
    of_two, of_three, of_four, followers = (
        class_of(set(bytes(span).decode(encoding, "ignore")))
        for span in (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5), range(0x80, 0xC0))
    )
    # A byte that the encoding lacks may have become U+FFFD, U+0020 or `?`.
    follower = f"[{followers}\ufffd]"
    return _Misreading(
        leads=frozenset(bytes(range(0xC2, 0xF5)).decode(encoding, "ignore")),
        followers=frozenset(bytes(range(0x80, 0xC0)).decode(encoding, "ignore")),
        character=re.compile(
            f"[{of_two}]{follower}|[{of_four}]{follower}{{2}}"
            f"|[{of_three}](?:{follower}[{followers}\ufffd?]| [{followers}])"
        ),
    )


@cache
def _suspects() -> re.Pattern[str]:
    """A pattern that every mojibake has: a UTF-8 lead byte and a continuation byte, both misread."""
    leads = set().union(*(misread.leads for misread in _misreadings()))
    followers = set().union(*(misread.followers for misread in _misreadings()))
    return re.compile(f"[{class_of(leads)}](?=[{class_of(followers)} \ufffd])|[\x80-\x84\x86-\x9f]")


def _is_misread(text: str, suspect: re.Match[str]) -> bool:
    """True when a whole character of UTF-8 stands there, misread in one of the encodings."""
    start = suspect.start()
    if text[start] in _C1 or text[start : start + 2] in _LOST_NO_BREAK_SPACE:
        return True
    return any(misread.character.match(text, start) for misread in _misreadings() if text[start] in misread.leads)


def _segment(text: str, place: int, done: int) -> tuple[int, int]:
    """The line around the place, cut at white space if it is long; not before `done`.

    Without white space it is cut in front of a misread character, so that none is cut in two.
    """
    low, high = max(done, place - _LONGEST_SEGMENT // 2), min(len(text), place + _LONGEST_SEGMENT // 2)
    start, end = text.rfind("\n", low, place) + 1, text.find("\n", place, high)
    if not start:
        start = low if low == done == 0 else text.rfind(" ", low, place) + 1 or place
    if end < 0:
        end = high if high == len(text) else text.rfind(" ", place + 1, high)
    return start, end if end > place else _last_misread(text, place, high)


def _last_misread(text: str, place: int, high: int) -> int:
    """Where the last misread character in front of `high` begins; `high` if there is none after the one at `place`."""
    last = covered = place
    for suspect in _suspects().finditer(text, place, high):
        ends = [found.end() for misread in _misreadings() if (found := misread.character.match(text, suspect.start()))]
        if suspect.start() >= covered and ends:
            last, covered = suspect.start(), max(ends)
    return last if last > place else high


def _repaired(segment: str) -> str:
    import ftfy
    from ftfy.badness import BADNESS_RE, badness

    if not BADNESS_RE.search(segment):
        return segment
    # Only the encoding steps of ftfy are called. What lost a byte becomes U+FFFD where the loss is plain
    # to see; not in `IRMÃ?`, which ftfy would take for such too.
    has_lost_bytes = "\ufffd" in segment or "â€?" in segment
    settings = ftfy.TextFixerConfig(unescape_html=False, replace_lossy_sequences=has_lost_bytes, explain=False)
    repaired = ftfy.fix_encoding(segment, settings)
    if len(repaired) > len(segment) or badness(repaired) >= badness(segment):
        return segment
    return repaired


def _word_edits(start: int, segment: str, repaired: str) -> Iterator[Edit]:
    """One small edit for each changed word, or one for all if the repair changed the spaces."""
    before, after = segment.split(" "), repaired.split(" ")
    if len(before) != len(after):
        yield from minimal_edit(start, segment, repaired, "N102")
        return
    for old, new in zip(before, after, strict=True):
        yield from minimal_edit(start, old, new, "N102")
        start += len(old) + 1
