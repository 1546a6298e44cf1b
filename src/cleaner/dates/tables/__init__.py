"""The words of dates, by language: a generated table (CLDR) under one TOML file written by hand.

`src/cleaner/data/dates_cldr.json` has the names of months, weekdays and units of every language;
`shared.toml` adds what is written alike everywhere, `tables/<language>.toml` the words of relative
dates, sets, parts and the like. A word that stands in this file means only what it says there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

UNKNOWN = "und"
"""The name of the union table: what months and weekdays are called in all languages."""

_MOST_DAYS = 31

_LISTS = ("capital", "weak", "drop", "endings", "prefixes", "future", "future_endings", "past",
          "joints", "scoped", "weekof")  # fmt: skip

Words = dict[str, dict[str, str]]
"""By word, in lower case: its classes, each with the word's value in it."""


class Vocabulary(msgspec.Struct, frozen=True):
    """One language: what its words mean in dates, and how its words are told apart.

    `future` and `past` are verbs that say whether a date lies ahead, `future_endings` those of other
    verbs that do; `joints` may stand between a day and a time of that day, `weekof` in front of a
    day that stands for its week.
    `order` is that of numeric dates (`"dmy"`), `""` where readers differ. Words in `capital`
    count only with a capital in the text. `endings` and `prefixes` may be cut off a word that
    is not known. A `segmented` language writes no spaces between words.
    """

    language: str
    words: Words
    order: str = ""
    segmented: bool = False
    roman: bool = False
    capital: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    future: frozenset[str] = frozenset()
    future_endings: tuple[str, ...] = ()
    past: frozenset[str] = frozenset()
    joints: tuple[str, ...] = ()
    weekof: tuple[str, ...] = ()


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a table, as ISO 639 codes.

    >>> {"en", "el", "ja", "sw"} <= set(languages())
    True
    """
    return tuple(sorted(set(_generated()) - {UNKNOWN}))


@cache
def written_languages() -> tuple[str, ...]:
    """The languages with a file written by hand, which covers relative dates."""
    return tuple(sorted(path.name[:-5] for path in files(__name__).iterdir() if path.name.endswith(".toml")))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language that has a table (see `languages`), or of `UNKNOWN`.

    >>> vocabulary("en").words["sept"]["month"]
    '9'
    """
    raw = _generated().get(language)
    generated: dict[str, Any] = msgspec.json.decode(raw) if raw else {}
    written = dict(_written(language))
    cardinal_days = bool(written.pop("cardinal_days", False))
    order = written.pop("order", generated.pop("order", ""))
    day_glue = written.pop("day_glue", ())
    settings = {"segmented": generated.pop("segmented", False)}
    settings |= {name: written.pop(name) for name in ("segmented", "roman") if name in written}
    if settings["segmented"] and written:
        generated = {}  # short words that are parts of others: only those chosen by hand
    forms = _words_in(written.pop("forms", ""))
    lists = {name: _words_in(written.pop(name, ""), forms) for name in _LISTS}
    classes = {**_from_written(_shared(), []), **_from_generated(generated)}
    words = _merged(classes, _from_written(written, forms), drop=set(lists["drop"]))
    if "shift" in written:
        words = {word: names for word, names in words.items() if not _is_composed(word, names, words)}
    _weaken(words, lists["weak"])
    for word in set(lists["future"]) & set(words):
        words[word]["fut"] = ""
    for word, meanings in words.items():
        _add_kinds(meanings, cardinal_days=cardinal_days, is_scoped=word in lists["scoped"])
    words.update(_parts_of_weekdays(words, day_glue))
    return Vocabulary(
        language=language,
        words=words,
        order=order,
        capital=frozenset(lists["capital"]),
        endings=tuple(sorted(lists["endings"], key=len, reverse=True)),
        prefixes=tuple(sorted(lists["prefixes"], key=len, reverse=True)),
        future=frozenset(lists["future"]),
        future_endings=tuple(lists["future_endings"]),
        past=frozenset(lists["past"]),
        joints=tuple(lists["joints"]),
        weekof=tuple(lists["weekof"]),
        **settings,
    )


