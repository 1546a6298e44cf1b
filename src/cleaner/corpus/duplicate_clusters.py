"""Clusters of duplicates, and which documents of them stay."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.corpus.sketch import Sketches
from cleaner.corpus.sketch_tokens import Places

EXACT, NEAR, ELSEWHERE = range(1, 4)
CODES: tuple[Literal["", "D101", "D102", "D103"], ...] = ("", "D101", "D102", "D103")


class Edges(msgspec.Struct, frozen=True, gc=False):
    """Pairs of nodes that are duplicates, `first` the better representative; `kinds`: `NEAR` or `ELSEWHERE`."""

    first: Places
    second: Places
    similarity: npt.NDArray[np.float64]
    kinds: npt.NDArray[np.uint8]


class Choice(msgspec.Struct, frozen=True, gc=False):
    """Of each node: its cluster (the best node of it), its representative, its similarity to that, and the kind."""

    cluster: Places
    representative: Places
    similarity: npt.NDArray[np.float64]
    kinds: npt.NDArray[np.uint8]


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


def choose(nodes: int, known: int, edges: Edges) -> Choice:
    """Which nodes stay, and whom the others duplicate.

    From the best node down, a node stays unless it is a duplicate of one that stays: so no
    document is dropped for its likeness to a dropped one, and of those that stay no two are
    duplicates. The first `known` nodes stay in any case. A cluster is all that edges connect.
    """
    representative = np.arange(nodes)
    similarity = np.ones(nodes)
    kinds = np.zeros(nodes, np.uint8)
    stays = bytearray(b"\1") * nodes
    # Of each worse node, its edges together: near ones before contained ones, the most similar first.
    order = np.lexsort((edges.first, -edges.similarity, edges.kinds, edges.second))
    for start in range(0, len(order), 65_536):
        some = order[start : start + 65_536]
        for edge, better, worse in zip(
            some.tolist(), edges.first[some].tolist(), edges.second[some].tolist(), strict=True
        ):
            if stays[worse] and stays[better] and worse >= known:
                stays[worse] = 0
                representative[worse] = better
                similarity[worse] = edges.similarity[edge]
                kinds[worse] = edges.kinds[edge]
    return Choice(connected(nodes, edges.first, edges.second), representative, similarity, kinds)


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
