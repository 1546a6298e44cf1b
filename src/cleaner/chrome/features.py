"""What the tagger sees of each unit (line or segment) of a text, for all units of a batch at once.

Two kinds of evidence: *surface* features (lengths, character classes, punctuation, place
in the document, repetition) that hold in any language and script, and hashed *n-grams* of
words (of single characters in scripts without spaces). Everything is computed with NumPy
over the code points of the whole batch: code points → character classes (one table) →
word boundaries → word hashes (one `reduceat`) → counts for each unit (one `bincount`).
Results for a document do not depend on the other documents of the batch.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

FEATURES_VERSION = 3
"""Raised with every change of what is computed here; weights are trained for one version."""

IntArray = npt.NDArray[np.int64]
HashArray = npt.NDArray[np.uint64]
FloatArray = npt.NDArray[np.float32]

# Character classes. Word characters come first: `_CLASSES[c] <= _DIGIT` asks for one.
(_LOWER, _UPPER, _OTHER, _IDEO, _DIGIT, _SPACE, _BREAK, _FINAL, _COMMA, _COLON, _QUOTE, _BRACKET, _DASH, _BAR, _SIGN,
 _SYMBOL) = range(16)  # fmt: skip
CLASS_COUNT = 16

_SPECIAL = {
    _BREAK: "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
    _FINAL: ".!?…。！？؟۔।॥․‥⁇⁈⁉．｡",
    _COMMA: ",;،؛、，；､՝",
    _COLON: ":：",
    _QUOTE: "\"'`´‘’‚‛“”„‟«»‹›「」『』＂＇",
    _BRACKET: "()[]{}（）［］｛｝【】《》〈〉〔〕",
    _DASH: "-‐‑‒–—―−~＿_",
    _BAR: "|/\\•·►▶◄→←↑↓›»<>＞＜｜▼▲■□●○★☆✓✔✕×¦*+=^",
    _SIGN: "$€£¥₹₽₺₩%‰@#©®™§&№°",
}
# Scripts written without spaces: each character is a word of its own.
_IDEO_RANGES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF),
                (0x4E00, 0x9FFF), (0xF900, 0xFAFF))  # fmt: skip

_MULTIPLIER = 0x9E3779B97F4A7C15
_WORD_HASHED_CHARS = 32  # characters of a word that count for its hash
_CHUNK_CHARS = 1 << 17  # characters looked at in one go: arrays of this size stay in the cache


class Batch(msgspec.Struct, frozen=True, gc=False):
    """The features of all units of some documents.

    `surface`: float32 (units, len(SURFACE_NAMES)). `words`: uint64 hashes of the units'
    words, unit after unit; `word_starts`: int64 (units + 1), where each unit's begin.
    `types`: int64 (words), equal for equal words of one document and for no others.
    `document_starts`: int64 (documents + 1), the first unit of each document.
    """

    surface: FloatArray
    words: HashArray
    word_starts: IntArray
    types: IntArray
    document_starts: IntArray


class Units(msgspec.Struct, frozen=True, gc=False):
    """A text and the `(start, end, line index)` of its units, as int64 (units, 3)."""

    text: str
    spans: IntArray


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
    """The features of all units of the documents, in order."""
    counts = [len(document.spans) for document in documents]
    document_starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    chunks = [chunk for document in documents for chunk in _chunks(document)]
    raw = _Raw.join([_read_chunk(text, spans) for text, spans in chunks])
    word_starts = np.concatenate(([0], np.cumsum(raw.word_counts, dtype=np.int64)))
    types = _types(raw.words, word_starts, document_starts)
    surface = _surface(raw, word_starts, types, document_starts)
    return Batch(surface, raw.words, word_starts, types, document_starts)


HEAD_WORDS, TAIL_WORDS = 24, 12
"""N-grams are taken from so many words at a unit's start and end: the middle of long prose says little."""
WHOLE_UNIT_WORDS = 6
"""Units of up to this many words have one more n-gram: themselves."""

