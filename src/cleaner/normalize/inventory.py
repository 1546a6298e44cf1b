"""Which characters a text holds, apart from plain ASCII: what nearly all normalisers ask first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, partial
from itertools import filterfalse

_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_LAST_MARK = 0x1F000
"""Unicode has no combining marks and no compositions above this code point."""

_COMPATIBILITY_IDEOGRAPHS = range(0x2F800, 0x2FA20)


def unusual(text: str) -> frozenset[str]:
    r"""The characters of the text that are neither printable ASCII nor tab nor line feed.

    Far cheaper than a set of all characters: bytes that belong to plain ones go first.

    >>> sorted(unusual("caf\xe9 na\xefve caf\xe9\x00\n")) == ["\x00", "\xe9", "\xef"]
    True
    """
    if text.isascii() and text.isprintable():
        return frozenset()
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return frozenset(rest.decode("utf-8", "surrogatepass"))


def class_of(characters: Iterable[str]) -> str:
    """The characters as ranges for the inside of `[...]` in a pattern: a class of many single ones is slow.

    >>> class_of("fabc-") == r"\\x2da-cf"
    True
    """
    ranges: list[list[int]] = []
    for point in sorted(map(ord, set(characters))):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(_escaped(low) + (f"-{_escaped(high)}" if high > low else "") for low, high in ranges)


@cache
def composing() -> frozenset[str]:
    """The characters that NFC may move or merge with the character before: marks, and second parts of letters.

    >>> "\\u0301" in composing(), "\\u1161" in composing(), "e" in composing()
    (True, True, False)
    """
    marks = filter(unicodedata.combining, map(chr, range(0x300, _LAST_MARK)))
    jamo = map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))
    return frozenset((*marks, *jamo, *_second_parts()))


@cache
def decomposing() -> frozenset[str]:
    """The characters that are never in NFC themselves: NFC writes each as another one or as several.

    >>> "\\u212b" in decomposing(), "\\xc5" in decomposing()
    (True, False)
    """
    characters = map(chr, (*range(0x300, _LAST_MARK), *_COMPATIBILITY_IDEOGRAPHS))
    return frozenset(filterfalse(partial(unicodedata.is_normalized, "NFC"), characters))


def _second_parts() -> set[str]:
    decompositions = filter(None, map(unicodedata.decomposition, map(chr, range(0xC0, _LAST_MARK))))
    codes = {each.rpartition(" ")[2] for each in decompositions if each[0] != "<" and " " in each}
    return {chr(int(code, 16)) for code in codes}


def _escaped(point: int) -> str:
    character = chr(point)
    return character if point >= 0xA1 or (point < 0x80 and character.isalnum()) else f"\\x{point:02x}"
