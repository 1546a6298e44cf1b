"""The form in which lines are counted: equal for two lines that a reader takes for the same."""

from __future__ import annotations

import hashlib
import re

LONGEST_KEY = 160
"""A longer line is known by its beginning and a digest: keys stay short and readable."""

_HEAD = 80


def line_key(text: str) -> str:
    """The line in lower case, white space single, digits folded to 0 where there are letters too.

    A counter or date that differs from page to page is one line then; a line of digits alone
    stays as it is, for columns of figures are not one line.

    >>> line_key("  Posted 14:05,  May 3"), line_key("14:05"), line_key("x" * 200)[78:]
    ('posted 0:0, may 0', '14:05', 'xx… 200 01d7de14')
    """
    key = " ".join(text.casefold().split())
    if not key.isascii():
        key = key.encode("utf-8", "replace").decode("utf-8")  # lone surrogates fit in no file
    if has_letters(key):
        key = _DIGITS.sub("0", key)
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.blake2b(key.encode("utf-8"), digest_size=4).hexdigest()
    return f"{key[:_HEAD]}… {len(key)} {digest}"


_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")


def has_letters(text: str) -> bool:
    """True for all but rules, bars, bullets and figures, which recur by chance.

    >>> has_letters("a"), has_letters("12:30 | —")
    (True, False)
    """
    return _LETTER.search(text) is not None


def line_digits(text: str) -> str:
    """The first digits of the line: what `line_key` folds.

    >>> line_digits("Posted 14:05, May 3")
    '14 05 3'
    """
    return " ".join(_DIGITS.findall(text))[:_MOST_DIGITS]


_MOST_DIGITS = 12


def line_mass(text: str) -> int:
    """How much the line says, in characters of an alphabet: one of a script without letters counts three.

    >>> line_mass("It rained."), line_mass("河水上涨了")
    (10, 15)
    """
    if text.isascii():
        return len(text)
    return len(text) + 2 * len(_UNSPACED.findall(text))


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
