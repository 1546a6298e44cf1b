"""What stands around a quotation mark: whether it may open or close, and marks that measure."""

from __future__ import annotations

import re

QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Letters that stand beside a quotation mark without a space: Chinese, Japanese, and Korean particles."""

SPACES = frozenset(" \t\xa0\u202f\u2009\u3000")
_OPENS_AFTER = SPACES | QUOTES | frozenset("([{<—–-/=>|*_¿¡")
_CLOSES_BEFORE = SPACES | QUOTES | frozenset(")]}>.,;:!?…—–-/|*_<。，、！？）：；،؛؟۔।॥·")
_FEET_AND_INCHES = re.compile(r"\d'\s?\d{1,2}(?:[.,]\d{1,2}|\s?[½¼¾])?\"")


def may_open(before: str, after: str) -> bool:
    """True when a mark between these two characters (`""`: none) may open a quotation.

    A quotation mark beside it allows both, whatever its shape: so the answer stays the same
    when that one has been changed.

    >>> may_open(" ", "a"), may_open("a", " "), may_open("(", '"')
    (True, False, True)
    """
    return (not before or before in _OPENS_AFTER) and bool(after.strip())


def may_close(before: str, after: str) -> bool:
    """True when a mark between these two characters (`""`: none) may close a quotation.

    >>> may_close("a", " "), may_close(".", ""), may_close(" ", "a")
    (True, True, False)
    """
    return bool(before.strip()) and (not after or after in _CLOSES_BEFORE)


def measures(line: str) -> frozenset[int]:
    """The places of marks that are feet and inches: `5'10"`.

    >>> sorted(measures("He is 5'10\\" tall."))
    [7, 10]
    """
    places: set[int] = set()
    if "'" in line and '"' in line:
        for match in _FEET_AND_INCHES.finditer(line):
            places.update((line.index("'", match.start()), match.end() - 1))
    return frozenset(places)
