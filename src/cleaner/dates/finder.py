"""Where dates stand in a text: the rules of the grammar, in the runs of tokens that the lexer gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from cleaner.dates.anchors import Slots
from cleaner.dates.grammar import CompiledRule, Found, Grammar, Slot
from cleaner.dates.language import Language
from cleaner.dates.lexer import Entry, Run

_FULL = frozenset({"monthx", "wdx", "y4"})
"""Classes of words that are written in full: a dot behind them ends the sentence."""

_UNITS = {"units": "unit", "munit": "unit"}
"""Classes of units, all of which fill the slot `unit`."""

_SHARED = ("alsoa", "alsob")


_MOST_BEFORE = 24
"""How many tokens in front of its first telling word or number a date can begin."""

_LOOK_BEHIND, _LOOK_AHEAD = 2, 60
"""How far rules look to either side of where a date begins, in tokens: further than any reaches."""

_MOST_REMEMBERED = 20_000
"""Stretches of codes whose match is kept: news repeats a few thousand."""

_LINK_CHARS = 10
"""Code points between two dates that share a year: a dash, or a word such as `until`."""

_AHEAD_TOKENS = 12
"""How far in front of a date, in its run, a word such as `until` counts."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A span that reads like a date: the kind of its rule, its slots, whether its clause speaks of the future.

    `match` is where the match begins that it comes from: the same for days that share a month.
    """

    start: int
    end: int
    kind: str
    slots: Slots
    ahead: bool
    match: int


def find_candidates(text: str, language: Language, *, explicit: bool = False) -> Iterator[Candidate]:
    """The spans of the text that a rule takes for a date, in order, apart; `explicit`: only days in full.

    >>> from cleaner.dates.language import language_of
    >>> [found.slots.values for found in find_candidates("Come on 5 May.", language_of("en"))]
    [{'day': '5', 'month': '5'}]
    """
    grammar = language.explicit if explicit else language.grammar
    segmented = language.vocabulary.segmented
    for run in language.lexer.runs(text):
        codes, place = run.codes, 0
        while (trigger := grammar.trigger.search(codes, place)) is not None:
            first = grammar.start.search(codes, max(place, trigger.start() - _MOST_BEFORE))
            if first is None:
                break
            place = first.start()
            found = _match(text, run, place, grammar)
            if found is None or not _is_apart(text, run, place, found, segmented=segmented):
                place += 1
            else:
                yield from _candidates(run, place, found)
                place += found.end


def _is_apart(text: str, run: Run, place: int, found: Found, *, segmented: bool) -> bool:
    start, end = run.starts[place], run.starts[place + found.end]
    return stands_alone(text, start, end, segmented=segmented, is_time=found.rule.kind == "clock")


def _match(text: str, run: Run, place: int, grammar: Grammar) -> Found | None:
    """The first rule that matches there, from memory if the codes around were seen before."""
    rules = grammar.by_first[run.codes[place]]
    if run.starts[0] == 0 and run.starts[-1] == len(text) and not place:
        return _find(run.codes, place, rules, grammar, whole=True)
    before = max(0, place - _LOOK_BEHIND)
    key = f"{place - before}{run.codes[before : place + _LOOK_AHEAD]}"
    try:
        return grammar.found[key]
    except KeyError:
        if len(grammar.found) > _MOST_REMEMBERED:
            grammar.found.clear()
        found = grammar.found[key] = _find(run.codes, place, rules, grammar, whole=False)
        return found


def _find(codes: str, place: int, rules: tuple[CompiledRule, ...], grammar: Grammar, *, whole: bool) -> Found | None:
    if grammar.number.match(codes, place):
        return None
    here = set(codes[place : place + _LOOK_AHEAD])
    for rule in rules:
        if rule.needed.isdisjoint(here) or (rule.lone and not whole):
            continue
        match = rule.pattern.fullmatch(codes) if rule.lone else rule.pattern.match(codes, place)
        if match is not None:
            slots = ((match.start(slot.group) - place, slot) for slot in rule.slots)
            filled = tuple((index, slot) for index, slot in slots if index >= 0)
            end = len(codes[place : match.end()].rstrip(" "))
            return Found(rule, end, filled) if end else None
    return None


def with_shared_years(text: str, candidates: Iterable[Candidate], links: re.Pattern[str]) -> Iterator[Candidate]:
    """The candidates; a day or month without a year that is linked to one with a year takes that.

    `24 July until 26 November 1938`: `links` matches the end of a text in which a word links on.
    """
    last: Candidate | None = None
    for candidate in candidates:
        if last is not None:
            yield _in_year_of(last, candidate) if _is_linked(text, last, candidate, links) else last
        last = candidate
    if last is not None:
        yield last


def _is_linked(text: str, first: Candidate, second: Candidate, links: re.Pattern[str]) -> bool:
    return (
        second.start - first.end <= _LINK_CHARS
        and first.kind in ("date", "month")
        and "month" in first.slots
        and first.slots.values.keys().isdisjoint(("year", "unit", "rel", "shift"))
        and second.kind == "date"
        and {"year", "month"} <= second.slots.values.keys()
        and links.search(text[first.start : second.start].lower()) is not None
    )


def _in_year_of(first: Candidate, second: Candidate) -> Candidate:
    slots = first.slots
    values = {**slots.values, "year": second.slots.values["year"]}
    if "bc" in second.slots:
        values["bc"] = second.slots.values["bc"]
    classes = {**slots.classes, "year": second.slots.classes["year"]}
    return msgspec.structs.replace(first, kind="date", slots=Slots(values, classes))


_GLUED_LEFT = re.compile(r"[\w/\\@#_=$€£¥+]\Z")
_UNTIL = re.compile(r"[-–]\d\d?(?!\d)")
_GLUED_RIGHT = re.compile(r"[\w\\@#_=$€£]|[/-]\w|\.\w")


def stands_alone(text: str, start: int, end: int, *, segmented: bool, is_time: bool = False) -> bool:
    """False inside a longer token: a name, a path, a sum of money. A time may have another behind a dash."""
    if segmented:
        return not (text[start - 1 : start].isascii() and text[start - 1 : start].isalnum())
    left = text[max(0, start - 1) : start]
    if left and _GLUED_LEFT.match(left):
        return False
    return text[end - 1] == "." or not _GLUED_RIGHT.match(text, end) or (is_time and bool(_UNTIL.match(text, end)))


def _is_full(entry: Entry | None) -> bool:
    return entry is not None and not _FULL.isdisjoint(entry.classes)


def _candidates(run: Run, start: int, found: Found) -> Iterator[Candidate]:
    """The candidate of a match; where it shares a part with other days, months or years, one for each."""
    end = start + found.end
    if found.end > 1 and run.codes[end - 1] == "." and _is_full(run.entries[end - 2]):
        end -= 1  # the dot ends the sentence
    values: dict[str, str] = {}
    classes: dict[str, str] = {}
    places: dict[str, int] = {}
    shared: list[tuple[int, str, str]] = []
    for index, slot in found.slots:
        name, value = _meaning(run, start + index, slot)
        if slot.name in _SHARED:
            shared.append((start + index, name, value))
            continue
        key = slot.name or _UNITS.get(name, name)
        key = key if key not in values else key + "2"
        values[key], classes[key], places[key] = value, name, start + index
    own, ahead = Slots(values, classes), _is_ahead(run, start)
    kind = found.rule.kind
    if shared:
        yield from _siblings(run, (start, end), kind, own, sorted(shared), places)
    else:
        yield Candidate(run.starts[start], run.starts[end], kind, own, ahead, run.starts[start])


def _siblings(
    run: Run, span: tuple[int, int], kind: str, own: Slots, shared: list[tuple[int, str, str]], places: dict[str, int]
) -> Iterator[Candidate]:
    """`5, 6 and 7 May`: a candidate for each shared part in front, then the whole one; or `May 5` and then `7`."""
    (start, end), ahead = span, _is_ahead(run, span[0])
    spans = []
    own_start, own_end = start, end
    for index, name, value in shared:
        if index < places[_key(name)]:
            spans.append((index, index + 1, _with(own, name, value)))
            own_start = _next_word(run, index + 1)
        else:
            spans.append((index, end, _with(own, name, value)))
            own_end = min(own_end, _last_word(run, index))
    spans.append((own_start, own_end, own))
    for first, last, slots in sorted(spans, key=lambda found: found[0]):
        yield Candidate(run.starts[first], run.starts[last], kind, slots, ahead, run.starts[start])


def _is_ahead(run: Run, start: int) -> bool:
    """True when a word in the run in front, or else a verb in front of the run, speaks of the future."""
    for index in range(start - 1, max(-1, start - _AHEAD_TOKENS), -1):
        entry = run.entries[index]
        if run.codes[index] in ".;!?":
            return False
        if entry is not None and "fut" in entry.classes:
            return True
    return run.ahead


def _key(name: str) -> str:
    """The slot that a shared part of this class takes."""
    return {"month": "month", "y4": "year", "y2": "year", "int": "year", "cy4": "year"}.get(name, "day")


def _with(slots: Slots, name: str, value: str) -> Slots:
    """The slots with another day, month or year."""
    key = _key(name)
    if name == "y2" and len(slots.text("year")) == 4:
        value = slots.text("year")[:2] + value
    return Slots({**slots.values, key: value}, {**slots.classes, key: "y4" if name == "y2" else name})


def _next_word(run: Run, index: int) -> int:
    """The first token from there on that is neither a space nor a word that links."""
    while run.codes[index] in " ,-." or (run.entries[index] is not None and _links(run, index)):
        index += 1
    return index


def _last_word(run: Run, index: int) -> int:
    while run.codes[index - 1] in " ,-/" or _links(run, index - 1):
        index -= 1
    return index


def _links(run: Run, index: int) -> bool:
    entry = run.entries[index]
    return entry is not None and not {"to", "and", "the"}.isdisjoint(entry.classes) and "d1" not in entry.classes


def _meaning(run: Run, index: int, slot: Slot) -> tuple[str, str]:
    entry = run.entries[index]
    classes = entry.classes if entry is not None else {}
    for name in slot.classes:
        if name in classes:
            return ("units" if name == "unit" and "units" in classes else name), classes[name]
    return slot.classes[0], ""
