"""The tagger's third reading: each unit beside its surroundings, once all units are scored.

The networks' scores are laid out as a table: the scores of the neighbours, of windows of
several widths, of the block (between blank lines), of the run of units of like shape, of all
units of the document that are built alike; the place of the unit relative to the strong
content; how the words it shares with other units were scored; the document as a whole. From
HTML, the unit's place in the tree is added, and the scores of its containers and of all units
that stand in the same kind of place. A forest of decision trees (`trees.py`) reads one row of
it for each unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import IntArray
from cleaner.chrome.features import SURFACE_NAMES, Batch
from cleaner.chrome.structure import STRUCTURE_NAMES, Structure
from cleaner.chrome.titles import TITLE_NAMES

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[Any]

STRONG, STRONG_WORDS = 0.8, 8  # a unit scored so and so long is strong content
_NEIGHBOURS = (1, 2, 3)
_WINDOWS = (2, 5, 10, 20, 40)
_NEIGHBOUR_SURFACE = ("length in words", "ends like a sentence", "capitalised words", "starts with a bullet")

CONTEXT_NAMES: tuple[str, ...] = (
    "own score",
    *(f"score {step} above" for step in _NEIGHBOURS),
    *(f"score {step} below" for step in _NEIGHBOURS),
    *(f"mean score within {reach}" for reach in _WINDOWS),
    "rank of the score",
    "from the first strong unit", "to the last strong unit", "between strong units",
    "strong unit above", "strong unit below", "content above", "content below",
    "mean score of the block", "units of the block", "words of the block",
    "mean score of the block above", "mean score of the block below",
    "mean score of the run", "units of the run",
    "mean score of units that start alike", "units that start alike",
    "mean score of units that end alike", "units that end alike",
    "mean score of units shaped alike", "units shaped alike",
    "words shared with content", "words shared with chrome", "words in strong units",
    "words in the first units",
    *(f"{name}, {step} above" for step in (1, 2) for name in _NEIGHBOUR_SURFACE),
    *(f"{name}, {step} below" for step in (1, 2) for name in _NEIGHBOUR_SURFACE),
    "document: mean score", "document: units scored as content", "document: strong units",
    "document: whole page",
)  # fmt: skip
"""What each column behind the surface features measures; the page types' chances follow."""


STRUCTURE_CONTEXT_NAMES: tuple[str, ...] = (
    *(
        f"{place} container: {what}"
        for place in ("inner", "middle", "outer")
        for what in ("mean score", "units", "share of the content", "share of the words", "words in strong units")
    ),
    "mean score of units with the tag path", "units with the tag path",
    "mean score of units that look alike", "units that look alike",
    "mean score of the look above", "mean score of the look below",
)  # fmt: skip
"""What each column behind those of `STRUCTURE_NAMES` and `TITLE_NAMES` measures; all follow the page types."""


class Readings(msgspec.Struct, frozen=True, gc=False):
    """What the networks said of a batch: `logits` (units,), `whole_page` (documents,) in [0, 1],
    `page_types` (documents, types), chances that sum to 1."""

    logits: Floats
    whole_page: Floats
    page_types: Floats


def context_features(batch: Batch, readings: Readings) -> Floats:
    """The rows that the trees read: float32 (units, surface + context + page types), from HTML also + structure."""
    view = _View.of(batch, readings)
    surface, context, types = len(SURFACE_NAMES), len(CONTEXT_NAMES), readings.page_types.shape[1]
    structure = len(STRUCTURE_NAMES) + len(TITLE_NAMES) + len(STRUCTURE_CONTEXT_NAMES) if batch.structure else 0
    rows = np.empty((len(view.score), surface + context + types + structure), np.float32)
    rows[:, :surface] = batch.surface
    parts = (_neighbours, _places, _groups, _words, _around, _document)
    columns = (column for part in parts for column in part(view))
    for place, column in zip(range(surface, surface + context), columns, strict=True):
        rows[:, place] = column
    rows[:, surface + context : surface + context + types] = readings.page_types[view.document]
    if batch.structure:
        first = surface + context + types
        behind = first + len(STRUCTURE_NAMES) + len(TITLE_NAMES)
        rows[:, first : first + len(STRUCTURE_NAMES)] = batch.structure.columns
        rows[:, first + len(STRUCTURE_NAMES) : behind] = batch.structure.titles
        for place, column in zip(range(behind, rows.shape[1]), _tree_groups(view, batch.structure), strict=True):
            rows[:, place] = column
    return rows


