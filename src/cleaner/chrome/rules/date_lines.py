"""Lines, and parts of lines, that are nothing but a date or say how long ago: in any language of the tables."""

from __future__ import annotations

import re
import unicodedata

from cleaner.chrome.rules.date_words import (
    OTHER_CALENDAR,
    ago_marks,
    ago_words,
    fillers,
    is_weak_month,
    month_numbers,
    weekdays,
)
from cleaner.chrome.rules.phrases import fold
from cleaner.dates.anchors import calendar_day

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A number outside is no year of a page."""

MOST_CHARS = 60
"""A longer line is more than a date."""

MOST_AGO_CHARS = 40
"""A longer line says more than how long ago."""

LETTER_SIGNS = "".join(char for char in map(chr, range(0x900, 0x1100)) if unicodedata.category(char)[0] == "M")
"""The signs that are parts of words in Indic and Thai letters, and no letters by themselves."""


def date_line(text: str) -> tuple[str, bool] | None:
    """The ISO date a whole line names (`""` if it can't be told) and whether it names a weekday.

    `None` for a line that is not a date.

    >>> date_line("Saturday, May 31, 2025"), date_line("14 mai 2025 à 08:30"), date_line("May we go")
    (('2025-05-31', True), ('2025-05-14', False), None)
    >>> date_line("2021년 5월 12일 (수) 오전 10:30"), date_line("12. 5. 2021"), date_line("12 พ.ค. 2564")
    (('2021-05-12', True), ('2021-05-12', False), ('2021-05-12', False))
    """
    return folded_date_line(text, fold(text)) if len(text) <= MOST_CHARS else None


def folded_date_line(text: str, folded: str) -> tuple[str, bool] | None:
    """The same of a text of at most `MOST_CHARS` characters that is folded already."""
    if not folded.isascii():
        wide = _WIDE_DATE.fullmatch(text.strip())
        if wide:
            return _iso(int(wide["y"]), int(wide["m"]), int(wide["d"])), bool(wide["w"])
    first, last = folded.partition(" ")[0], folded.rpartition(" ")[2]
    if (first.isalpha() and not is_date_word(first)) or (last.isalpha() and not is_date_word(last)):
        return None
    return _date_of(date_tokens(folded)) if _DIGIT.search(folded) else None


def date_tokens(folded: str) -> list[str]:
    """The words, numbers and clocks of a folded text that may be a date, as one calendar and one spelling have them."""
    if not folded.isascii() and _THAI.search(folded):  # years count from the Buddha, months are shortened with dots
        folded = _THAI_YEAR.sub(lambda match: str(int(match[0]) - 543), _THAI_DOT.sub("", folded))
    if "th" in folded:
        folded = _COUNTED_MONTH.sub(lambda match: f" {_ENGLISH[_COUNTS[match[1]] - 1]}", folded)
    if ":" in folded:
        folded = _ISO_TIME.sub(r" \1 ", folded)
    if ". " in folded:
        folded = _YEAR_FIRST.sub(r"\1-\2-\3", _DAY_FIRST.sub(r"\3-\2-\1", folded))
    return _TOKEN.findall(_H_CLOCK.sub(r"\1:\2", folded))


def is_relative_time(text: str) -> bool:
    """True for a line like `3 hours ago`, `vor 3 Stunden`, `3小时前`.

    >>> is_relative_time("3 hours ago"), is_relative_time("vor 2 Tagen"), is_relative_time("Two days ago we met")
    (True, True, False)
    """
    return len(text) <= MOST_AGO_CHARS and is_folded_relative_time(text, fold(text))


def is_folded_relative_time(text: str, folded: str) -> bool:
    """The same of a text of at most `MOST_AGO_CHARS` characters that is folded already."""
    known = ago_words()
    last = folded.rpartition(" ")[2]
    if last.isalpha() and last.isascii() and last not in known:
        return False
    tokens = _TOKEN.findall(folded)
    if not 2 <= len(tokens) <= 5:
        return bool(tokens) and bool(_WIDE_AGO.fullmatch(text.strip()))
    told = not ago_marks().isdisjoint(tokens) and any(token[0].isdigit() for token in tokens)
    return told and all(token in known or (token.isdigit() and len(token) < 3) for token in tokens)


def bare_number(token: str) -> bool:
    """True for a number alone, with or without an ordinal ending; false for a date in digits."""
    return bool(_NUMBER.fullmatch(token))


def is_date_word(token: str) -> bool:
    """True when a folded token is a part of dates: a number, a clock, a month, a weekday, what links them."""
    bare = token.rstrip(".")
    if token[0].isdigit():
        return True
    return bare in month_numbers() or bare in weekdays() or bare in fillers()


def _date_of(tokens: list[str]) -> tuple[str, bool] | None:
    days_of_week, months, links = weekdays(), month_numbers(), fillers()
    weekday, month, either, word, day_first = False, 0, 0, "", False
    numbers: list[str] = []
    for token in tokens:
        bare = token.rstrip(".")
        if bare in days_of_week and bare in months and not either:  # `mar`: of March, or martes
            either, word, day_first = months[bare], bare, bool(numbers)
        elif bare in days_of_week:
            weekday = True
        elif bare in months and not month:
            month, word, day_first = months[bare], bare, bool(numbers)
        elif _NUMERIC_DATE.fullmatch(token):
            numbers.append(token)
        elif _NUMBER.fullmatch(bare):
            numbers.append(bare)
        elif bare not in links and not _CLOCK.fullmatch(token) and not _is_numbered(bare, links, numbers):
            return None
    weekday, month = weekday or bool(either and month), month or either
    if len(numbers) == 1 and not bare_number(numbers[0]):
        return _numeric(numbers[0]), weekday
    if not month or len(numbers) > 3 or not all(bare_number(number) for number in numbers):
        return None
    return _named_day(numbers, month, weekday, not day_first and is_weak_month(word))


def _named_day(numbers: list[str], month: int, weekday: bool, is_weak: bool) -> tuple[str, bool] | None:
    values = [int(_LEADING_DIGITS.match(number)[0]) for number in numbers]  # type: ignore[index]
    first, last = _OTHER_YEARS if month == OTHER_CALENDAR else (FIRST_YEAR, LAST_YEAR)
    years = [value for value in values if first <= value <= last]
    days = [value for value in values if 1 <= value <= 31]
    if not days or len(years) > 1 or (is_weak and not years):
        return None
    return (_iso(years[0], month, days[0]) if years and month != OTHER_CALENDAR else ""), weekday


def _is_numbered(token: str, links: frozenset[str], numbers: list[str]) -> bool:
    """True for a number with a filler glued to it (`2021г`); the number joins the others."""
    match = _GLUED_NUMBER.fullmatch(token)
    if match and match[2] in links:
        numbers.append(match[1])
        return True
    return False


def _numeric(token: str) -> str:
    parts = re.split(r"[-./]", token.strip("./-"))
    if len(parts) == 3 and len(parts[0]) == 4:
        return _iso(*map(int, parts))
    if len(parts) == 3 and len(parts[2]) == 4 and (int(parts[0]) > 12 or parts[0] == parts[1]):
        return _iso(*map(int, reversed(parts)))
    return ""


def _iso(year: int, month: int, day: int) -> str:
    found = calendar_day(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    return found.isoformat() if found else ""


_OTHER_YEARS = (1300, 1500)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_COUNTS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_COUNTS = {
    **{name: number for number, name in enumerate(_NAMED_COUNTS, 1)},
    **{f"{number}": number for number in range(1, 13)},
    **{f"0{number}": number for number in range(1, 10)},
}
_COUNTED_MONTH = re.compile(rf"\bth(?:ang|g)\s(?=\S)({'|'.join(sorted(_COUNTS, key=len, reverse=True))})\b")
_DIGIT = re.compile(r"\d")
_LETTER = f"(?:[^\\W\\d_]|[{LETTER_SIGNS}])"
_TOKEN = re.compile(rf"\d+(?:[-./:]\d+)+\.?|\d+\w*\.?|{_LETTER}+(?:['’]{_LETTER}+)?\.?|[^\w\s,،、，|•·()\[\]@–—/-]")
_THAI = re.compile("[\u0e01-\u0e5b]")
_THAI_DOT = re.compile("(?<=[\u0e01-\u0e5b])\\.(?=[\u0e01-\u0e5b])")
_THAI_YEAR = re.compile(r"(?<!\d)2[45]\d\d(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. (\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{4})\. (\d{1,2})\. ?(\d{1,2})(?!\d)")
_ISO_TIME = re.compile(r"(?<=\d)t(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(?:[+-]\d\d:?\d\d|z)?(?!\w)")
_H_CLOCK = re.compile(r"(?<!\d)(\d{1,2}) ?h ?(\d\d)(?!\d)")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?\.?")
_NUMERIC_DATE = re.compile(r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))\.?")
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|er|e|o|a|º|ª)?")
_GLUED_NUMBER = re.compile(r"(\d{1,4})([^\W\d_]+)")
_LEADING_DIGITS = re.compile(r"\d+")
_WIDE_DATE = re.compile(
    r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"
    r"\s?(?P<w>[(（]?(?:星期|周|週)?[一二三四五六日天月火水木金土월화수목금토일]?(?:曜日?|요일)?[)）]?)"
    r"\s?(?:[上下]午|午[前后後]|오[전후]|早上|晚上)?"
    r"\s?(?:\d{1,2}\s?(?:[:：]\d{2}(?:[:：]\d{2})?|[点點时時시]\s?(?:\d{1,2}\s?[分분])?(?:\s?\d{1,2}\s?[秒초])?))?"
)
_WIDE_AGO = re.compile(r"\d{1,2}\s?(?:分钟|分鐘|小时|小時|天|周|个月|分|時間|日|週間|か月|분|시간|일|주|개월)\s?[前전]")
