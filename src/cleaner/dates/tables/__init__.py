"""The date tables, one TOML file a language: its vocabulary and the patterns built from it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

_YEAR = r"(?P<year>(?:1\d|20)\d\d)(?!\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
_SPACE = "[ \xa0\u202f]{1,2}"
_BEFORE = r"(?<![\w/@#$€£+])(?<!\d[.,:])"
_AFTER = r"(?!\w|/\w)"
_MARKUP = re.compile(r"\{[a-z]+\}|\(\?P[<=]\w+[>)]|\\.")
_LITERAL = re.compile(r"[^\W\d_]+")
_SLOT = re.compile(r"\{([a-z]+)\}")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form of date: how it is resolved (`kind`), what it looks like, what must stand before it.

    `cue` names the word list of which one word must stand in front. An `explicit` rule names
    a day, a month and a year in words, so that no reader can take it for another day.
    """

    kind: str
    pattern: str
    cue: str = ""
    explicit: bool = False


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names of months and weekdays, each with its shorter forms, the full one first.

    `capital`: names that count only with a capital. `needs_cue`: months that need a cue.
    """

    months: list[list[str]]
    weekdays: list[list[str]]
    capital: list[str] = []
    needs_cue: list[str] = []


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's file, as it stands there. Keys are lower-case words, values TIMEX3 parts."""

    language: str
    names: Names
    units: dict[str, str]
    numbers: dict[str, str]
    ordinals: dict[str, int]
    seasons: dict[str, str]
    days: dict[str, int]
    dayparts: dict[str, str]
    shifts: dict[str, int]
    parts: dict[str, str]
    mods: dict[str, str]
    directions: dict[str, int]
    sets: dict[str, str]
    words: dict[str, list[str]]
    rule: list[Rule]


class Table(msgspec.Struct, frozen=True):
    """A language, ready to search with, in text in lower case.

    `trigger` finds the places near which a date may stand; `pattern` is all rules in one,
    rule number n in the group `rn`, its slots with the suffix `_n`; `slots` are these groups
    by rule; `explicit` is the same for the explicit rules alone, and `month` finds the names
    that each of these has.
    """

    vocabulary: Vocabulary
    trigger: re.Pattern[str]
    pattern: re.Pattern[str]
    explicit: re.Pattern[str]
    slots: dict[str, tuple[tuple[str, str], ...]]
    month: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    cues: dict[str, re.Pattern[str]]
    future: re.Pattern[str]


def languages() -> tuple[str, ...]:
    """The languages that have a table.

    >>> "en" in languages()
    True
    """
    return tuple(sorted(path.name[:-5] for path in files(__name__).iterdir() if path.name.endswith(".toml")))


@cache
def load(language: str) -> Table:
    """The table of a language that has one (see `languages`).

    >>> load("en").months["sept"]
    9
    """
    content = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    vocabulary = msgspec.convert(tomllib.loads(content), Vocabulary)
    slots, start = _slots(vocabulary), _start(vocabulary)
    pattern = _joined(list(enumerate(vocabulary.rule)), slots, start)
    return Table(
        vocabulary=vocabulary,
        trigger=_trigger(vocabulary),
        pattern=pattern,
        explicit=_joined([(n, rule) for n, rule in enumerate(vocabulary.rule) if rule.explicit], slots, start),
        slots=_slots_by_rule(pattern),
        month=re.compile(rf"(?<![^\W\d_])(?:{_either(form for forms in vocabulary.names.months for form in forms)})"),
        months=_numbered(vocabulary.names.months),
        weekdays=_numbered(vocabulary.names.weekdays),
        future=re.compile(rf"(?<!\w)(?:{_either(vocabulary.words['future'])})(?!\w)"),
        cues={name: _cue(words) for name, words in vocabulary.words.items()},
    )


def _numbered(names: list[list[str]]) -> dict[str, int]:
    return {name: number for number, forms in enumerate(names, start=1) for name in forms}


