"""The tagger's networks, in NumPy: two readings of a document.

This computes what `training/model.py` trains: each unit becomes a vector (mean word
embedding, mean pair embedding, first word, last word, whole unit, surface features, and from
HTML its place in the tree and the mean embedding of its classes and tags), residual
convolutions over the units mix in the neighbours and give a first score; then the document is
summed up, each unit's words are looked up in the rest of the document (*cohesion*), and more
convolutions give the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from cleaner.chrome.characters import IntArray
from cleaner.chrome.context import Readings
from cleaner.chrome.features import Batch
from cleaner.chrome.grams import Grams, grams, word_buckets

_ROWS_A_BLOCK = 4096  # units convolved at a time: bounds memory on very long documents
_MEANS_A_BLOCK = 256  # units whose words' rows are summed at a time: they stay in the cache
_NORM_EPSILON = 1e-5

Floats = npt.NDArray[Any]  # float32 throughout
Parameters = dict[str, Floats]
Dilations = tuple[tuple[int, ...], tuple[int, ...]]


def read_batch(networks: Sequence[Parameters], dilations: Dilations, buckets: int, batch: Batch) -> Readings:
    """What the networks say of the batch: their mean score (logits) a unit, and of each document.

    Each document is computed by itself, so that its scores do not depend on the others.
    """
    found = grams(batch.words, batch.word_starts, buckets)
    rarity = word_buckets(batch.words, buckets)
    inputs = [_inputs(network, batch, found) for network in networks]
    logits = np.zeros(len(batch.surface), np.float32)
    documents = len(batch.document_starts) - 1
    about = np.zeros((documents, len(networks[0]["page_type.bias"])), np.float32)
    with _threads().limit(limits=1, user_api="blas"):  # small matrices: more threads only wait for each other
        for index in range(documents):
            units = slice(batch.document_starts[index], batch.document_starts[index + 1])
            view = _view(batch, rarity, index)
            for network, unit_inputs in zip(networks, inputs, strict=True):
                final, document = _read(network, unit_inputs[units], view, dilations)
                logits[units] += final / len(networks)
                about[index] += document / len(networks)
    chances = np.exp(about[:, :-1] - about[:, :-1].max(axis=1, keepdims=True))
    return Readings(logits, sigmoid(about[:, -1]), chances / chances.sum(axis=1, keepdims=True))


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def sigmoid(x: Floats) -> Floats:
    """The logistic function, float32."""
    chances: Floats = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return chances.astype(np.float32)


def _inputs(network: Parameters, batch: Batch, found: Grams) -> Floats:
    """Each unit by itself, (units, inputs): word and pair embeddings, first, last and whole, surface, place."""
    table = network["embedding.weight"]
    singles = table[found.singles].reshape(len(found.singles), 3 * table.shape[1])
    surface, place = batch.surface, batch.structure
    if place is not None:
        surface = np.concatenate((surface, place.columns), axis=1)
    scaled = (surface - network["surface_norm.mean"]) * network["surface_norm.scale"]
    words = _mean_rows(table, found.words, found.word_starts)
    pairs = _mean_rows(table, found.pairs, found.pair_starts)
    hints = () if place is None else (_mean_rows(network["hints.weight"], place.hints, place.hint_starts),)
    return np.concatenate((words, pairs, singles, scaled, *hints), axis=1)


def _mean_rows(table: Floats, ids: IntArray, starts: IntArray) -> Floats:
    """For each unit the mean of the table's rows `ids[starts[unit]:starts[unit + 1]]`; zeros where there are none."""
    counts = np.diff(starts)
    means = np.zeros((len(counts), table.shape[1]), np.float32)
    filled = np.flatnonzero(counts)
    for block in range(0, len(filled), _MEANS_A_BLOCK):
        units = filled[block : block + _MEANS_A_BLOCK]
        first, last = starts[units[0]], starts[units[-1] + 1]
        rows = table.take(ids[first:last], axis=0)
        means[units] = np.add.reduceat(rows, starts[units] - first) / counts[units, None].astype(np.float32)
    return means


class _View(msgspec.Struct, frozen=True, gc=False):
    """One document's words, for the second reading."""

    weight: Floats  # (units,) square root of the number of words
    types: IntArray  # (words,)
    unit_of_word: IntArray  # (words,)
    rarity: IntArray  # (words,) bucket


