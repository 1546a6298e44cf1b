"""No characters that nobody sees: invisible ones (N104) and controls (N105)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.inventory import class_of
from cleaner.normalize.replacing import minimal_edit

_C0, _C1 = (*range(9), *range(14, 32), 0x7F), (*range(0x80, 0x85), *range(0x86, 0xA0))
CONTROLS = frozenset(map(chr, (*_C0, *_C1, *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)))
_CONTROLS = re.compile(rf"\x1b\[[0-9;?]{{0,40}}[A-Za-z]|[{class_of(CONTROLS)}]")
_SEPARATORS = frozenset("\x1c\x1d\x1e\x1f")

_TAGS = (0xE0001, *range(0xE0020, 0xE0080))
_BIDI_AND_OPERATORS = (0x61C, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_OTHERS = (0xAD, 0x180E, *range(0x200B, 0x200E), 0xFEFF, *range(0xFFF9, 0xFFFC))
INVISIBLE = frozenset(map(chr, (*_OTHERS, *_BIDI_AND_OPERATORS, *_TAGS)))
_INVISIBLE = re.compile(f"[{class_of(INVISIBLE)}]+")
_SOFT_HYPHEN, _ZWSP, _ZWNJ, _ZWJ = "\xad", "\u200b", "\u200c", "\u200d"

# Scripts in which an invisible character is part of the spelling.
_ARABIC = re.compile(
    r"[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    r"\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]"
)
_INDIC = re.compile(
    r"[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\u1b00-\u1b7f\ua8e0-\ua8ff\U00011000-\U000114df]"
)
_UNSPACED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf]")
_MONGOLIAN = re.compile(r"[\u1800-\u18af]")
_EMOJI = re.compile(r"[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]")


def remove_invisible(text: str, language: str, config: Config) -> Iterator[Edit]:
    """No characters that nobody sees and that split words.

    What: zero-width spaces and joiners, soft hyphens (with the line break behind one that
    stands at a line's end), byte order marks inside the text, bidirectional controls,
    invisible operators and tags. Kept where they are spelling: joiners between emoji, joiners
    in Arabic and Indic scripts, zero-width spaces in scripts without spaces (Thai, Khmer,
    Burmese), tags in flags.

    Why: `co\\xadoperation` is another string than `cooperation`, and a hidden character is a
    way to watermark or to smuggle text.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("\\ufeffco\\xadop\\u200beration", remove_invisible)
    'cooperation'

    Kept:
    >>> rewritten("می\\u200cخواهم", remove_invisible) == "می\\u200cخواهم"
    True
    """
    if text.isascii():
        return
    for match in _INVISIBLE.finditer(text):
        (start, end), run = match.span(), match.group()
        before, after = text[start - 1 : start], text[end : end + 1]
        if _SOFT_HYPHEN in run and after == "\n" and before.isalpha() and text[end + 1 : end + 2].isalpha():
            yield Edit(start, end + 1, "", "N104")
        else:
            yield from minimal_edit(start, run, _spelling(run, before, after), "N104")


def remove_controls(text: str, language: str, config: Config) -> Iterator[Edit]:
    """No control characters but tab and line feed.

    What: C0 and C1 controls, DEL, Unicode's non-characters, and terminal colour sequences;
    the four information separators become a space, as they separate.

    Why: they have no meaning in text, and break XML, terminals and databases.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("a\\x00b \\x1b[31mred\\x1b[0m", remove_controls)
    'ab red'

    Kept:
    >>> rewritten("a\\tb\\nc", remove_controls)
    'a\\tb\\nc'
    """
    for match in _CONTROLS.finditer(text):
        yield Edit(match.start(), match.end(), " " if match.group() in _SEPARATORS else "", "N105")


def _spelling(run: str, before: str, after: str) -> str:
    """What stays of a run of invisible characters between these neighbours."""
    if before == "\U0001f3f4" and run.endswith("\U000e007f"):
        return "".join(character for character in run if character >= "\U000e0020")
    first = next((character for character in run if character in (_ZWJ, _ZWNJ)), "")
    if _INDIC.match(before) and first:
        return first
    if _ARABIC.match(before) and (first == _ZWJ or (first and _ARABIC.match(after))):
        return first
    if _EMOJI.match(before) and _EMOJI.match(after) and first == _ZWJ:
        return first
    if _ZWSP in run and _UNSPACED.match(before) and _UNSPACED.match(after):
        return _ZWSP
    if _MONGOLIAN.match(before):
        return "".join(character for character in run[:1] if character in "\u180e\u200c\u200d")
    return ""
