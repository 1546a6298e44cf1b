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
    total = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), _ROWS_A_BLOCK):
        block = slice(start, start + _ROWS_A_BLOCK)
        total[block] = _scores(forest, np.ascontiguousarray(rows[block].T))
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


def _scores(forest: Forest, columns: Floats) -> Floats:
    """The scores of a block of rows, given by column, tree after tree: the order of the sum is that of training."""
    total = np.full(columns.shape[1], forest.bias, np.float32)
    trees, size = forest.leaves.shape
    for start in range(0, trees, _TREES_A_BLOCK):
        block = slice(start, start + _TREES_A_BLOCK)
        above = columns[forest.feature[block].T] > forest.border[block].T[:, :, None]  # (depth, trees, rows)
        bits = above.view(np.uint8)
        leaf = bits[0]
        for level in range(1, len(bits)):
            leaf |= bits[level] << level
        scores = np.empty((len(leaf) + 1, len(total)), np.float32)
        scores[0] = total
        first_leaf = np.arange(0, leaf.shape[0] * size, size)[:, None]
        np.take(forest.leaves[block], leaf + first_leaf, out=scores[1:], mode="clip")
        total = scores.sum(axis=0)
    return total


_ROWS_A_BLOCK, _TREES_A_BLOCK = 512, 128
"""So many at a time that all of it stays in the cache, and few calls are needed for a short document."""
