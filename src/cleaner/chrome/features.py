"""What the tagger sees of each unit (line or segment) of a text, for all units of a batch at once.

Three kinds of evidence: *surface* features (lengths, character classes, punctuation, place
in the document, repetition) that hold in any language and script, computed here from the
counts of `counts.py`; hashed *n-grams* of words (of single characters in scripts without
spaces), `grams.py`; and, from HTML, the unit's place in the tree, `structure.py`. Results for
a document do not depend on the other documents of the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import (
    BAR,
    BRACKET,
    CLASS_COUNT,
    COLON,
    COMMA,
    DASH,
    DIGIT,
    FINAL,
    IDEO,
    LOWER,
    MULTIPLIER,
    OTHER,
    QUOTE,
    SIGN,
    SPACE,
    SYMBOL,
    UPPER,
    WORD_HASHED_CHARS,
    FloatArray,
    HashArray,
    IntArray,
    powers,
)
from cleaner.chrome.counts import Counts, Units, count_units
from cleaner.chrome.grams import sum_by_unit
from cleaner.chrome.structure import Structure, structure

FEATURES_VERSION = 5
"""Raised with every change of what is computed here; weights are trained for one version."""


class Batch(msgspec.Struct, frozen=True, gc=False):
    """The features of all units of some documents.

    `surface`: float32 (units, len(SURFACE_NAMES)). `words`: uint64 hashes of the units'
    words, unit after unit; `word_starts`: int64 (units + 1), where each unit's begin.
    `types`: int64 (words), equal for equal words of one document and for no others.
    `document_starts`: int64 (documents + 1), the first unit of each document. `structure`:
    the units' places in the HTML tree; `None` for plain text.
    """

    surface: FloatArray
    words: HashArray
    word_starts: IntArray
    types: IntArray
    document_starts: IntArray
    structure: Structure | None = None


SURFACE_NAMES = (
    "length in characters", "length in words", "mean word length", "capital letters", "capitalised words",
    "words in capitals", "digits", "numbers among words", "sentence ends", "commas", "colons", "quotes", "brackets",
    "dashes", "bars and bullets", "signs", "symbols", "ideographs", "letters without case",
    "ends like a sentence", "ends with a comma", "ends with a colon", "ends with a quote or bracket",
    "ends with a digit", "ends with a bar", "ends with a word", "ends cut off",
    "starts lower-case", "starts upper-case", "starts with a digit", "starts with a bullet",
    "starts with a quote or bracket", "starts with an uncased letter",
    "same line as before", "line break before", "blank line before", "several blank lines before",
    "blank line after", "indentation", "part of a long line", "place in the line",
    "place in the document", "units above", "units below", "repeated in the document",
    "words seen elsewhere", "words seen often", "length differs from above", "length differs from below",
    "shaped like above", "shaped like below", "run of like shapes",
    "document: units", "document: words", "document: words a unit", "document: prose", "document: ideographs",
    "document: blank lines", "document: sentence ends",
)  # fmt: skip
"""What each column of `Batch.surface` measures, in words (`explain` prints them)."""


def features(documents: Sequence[Units]) -> Batch:
    """The features of all units of the documents, in order: all from HTML (their lines know places) or none."""
    counts = [len(document.spans) for document in documents]
    document_starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    raw = count_units(documents)
    word_starts = np.concatenate(([0], np.cumsum(raw.word_counts, dtype=np.int64)))
    types = _types(raw.words, word_starts, document_starts)
    surface = _surface(raw, word_starts, types, document_starts)
    of_html = any(document.lines is not None for document in documents)
    places = structure(documents, raw.words, word_starts) if of_html else None
    return Batch(surface, raw.words, word_starts, types, document_starts, places)


def _types(words: HashArray, word_starts: IntArray, document_starts: IntArray) -> IntArray:
    document_words = np.diff(word_starts[document_starts])
    salt = np.repeat(np.arange(len(document_words), dtype=np.uint64), document_words)
    _, types = np.unique(words + salt * np.uint64(MULTIPLIER), return_inverse=True)
    return types.astype(np.int64)


def _surface(raw: Counts, word_starts: IntArray, types: IntArray, document_starts: IntArray) -> FloatArray:
    units = len(raw.spans)
    columns = np.zeros((units, len(SURFACE_NAMES)), np.float32)
    if units:
        parts = (
            *_counts(raw),
            *_ends(raw),
            *_places(raw, document_starts),
            *_repeats(raw, word_starts, types, document_starts),
            *_shapes(raw, document_starts),
            *_totals(raw, document_starts),
        )
        for column, part in enumerate(parts):
            columns[:, column] = part
    return columns


Column = npt.NDArray[Any]


def _counts(raw: Counts) -> tuple[Column, ...]:
    by_class = raw.classes.astype(np.float64)
    characters = np.maximum(by_class[:, :SPACE].sum(1) + by_class[:, FINAL:].sum(1), 1)
    letters = np.maximum(by_class[:, [LOWER, UPPER]].sum(1), 1)
    words = np.maximum(raw.word_counts, 1)
    word_characters = by_class[:, : DIGIT + 1].sum(1)

    def rate(kind: int, scale: float) -> Column:
        return np.minimum(by_class[:, kind] / words * scale, 1.5)

    return (
        np.log1p(characters) / 6,
        np.log1p(raw.word_counts) / 4,
        np.minimum(word_characters / words / 10, 2),
        by_class[:, UPPER] / letters,
        raw.capitalised / words,
        raw.all_capitals / words,
        by_class[:, DIGIT] / characters,
        raw.numbers / words,
        rate(FINAL, 4),
        rate(COMMA, 4),
        rate(COLON, 4),
        rate(QUOTE, 3),
        rate(BRACKET, 3),
        rate(DASH, 3),
        rate(BAR, 2),
        rate(SIGN, 2),
        rate(SYMBOL, 2),
        by_class[:, IDEO] / characters,
        by_class[:, OTHER] / characters,
    )


def _ends(raw: Counts) -> tuple[Column, ...]:
    last, first = raw.last, raw.first

    def one(flags: npt.NDArray[np.bool_]) -> Column:
        return flags.astype(np.float64)

    return (
        one((last == FINAL) & (raw.cut_off == 0)),
        one(last == COMMA),
        one(last == COLON),
        one((last == QUOTE) | (last == BRACKET)),
        one(last == DIGIT),
        one((last == BAR) | (last == DASH)),
        one(last < DIGIT),
        one(raw.cut_off == 1),
        one(first == LOWER),
        one(first == UPPER),
        one(first == DIGIT),
        one((first == BAR) | (first == DASH)),
        one((first == QUOTE) | (first == BRACKET)),
        one((first == OTHER) | (first == IDEO)),
    )


def _places(raw: Counts, document_starts: IntArray) -> tuple[Column, ...]:
    units = len(raw.spans)
    line = raw.spans[:, 2]
    is_first = np.zeros(units, np.bool_)
    is_first[document_starts[:-1][np.diff(document_starts) > 0]] = True
    same_line = np.concatenate(([False], line[1:] == line[:-1])) & ~is_first
    breaks_before = np.concatenate(([0], raw.breaks_after[:-1]))
    breaks_before[is_first] = 1
    line_starts = np.flatnonzero(~same_line)
    units_in_line = np.diff(line_starts, append=units)
    place_in_line = np.arange(units) - np.repeat(line_starts, units_in_line)
    long_line = np.repeat(units_in_line, units_in_line)
    document_units = np.diff(document_starts)
    total = np.repeat(document_units, document_units)
    above = np.arange(units) - np.repeat(document_starts[:-1], document_units)
    indentation = np.minimum(np.log1p(np.maximum(raw.classes[:, SPACE] - raw.word_counts, 0)) / 3, 1.5)
    return (
        same_line.astype(np.float64),
        (~same_line & (breaks_before <= 1)).astype(np.float64),
        (~same_line & (breaks_before == 2)).astype(np.float64),
        (~same_line & (breaks_before > 2)).astype(np.float64),
        (raw.breaks_after > 1).astype(np.float64),
        indentation,
        (long_line > 1).astype(np.float64),
        place_in_line / long_line,
        above / total,
        np.log1p(above) / 7,
        np.log1p(total - 1 - above) / 7,
    )


def _repeats(raw: Counts, word_starts: IntArray, types: IntArray, document_starts: IntArray) -> tuple[Column, ...]:
    units = len(raw.spans)
    # A unit's own hash: its words' types, weighted by their place; equal units are repeats.
    unit_of_word = np.repeat(np.arange(units), raw.word_counts)
    place = np.arange(len(types)) - np.repeat(word_starts[:-1], raw.word_counts)
    mixed = (types.astype(np.uint64) + np.uint64(1)) * powers()[place % WORD_HASHED_CHARS]
    own = sum_by_unit(mixed, word_starts)
    document_units = np.diff(document_starts)
    own += np.repeat(np.arange(len(document_units), dtype=np.uint64), document_units) * np.uint64(MULTIPLIER)
    _, which, how_often = np.unique(own, return_inverse=True, return_counts=True)
    occurrences = np.bincount(types)[types]
    in_unit = np.maximum(raw.word_counts, 1)
    return (
        np.log(how_often[which]) / 3,
        np.bincount(unit_of_word, occurrences > 1, minlength=units) / in_unit,
        np.bincount(unit_of_word, np.minimum(np.log(occurrences) / 4, 1.5), minlength=units) / in_unit,
    )


def _shapes(raw: Counts, document_starts: IntArray) -> tuple[Column, ...]:
    size = np.log1p(raw.spans[:, 1] - raw.spans[:, 0])
    change = np.minimum(np.abs(np.diff(size)), 3) / 3
    shape = raw.first * CLASS_COUNT + raw.last
    alike = (shape[1:] == shape[:-1]) & (np.abs(np.diff(size)) < 0.7)
    inner = document_starts[1:-1]
    inner = inner[(inner > 0) & (inner < len(size))]
    change[inner - 1], alike[inner - 1] = 1, False
    run_starts = np.flatnonzero(np.concatenate(([True], ~alike)))
    run = np.diff(run_starts, append=len(size))
    return (
        np.concatenate(([1], change)),
        np.concatenate((change, [1])),
        np.concatenate(([0], alike)),
        np.concatenate((alike, [0])),
        np.minimum(np.log(np.repeat(run, run)) / 4, 1.5),
    )


def _totals(raw: Counts, document_starts: IntArray) -> tuple[Column, ...]:
    document_units = np.diff(document_starts)
    unit_document = np.repeat(np.arange(len(document_units)), document_units)

    def total(values: npt.NDArray[np.generic]) -> Column:
        return np.bincount(unit_document, values, minlength=len(document_units))

    words = np.maximum(total(raw.word_counts), 1)
    units = np.maximum(document_units, 1)
    prose = (raw.last == FINAL) & (raw.spans[:, 1] - raw.spans[:, 0] > 40)
    characters = np.maximum(total(raw.spans[:, 1] - raw.spans[:, 0]), 1)
    columns = (
        np.log1p(document_units) / 7,
        np.log1p(words) / 9,
        np.minimum(words / units / 20, 2),
        total(np.where(prose, raw.word_counts, 0)) / words,
        total(raw.classes[:, IDEO]) / characters,
        total(raw.breaks_after > 1) / units,
        np.minimum(total(raw.classes[:, FINAL]) / words * 10, 1.5),
    )
    return tuple(column[unit_document] for column in columns)
