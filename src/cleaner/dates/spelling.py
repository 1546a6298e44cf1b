"""How words are spelled for looking up: lower case at the same place, without accents, as one pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SPACES = r"[ \t\xa0\u2009\u202f\u3000]+"
"""One or more spaces of any kind but a line break."""


def lowered(text: str) -> str:
    """The text in lower case, every character at its place.

    >>> lowered("İn MAY")
    'in may'
    """
    return text.replace("İ", "i").lower()  # the one letter whose lower case is two characters


def either(words: Iterable[str]) -> str:
    """A pattern for the words, sharing their beginnings, so that one look at a letter rules out many.

    A longer word is tried before one that it begins with.

    >>> either(["march", "may", "mar"])
    'ma(?:r(?:ch)?|y)'
    """
    tails: dict[str, list[str]] = {}
    for word in sorted(set(words) - {""}):
        tails.setdefault(word[0], []).append(word[1:])
    return "|".join(_branch(head, rest) for head, rest in tails.items())


def _branch(head: str, tails: list[str]) -> str:
    literal = re.escape(head).replace(r"\ ", SPACES)
    while len({tail[:1] for tail in tails}) == 1 and tails[0]:
        literal += re.escape(tails[0][0]).replace(r"\ ", SPACES)
        tails = [tail[1:] for tail in tails]
    if tails == [""]:
        return literal
    return literal + f"(?:{either(tails)})" + ("?" if "" in tails else "")


def folded(word: str) -> str:
    """The word without accents, where they are often left out; other scripts' marks stay."""
    if word.isascii() or not word[0].isalpha() or not any(first <= word[0] <= last for first, last in _FOLDED):
        return word
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word)).replace("ı", "i").replace("ς", "σ")


_FOLDED = (("A", "\u024f"), ("\u0370", "\u03ff"), ("\u0600", "\u06ff"), ("\u1e00", "\u1fff"))
"""Latin, Greek and Arabic letters."""

_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0655]+")