@cache
def listed(language: str, name: str, *, by_hand: bool = True) -> dict[str, str]:
    """The words that a language lists in a class, with their values: generated, and with `by_hand` written too.

    Those too that are dropped or weak in running text, where `sun` may be the star: for a line
    that can only be a date. Empty for a language without a table.

    >>> listed("en", "wd")["sun"], listed("cs", "month")["května"], listed("xx", "wd")
    ('7', '5', {})
    """
    raw = _generated().get(language)
    generated: dict[str, Any] = msgspec.json.decode(raw) if raw else {}
    written = _written(language) if by_hand else {}
    forms = _words_in(written.get("forms", ""))
    own = _from_written({name: written.get(name, {})}, forms)
    return {**generated.get(name, {}), **{word: classes[name] for word, classes in own.items()}}


@cache
def _generated() -> dict[str, msgspec.Raw]:
    content = files("cleaner").joinpath("data", "dates_cldr.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, msgspec.Raw])


@cache
def _written(language: str) -> dict[str, Any]:
    path = files(__name__).joinpath(f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _shared() -> dict[str, Any]:
    return tomllib.loads(files("cleaner.dates").joinpath("shared.toml").read_text(encoding="utf-8"))


def _words_in(text: str, forms: Iterable[str] = ()) -> list[str]:
    """The words of a list; one that ends in `*` takes each of the forms in its place."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    return [form for word in words for form in ([word[:-1] + end for end in forms] if word[-1] == "*" else [word])]


def _from_generated(classes: dict[str, dict[str, str]]) -> Words:
    words: Words = {}
    for name, entries in classes.items():
        for word, value in entries.items():
            words.setdefault(word, {})[name] = value
    return words


def _from_written(classes: dict[str, Any], forms: Iterable[str]) -> Words:
    """The words of a TOML file, where a class is `{value: "words"}`, or just `"words"` if they have no value."""
    words: Words = {}
    for name, entries in classes.items():
        for value, listed in ({"": entries} if isinstance(entries, str) else entries).items():
            for word in _words_in(listed, forms):
                words.setdefault(word, {})[name] = value
    return words


def _is_composed(word: str, names: dict[str, str], words: Words) -> bool:
    """True for a phrase such as `last week` whose words say the same one by one."""
    parts = [words.get(part, {}) for part in word.split()]
    return set(names) == {"rel"} and len(parts) > 1 and all({"shift", "unit", "the"} & set(part) for part in parts)


def _merged(generated: Words, written: Words, *, drop: set[str]) -> Words:
    return {**{word: meanings for word, meanings in generated.items() if word not in drop}, **written}


def _weaken(words: Words, weak: Iterable[str]) -> None:
    """Makes weak names dates only with a word such as `in` in front (months), or not at all alone (weekdays)."""
    for word in set(weak) & set(words):
        names = words[word]
        words[word] = {name: value for name, value in names.items() if name not in ("monthx", "wdx")}
        if "month" in names:
            words[word]["monthw"] = names["month"]


_UNIT_KINDS = {"CE": "unitq", "Q": "unitq", "H": "unitq", "Y": "unity", "WE": "unitwe"}
"""Classes of their own for units that rules name: parts and multiples of years, years, weekends."""


def _parts_of_weekdays(words: Words, glues: Iterable[str]) -> Words:
    """Weekdays written together with a part of the day, with one of the glues between: `dinsdagavond`."""
    days = [(word, names["wdx"]) for word, names in words.items() if "wdx" in names]
    parts = [(word, names["dayp"]) for word, names in words.items() if "dayp" in names]
    return {
        day + glue + part: {"wddayp": number + name} for glue in glues for day, number in days for part, name in parts
    }


def _add_kinds(meanings: dict[str, str], *, cardinal_days: bool, is_scoped: bool) -> None:
    """Adds the classes that follow from others: of units, and of numbers that name days of a month.

    A scoped unit is a part of a year only where the year is told: `die erste Hälfte des Jahres`.
    """
    unit = meanings.get("unit", "")
    if unit in _UNIT_KINDS and not is_scoped:
        meanings[_UNIT_KINDS[unit]] = unit
    if "side" in meanings and "anchored" in meanings:  # `après`: no side where the day it counts from follows
        meanings["sideb"] = meanings.pop("side")
    if meanings.get("rel", "").startswith("Y"):
        meanings["rely"] = meanings["rel"]
    number = meanings.get("num", "")
    if cardinal_days and number.isdecimal() and int(number) <= _MOST_DAYS and "the" not in meanings:
        meanings.setdefault("ord", number)