_K1, _K2 = np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_FIRST, _LAST, _WHOLE = np.uint64(0x27D4EB2F165667C5), np.uint64(0x85EBCA77C2B2AE63), np.uint64(0xA0761D6478BD642F)


class Grams(msgspec.Struct, frozen=True, gc=False):
    """Hashed n-grams of units as bucket numbers, int64, each in `range(buckets)`.

    `words` and `pairs`: unit after unit, of the words that count; unit i has
    `words[word_starts[i]:word_starts[i + 1]]`. `singles` (units, 3): first word, last word
    and the whole unit; `buckets` (an extra, empty bucket) where there is none.
    """

    words: IntArray
    word_starts: IntArray
    pairs: IntArray
    pair_starts: IntArray
    singles: IntArray


def grams(batch: Batch, buckets: int) -> Grams:
    """The hashed n-grams of the batch's units. `buckets` is a power of two."""
    counts = np.diff(batch.word_starts)
    units = len(counts)
    place = np.arange(len(batch.words)) - np.repeat(batch.word_starts[:-1], counts)
    from_end = np.repeat(counts, counts) - place
    kept = (place < HEAD_WORDS) | (from_end <= TAIL_WORDS)
    kept_counts = np.minimum(counts, HEAD_WORDS + TAIL_WORDS)
    words = batch.words[kept]
    word_starts = np.concatenate(([0], np.cumsum(kept_counts, dtype=np.int64)))
    same_unit = np.ones(max(len(words) - 1, 0), np.bool_)
    inner = word_starts[1:-1]
    same_unit[inner[(inner > 0) & (inner < len(words))] - 1] = False
    pairs = (words[:-1] * _K1 + words[1:] * _K2)[same_unit]
    pair_starts = np.concatenate(([0], np.cumsum(np.maximum(kept_counts - 1, 0), dtype=np.int64)))
    singles = np.full((units, 3), buckets, np.int64)
    filled = np.flatnonzero(kept_counts)
    singles[filled, 0] = _bucket(words[word_starts[filled]] * _FIRST, buckets)
    singles[filled, 1] = _bucket(words[word_starts[filled + 1] - 1] * _LAST, buckets)
    short = np.flatnonzero((kept_counts > 0) & (kept_counts <= WHOLE_UNIT_WORDS))
    in_order = words * _powers()[(np.arange(len(words)) - np.repeat(word_starts[:-1], kept_counts)) % WHOLE_UNIT_WORDS]
    singles[short, 2] = _bucket(_sum_by_unit(in_order, word_starts)[short] * _WHOLE, buckets)
    return Grams(_bucket(words, buckets), word_starts, _bucket(pairs, buckets), pair_starts, singles)


def word_buckets(batch: Batch, buckets: int) -> IntArray:
    """The bucket of every word of the batch, int64 (words,)."""
    return _bucket(batch.words, buckets)


def _bucket(hashes: HashArray, buckets: int) -> IntArray:
    """The upper bits of the remixed hashes: the lower bits of products mix badly."""
    mixed = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(_MULTIPLIER)
    return (mixed >> np.uint64(64 - buckets.bit_length() + 1)).astype(np.int64)


class _Raw(msgspec.Struct, gc=False):
    """Counts a unit, before any scaling. All arrays have one row a unit, but `words`."""

    classes: IntArray  # (units, CLASS_COUNT) characters of each class
    spans: IntArray  # (units, 3)
    first: IntArray  # class of the first character that is no space
    last: IntArray  # class of the last
    cut_off: IntArray  # 1 when the unit ends with "..." or "…"
    breaks_after: IntArray  # line breaks between the unit and the next
    word_counts: IntArray
    capitalised: IntArray  # words that begin with a capital
    all_capitals: IntArray  # words of two and more letters, all capitals
    numbers: IntArray  # words that begin with a digit
    words: HashArray

    @classmethod
    def join(cls, parts: Sequence[_Raw]) -> _Raw:
        if not parts:
            return _read_chunk("", np.zeros((0, 3), np.int64))
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__struct_fields__))


