"""One form for each character: NFC (N103), no invisible characters (N104), no controls (N105)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.replacing import minimal_edit

# Pieces that can be composed on their own: nothing composes across white space or a Han character.
_PIECES = re.compile(r"[^ \n\t\u3400-\u9fff]+")
_LINES = re.compile(r"[^\n]+")

MOST_MARKS = 32
"""More combining marks in a row than Unicode's stream-safe text format allows (30)."""

_NO_LETTERS = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS},}}")  # marks are no letters to `re`

_CONTROLS = re.compile(
    r"\x1b\[[0-9;?]{0,40}[A-Za-z]"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]"
)
_SEPARATORS = frozenset("\x1c\x1d\x1e\x1f")

_INVISIBLE_CLASS = (
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_CLASS}]+")
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


def compose_characters(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Characters in Unicode's composed form, NFC.

    What: a letter followed by combining marks becomes the one character that means the same;
    marks come in their canonical order. Looks and meaning stay, in every script.

    Why: two spellings of one word are two words to a tokenizer, a search and a deduplicator.
    NFC, not NFKC: the compatibility forms (`ﬁ`, `²`, `ｶ`) do differ in meaning. Not in words with
    more marks on a letter than any language has: sorting a flood of them costs its square.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("cafe\\u0301", compose_characters) == "caf\\xe9"
    True

    Kept:
    >>> rewritten("10 m², ﬁne", compose_characters)
    '10 m², ﬁne'
    """
    if text.isascii() or _is_composed(text):
        return
    for line in _LINES.finditer(text):
        if _is_composed(line.group()):
            continue
        for piece in _PIECES.finditer(text, line.start(), line.end()):
            if not _has_mark_flood(piece.group()) and not unicodedata.is_normalized("NFC", piece.group()):
                yield from _composed_clusters(piece.start(), piece.group())


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


def _is_composed(text: str) -> bool:
    return not _has_mark_flood(text) and unicodedata.is_normalized("NFC", text)


def _has_mark_flood(text: str) -> bool:
    runs = (match.group() for match in _NO_LETTERS.finditer(text))
    return any(sum(map(bool, map(unicodedata.combining, run))) >= MOST_MARKS for run in runs)


def _composed_clusters(start: int, piece: str) -> Iterator[Edit]:
    """An edit for each cluster (a character and all that composes with it) that NFC changes."""
    low = 0
    for high in range(1, len(piece) + 1):
        if high < len(piece) and not _begins_cluster(piece[high - 1], piece[high]):
            continue
        cluster = piece[low:high]
        if cluster.isascii():
            low = high
            continue
        yield from minimal_edit(start + low, cluster, unicodedata.normalize("NFC", cluster), "N103")
        low = high


def _begins_cluster(before: str, character: str) -> bool:
    """True when `character` never composes with what stands before it.

    Conjoining Hangul and the Indic vowel signs with class 0 only compose with a character
    of their own block: there, a cluster goes on.
    """
    if character < "\u0300":
        return True
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mc", "Mn"):
        return False
    return not "\u1100" <= character <= "\u11ff"


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
