"""The grammar of dates: rules over token codes, shared by all languages, from `grammar.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from cleaner.dates.first import shape_of
from cleaner.dates.lexer import TRIGGERS

_NUMBERS = frozenset({"int", "cnum"})

UNNAMED = ""
"""The name of a slot that takes one of several classes and is called by the class that it got."""

_SLOT = re.compile(r"<(:?)([a-z0-9|]+)(?::([a-z0-9]+))?>")
_MACRO = re.compile(r"\{([A-Z]+)\}")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form of date: how it is resolved (`kind`) and the classes of its tokens in order.

    In a pattern, `<month>` is a token of that class, and a slot of the same name; `<d1|ord:day>`
    is one of either class in the slot `day`; `<:of>` fills no slot; `{DAY}` is a macro; a space
    stands for one space or none. `explicit` rules name a day, a month and a year; `lone` ones
    count where a run is the whole text.
    """

    kind: str
    pattern: str
    explicit: bool = False
    lone: bool = False


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: macros and rules; earlier rules win where two match at the same place."""

    macros: dict[str, str]
    rule: list[Rule]


class Slot(msgspec.Struct, frozen=True, gc=False):
    """A slot of a rule in its pattern: the group's name, the slot's, and the classes it takes."""

    group: str
    name: str
    classes: tuple[str, ...]


class CompiledRule(msgspec.Struct, frozen=True):
    """A rule for one language's codes: its pattern, and the slots that are groups of it.

    Every match has one of the codes `needed`: a look at these is cheaper than the pattern.
    """

    kind: str
    pattern: re.Pattern[str]
    slots: tuple[Slot, ...]
    lone: bool
    needed: frozenset[str]


class Found(msgspec.Struct, frozen=True, gc=False):
    """A match of a rule: its end, and the slots that are filled, counted in tokens from its start."""

    rule: CompiledRule
    end: int
    slots: tuple[tuple[int, Slot], ...]


class Grammar(msgspec.Struct, frozen=True):
    """The rules for one language's codes, by the code that a match of theirs begins with.

    Tried one by one these are many times faster than as one pattern with hundreds of groups.
    `number` matches behind a number and a sign: no date begins there but the end of `10-15 Uhr`.
    `trigger` finds a code that a date has at least one of, `start` one that it begins with. `found`
    remembers what stands at the head of a stretch of codes.
    """

    by_first: dict[str, tuple[CompiledRule, ...]]
    number: re.Pattern[str]
    trigger: re.Pattern[str]
    start: re.Pattern[str]
    found: dict[str, Found | None]


@cache
def shared_rules() -> Rules:
    """The rules as `grammar.toml` has them, macros filled in."""
    content = files(__package__).joinpath("grammar.toml").read_bytes()
    rules = msgspec.convert(tomllib.loads(content.decode("utf-8")), Rules)
    filled = [msgspec.structs.replace(rule, pattern=_filled(rule.pattern, rules.macros)) for rule in rules.rule]
    return Rules(rules.macros, filled)


def compile_grammar(codes: dict[frozenset[str], str], *, explicit: bool = False) -> Grammar:
    """The shared rules for tokens with these codes; with `explicit`, only the explicit ones.

    Rules with a class that no word of the language has are left out.
    """
    by_class: dict[str, str] = {}
    for classes, code in codes.items():
        for name in classes:
            by_class[name] = by_class.get(name, "") + code
    numbers = by_class["int"] + by_class["long"]
    after = rf"(?![{numbers}]|(?<=[{numbers}])[.,:/][{numbers}])"
    by_first: dict[str, list[CompiledRule]] = {}
    for rule in shared_rules().rule:
        if rule.explicit or not explicit:
            slots: list[Slot] = []
            pattern = _compiled(rule.pattern, by_class, slots)
            shape = shape_of(pattern)
            needed = shape.first if shape.needed is None else shape.needed
            compiled = CompiledRule(rule.kind, re.compile(f"(?:{pattern}){after}"), tuple(slots), rule.lone, needed)
            for code in shape.first if needed else ():
                by_first.setdefault(code, []).append(compiled)
    hour, minute = by_class["hh"], by_class["mm"]
    marks = by_class.get("oclock", "") + by_class.get("ampm", "")
    until = rf"(?![{hour}]:[{minute}]" + (rf"|[{hour}](?:[.:][{minute}])? ?[{marks}])" if marks else ")")
    number = re.compile(rf"(?<=[{numbers}][.,:/])|(?<=[{numbers}]-){until}|(?<=[{numbers}])")
    known = "".join(code for classes, code in codes.items() if classes & TRIGGERS or not classes.isdisjoint(_NUMBERS))
    rules = {code: tuple(rules) for code, rules in by_first.items()}
    start = re.compile(f"[{re.escape(''.join(rules))}]")
    return Grammar(rules, number, re.compile(f"[{known}]"), start, {})


def _filled(pattern: str, macros: dict[str, str]) -> str:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda macro: f"(?:{macros[macro[1]]})", pattern)
    return pattern


def _compiled(pattern: str, by_class: dict[str, str], slots: list[Slot]) -> str:
    def group(match: re.Match[str]) -> str:
        names = tuple(match[2].split("|"))
        codes = "".join(dict.fromkeys("".join(by_class.get(name, "") for name in names)))
        inner = f"[{codes}]" if codes else "(?!)"
        if match[1]:
            return inner
        slot = match[3] or (names[0] if len(names) == 1 else UNNAMED)
        slots.append(Slot(f"{slot or 'any'}_{len(slots)}", slot, names))
        return f"(?P<{slots[-1].group}>{inner})"

    return _SLOT.sub(group, pattern.replace(" ", " ?"))
