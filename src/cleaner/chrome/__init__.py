"""Finding page chrome: rules and the trained line tagger give evidence, `decide` weighs it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.config import Config
from cleaner.document import Document, Finding


def find_chrome(documents: Sequence[Document], config: Config) -> list[tuple[Finding, ...]]:
    """The findings of all chrome rules and of the line tagger, for each document in order."""
    return [() for _ in documents]
