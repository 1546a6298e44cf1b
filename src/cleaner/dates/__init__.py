"""Dates in running text: found by the tables of a language, typed and resolved as in TIMEX3."""

from __future__ import annotations

import re

from cleaner.dates.anchors import to_reference
from cleaner.dates.finder import find_candidates, lowered
from cleaner.dates.resolver import resolve
from cleaner.dates.tables import Table, languages, load
from cleaner.document import DateMention

_CLAUSE_CHARS = 60
"""Code points in front of a date in which a word such as `will` says that it lies ahead."""

_CLAUSE_START = re.compile(r"[.!?;\n](?=\s)")


def find_dates(text: str, *, language: str | None = None, reference_date: str | None = None) -> tuple[DateMention, ...]:
    """The dates, times and durations that the text mentions, in order and apart.

    `language` is an ISO 639-1 code; `None` means English, and a language without a table
    gives nothing. `reference_date` (ISO 8601, to the day, month or year) is the day the text
    was written: relative dates count from it, and dates without a year take the nearest one.
    Without it, what is not known stays `X` (`XXXX-05-27`). A numeric date that could be two
    days (`03/04/2025`) has the value `""`. Raises `ArgumentError` on a bad `reference_date`.

    >>> for mention in find_dates("On May 27, three weeks after 6 May 2025.", reference_date="2025-05-14"):
    ...     print(mention.text, mention.type, mention.value)
    May 27 DATE 2025-05-27
    three weeks DURATION P3W
    6 May 2025 DATE 2025-05-06
    """
    reference = to_reference(reference_date)
    primary = (language or "en").partition("-")[0].lower()
    if primary not in languages():
        return ()
    table = load(primary)
    mentions: list[DateMention] = []
    for candidate in find_candidates(text, table):
        meaning = resolve(candidate, table, reference, _lies_ahead(text, candidate.start, table))
        if meaning is not None:
            span = text[candidate.start : candidate.end]
            mentions.append(DateMention(candidate.start, candidate.end, span, meaning.type, meaning.value, meaning.mod))
    return tuple(mentions)


def _lies_ahead(text: str, start: int, table: Table) -> bool:
    clause = _CLAUSE_START.split(text[max(0, start - _CLAUSE_CHARS) : start])[-1]
    return table.future.search(lowered(clause)) is not None
