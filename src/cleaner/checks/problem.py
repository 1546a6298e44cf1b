"""What a check tells: problems, each a finding at a place in a file, and all that was checked.

>>> severity_of("E003", refused=False), severity_of("M203", refused=False)
('warning', 'note')
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Literal

import msgspec

Level = Literal["error", "warning", "note"]
Fix = Literal["safe", "unsafe", ""]
LEVELS: tuple[Level, ...] = ("note", "warning", "error")
"""From light to grave."""

_LEVEL_OF: dict[str, Level] = {
    "E": "error",
    "E003": "warning",
    "E006": "note",  # the bytes win, and they are valid
    "E008": "warning",
    "E009": "warning",
    "E010": "warning",
    "E011": "note",  # nothing of the text is lost
    "E05": "note",  # left out on purpose
    "C": "error",
    "D": "warning",
    "N": "error",
    "N101": "warning",
    "N102": "warning",  # repaired when cleaned, but a sign of a broken download
    "N104": "warning",
    "N105": "warning",
    "M": "warning",
    "M101": "note",  # a page may well have no title, and a text no day: a pity, no fault
    "M102": "note",
    "M106": "note",
    "M107": "note",
    "M109": "note",
    "M110": "note",
    "M202": "error",
    "M203": "note",
    "M204": "error",
    "S": "warning",
}
"""The level of a code: that of its longest beginning here."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a finding is in its file. Lines and columns are 1-based, columns count code points.

    `end_column` is the column behind the last character. `start_byte` and `end_byte` are the same
    columns in UTF-8 bytes. `excerpt` is a part of the line around the place, `caret` the place's
    half-open span in it. `exact` is false when only the line is known (a page's HTML source).
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start_byte: int = 1
    end_byte: int = 1
    excerpt: str = ""
    caret: tuple[int, int] = (0, 0)
    exact: bool = True


class Problem(msgspec.Struct, frozen=True, gc=False):
    """A finding in a file, as people and machines of CI are told of it.

    `path` is relative to the working folder where it can be, in the file system's own spelling
    (lone surrogates for bytes that are no UTF-8). `fingerprint` is of the code and the normalised
    text around the place: it stays when lines above come or go. `fix` says whether `--fix` mends it, alone
    (`"safe"`) or with `--unsafe-fixes`.
    """

    path: str
    code: str
    message: str
    level: Level
    place: Place
    fingerprint: str
    fix: Fix = ""


class Text(msgspec.Struct, frozen=True, gc=False):
    """A cleaned text to compare: how it is told of, the text, and its sketch."""

    name: str
    text: str
    sketch: bytes


class Checked(msgspec.Struct, frozen=True):
    """All that a run of the check found: its problems, ordered by file and place, and the files looked at."""

    problems: tuple[Problem, ...]
    paths: tuple[str, ...]


def severity_of(code: str, *, refused: bool) -> Level:
    """The level of a code; what refuses a source is an error whatever its code."""
    if refused:
        return "error"
    return next(_LEVEL_OF[code[:size]] for size in (4, 3, 1) if code[:size] in _LEVEL_OF)


def fingerprint_of(code: str, text: str) -> str:
    """32 hexadecimal digits for the code and the text, whose case, width and white space do not count.

    >>> fingerprint_of("C201", "READ  MORE:") == fingerprint_of("C201", "Read more:\\n")
    True
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
    return hashlib.sha256(f"{code}\0{plain}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def fix_of(code: str) -> Fix:
    """Whether mending a plain text of the code in place loses nothing that a reader can't find again."""
    if code.startswith("N") and code not in _LOSSY:
        return "safe"
    return "unsafe" if code.startswith(("C", "N")) else ""


_LOSSY = ("N101",)
"""Undecodable bytes become U+FFFD: in a corpus they can be restored, in place they are lost."""
