"""Dates in running text: found, typed, resolved."""

from __future__ import annotations

from cleaner.document import DateMention


def find_dates(
    text: str, *, language: str | None = None, reference_date: str | None = None
) -> tuple[DateMention, ...]:
    """The date expressions in the text, in order."""
    return ()
