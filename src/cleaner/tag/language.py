"""The language of a document."""

from __future__ import annotations


def detect_language(text: str) -> tuple[str, float]:
    """The language code and its probability."""
    return "", 0.0
