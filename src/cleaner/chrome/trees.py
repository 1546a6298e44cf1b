"""A forest of oblivious decision trees, computed in NumPy.

Every node of one level of an oblivious tree asks the same question, so a tree of depth d is
d comparisons for all rows at once and one look-up in a table of 2^d leaves. Trained with
gradient boosting by CatBoost (Prokhorenkova et al. 2018); here is only the reading.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Forest(msgspec.Struct, frozen=True):
    """`feature`, `border`: (trees, depth), a row's bit is 1 where feature > border; `leaves`: (trees, 2^depth)."""

    feature: npt.NDArray[np.int16]
    border: Floats
    leaves: Floats
    bias: float


def predict(forest: Forest, rows: Floats) -> Floats:
    """The forest's score (logit) of each row, float32 (rows,).

    >>> forest = Forest(np.array([[0]], np.int16), np.array([[0.5]], np.float32), np.array([[-1, 1]], np.float32), 0.0)
    >>> predict(forest, np.array([[0.2], [0.7]], np.float32)).tolist()
    [-1.0, 1.0]
    """
    bins, levels = _binned(forest, rows)
    total = np.full(len(rows), forest.bias, np.float32)
    leaf = np.empty(len(rows), np.uint8)
    bit = np.empty(len(rows), np.bool_)
    for features, thresholds, leaves in zip(forest.feature.tolist(), levels.tolist(), forest.leaves, strict=True):
        leaf[:] = 0
        for level, (feature, threshold) in enumerate(zip(features, thresholds, strict=True)):
            np.greater_equal(bins[feature], np.uint8(threshold), out=bit)
            leaf |= bit.view(np.uint8) << np.uint8(level)
        total += leaves[leaf]
    return total


def effects(forest: Forest, rows: Floats, typical: Floats) -> Floats:
    """How much each column moves each row's score away from what it would be at the column's typical value.

    float32 (rows, columns); 0 for columns that no tree asks about.
    """
    moved = np.zeros(rows.shape, np.float32)
    score = predict(forest, rows)
    for column in np.unique(forest.feature).tolist():
        changed = rows.copy()
        changed[:, column] = typical[column]
        moved[:, column] = score - predict(forest, changed)
    return moved


def _binned(forest: Forest, rows: Floats) -> tuple[dict[int, npt.NDArray[np.uint8]], npt.NDArray[np.int64]]:
    """Each used feature as the number of its borders that a row's value exceeds, and the borders' own numbers + 1."""
    bins: dict[int, npt.NDArray[np.uint8]] = {}
    levels = np.zeros(forest.feature.shape, np.int64)
    for feature in np.unique(forest.feature).tolist():
        uses = forest.feature == feature
        borders = np.unique(forest.border[uses])
        bins[feature] = np.searchsorted(borders, rows[:, feature], side="left").astype(np.uint8)
        levels[uses] = np.searchsorted(borders, forest.border[uses]) + 1
    return bins, levels
