"""How a unit of a page relates to the title and description that the page's head gives it.

The headline stands where the content begins, and a page that repeats its description in the
text marks content with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.chrome.characters import FloatArray, HashArray, IntArray
from cleaner.chrome.counts import Units, count_units
from cleaner.document import Line

TITLE_NAMES = (
    "words that the title has", "words of the title that it has",
    "words that the description has", "words of the description that it has",
    "below the title", "title on the page", "above the title",
)  # fmt: skip
"""What each column of `Structure.titles` measures, in words."""

_FIELDS = ("title", "description")
_MAX_CHARS = 1000  # of a title or description: longer ones are no such thing
_SURE = 0.4
"""A line is the title when the share of its words that the title has, times the title's that it has, is above."""


def title_columns(documents: Sequence[Units], words: HashArray, word_starts: IntArray) -> FloatArray:
    """The columns, float32 (units, len(TITLE_NAMES)); zeros where the head says nothing.

    `words`: the hashes of the units' words, unit after unit; `word_starts`: where each unit's begin.
    """
    unit_starts = np.cumsum([0, *(len(document.spans) for document in documents)])
    columns = np.zeros((unit_starts[-1], len(TITLE_NAMES)), np.float32)
    for number, field, known in _said(documents):
        first, last = unit_starts[number], unit_starts[number + 1]
        starts = word_starts[first : last + 1]
        own = words[starts[0] : starts[-1]]
        place = np.minimum(np.searchsorted(known, own), len(known) - 1)
        running = np.concatenate(([0], np.cumsum(known[place] == own)))
        found = running[starts[1:] - starts[0]] - running[starts[:-1] - starts[0]]
        share = found / np.maximum(np.diff(starts), 1)
        covered = np.minimum(found / len(known), 1)
        columns[first:last, 2 * field] = share
        columns[first:last, 2 * field + 1] = covered
        if _FIELDS[field] == "title":
            lines = documents[number].lines or ()
            columns[first:last, 4:] = _places(share * covered, _levels(lines)[documents[number].spans[:, 2]])
    return columns


def _said(documents: Sequence[Units]) -> Iterator[tuple[int, int, HashArray]]:
    """What the heads say: the document's number, the field's, and the sorted hashes of its words."""
    said = [
        (number, field, value[:_MAX_CHARS])
        for number, document in enumerate(documents)
        for field, name in enumerate(_FIELDS)
        if len(document.spans) and (value := document.head.get(name, "")).strip()
    ]
    ends = np.cumsum([len(value) + 1 for _, _, value in said], dtype=np.int64) - 1
    lengths = np.array([len(value) for _, _, value in said], np.int64)
    spans = np.stack((ends - lengths, ends, np.arange(len(said))), axis=1)
    counts = count_units([Units("\n".join(value for _, _, value in said), spans)])
    starts = np.cumsum([0, *counts.word_counts.tolist()])
    for index, (number, field, _) in enumerate(said):
        known = np.unique(counts.words[starts[index] : starts[index + 1]])
        if len(known):
            yield number, field, known


def _levels(lines: Sequence[Line]) -> IntArray:
    """The level of each line that is a heading, 0 of others."""
    return np.array([line.level if line.kind == "heading" else 0 for line in lines], np.int64)


def _places(fit: FloatArray, levels: IntArray) -> FloatArray:
    """How far below the title each unit of a document stands, whether it has one, and how far above; (units, 3).

    The title is the line that fits best; main headings come before other headings, these before other lines.
    """
    rank = np.where(fit > _SURE, fit * (1 + 2 * (levels == 1) + (levels > 1)), 0)
    best = int(rank.argmax())
    places = np.zeros((len(fit), 3), np.float32)
    if rank[best] > 0:
        distance = np.arange(len(fit)) - best
        places[:, 0] = np.log1p(np.maximum(distance, 0)) / 5
        places[:, 1] = 1
        places[:, 2] = np.log1p(np.maximum(-distance, 0)) / 5
    return places
