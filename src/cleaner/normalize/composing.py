"""One spelling for each character: Unicode's composed form, NFC (N103)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.inventory import class_of, composing, decomposing
from cleaner.normalize.replacing import minimal_edit

MOST_MARKS = 32
"""More combining marks in a row than Unicode's stream-safe text format allows (30)."""


def compose_characters(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Characters in Unicode's composed form, NFC.

    What: a letter followed by combining marks becomes the one character that means the same;
    marks come in their canonical order. Looks and meaning stay, in every script.

    Why: two spellings of one word are two words to a tokenizer, a search and a deduplicator.
    NFC, not NFKC: the compatibility forms (`²`, `½`, `ｶ`) do differ in meaning. Not where there
    are more marks on a letter than any language has: sorting a flood of them costs its square.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("cafe\\u0301", compose_characters) == "caf\\xe9"
    True

    Kept:
    >>> rewritten("10 m², ½ ｶ", compose_characters)
    '10 m², ½ ｶ'
    """
    if text.isascii():
        return
    composed: dict[str, str] = {}
    for match in _runs().finditer(text):
        start = max(0, match.start() - 1)  # with the letter that the marks stand on
        cluster = text[start : match.end()]
        if cluster not in composed:
            composed[cluster] = _composed(cluster)
        if composed[cluster] != cluster:
            yield from minimal_edit(start, cluster, composed[cluster], "N103")


@cache
def _runs() -> re.Pattern[str]:
    """Runs of all that NFC may change, move or merge with the character in front of the run."""
    return re.compile(f"[{class_of(composing() | decomposing())}]+")


def _composed(cluster: str) -> str:
    if len(cluster) > MOST_MARKS and sum(map(bool, map(unicodedata.combining, cluster))) >= MOST_MARKS:
        return cluster
    return unicodedata.normalize("NFC", cluster)
