"""The words of dates in every language, from CLDR (babel), dateparser's tables and num2words.

Writes `src/cleaner/data/dates_cldr.json`: for each language its numeric order and, by class,
its words with their values. Run once; the package reads the file and needs none of the three.

    python -m training.date_tables
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dateparser.data.date_translation_data
import num2words
from babel import Locale, UnknownLocaleError, localedata

OUTPUT = Path(__file__).parent.parent / "src" / "cleaner" / "data" / "dates_cldr.json"

TABLES = OUTPUT.parent.parent / "dates" / "tables"

Words = dict[str, dict[str, str]]
"""By class (`month`, `unit`), each word with its value."""

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december"]  # fmt: skip
_UNITS = {"year": "Y", "quarter": "Q", "month": "M", "week": "W", "day": "D", "hour": "TH", "minute": "TM",
          "second": "TS", "decade": "DE", "century": "CE"}  # fmt: skip
_DAYPARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "noon": "12", "midnight": "00"}
_ROOT_NAMES = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"} | {f"m{number:02}" for number in range(1, 13)}
"""What CLDR gives where a language has no names of its own; `mon` and `sat` are words in many."""

_SURE_CHARS = 4
"""A full month or weekday name with fewer letters may be another word: it is no date alone."""

_MOST_NUMBERS = 99
"""Number words beyond this are rare in dates: ages and decades (`les années quatre-vingt`) are below."""


def main() -> None:
    """Build the tables of all languages and write them."""
    tables = {}
    for language in sorted(name for name in localedata.locale_identifiers() if "_" not in name):
        words = table(language)
        if words is not None:
            tables[language] = words
    tables["und"] = union(tables)
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    OUTPUT.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")
    print(f"{len(tables)} languages, {OUTPUT.stat().st_size} bytes")


def table(language: str) -> dict[str, Any] | None:
    """The words of one language by class, and its numeric order; `None` if CLDR names no months."""
    try:
        locale = Locale(language)
    except UnknownLocaleError:
        return None
    words: Words = defaultdict(dict)
    _add_names(words, locale)
    if language != "en" and set(words["month"]) <= set(_english()):
        return None
    _add_formats(words, locale)
    _add_units(words, locale)
    _add_eras_and_dayparts(words, locale)
    _add_dateparser(words, language)
    _add_numbers(words, language)
    settings = {"order": _order(str(locale.date_formats["short"])), "segmented": _is_segmented(words["month"])}
    return {**settings, **{name: words[name] for name in sorted(words)}}


def _is_segmented(months: dict[str, str]) -> bool:
    """True for scripts that put no spaces between words."""
    names = {unicodedata.name(word[-1], "").split()[0] for word in months}
    return not names.isdisjoint({"THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "CJK"})


def union(tables: dict[str, Any]) -> dict[str, Any]:
    """The names of months and weekdays that mean one thing in all languages, and what stands around them.

    Where languages differ, those with a table written by hand decide, if they agree. None of the
    names is a date alone: in another language it may be any word.
    """
    meanings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    widespread: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for language, words in tables.items():
        for name in ("month", "wd"):
            for word, value in words.get(name, {}).items():
                meanings[word].add((name, value))
                if (TABLES / f"{language}.toml").exists():
                    widespread[word].add((name, value))
    result: dict[str, Any] = {"order": "", "segmented": False, "month": {}, "wd": {}, "of": {}, "yw": {}}
    for word, found in sorted(meanings.items()):
        agreed = found if len(found) == 1 else widespread[word]
        if len(agreed) == 1:
            ((name, value),) = agreed
            result[name][word] = value
    for words in tables.values():
        result["of"].update(words.get("of", {}))
        result["yw"].update(words.get("yw", {}))
    return result


def _english() -> Iterator[str]:
    for style in ("wide", "abbreviated"):
        yield from (_clean(name) for name in Locale("en").months["format"][style].values())


def _add_names(words: Words, locale: Locale) -> None:
    for name, named, first in (("month", locale.months, 1), ("wd", locale.days, 0)):
        for context in ("format", "stand-alone"):
            for style in ("wide", "abbreviated"):
                for number, form in named[context][style].items():
                    word = _clean(form)
                    if not word or word.isdigit() or (word in _ROOT_NAMES and locale.language not in ("en", "und")):
                        continue
                    value = str(number + 1 - first)
                    words[name].setdefault(word, value)
                    if style == "wide" and (len(word) >= _SURE_CHARS or not _is_alphabetic(word)):
                        words[name + "x"].setdefault(word, value)


def _is_alphabetic(word: str) -> bool:
    """True for scripts whose letters are sounds, where short words are ambiguous."""
    return unicodedata.name(word[0], "").split()[0] in {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN"}


def _add_formats(words: Words, locale: Locale) -> None:
    """The words that stand between the parts of a date: after the year (`yw`) or elsewhere (`of`)."""
    for style in ("full", "long", "medium"):
        pattern = str(locale.date_formats[style])
        for part in re.finditer(r"(y+|M+|d+|E+|G+)|'([^']+)'|([^\W\d_a-zA-Z]+)", pattern):
            if part[1]:
                before = part[1][0]
                continue
            for word in _clean(part[2] or part[3]).split():
                name = {"y": "ymark", "M": "mmark", "d": "dmark"}.get(before, "of") if part[3] else (
                    "yw" if before == "y" else "of")  # fmt: skip
                if word.strip(".,'"):
                    words[name][word] = ""
                if word == "del":  # of the: Catalan years have the article or not
                    words[name]["de"] = ""
        before = ""


def _order(pattern: str) -> str:
    return "".join(dict.fromkeys(letter for letter in re.sub(r"'[^']*'", "", pattern).lower() if letter in "dmy"))


def _add_units(words: Words, locale: Locale) -> None:
    for unit, value in _UNITS.items():
        for direction, before_name, after_name in (("past", "agopre", "ago"), ("future", "inpre", "inpost")):
            patterns = locale._data["date_fields"].get(unit, {}).get(direction, {})
            for plural, pattern in patterns.items():
                _add_pattern(words, pattern, value, before_name, after_name, plural)
        counted = locale._data["unit_patterns"].get(f"duration-{unit}", {}).get("long", {})
        for plural, pattern in counted.items():
            word = _clean(pattern.replace("{0}", "")) if isinstance(pattern, str) else ""
            if _is_word(word):
                words["unit"].setdefault(word, value)
                if plural != "one" and "one" in counted and pattern != counted["one"]:
                    words["units"].setdefault(word, value)


def _add_pattern(words: Words, pattern: str, value: str, before_name: str, after_name: str, plural: str) -> None:
    """`vor {0} Jahren`: what stands before the number, the unit after it, what follows that."""
    before, number, after = pattern.partition("{0}")
    before, after = _clean(before), _clean(after)
    if not number or not after:
        return
    known = [word for word in words["unit"] if after.startswith(word)]
    unit = max(known, key=len) if known and " " not in after else after.split()[0]
    if before:
        words[before_name][before] = ""
    elif after[len(unit):].strip():  # fmt: skip
        words[after_name][after[len(unit):].strip()] = ""  # fmt: skip
    if _is_word(unit) and unit not in words["ago"]:
        words["unit"].setdefault(unit, value)


def _is_word(word: str) -> bool:
    return (
        bool(word)
        and " " not in word
        and "/" not in word
        and (len(word) > 1 or not _is_alphabetic(word))
        and not word.isdigit()
    )


def _add_eras_and_dayparts(words: Words, locale: Locale) -> None:
    for style in ("abbreviated", "wide"):
        word = _clean(locale.eras[style].get(0, ""))
        if len(word) > 1:
            words["bc"][word] = ""
    for style in ("wide", "abbreviated"):
        for name, form in locale.day_periods["stand-alone"][style].items():
            word, kind = _clean(form), name.rstrip("12")
            if name in ("am", "pm") and len(word) > 1:
                words["ampm"].setdefault(word, name)
            elif kind in ("noon", "midnight") and len(word) > 2:
                words["noon"].setdefault(word, _DAYPARTS[kind])
            elif kind in _DAYPARTS and len(word) > 2:
                words["dayp"].setdefault(word, _DAYPARTS[kind])


def _add_dateparser(words: Words, language: str) -> None:
    package = dateparser.data.date_translation_data
    if language not in {module.name for module in pkgutil.iter_modules(package.__path__)}:
        return
    info = importlib.import_module(f"{package.__name__}.{language}").info
    for name, keys in (("month", _MONTHS), ("wd", _WEEKDAYS)):
        for number, key in enumerate(keys, start=1):
            for form in info.get(key, []):
                word = _clean(form)
                if len(word) > 1 and not any(letter.isdigit() for letter in word):
                    words[name].setdefault(word, str(number))
                    if len(word) > 5:
                        words[name + "x"].setdefault(word, words[name][word])
    for key, forms in info.get("relative-type", {}).items():
        match = re.fullmatch(r"(in )?(\d+) (\w+)( ago)?", key)
        if match and match[3] in _UNITS and not _UNITS[match[3]].startswith("T"):
            count = int(match[2]) * (1 if match[1] else -1)
            for form in forms:
                _add_relative(words, _clean(form), f"{_UNITS[match[3]]}{count:+}" if match[1] or match[4] else "")
        elif key == "0 second ago":
            words["ref"].update({_clean(form): "PRESENT_REF" for form in forms if len(_clean(form)) > 2})


def _add_relative(words: Words, phrase: str, value: str) -> None:
    """`last week`, but no phrase with an abbreviation (`last w`), and none that only counts (`two days`)."""
    parts = phrase.split()
    if value and parts and all(len(part) > 2 or not _is_alphabetic(part) for part in parts):
        words["rel"].setdefault(phrase, value.replace("-0", "+0"))


def _add_numbers(words: Words, language: str) -> None:
    if language not in num2words.CONVERTER_CLASSES:
        return
    for name, to, last in (("num", "cardinal", _MOST_NUMBERS), ("ord", "ordinal", 31)):
        for number in range(1, last + 1):
            try:
                word = _clean(str(num2words.num2words(number, lang=language, to=to)))
            except (NotImplementedError, IndexError, KeyError, TypeError):
                break
            if word and not any(letter.isdigit() for letter in word):
                words[name].setdefault(word, str(number))
                words[name].setdefault(word.replace("-", " "), str(number))


def _clean(form: str) -> str:
    """The form in lower case, one plain space between words, without the dot of an abbreviation."""
    kept = "".join(
        letter for letter in unicodedata.normalize("NFC", form.lower()) if unicodedata.category(letter) != "Cf"
    )
    spaced = " ".join(kept.replace("\u02bb", "'").replace("’", "'").split())
    return spaced[:-1] if spaced.endswith(".") and spaced.count(".") == 1 else spaced


if __name__ == "__main__":
    main()
