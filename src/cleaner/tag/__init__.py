"""Tagging: what the document says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.config import Config
from cleaner.document import Document, Finding, Metadata


def tag(
    document: Document, findings: Sequence[Finding], *, language: str, language_score: float, config: Config
) -> Metadata:
    """The document's metadata."""
    return Metadata(language=language, language_score=language_score)
