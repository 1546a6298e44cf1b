"""Repairing what a wrong decoder left: undecodable bytes (N101) and mojibake (N102)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.replacing import minimal_edit

_SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
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
    stands as control characters. Only lines that `ftfy.badness` finds bad are looked at, and
    a repair counts only if it leaves the line less bad.

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
    if text.isascii() or not _suspects().search(text):
        return
    done = 0
    for suspect in _suspects().finditer(text):
        if suspect.start() < done:
            continue
        start, done = _segment(text, suspect.start(), done)
        segment = text[start:done]
        if (repaired := _repaired(segment)) != segment:
            yield from _word_edits(start, segment, repaired)


@cache
def _suspects() -> re.Pattern[str]:
    """A pattern that every mojibake has: a UTF-8 lead byte and a continuation byte, both misread."""
    from ftfy.chardata import CHARMAP_ENCODINGS

    leads: set[str] = set()
    followers: set[str] = set()
    for encoding in CHARMAP_ENCODINGS:
        leads.update(bytes(range(0xC2, 0xF5)).decode(encoding, "ignore"))
        followers.update(bytes(range(0x80, 0xC0)).decode(encoding, "ignore"))
    return re.compile(f"[{_class(leads)}][{_class(followers)}]|[\x80-\x84\x86-\x9f]|[ÃÂ] ")


def _class(characters: set[str]) -> str:
    return re.escape("".join(sorted(characters)))


def _segment(text: str, place: int, done: int) -> tuple[int, int]:
    """The line around the place, cut at white space if it is long; not before `done`."""
    low, high = max(done, place - _LONGEST_SEGMENT // 2), min(len(text), place + _LONGEST_SEGMENT // 2)
    start, end = text.rfind("\n", low, place) + 1, text.find("\n", place, high)
    if not start:
        start = low if low == done else text.rfind(" ", low, place) + 1 or low
    if end < 0:
        end = high if high == len(text) else text.rfind(" ", place + 1, high)
        end = end if end > place else high
    return start, end


def _repaired(segment: str) -> str:
    import ftfy
    from ftfy.badness import BADNESS_RE, badness

    if not BADNESS_RE.search(segment):
        return segment
    # Only the encoding steps of ftfy are called; its guesses at lost bytes (`â€?`) are off.
    settings = ftfy.TextFixerConfig(unescape_html=False, replace_lossy_sequences=False, explain=False)
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
