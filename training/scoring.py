"""Word F1 as WCXB publishes it: multisets of lower-cased `\\w+`, one figure a page."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"\w+")


def words_of(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def word_f1(predicted: Counter[str], gold: Counter[str]) -> tuple[float, float, float]:
    """F1, precision, recall. Nothing predicted where nothing is gold is right: 1.0."""
    if not predicted and not gold:
        return 1.0, 1.0, 1.0
    overlap = sum((predicted & gold).values())
    if not overlap:
        return 0.0, 0.0, 0.0
    precision, recall = overlap / sum(predicted.values()), overlap / sum(gold.values())
    return 2 * precision * recall / (precision + recall), precision, recall
