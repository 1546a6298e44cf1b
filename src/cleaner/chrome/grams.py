"""Hashed n-grams of units: words, pairs of neighbouring words, first word, last word, the whole unit."""

from __future__ import annotations

import msgspec
import numpy as np

from cleaner.chrome.characters import MULTIPLIER, HashArray, IntArray, powers

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


def grams(all_words: HashArray, all_starts: IntArray, buckets: int) -> Grams:
    """The hashed n-grams of units whose words' hashes are `all_words[all_starts[i]:all_starts[i + 1]]`.

    `buckets` is a power of two.
    """
    counts = np.diff(all_starts)
    units = len(counts)
    place = np.arange(len(all_words)) - np.repeat(all_starts[:-1], counts)
    from_end = np.repeat(counts, counts) - place
    kept = (place < HEAD_WORDS) | (from_end <= TAIL_WORDS)
    kept_counts = np.minimum(counts, HEAD_WORDS + TAIL_WORDS)
    words = all_words[kept]
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
    in_order = words * powers()[(np.arange(len(words)) - np.repeat(word_starts[:-1], kept_counts)) % WHOLE_UNIT_WORDS]
    singles[short, 2] = _bucket(sum_by_unit(in_order, word_starts)[short] * _WHOLE, buckets)
    return Grams(_bucket(words, buckets), word_starts, _bucket(pairs, buckets), pair_starts, singles)


def word_buckets(words: HashArray, buckets: int) -> IntArray:
    """The bucket of every word, int64 (words,)."""
    return _bucket(words, buckets)


def _bucket(hashes: HashArray, buckets: int) -> IntArray:
    """The upper bits of the remixed hashes: the lower bits of products mix badly."""
    mixed = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(MULTIPLIER)
    return (mixed >> np.uint64(64 - buckets.bit_length() + 1)).astype(np.int64)


def sum_by_unit(values: HashArray, starts: IntArray) -> HashArray:
    """Sums of `values[starts[i]:starts[i + 1]]`; 0 for empty ranges."""
    sums = np.zeros(len(starts) - 1, values.dtype)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        sums[filled] = np.add.reduceat(values, starts[filled])
    return sums