class _View(msgspec.Struct, frozen=True, gc=False):
    batch: Batch
    readings: Readings
    score: Doubles  # (units,) probability
    words: IntArray  # (units,) number of words
    weight: Doubles  # (units,) square root of it
    document: IntArray  # (units,)
    first: IntArray  # (units,) first unit of the unit's document
    last: IntArray  # (units,) last unit of it

    @classmethod
    def of(cls, batch: Batch, readings: Readings) -> _View:
        sizes = np.diff(batch.document_starts)
        words = np.diff(batch.word_starts)
        score = 1 / (1 + np.exp(-np.clip(readings.logits.astype(np.float64), -30, 30)))
        return cls(
            batch,
            readings,
            # Binary fractions: sums and differences of them are exact, in any order and batch.
            np.rint(score * 65536) / 65536,
            words,
            np.rint(np.sqrt(np.maximum(words, 1)) * 256) / 256,
            np.repeat(np.arange(len(sizes)), sizes),
            np.repeat(batch.document_starts[:-1], sizes),
            np.repeat(batch.document_starts[1:] - 1, sizes),
        )

    def shifted(self, values: npt.NDArray[np.generic], step: int, missing: float) -> Doubles:
        """The value of the unit `step` below (negative: above); `missing` past the document's edge."""
        index = np.arange(len(self.score)) + step
        inside = (index >= self.first) & (index <= self.last)
        return np.where(inside, values[np.clip(index, 0, max(len(values) - 1, 0))], missing)

    def grouped(self, group: IntArray) -> tuple[Doubles, IntArray]:
        """For each unit: the weighted mean score of its group, and the group's units."""
        count = int(group.max(initial=-1)) + 1
        mass = np.bincount(group, self.score * self.weight, minlength=count)
        total = np.bincount(group, self.weight, minlength=count)
        return (mass / np.maximum(total, 1e-9))[group], np.bincount(group, minlength=count)[group]

    def grouped_others(self, group: IntArray) -> tuple[Doubles, Doubles]:
        """The same without the unit itself: -1 for a unit that is alone, and the others' number (log)."""
        count = int(group.max(initial=-1)) + 1
        mass = np.bincount(group, self.score, minlength=count)[group] - self.score
        others = np.bincount(group, minlength=count)[group] - 1
        return np.where(others > 0, mass / np.maximum(others, 1), -1.0), np.log1p(others)


def _neighbours(view: _View) -> Iterator[Doubles]:
    logits = view.readings.logits
    yield logits.astype(np.float64)
    for sign in (-1, 1):
        for step in _NEIGHBOURS:
            yield view.shifted(logits, sign * step, -9.0)
    index = np.arange(len(logits))
    mass = np.concatenate(([0.0], np.cumsum(view.score * view.weight)))
    total = np.concatenate(([0.0], np.cumsum(view.weight)))
    for reach in _WINDOWS:
        start, end = np.maximum(index - reach, view.first), np.minimum(index + reach, view.last) + 1
        yield (mass[end] - mass[start]) / (total[end] - total[start])
    order = np.lexsort((view.score, view.document))
    rank = np.empty(len(order), np.int64)
    rank[order] = index
    yield (rank - view.first) / np.maximum(view.last - view.first, 1)


def _places(view: _View) -> Iterator[Doubles]:
    index = np.arange(len(view.score))
    strong = (view.score > STRONG) & (view.words >= STRONG_WORDS)
    above = np.maximum.accumulate(np.where(strong, index, -1)) if len(index) else index
    above_inside = above >= view.first
    below = np.minimum.accumulate(np.where(strong, index, len(index))[::-1])[::-1] if len(index) else index
    below_inside = below <= view.last
    first_strong = below[view.first]
    last_strong = above[view.last]
    has = first_strong <= view.last

    def distance(values: IntArray) -> Doubles:
        return np.copysign(np.log1p(np.abs(values)), values)

    yield np.where(has, distance(index - first_strong), -9.0)
    yield np.where(has, distance(last_strong - index), -9.0)
    yield (has & (index >= first_strong) & (index <= last_strong)).astype(np.float64)
    yield np.where(above_inside, np.log1p(index - above), 9.0)
    yield np.where(below_inside, np.log1p(below - index), 9.0)
    content = np.concatenate(([0.0], np.cumsum(view.score * view.words)))
    yield np.log1p(content[index] - content[view.first])
    yield np.log1p(content[view.last + 1] - content[index + 1])


def _groups(view: _View) -> Iterator[Doubles]:
    surface, batch = view.batch.surface, view.batch
    index = np.arange(len(view.score))
    starts_document = index == view.first
    blank_before = surface[:, _BLANK] + surface[:, _BLANKS] > 0
    block = np.cumsum(blank_before | starts_document) - 1
    mean, units = view.grouped(block)
    yield mean
    yield np.log1p(units)
    yield np.log1p(np.bincount(block, view.words)[block]) if len(block) else mean
    by_block = np.bincount(block, mean)[: block.max(initial=-1) + 1] / np.maximum(np.bincount(block), 1)
    owner = view.document[np.flatnonzero(blank_before | starts_document)] if len(block) else block
    for step in (-1, 1):
        other = block + step
        inside = (other >= 0) & (other < len(owner))
        other = np.clip(other, 0, max(len(owner) - 1, 0))
        yield np.where(inside & (owner[other] == view.document), by_block[other], -1.0)
    run = np.cumsum((surface[:, _ALIKE] == 0) | starts_document) - 1
    mean, units = view.grouped(run)
    yield mean
    yield np.log1p(units)
    has_words = view.words > 0
    first_word = np.where(has_words, batch.word_starts[:-1], 0)
    last_word = np.where(has_words, batch.word_starts[1:] - 1, 0)
    shape = np.rint(surface[:, _SHAPE_COLUMNS] * 4).astype(np.int64) @ (9 ** np.arange(len(_SHAPE_COLUMNS)))
    for key in (_types_at(batch, first_word), _types_at(batch, last_word), shape * 1000003 + view.document):
        _, group = np.unique(np.where(has_words, key, -1 - index), return_inverse=True)
        yield from view.grouped_others(group)


