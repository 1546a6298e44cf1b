"""Shapes of a line that need no phrase: prose, cut-off text, weather, dates, counters.

Each function looks at one line (or its first characters) once.
"""

from __future__ import annotations

import re

from cleaner.chrome.rules.phrases import fold, words

PROSE_WORDS = 12
"""Fewer words are a label, a headline or a short sentence: nothing to guard as running text."""

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


def is_weather_of_place(text: str) -> bool:
    """True for a name and a temperature with a degree sign. (An oven has them, too: look at what stands around.)

    >>> is_weather_of_place("New York +14°C"), is_weather_of_place("Heat to 80°C"), is_weather_of_place("72°F")
    (True, False, False)
    """
    match = _WEATHER_OF_PLACE.match(text) if len(text) <= 60 and not text.isascii() else None
    return match is not None and not any(word[0].islower() for word in match["place"].split())


def bar_parts(text: str) -> list[str]:
    """What stands between the bars, bullets, arrows and spaced dashes of a line; the line if it has none.

    >>> bar_parts("Home | World-wide - Sport"), bar_parts("Two-way street")
    (['Home ', ' World-wide', 'Sport'], ['Two-way street'])
    """
    return _BAR.split(text) if _ANY_BAR.search(text) else [text]


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
_WEATHER_OF_PLACE = re.compile(
    r"\s*(?P<place>[^\W\d_]{2,}(?:[\s-][^\W\d_]+){0,2})[,:]?\s[-−+]?\d{1,2}\s?[°º˚]\s?[CFcf]?\s*$"
)
