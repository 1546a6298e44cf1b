"""Which documents are better representatives, which are equal, and which are connected."""

from __future__ import annotations

import numpy as np

from cleaner.corpus.sketch import Sketches
from cleaner.corpus.sketch_tokens import Places


def ranked(sketches: Sketches, existing: int) -> Places:
    """All positions from the best representative down: existing ones, then the longest, the earliest,
    the one with the smallest digest and id."""
    new = np.arange(len(sketches)) >= existing
    length = np.iinfo(np.int64).max - sketches["chars"].astype(np.int64)
    digest = sketches["digest"]
    return np.lexsort((sketches["id"], digest[:, 1], digest[:, 0], sketches["date"], length, new))


def equal_to(sketches: Sketches, order: Places) -> Places:
    """Of each position, the best one of equal content; of an empty text, its own."""
    digest = sketches["digest"]
    high, low = digest[:, 0][order], digest[:, 1][order]
    by_digest = np.lexsort((low, high))  # stable: the better rank first
    high, low = high[by_digest], low[by_digest]
    begins = np.append(True, (high[1:] != high[:-1]) | (low[1:] != low[:-1]))[: len(order)]
    begins |= (high == 0) & (low == 0)
    best = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    equal = np.empty(len(order), np.int64)
    equal[order[by_digest]] = order[by_digest][best]
    return equal


def connected(nodes: int, first: Places, second: Places) -> Places:
    """Of each node, the smallest node that it is connected with: union-find on arrays."""
    label = np.arange(nodes)
    while True:
        one, other = label[first], label[second]
        apart = one != other
        if not apart.any():
            return label
        first, second = first[apart], second[apart]
        low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
        np.minimum.at(label, high, low)
        while True:
            shorter = label[label]
            if (shorter == label).all():
                break
            label = shorter
