"""Shapes of a line that need no phrase: prose, cut-off text, weather, dates, counters.

Each function looks at one line (or its first characters) once.
"""

from __future__ import annotations

import re

from cleaner.chrome.rules.date_words import ago_marks, ago_words, month_numbers, weekdays
from cleaner.chrome.rules.phrases import fold, words
from cleaner.dates.anchors import calendar_day

PROSE_WORDS = 12
"""Fewer words are a label, a headline or a short sentence: nothing to guard as running text."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A number outside is no year of a page."""

LONG_WORDS = 30
"""A line this long with inner punctuation is running text even when its end is cut."""


def count_words(text: str) -> int:
    """The number of words; scripts without spaces count two characters (Thai: four) as a word.

    >>> count_words("The river rose."), count_words("河水上涨了。")
    (3, 3)
    """
    spaced = len(text.split())
    if text.isascii():
        return spaced
    if not _UNSPACED_CHAR.search(text):
        return spaced
    return spaced + len(_UNSPACED.findall(text)) // 2


def begins_sentence(folded: str, phrase: str) -> bool:
    """True when the phrase stands at the beginning of the folded line or of a sentence in it.

    >>> begins_sentence("thanks. forgot your password?", "forgot your password"), begins_sentence("i forgot", "forgot")
    (True, False)
    """
    at = folded.find(phrase)
    before = folded[:at].rstrip()
    return not before or before[-1] in ".!?。！？|•»" or (before.count(" ") < 2 and before[-1] in ":-–,")


def closes_sentence(text: str) -> bool:
    """True when the text ends with a sentence's full stop, question or exclamation mark (and closing marks)."""
    return text.rstrip(_CLOSERS)[-1:] in _TERMINALS


def is_cut_off(text: str) -> bool:
    """True when the text was cut in mid-sentence: an ellipsis after a letter, a digit or a space.

    >>> is_cut_off("Tesla’s dominance in the electric vehicle..."), is_cut_off("“Well…”")
    (True, False)
    """
    return text.endswith(_CUT_ENDS) and bool(_CUT_OFF.search(text[-40:]))


def is_prose(text: str, word_count: int) -> bool:
    """True when a line reads like running text: a dozen words that end as a sentence, or many with stops inside.

    >>> is_prose("Put the dish into the oven and leave it there for an hour:", 13)
    True
    """
    if word_count < PROSE_WORDS:
        return False
    end = _ASIDE.sub("", text[-80:]) if text[-1:] in ")]" else text[-80:]
    if (closes_sentence(end) or end[-1:] in (":", "：")) and not is_cut_off(text):
        return True
    return word_count >= LONG_WORDS and bool(_INNER_STOP.search(text) or _WITHOUT_STOPS.search(text[-1:]))


def weather(text: str) -> str:
    """`"certain"` for a temperature with a degree sign, `"likely"` without one, `""` for any other line.

    >>> weather("22.9 C"), weather("72°F Partly cloudy"), weather("22 players")
    ('likely', 'certain', '')
    """
    match = _WEATHER.match(text) if len(text) <= 60 else None
    if not match:
        return ""
    sky = fold(match["sky"]).split()
    if len(sky) > 5 or (sky and not any(word in words("C301", "sky") for word in sky)):
        return ""
    return "certain" if match["degree"] else "likely"


def bar_parts(text: str) -> list[str]:
    """What stands between the bars, bullets, arrows and spaced dashes of a line; the line if it has none.

    >>> bar_parts("Home | World-wide - Sport"), bar_parts("Two-way street")
    (['Home ', ' World-wide', 'Sport'], ['Two-way street'])
    """
    return _BAR.split(text) if _ANY_BAR.search(text) else [text]


def date_line(text: str) -> tuple[str, bool] | None:
    """The ISO date a whole line names (`""` if it can't be told) and whether it names a weekday.

    `None` for a line that is not a date.

    >>> date_line("Saturday, May 31, 2025"), date_line("14 mai 2025 à 08:30"), date_line("May we go")
    (('2025-05-31', True), ('2025-05-14', False), None)
    """
    if len(text) > 60 or not _DIGIT.search(text):
        return None
    cjk = _CJK_DATE.fullmatch(text.strip())
    if cjk:
        return _iso(int(cjk["y"]), int(cjk["m"]), int(cjk["d"])), bool(cjk["w"])
    return _date_of(_TOKEN.findall(fold(text)))


def is_relative_time(text: str) -> bool:
    """True for a line like `3 hours ago`, `vor 3 Stunden`, `3小时前`.

    >>> is_relative_time("3 hours ago"), is_relative_time("vor 2 Tagen"), is_relative_time("Two days ago we met")
    (True, True, False)
    """
    tokens = _TOKEN.findall(fold(text)) if len(text) <= 40 else []
    if not 2 <= len(tokens) <= 5:
        return bool(tokens) and bool(_CJK_AGO.fullmatch(text.strip()))
    known = ago_words()
    told = not ago_marks().isdisjoint(tokens) and any(token[0].isdigit() for token in tokens)
    return told and all(token in known or (token.isdigit() and len(token) < 3) for token in tokens)


