"""What numerals may be in a date: digits by their count and size, Roman numbers, Chinese numbers."""

from __future__ import annotations

import re
from functools import lru_cache

_MOST_DIGITS = 9
"""A longer number counts or names something; nothing in a date has as many digits."""

_FIRST_YEAR, _LAST_YEAR = 1000, 2199
"""Four digits outside are seldom years; a year outside says so (`in the year 800`, `450 BC`)."""

_LIKELY_YEARS = range(1700, 2050)
"""A number among these that is not round is a year, if nothing says that it counts something."""

_ROMAN = re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}

_CJK_DIGITS = {**{digit: value for value, digit in enumerate("〇一二三四五六七八九")}, "零": 0}
_CJK_UNITS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}


@lru_cache(maxsize=4096)
def digit_classes(digits: str) -> frozenset[str]:
    """The classes of a number written in digits of any script.

    `int`: any number of sensible length; `d1`: a day of a month, `m1`: a month (`m2`: in two digits), `hh`: an hour,
    `mm`: two digits up to 59; `y4`, `y3`, `y2`: a year by its number of digits (`ylikely`: one
    that needs no word to say so); `hhmm`: a time without a colon; `n8`: `20250514`.

    >>> sorted(digit_classes("27"))
    ['d1', 'int', 'mm', 'y2']
    """
    size = len(digits)
    if size > _MOST_DIGITS:
        return frozenset({"long"})
    value, names = int(digits), {"int"}
    if size <= 2:
        names |= {name for name, high in (("d1", 31), ("m1", 12)) if 1 <= value <= high}
        names |= {"hh"} if value <= 24 else set()
        names |= {"y2"} if size == 2 else set()
        names |= {"mm"} if size == 2 and value < 60 else set()
        names |= {"m2"} if size == 2 and 1 <= value <= 12 else set()
    elif size == 3:
        names.add("y3")
    elif size == 4:
        names.add("y4" if _FIRST_YEAR <= value <= _LAST_YEAR else "n4")
        if value in _LIKELY_YEARS and value % 100:
            names.add("ylikely")
        if value // 100 < 24 and value % 100 < 60:
            names.add("hhmm")
    elif size == 8 and _FIRST_YEAR <= value // 10000 <= _LAST_YEAR:
        names.add("n8")
    return frozenset(names)


SHAPES = (*(str(number) for number in range(100)), *(f"{number:02}" for number in range(10)), "100", "0999", "0060",
          "1000", "1061", "1800", "1960", "1961", "1861", "1859", "1759", "2160", "2101", "2300", "2360", "2400",
          "2500", "12345", "12345678", "20250514",
          "1" * (_MOST_DIGITS + 1))  # fmt: skip
"""Numbers with every set of classes that there is."""


def roman_number(word: str) -> int:
    """The value of a Roman number up to 29, 0 if the word is none.

    >>> roman_number("XIX"), roman_number("XL")
    (19, 0)
    """
    word = word.rstrip("eèm")  # XIXe, XIXème
    if not _ROMAN.fullmatch(word):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def cjk_number(word: str) -> int:
    """The value of a number in Chinese characters, digit by digit (二〇二五) or spoken (二十五).

    >>> cjk_number("二〇二五"), cjk_number("二十五"), cjk_number("千九百八十四")
    (2025, 25, 1984)
    """
    if not any(letter in _CJK_UNITS for letter in word):
        return int("".join(str(_CJK_DIGITS[letter]) for letter in word[:_MOST_DIGITS]))
    total, digit = 0, 0
    for letter in word[:_MOST_DIGITS]:
        if letter in _CJK_DIGITS:
            digit = _CJK_DIGITS[letter]
        else:
            total += max(1, digit) * _CJK_UNITS[letter] if letter in "十百千" else _CJK_UNITS[letter]
            digit = 0
    return total + digit