def _types_at(batch: Batch, at: IntArray) -> IntArray:
    return batch.types[at] if len(batch.types) else np.zeros(len(at), np.int64)


def _words(view: _View) -> Iterator[Doubles]:
    types, units = view.batch.types, len(view.score)
    unit_of_word = np.repeat(np.arange(units), view.words)
    own = view.score[unit_of_word]
    content = np.maximum(np.bincount(types, own)[types] - own, 0) if len(types) else own
    seen = np.bincount(types)[types] - 1.0 if len(types) else own
    strong = (view.score > STRONG) & (view.words >= STRONG_WORDS)
    in_strong = np.bincount(types, strong[unit_of_word])[types] - strong[unit_of_word] if len(types) else own
    early = (np.arange(units) - view.first < 3)[unit_of_word]
    in_early = np.bincount(types, early)[types] - early if len(types) else own
    # A word is the rarer in the document the more it says.
    rarity = 1 / (1 + seen)
    norm = np.bincount(unit_of_word, rarity, minlength=units) + 1e-9
    for values in (content / (seen + 1), (seen - content) / (seen + 1), in_strong > 0, in_early > 0):
        yield np.bincount(unit_of_word, values * rarity, minlength=units) / norm


def _around(view: _View) -> Iterator[Doubles]:
    for sign in (-1, 1):
        for step in (1, 2):
            for column in _NEIGHBOUR_COLUMNS:
                yield view.shifted(view.batch.surface[:, column], sign * step, -1.0)


def _document(view: _View) -> Iterator[Doubles]:
    strong = (view.score > STRONG) & (view.words >= STRONG_WORDS)
    mean, units = view.grouped(view.document)
    yield mean
    documents = len(view.batch.document_starts) - 1
    for flags in (view.score > 0.5, strong):
        yield np.bincount(view.document, flags, minlength=documents)[view.document] / np.maximum(units, 1)
    yield view.readings.whole_page[view.document].astype(np.float64)


def _totals(group: IntArray, values: Doubles) -> Doubles:
    """For each unit the sum of its group's values."""
    return np.bincount(group, values)[group] if len(group) else values


def _tree_groups(view: _View, places: Structure) -> Iterator[Doubles]:
    *containers, path, look = (np.unique(group, return_inverse=True)[1] for group in places.groups.T)
    strong = (view.score > STRONG) & (view.words >= STRONG_WORDS)
    content = view.score * view.words
    for container in containers:
        mean, units = view.grouped(container)
        yield mean
        yield np.log1p(units)
        words = _totals(container, view.words)
        yield _totals(container, content) / np.maximum(_totals(view.document, content), 1e-9)
        yield words / np.maximum(_totals(view.document, view.words), 1)
        yield _totals(container, np.where(strong, view.words, 0)) / np.maximum(words, 1)
    for group in (path, look):
        yield from view.grouped_others(group)
    mean, _ = view.grouped(look)
    index = np.arange(len(look))
    changes = np.concatenate(([True], look[1:] != look[:-1])) | (index == view.first)
    run = np.cumsum(changes) - 1  # the run of units of one look that a unit is in
    starts = np.flatnonzero(changes)
    ends = np.concatenate((starts[1:], [len(look)]))
    above, below = starts[run] - 1, ends[run]
    for other in (above, below):
        inside = (other >= view.first) & (other <= view.last)
        yield np.where(inside, mean[np.clip(other, 0, max(len(mean) - 1, 0))], -1.0)


_BLANK = SURFACE_NAMES.index("blank line before")
_BLANKS = SURFACE_NAMES.index("several blank lines before")
_ALIKE = SURFACE_NAMES.index("shaped like above")
_NEIGHBOUR_COLUMNS = tuple(SURFACE_NAMES.index(name) for name in _NEIGHBOUR_SURFACE)
_SHAPE_COLUMNS = tuple(
    SURFACE_NAMES.index(name)
    for name in ("length in words", "ends like a sentence", "ends cut off", "ends with a digit", "starts upper-case",
                 "starts with a digit", "starts with a bullet", "indentation")
)  # fmt: skip