def _slots(vocabulary: Vocabulary) -> dict[str, str]:
    weekdays, months = vocabulary.names.weekdays, vocabulary.names.months
    return {
        "year": _YEAR,
        "day": _DAY,
        "month": _names("month", months),
        "weekday": _names("weekday", weekdays),
        "fullweekday": f"(?P<weekday>{_either(forms[0] for forms in weekdays)})s?",
        "unit": _group("unit", vocabulary.units),
        "number": rf"(?P<number>{_either(vocabulary.numbers)}|\d{{1,3}}(?:[.,]\d)?)",
        "ordinal": _group("ordinal", vocabulary.ordinals),
        "season": _group("season", vocabulary.seasons),
        "dayword": _group("dayword", vocabulary.days),
        "daypart": _group("daypart", vocabulary.dayparts),
        "shift": _group("shift", vocabulary.shifts),
        "part": _group("part", vocabulary.parts),
        "mod": _group("mod", vocabulary.mods),
        "direction": _group("direction", vocabulary.directions),
        "set": _group("set", vocabulary.sets),
        **{name: _either(words) for name, words in vocabulary.words.items()},
    }


def _group(name: str, words: Iterable[str]) -> str:
    return f"(?P<{name}>{_either(words)})"


def _names(slot: str, names: list[list[str]]) -> str:
    full = _either(forms[0] for forms in names)
    short = _either(form for forms in names for form in forms[1:])
    return rf"(?P<{slot}>{full}|(?:{short})(?:\.|(?!\w)))" if short else f"(?P<{slot}>{full})"


def _either(words: Iterable[str]) -> str:
    """A pattern for the words, sharing their beginnings, so that one look at a letter rules out many.

    A longer word is tried before one that it begins with.

    >>> _either(["march", "may", "mar"])
    'm(?:a(?:r(?:ch)?|y))'
    """
    tails: dict[str, list[str]] = {}
    for word in sorted(set(words) - {""}):
        tails.setdefault(word[0], []).append(word[1:])
    branches = [_escaped(head) + _tail(rest) for head, rest in tails.items()]
    return "|".join(branches)


def _tail(tails: list[str]) -> str:
    if len(tails) == 1:
        return _escaped(tails[0])
    return f"(?:{_either(tails)})" + ("?" if "" in tails else "")


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\ ", " ")


def _joined(rules: list[tuple[int, Rule]], slots: dict[str, str], start: str) -> re.Pattern[str]:
    branches = []
    for number, rule in rules:
        filled = _SLOT.sub(lambda slot: slots[slot[1]] if slot[1] in slots else slot[0], rule.pattern)
        named = re.sub(r"\(\?P([<=])(\w+)", rf"(?P\g<1>\g<2>_{number}", filled)
        branches.append(f"(?P<r{number}>{named})")
    return re.compile((_BEFORE + start + "(?:" + "|".join(branches) + ")" + _AFTER).replace(" ", _SPACE))


def _slots_by_rule(pattern: re.Pattern[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each rule's group, the groups of its slots and the slots' names."""
    groups = [(group, *group.rpartition("_")[::2]) for group in pattern.groupindex if "_" in group]
    return {
        rule: tuple((group, slot) for group, slot, number in groups if number == rule[1:])
        for rule in pattern.groupindex
        if "_" not in rule
    }


def _cue(words: list[str]) -> re.Pattern[str]:
    """A pattern for one of the words right before a place, to be matched up to that place."""
    return re.compile(rf"(?<!\w)(?:{_either(words)})(?: |-)\Z".replace(" ", _SPACE))


def _start(vocabulary: Vocabulary) -> str:
    """A look at what every date begins with: a digit, an apostrophe, or one of the words of the rules."""
    v = vocabulary
    names = [form for forms in (*v.names.months, *v.names.weekdays) for form in forms]
    literals = [word for rule in v.rule for word in _LITERAL.findall(_MARKUP.sub(" ", rule.pattern))]
    lists = (v.units, v.numbers, v.ordinals, v.seasons, v.days, v.dayparts, v.shifts, v.parts, v.mods, v.sets)
    words = {word for some in lists for word in some}
    return rf"(?=[\d'’]|{_either({*names, *literals, *words})})"


def _trigger(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A pattern for every word or number that a date of the language has at least one of."""
    v = vocabulary
    names = [form for forms in (*v.names.months, *v.names.weekdays) for form in forms]
    words = _either({*names, *v.units, *v.seasons, *v.days, *v.dayparts, *v.sets})
    numbers = r"(?<!\d)(?:1\d|20)\d\d(?!\d)|\d:\d|\d0'?s|\d ?[ap]\.?m(?!\w)|q[1-4]"
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?:s?(?!\w))|{numbers}")
