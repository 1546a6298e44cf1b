"""Counting what stands in each unit of a text: characters by class, words, capitals, edges, line breaks.

Everything is computed with NumPy over the code points of a chunk of text: code points →
character classes (one table) → word boundaries → word hashes (one `reduceat`) → counts for
each unit (one `bincount`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import (
    BREAK,
    CLASS_COUNT,
    DIGIT,
    IDEO,
    SPACE,
    UPPER,
    WORD_HASHED_CHARS,
    HashArray,
    IntArray,
    character_tables,
    powers,
)
from cleaner.document import Line

_CHUNK_CHARS = 1 << 17  # characters looked at in one go: arrays of this size stay in the cache


class Units(msgspec.Struct, frozen=True, gc=False):
    """A text and the `(start, end, line index)` of its units, as int64 (units, 3).

    `lines` are the document's lines, which know their place in a tree, `head` is what an HTML head
    said of it; `None` and empty for plain text.
    """

    text: str
    spans: IntArray
    lines: tuple[Line, ...] | None = None
    head: dict[str, str] = {}


def count_units(documents: Sequence[Units]) -> Counts:
    """The counts of all units of the documents, in order."""
    return Counts.join([_count_chunk(text, spans) for document in documents for text, spans in _chunks(document)])


class Counts(msgspec.Struct, gc=False):
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
    def join(cls, parts: Sequence[Counts]) -> Counts:
        if not parts:
            return _count_chunk("", np.zeros((0, 3), np.int64))
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__struct_fields__))


def _chunks(document: Units) -> list[tuple[str, IntArray]]:
    """The document in pieces of whole units, each with the gap behind it."""
    spans = document.spans
    if not len(spans):
        return []
    cuts = np.flatnonzero(np.diff(spans[:, 0] // _CHUNK_CHARS, prepend=-1)).tolist()
    cuts.append(len(spans))
    pieces = []
    for begin, end in pairwise(cuts):
        start = int(spans[begin, 0])
        stop = int(spans[end, 0]) if end < len(spans) else len(document.text)
        # Not more of a gap than needed: a megabyte of blank lines counts like a few.
        stop = min(stop, int(spans[end - 1, 1]) + 8)
        pieces.append((document.text[start:stop], spans[begin:end] - np.array([start, start, 0])))
    return pieces


def _count_chunk(text: str, spans: IntArray) -> Counts:
    class_table, fold_table = character_tables()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    clipped = np.minimum(points, len(class_table) - 1)
    classes = class_table[clipped]
    units, size = len(spans), len(points)
    starts = spans[:, 0]
    unit_of_char = np.repeat(np.arange(units, dtype=np.int32), np.diff(starts, append=size))
    counts = np.bincount(unit_of_char * CLASS_COUNT + classes, minlength=units * CLASS_COUNT)
    counts = counts.reshape(units, CLASS_COUNT)

    is_word = classes <= DIGIT
    begins = np.empty(size, np.bool_)
    begins[:1] = is_word[:1]
    is_ideo = classes == IDEO
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
    return Counts(
        classes=counts,
        spans=spans,
        first=first,
        last=last,
        cut_off=cut_off,
        breaks_after=breaks,
        word_counts=np.bincount(unit_of_word, minlength=units),
        capitalised=per_unit(first_class == UPPER),
        all_capitals=per_unit((capitals == lengths) & (lengths > 1)),
        numbers=per_unit(first_class == DIGIT),
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
    values = values * powers()[np.minimum(offsets, WORD_HASHED_CHARS - 1)]
    words = np.add.reduceat(values, word_at)
    words ^= words >> np.uint64(29)
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(32)
    bounds = np.append(word_at, len(values))
    return words, np.diff(_running(is_word)[bounds]), np.diff(_running(classes == UPPER)[bounds])


def _running(mask: npt.NDArray[np.bool_]) -> IntArray:
    """How many are true in front of each place, the end included."""
    running = np.zeros(len(mask) + 1, np.int64)
    np.cumsum(mask, out=running[1:])
    return running


def _edges(
    points: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8], spans: IntArray
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """First class, last class, whether cut off, and line breaks behind, for each unit."""
    size = len(points)
    solid = np.flatnonzero((classes != SPACE) & (classes != BREAK))
    first, last = spans[:, 0], spans[:, 0]
    if size:  # the next solid character of each unit's start, and the last one in front of its end
        first = np.append(solid, size - 1)[np.searchsorted(solid, spans[:, 0])]
        last = np.append(solid, 0)[np.searchsorted(solid, spans[:, 1]) - 1]
    second_last, third_last = np.maximum(last - 1, 0), np.maximum(last - 2, 0)
    dot = ord(".")
    dots = (points[last] == dot) & (points[second_last] == dot) & (points[third_last] == dot)
    cut_off = dots | (points[last] == ord("…"))
    # CRLF is one break: a line feed counts, a carriage return only without one behind it.
    is_break = classes == BREAK
    is_break[:-1] &= ~((points[:-1] == 13) & (points[1:] == 10))
    running = _running(is_break)
    breaks = running[np.append(spans[1:, 0], size)] - running[spans[:, 1]]
    as_int = np.int64
    return classes[first].astype(as_int), classes[last].astype(as_int), cut_off.astype(as_int), breaks.astype(as_int)