def _date_of(tokens: list[str]) -> tuple[str, bool] | None:
    days_of_week, months, fillers = weekdays(), month_numbers(), words("C302", "fillers")
    weekday, month, either, numbers, clocks = False, 0, 0, [], 0
    for token in tokens:
        bare = token.rstrip(".")
        if bare in days_of_week and bare in months and not either:  # `mar`: of March, or martes
            either = months[bare]
        elif bare in days_of_week:
            weekday = True
        elif bare in months and not month:
            month = months[bare]
        elif ":" in token and _CLOCK.fullmatch(token):
            clocks += 1
        elif _NUMERIC_DATE.fullmatch(token):
            numbers.append(token)
        elif _NUMBER.fullmatch(bare):
            numbers.append(bare)
        elif bare not in fillers:
            return None
    weekday, month = weekday or bool(either and month), month or either
    if len(numbers) == 1 and not bare_number(numbers[0]):
        return _numeric(numbers[0]), weekday
    if not all(bare_number(number) for number in numbers) or not month:
        return None
    values = [int(_LEADING_DIGITS.match(number)[0]) for number in numbers]  # type: ignore[index]
    years = [value for value in values if FIRST_YEAR <= value <= LAST_YEAR]
    days = [value for value in values if 1 <= value <= 31]
    if not days or len(years) > 1 or len(values) > 3:
        return None
    return (_iso(years[0], month, days[0]) if years else ""), weekday


def bare_number(token: str) -> bool:
    """True for a number alone, with or without an ordinal ending; false for a date in digits."""
    return bool(_NUMBER.fullmatch(token))


def _numeric(token: str) -> str:
    parts = re.split(r"[-./]", token.strip("./-"))
    if len(parts) == 3 and len(parts[0]) == 4:
        return _iso(*map(int, parts))
    if len(parts) == 3 and len(parts[2]) == 4 and int(parts[0]) > 12:
        return _iso(*map(int, reversed(parts)))
    return ""


def _iso(year: int, month: int, day: int) -> str:
    found = calendar_day(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    return found.isoformat() if found else ""


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\u0e01-\u0e5b]{2}")
_UNSPACED_CHAR = re.compile("[\u0e01-\u0e5b\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CLOSERS = "\"'”’»«)]}›“‘」』）】 "
_TERMINALS = frozenset(".!?。！？…؟।॥۔։።။។")
_CUT_ENDS = ("...", "…", "...]", "…]", "...)", "…)")
_CUT_OFF = re.compile(r"[\w\s,’'”\")](?:\.{3}|…|\[(?:\.{3}|…)\]|\((?:\.{3}|…)\))$")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{1,40}[)\]]$")
_INNER_STOP = re.compile(r"[.!?,;。，！？؟،։]")
_WITHOUT_STOPS = re.compile("[\u0e00-\u0eff]")  # Thai and Lao end no sentence with a mark
# The same bars as `_BAR` finds: a class of characters first is what `re` searches at full speed.
_ANY_BAR = re.compile(r"[|•·│｜‖¦\t»›–—/-](?:(?<=[|•·│｜‖¦\t])|(?<=[»›])(?=\s)|(?<=\s.)(?=\s))")
_BAR = re.compile(r"[|•·│｜‖¦\t]|\s[-–—/]\s|\s?[»›]\s")
_WEATHER = re.compile(
    r"\s*[-−+]?\d{1,3}(?:[.,]\d{1,2})?\s?(?P<degree>[°º˚])?\s?[CFcf]?(?<=[°º˚CFcf])(?![\w/])[\s,|:-]*(?P<sky>[^\d]*)$"
)
_DIGIT = re.compile(r"\d")
_CJK_DATE = re.compile(
    r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日\s?(?P<w>[(（]?(?:星期|周|週)?[一二三四五六日天月火水木金土]?(?:曜日?)?[)）]?)\s?(?:\d{1,2}[:：时時]\d{1,2}分?)?"
)
_CJK_AGO = re.compile(r"\d{1,2}\s?(?:分钟|分鐘|小时|小時|天|周|个月|分|時間|日|週間|か月)前")
_TOKEN = re.compile(r"\d+(?:[-./:]\d+)+\.?|\d+\w*\.?|[^\W\d_]+(?:['’][^\W\d_]+)?\.?|[^\w\s,|•·()@–—/-]")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\.?")
_NUMERIC_DATE = re.compile(r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))\.?")
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|er|e|o|a|º|ª)?")
_LEADING_DIGITS = re.compile(r"\d+")