def _chunks(document: Units) -> list[tuple[str, IntArray]]:
    """The document in pieces of whole units, each with the gap behind it."""
    spans = document.spans
    if not len(spans):
        return []
    cuts = np.flatnonzero(np.diff(spans[:, 0] // _CHUNK_CHARS, prepend=-1)).tolist()
    cuts.append(len(spans))
    pieces = []
    for begin, end in itertools.pairwise(cuts):
        start = int(spans[begin, 0])
        stop = int(spans[end, 0]) if end < len(spans) else len(document.text)
        # Not more of a gap than needed: a megabyte of blank lines counts like a few.
        stop = min(stop, int(spans[end - 1, 1]) + 8)
        pieces.append((document.text[start:stop], spans[begin:end] - np.array([start, start, 0])))
    return pieces


def _read_chunk(text: str, spans: IntArray) -> _Raw:
    class_table, fold_table = _tables()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    clipped = np.minimum(points, len(class_table) - 1)
    classes = class_table[clipped]
    units, size = len(spans), len(points)
    starts = spans[:, 0]
    unit_of_char = np.repeat(np.arange(units, dtype=np.int32), np.diff(starts, append=size))
    counts = np.bincount(unit_of_char * CLASS_COUNT + classes, minlength=units * CLASS_COUNT)
    counts = counts.reshape(units, CLASS_COUNT)

    is_word = classes <= _DIGIT
    begins = np.empty(size, np.bool_)
    begins[:1] = is_word[:1]
    is_ideo = classes == _IDEO
    begins[1:] = is_word[1:] & (~is_word[:-1] | is_ideo[1:] | is_ideo[:-1])
    begins[starts] = is_word[starts]
    word_at = np.flatnonzero(begins)
    values = fold_table[clipped]
    values[~is_word] = 0
    words, lengths, capitals = _hash_words(values, classes, is_word, word_at)
    unit_of_word = unit_of_char[word_at]
    first_class = classes[word_at]

    def per_unit(mask: npt.NDArray[np.bool_]) -> IntArray:
        return np.bincount(unit_of_word[mask], minlength=units)

    first, last, cut_off, breaks = _edges(points, classes, spans)
    return _Raw(
        classes=counts,
        spans=spans,
        first=first,
        last=last,
        cut_off=cut_off,
        breaks_after=breaks,
        word_counts=np.bincount(unit_of_word, minlength=units),
        capitalised=per_unit(first_class == _UPPER),
        all_capitals=per_unit((capitals == lengths) & (lengths > 1)),
        numbers=per_unit(first_class == _DIGIT),
        words=words,
    )


def _hash_words(
    values: HashArray, classes: npt.NDArray[np.uint8], is_word: npt.NDArray[np.bool_], word_at: IntArray
) -> tuple[HashArray, IntArray, IntArray]:
    """Each word's hash, length and number of capitals. `values`: folded code points, 0 outside words."""
    if not len(word_at):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    begins = np.concatenate(([0], word_at)).astype(np.int32)  # characters before the first word: from 0
    sizes = np.diff(np.concatenate(([0], word_at, [len(values)])))
    offsets = np.arange(len(values), dtype=np.int32) - np.repeat(begins, sizes)
    powers = _powers()
    values = values * powers[np.minimum(offsets, _WORD_HASHED_CHARS - 1)]
    words = np.add.reduceat(values, word_at)
    words ^= words >> np.uint64(29)
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(32)
    lengths = np.add.reduceat(is_word.view(np.uint8), word_at, dtype=np.int64)
    capitals = np.add.reduceat((classes == _UPPER).view(np.uint8), word_at, dtype=np.int64)
    return words, lengths, capitals


def _edges(
    points: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8], spans: IntArray
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """First class, last class, whether cut off, and line breaks behind, for each unit."""
    size = len(points)
    index = np.arange(size, dtype=np.int64)
    solid = (classes != _SPACE) & (classes != _BREAK)
    following = np.where(solid, index, size)
    following = np.minimum.accumulate(following[::-1])[::-1]  # the next solid character
    previous = np.maximum.accumulate(np.where(solid, index, -1))  # the last solid one
    first = np.minimum(following[spans[:, 0]], size - 1) if size else spans[:, 0]
    last = np.maximum(previous[spans[:, 1] - 1], 0) if size else spans[:, 0]
    second_last, third_last = np.maximum(last - 1, 0), np.maximum(last - 2, 0)
    dot = ord(".")
    dots = (points[last] == dot) & (points[second_last] == dot) & (points[third_last] == dot)
    cut_off = dots | (points[last] == ord("…"))
    # CRLF is one break: a line feed counts, a carriage return only without one behind it.
    is_break = classes == _BREAK
    is_break[:-1] &= ~((points[:-1] == 13) & (points[1:] == 10))
    running = np.concatenate(([0], np.cumsum(is_break)))
    breaks = running[np.append(spans[1:, 0], size)] - running[spans[:, 1]]
    as_int = np.int64
    return classes[first].astype(as_int), classes[last].astype(as_int), cut_off.astype(as_int), breaks.astype(as_int)


def _types(words: HashArray, word_starts: IntArray, document_starts: IntArray) -> IntArray:
    document_words = np.diff(word_starts[document_starts])
    salt = np.repeat(np.arange(len(document_words), dtype=np.uint64), document_words)
    _, types = np.unique(words + salt * np.uint64(_MULTIPLIER), return_inverse=True)
    return types.astype(np.int64)


def _surface(raw: _Raw, word_starts: IntArray, types: IntArray, document_starts: IntArray) -> FloatArray:
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


def _counts(raw: _Raw) -> tuple[Column, ...]:
    by_class = raw.classes.astype(np.float64)
    characters = np.maximum(by_class[:, :_SPACE].sum(1) + by_class[:, _FINAL:].sum(1), 1)
    letters = np.maximum(by_class[:, [_LOWER, _UPPER]].sum(1), 1)
    words = np.maximum(raw.word_counts, 1)
    word_characters = by_class[:, : _DIGIT + 1].sum(1)

    def rate(kind: int, scale: float) -> Column:
        return np.minimum(by_class[:, kind] / words * scale, 1.5)

    return (
        np.log1p(characters) / 6,
        np.log1p(raw.word_counts) / 4,
        np.minimum(word_characters / words / 10, 2),
        by_class[:, _UPPER] / letters,
        raw.capitalised / words,
        raw.all_capitals / words,
        by_class[:, _DIGIT] / characters,
        raw.numbers / words,
        rate(_FINAL, 4),
        rate(_COMMA, 4),
        rate(_COLON, 4),
        rate(_QUOTE, 3),
        rate(_BRACKET, 3),
        rate(_DASH, 3),
        rate(_BAR, 2),
        rate(_SIGN, 2),
        rate(_SYMBOL, 2),
        by_class[:, _IDEO] / characters,
        by_class[:, _OTHER] / characters,
    )


def _ends(raw: _Raw) -> tuple[Column, ...]:
    last, first = raw.last, raw.first

    def one(flags: npt.NDArray[np.bool_]) -> Column:
        return flags.astype(np.float64)

    return (
        one((last == _FINAL) & (raw.cut_off == 0)),
        one(last == _COMMA),
        one(last == _COLON),
        one((last == _QUOTE) | (last == _BRACKET)),
        one(last == _DIGIT),
        one((last == _BAR) | (last == _DASH)),
        one(last < _DIGIT),
        one(raw.cut_off == 1),
        one(first == _LOWER),
        one(first == _UPPER),
        one(first == _DIGIT),
        one((first == _BAR) | (first == _DASH)),
        one((first == _QUOTE) | (first == _BRACKET)),
        one((first == _OTHER) | (first == _IDEO)),
    )


def _places(raw: _Raw, document_starts: IntArray) -> tuple[Column, ...]:
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
    indentation = np.minimum(np.log1p(np.maximum(raw.classes[:, _SPACE] - raw.word_counts, 0)) / 3, 1.5)
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


def _repeats(raw: _Raw, word_starts: IntArray, types: IntArray, document_starts: IntArray) -> tuple[Column, ...]:
    units = len(raw.spans)
    # A unit's own hash: its words' types, weighted by their place; equal units are repeats.
    unit_of_word = np.repeat(np.arange(units), raw.word_counts)
    place = np.arange(len(types)) - np.repeat(word_starts[:-1], raw.word_counts)
    mixed = (types.astype(np.uint64) + np.uint64(1)) * _powers()[place % _WORD_HASHED_CHARS]
    own = _sum_by_unit(mixed, word_starts)
    document_units = np.diff(document_starts)
    own += np.repeat(np.arange(len(document_units), dtype=np.uint64), document_units) * np.uint64(_MULTIPLIER)
    _, which, how_often = np.unique(own, return_inverse=True, return_counts=True)
    occurrences = np.bincount(types)[types]
    in_unit = np.maximum(raw.word_counts, 1)
    return (
        np.log(how_often[which]) / 3,
        np.bincount(unit_of_word, occurrences > 1, minlength=units) / in_unit,
        np.bincount(unit_of_word, np.minimum(np.log(occurrences) / 4, 1.5), minlength=units) / in_unit,
    )


def _shapes(raw: _Raw, document_starts: IntArray) -> tuple[Column, ...]:
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


def _totals(raw: _Raw, document_starts: IntArray) -> tuple[Column, ...]:
    document_units = np.diff(document_starts)
    unit_document = np.repeat(np.arange(len(document_units)), document_units)

    def total(values: npt.NDArray[np.generic]) -> Column:
        return np.bincount(unit_document, values, minlength=len(document_units))

    words = np.maximum(total(raw.word_counts), 1)
    units = np.maximum(document_units, 1)
    prose = (raw.last == _FINAL) & (raw.spans[:, 1] - raw.spans[:, 0] > 40)
    characters = np.maximum(total(raw.spans[:, 1] - raw.spans[:, 0]), 1)
    columns = (
        np.log1p(document_units) / 7,
        np.log1p(words) / 9,
        np.minimum(words / units / 20, 2),
        total(np.where(prose, raw.word_counts, 0)) / words,
        total(raw.classes[:, _IDEO]) / characters,
        total(raw.breaks_after > 1) / units,
        np.minimum(total(raw.classes[:, _FINAL]) / words * 10, 1.5),
    )
    return tuple(column[unit_document] for column in columns)


def _sum_by_unit(values: HashArray, starts: IntArray) -> HashArray:
    """Sums of `values[starts[i]:starts[i + 1]]`; 0 for empty ranges."""
    sums = np.zeros(len(starts) - 1, values.dtype)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        sums[filled] = np.add.reduceat(values, starts[filled])
    return sums


@cache
def _powers() -> HashArray:
    powers = np.full(_WORD_HASHED_CHARS, _MULTIPLIER, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


@cache
def _tables() -> tuple[npt.NDArray[np.uint8], HashArray]:
    """Character class and folded code point for each code point of the basic plane (and one for all others)."""
    classes = np.full(0x10001, _SYMBOL, np.uint8)
    fold = np.arange(0x10001, dtype=np.uint64)
    by_category = {"Ll": _LOWER, "Lu": _UPPER, "Lt": _UPPER, "Lo": _OTHER, "Lm": _OTHER, "Mn": _OTHER, "Mc": _OTHER,
                   "Nd": _DIGIT, "Zs": _SPACE, "Cc": _SPACE, "Cf": _SPACE}  # fmt: skip
    category = unicodedata.category
    for point in range(0x10000):
        kind = by_category.get(category(chr(point)))
        if kind is not None:
            classes[point] = kind
            if kind == _UPPER:
                fold[point] = ord(chr(point).lower()[0])
    for kind, characters in _SPECIAL.items():
        classes[[ord(character) for character in characters]] = kind
    for start, end in _IDEO_RANGES:
        block = classes[start : end + 1]
        block[block != _DIGIT] = _IDEO
    fold[classes == _DIGIT] = ord("0")
    return classes, fold
