"""Where dates stand in a text: the rules of a table, tried near the words that trigger them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from cleaner.dates.tables import Rule, Table

_LOOK_BACK = 40
_LOOK_AHEAD = 32
"""Code points around a trigger in which the rest of its date stands: no form reaches further."""

_CUE_CHARS = 24
"""Code points in front of a date in which its cue ends."""


class Candidate(msgspec.Struct, frozen=True):
    """A span that reads like a date: the rule behind it and the text of each of its slots."""

    start: int
    end: int
    rule: Rule
    slots: dict[str, str]


def find_candidates(text: str, table: Table) -> Iterator[Candidate]:
    """The spans of the text that a rule of the table takes for a date, in order, apart.

    >>> from cleaner.dates.tables import load
    >>> [text.slots for text in find_candidates("Come on 5 May.", load("en"))]
    [{'day': '5', 'month': 'May'}]
    """
    done = 0
    lower = lowered(text)
    for low, high in _windows(lower, table.trigger):
        for match in table.pattern.finditer(lower, max(low, done), high):
            if match.end() < high or high == len(text) or not text[high - 1].isalnum():
                done = match.end()
                candidate = _candidate(text, match, table)
                if _holds(candidate, lower, table):
                    yield candidate


def find_explicit(text: str, table: Table) -> Iterator[Candidate]:
    """The spans that name a day in full: day, month in words, year.

    Searches only around numbers that can be years, so that a text without costs one scan.
    """
    done = 0
    lower = lowered(text)
    for year in _YEARS.finditer(text):
        if year.start() < done:
            continue
        low, high = max(done, year.start() - _LOOK_BACK), min(len(text), year.end() + _LOOK_AHEAD)
        if not table.month.search(lower, low, high):
            continue
        for match in table.explicit.finditer(lower, low, high):
            candidate = _candidate(text, match, table)
            if _has_capitals(candidate, table):
                done = match.end()
                yield candidate


_YEARS = re.compile(r"(?<![\d/@#_-])(?:1[5-9]|20)\d\d(?![\w/@#_])")


def _windows(text: str, trigger: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Spans around the triggers, joined where they touch."""
    low = high = -1
    for match in trigger.finditer(text):
        start, end = match.start() - _LOOK_BACK, match.end() + _LOOK_AHEAD
        if start > high:
            if high >= 0:
                yield max(low, 0), min(high, len(text))
            low = start
        high = end
    if high >= 0:
        yield max(low, 0), min(high, len(text))


def lowered(text: str) -> str:
    """The text in lower case, every character at its place.

    >>> lowered("İn MAY")
    'in may'
    """
    return text.replace("İ", "i").lower()  # the one letter whose lower case is two characters


def _candidate(text: str, match: re.Match[str], table: Table) -> Candidate:
    rule = match.lastgroup or ""
    spans = ((slot, *match.span(group)) for group, slot in table.slots[rule])
    slots = {slot: text[start:end] for slot, start, end in spans if start >= 0}
    return Candidate(match.start(), match.end(), table.vocabulary.rule[int(rule[1:])], slots)


def _holds(candidate: Candidate, lower: str, table: Table) -> bool:
    """True when the candidate's names have their capitals and its cue stands in front."""
    if not _has_capitals(candidate, table):
        return False
    rule = candidate.rule
    if not rule.cue:
        return True
    month = candidate.slots.get("month", "").rstrip(".").lower()
    if month and month not in table.vocabulary.names.needs_cue:
        return len(month) > 3 and candidate.slots["month"][:1].isupper()
    return table.cues[rule.cue].search(lower, max(0, candidate.start - _CUE_CHARS), candidate.start) is not None


def _has_capitals(candidate: Candidate, table: Table) -> bool:
    for slot in ("month", "weekday"):
        name = candidate.slots.get(slot, "")
        if name.rstrip(".").lower() in table.vocabulary.names.capital and not name[:1].isupper():
            return False
    return True
