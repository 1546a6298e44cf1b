"""Normalising text: unicode, quotes, white space and hard wraps, dates. Every change is an edit."""

from __future__ import annotations

from cleaner.config import Config
from cleaner.document import Edit


def normalize_steps(text: str, *, language: str, config: Config) -> tuple[tuple[Edit, ...], ...]:
    """The steps that normalise the text, in the order of `NORMALIZERS`, empty steps left out."""
    return ()
