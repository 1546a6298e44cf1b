"""Train the forest that reads each unit beside its surroundings (`cleaner.chrome.context`).

Its input are the networks' scores, out of fold: a page is scored by networks that saw no
page of its registered domain, as pages will be in use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier, Pool

from cleaner.chrome.context import Readings, context_features
from cleaner.chrome.features import Batch
from cleaner.chrome.trees import Forest
from training.examples import Example, Page
from training.foreign import as_forests_see
from training.networks import page_weight, structure_of

DEPTH, BORDERS = 6, 64
TREES = 250
LEARNING_RATE = 0.14
SHARES = {
    "text": {
        "resiliparse": 1.0, "noscript": 1.0, "lines": 1.0, "bs4": 0.15, "inscriptis": 0.15, "lxml": 0.04,
        "flat": 0.35, "trafilatura_main": 0.35, "resiliparse_main": 0.35, "readability_main": 0.25, "gold": 0.5,
    },
    "html": {"html": 1.0},
}  # fmt: skip
"""Of each forest: the share of the pages that each shape takes part with."""

SOURCE_WEIGHT = {"text": {}, "html": {"wcxb": 2.0}}
"""WCXB alone has shops, forums and listings: what these look like, the forest for HTML learns from it."""
EASY = ((0.0, 0.01, 0.25), (0.98, 1.0, 0.5))
"""Of units from HTML that the network scores between the first two, the share that is trained on, for all of them."""

Reader = Callable[[Example], Readings]


def batch_of(example: Example) -> Batch:
    starts = np.concatenate(([0], np.cumsum(example.counts, dtype=np.int64)))
    return Batch(
        example.surface.astype(np.float32), example.words, starts, example.types.astype(np.int64),
        np.array([0, len(example.counts)], np.int64), structure_of([example]),
    )  # fmt: skip


def rows_of(example: Example, readings: Readings) -> npt.NDArray[np.float32]:
    return context_features(batch_of(example), readings)


def train_forest(
    pages: Sequence[Page], read: Reader, kind: str, *, seed: int = 0, threads: int = 2
) -> tuple[Forest, npt.NDArray[np.float32]]:
    """A forest trained on the pages' examples of the kind `"text"` or `"html"`, and the median of each column it reads.

    `read` gives the out-of-fold readings of what `as_forests_see` makes of each example.
    """
    generator = np.random.default_rng(seed)
    rows, labels, weights = [], [], []
    for page in pages:
        for example in page.examples:
            if generator.random() < SHARES[kind].get(example.shape, 0.0):
                known = ~np.isnan(example.labels)
                words = np.maximum(example.counts, 1)
                readings = read(example)
                weight = np.sqrt(words) / np.sqrt(words).sum() ** 0.7 * page_weight(page)
                weight *= SOURCE_WEIGHT[kind].get(page.source, 1.0)
                if kind == "html":
                    share = _share(readings.logits)
                    weight, known = weight / share, known & (generator.random(len(share)) < share)
                rows.append(rows_of(as_forests_see(example), readings)[known])
                labels.append(example.labels[known].astype(np.float32))
                weights.append(weight[known].astype(np.float32))
    data = np.concatenate(rows)
    del rows
    typical = np.median(data[:: max(1, len(data) // 100_000)], axis=0).astype(np.float32)
    pool = Pool(data, np.concatenate(labels), weight=np.concatenate(weights))
    model = CatBoostClassifier(
        loss_function="CrossEntropy", iterations=TREES, depth=DEPTH, border_count=BORDERS,
        learning_rate=LEARNING_RATE, l2_leaf_reg=5.0, random_seed=seed, thread_count=threads, boosting_type="Plain",
        bootstrap_type="Bernoulli", subsample=0.7, rsm=0.5, verbose=100, allow_writing_files=False,
    )  # fmt: skip
    model.fit(pool)
    return forest_of(model), typical


def _share(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The share of units of such scores that is trained on: there are many that everybody knows."""
    score = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -30, 30)))
    share = np.ones(len(score))
    for lowest, highest, part in EASY:
        share[(score >= lowest) & (score <= highest)] = part
    return share


def forest_of(model: CatBoostClassifier) -> Forest:
    """The model's trees as arrays. Shallower trees are padded with questions that are never answered yes."""
    import json
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        stored = json.loads(path.read_text())
    scale, bias = stored["scale_and_bias"]
    trees = stored["oblivious_trees"]
    feature = np.zeros((len(trees), DEPTH), np.int16)
    border = np.full((len(trees), DEPTH), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << DEPTH), np.float32)
    for index, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"] or []):
            feature[index, level] = split["float_feature_index"]
            border[index, level] = split["border"]
        values = np.array(tree["leaf_values"], np.float32) * scale
        leaves[index] = np.tile(values, (1 << DEPTH) // len(values))
    return Forest(feature, border, leaves, float(bias[0] if isinstance(bias, list) else bias))