def _view(batch: Batch, rarity: IntArray, index: int) -> _View:
    first, last = batch.document_starts[index], batch.document_starts[index + 1]
    starts = batch.word_starts[first : last + 1]
    words = slice(starts[0], starts[-1])
    counts = np.diff(starts)
    types = batch.types[words]
    _, types = np.unique(types, return_inverse=True)
    return _View(
        np.sqrt(np.maximum(counts, 1)).astype(np.float32),
        types.astype(np.int64),
        np.repeat(np.arange(last - first), counts),
        rarity[words],
    )


def _read(network: Parameters, inputs: Floats, view: _View, dilations: Dilations) -> tuple[Floats, Floats]:
    """The final score (logits) of each unit, and the document's page-type and whole-page logits."""
    h = _convolve(network, "first", dilations[0], _relu(_linear(inputs, network, "enter")))
    score = sigmoid(_linear(h, network, "first_score")[:, 0])
    summary = _sum_up(network, h, score, view)
    about = _linear(summary, network, "page_type")
    repeated = np.broadcast_to(summary, (len(h), summary.shape[0]))
    turned = np.concatenate((h, repeated, _cohesion(network, score, view), score[:, None]), axis=1)
    h = h + _linear(turned, network, "turn")
    h = _convolve(network, "second", dilations[1], h)
    return _linear(_relu(h), network, "leave")[:, 0], about


def _convolve(network: Parameters, stage: str, dilations: Sequence[int], h: Floats) -> Floats:
    for layer, dilation in enumerate(dilations):
        name = f"{stage}.{layer}"
        width = network[f"{name}.mix.weight"].shape[1] // h.shape[1]
        reach = dilation * (width // 2)
        padded = np.zeros((len(h) + 2 * reach, h.shape[1]), np.float32)
        padded[reach : reach + len(h)] = _normed(h, network, f"{name}.norm")
        mixed = np.empty_like(h)
        for start in range(0, len(h), _ROWS_A_BLOCK):
            end = min(start + _ROWS_A_BLOCK, len(h))
            taps = [padded[start + tap * dilation : end + tap * dilation] for tap in range(width)]
            mixed[start:end] = _relu(_linear(np.concatenate(taps, axis=1), network, f"{name}.mix"))
        h = h + mixed
    return h


def _normed(h: Floats, network: Parameters, name: str) -> Floats:
    normed: Floats = h - h.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", normed, normed)[:, None] / h.shape[1]
    normed /= np.sqrt(variance + _NORM_EPSILON)
    normed *= network[f"{name}.weight"]
    normed += network[f"{name}.bias"]
    return normed


def _sum_up(network: Parameters, h: Floats, score: Floats, view: _View) -> Floats:
    def mean(weight: Floats) -> Floats:
        total: Floats = weight @ h
        mass: Floats = weight.sum() + 1e-3
        return total / mass

    most = h.max(axis=0) if len(h) else np.zeros(h.shape[1], np.float32)
    content, everything = (score * view.weight).sum(), view.weight.sum()
    totals = np.array([np.log1p(content) / 5, content / (everything + 1e-3)], np.float32)
    parts = (mean(score * view.weight), mean(view.weight), most, totals)
    return _relu(_linear(np.concatenate(parts), network, "sum_up"))


def _cohesion(network: Parameters, score: Floats, view: _View) -> Floats:
    """How the rest of the document that shares a unit's words was scored, float (units, 4)."""
    own = score[view.unit_of_word].astype(np.float64)
    mass = np.maximum(np.bincount(view.types, own)[view.types] - own, 0)
    seen = np.bincount(view.types)[view.types] - 1
    rarity = np.exp(np.clip(network["rarity.weight"][view.rarity, 0], -4, 4)).astype(np.float64)
    units = len(score)
    norm = np.bincount(view.unit_of_word, rarity, minlength=units) + 1e-3

    def mean(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.bincount(view.unit_of_word, values * rarity, minlength=units) / norm

    parts = (
        mean(mass / (seen + 0.5)),
        mean(np.log1p(mass) / 2),
        mean(np.log1p(np.maximum(seen - mass, 0)) / 2),
        mean((seen == 0).astype(np.float64)),
    )
    return np.stack(parts, axis=1).astype(np.float32)


def _linear(x: Floats, network: Parameters, name: str) -> Floats:
    result: Floats = x @ network[f"{name}.weight"].T
    result += network[f"{name}.bias"]
    return result


def _relu(x: Floats) -> Floats:
    """The array without its negative values, changed in place."""
    return np.maximum(x, 0, out=x)
