"""Which candidates are duplicates, by exact figures, and which documents stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.corpus.duplicate_candidates import Nodes, Pairs, Wanted
from cleaner.corpus.duplicate_order import connected
from cleaner.corpus.sketch import BATCH_CHARS
from cleaner.corpus.sketch_tokens import Hashes, shingles_of, tokens_of

MEMORY_CHARS = 16_000_000
"""Texts of so many characters (two at least) have their shingles in memory at once: at most 130 MB."""

EXACT, NEAR, ELSEWHERE = range(1, 4)
CODES: tuple[Literal["", "D101", "D102", "D103"], ...] = ("", "D101", "D102", "D103")

Texts = Callable[[Sequence[int]], Iterator[str]]


class Source(NamedTuple):
    """Of each node the position of its sketch, its text's length and its site; the texts by position; shingle size."""

    positions: Nodes
    chars: Nodes
    sites: Hashes
    texts: Texts
    shingle: int


class Choice(msgspec.Struct, frozen=True, gc=False):
    """Of each node: its cluster (the best node of it), its representative, its similarity to that, and the kind."""

    cluster: Nodes
    representative: Nodes
    similarity: npt.NDArray[np.float64]
    kinds: npt.NDArray[np.uint8]


def decide(pairs: Pairs, source: Source, wanted: Wanted) -> Choice:
    """Which nodes stay, and whom the others duplicate; what is counted on the way is put into `pairs`.

    From the best node down, a node stays unless it is a duplicate of one that stays: so no
    document is dropped for its likeness to a dropped one, and of those that stay no two are
    duplicates. A cluster is all that duplicates connect. Pairs that can't change either are not
    looked at.
    """
    count = len(source.positions)
    choice = Choice(np.arange(count), np.arange(count), np.ones(count), np.zeros(count, np.uint8))
    component = connected(count, pairs.first, pairs.second)
    order = np.lexsort((pairs.first, pairs.second, component[pairs.first]))
    sure: list[int] = []
    left: list[int] = []
    for some in _blocks(pairs, order, source.chars):
        for pair, alike in _represent(pairs, some, source, wanted, choice):
            (sure if alike else left).append(pair)
    edges = np.array(sure, np.int64)
    parents = connected(count, pairs.first[edges], pairs.second[edges])
    for some in _blocks(pairs, np.array(left, np.int64), source.chars):
        _link(pairs, some, source, wanted, parents)
    choice.cluster[:] = connected(count, np.arange(count), parents)
    return choice


def _represent(pairs: Pairs, some: Nodes, source: Source, wanted: Wanted, choice: Choice) -> Iterator[tuple[int, bool]]:
    """Find a representative for the worse node of each pair.

    Gives the pairs that are duplicates (true), and those whose better node does not stay (false), which were not
    looked at.
    """
    first, second, stays = pairs.first, pairs.second, choice.representative
    may = np.isin(first[some], second[some]) | (stays[first[some]] == first[some])
    sets = _shingle_sets(pairs, some[may], source)
    for pair, better, worse in zip(some.tolist(), first[some].tolist(), second[some].tolist(), strict=True):
        if stays[better] != better:
            yield pair, False
            continue
        kind, similarity = _judged(pairs, pair, sets, source, wanted)
        if not kind:
            continue
        yield pair, True
        own = (int(choice.kinds[worse]), -float(choice.similarity[worse]), int(stays[worse]))
        if not own[0] or (kind, -similarity, better) < own:
            choice.representative[worse] = better
            choice.similarity[worse], choice.kinds[worse] = similarity, kind


def _link(pairs: Pairs, some: Nodes, source: Source, wanted: Wanted, parents: Nodes) -> None:
    """Join the clusters of the pairs that are duplicates."""
    apart = _roots(parents, pairs.first[some]) != _roots(parents, pairs.second[some])
    some = some[apart]
    sets = _shingle_sets(pairs, some, source)
    for pair, one, other in zip(some.tolist(), pairs.first[some].tolist(), pairs.second[some].tolist(), strict=True):
        root, end = _root(parents, one), _root(parents, other)
        if root != end and _judged(pairs, pair, sets, source, wanted)[0]:
            parents[max(root, end)] = min(root, end)


def _root(parents: Nodes, node: int) -> int:
    while (parent := int(parents[node])) != node:
        parents[node] = parents[parent]
        node = parent
    return node


def _roots(parents: Nodes, nodes: Nodes) -> Nodes:
    found = parents[nodes]
    while not np.array_equal(further := parents[found], found):
        found = further
    return found


def _judged(pairs: Pairs, pair: int, sets: dict[int, Hashes], source: Source, wanted: Wanted) -> tuple[int, float]:
    """The kind of the pair's likeness (0: none) and how similar the two are."""
    if not pairs.exact[pair]:
        _count(pairs, pair, sets[int(pairs.first[pair])], sets[int(pairs.second[pair])])
    shared, shorter, longer = int(pairs.shared[pair]), int(pairs.shorter[pair]), int(pairs.longer[pair])
    jaccard = shared / max(shorter + longer - shared, 1)
    if jaccard >= wanted.similarity:
        return NEAR, jaccard
    one, other = source.sites[pairs.first[pair]], source.sites[pairs.second[pair]]
    if not wanted.containment or one == other or not one or not other:
        return 0, jaccard
    enough = shared >= wanted.containment * shorter and shorter >= max(wanted.min_share * longer, wanted.min_shingles)
    return (ELSEWHERE, shared / shorter) if enough and shorter else (0, jaccard)


def _count(pairs: Pairs, pair: int, one: Hashes, other: Hashes) -> None:
    both = np.concatenate((one, other))
    both.sort()
    pairs.shared[pair] = np.count_nonzero(both[1:] == both[:-1])
    pairs.shorter[pair], pairs.longer[pair] = sorted((len(one), len(other)))
    pairs.exact[pair] = True


def _blocks(pairs: Pairs, order: Nodes, chars: Nodes) -> Iterator[Nodes]:
    """The pairs in blocks whose texts, of those that are not exact yet, fit into memory."""
    seen: set[int] = set()
    begin = size = 0
    for place in np.flatnonzero(~pairs.exact[order]).tolist():
        both = {int(pairs.first[order[place]]), int(pairs.second[order[place]])}
        size += sum(int(chars[node]) for node in both - seen)
        if seen and size > MEMORY_CHARS:
            yield order[begin:place]
            begin, seen = place, set()
            size = sum(int(chars[node]) for node in both)
        seen |= both
    if begin < len(order):
        yield order[begin:]


def _shingle_sets(pairs: Pairs, some: Nodes, source: Source) -> dict[int, Hashes]:
    """The distinct shingles, ascending, of the nodes of the pairs that are not exact yet."""
    some = some[~pairs.exact[some]]
    nodes = np.unique(np.concatenate((pairs.first[some], pairs.second[some])))
    nodes = nodes[np.argsort(source.positions[nodes])]
    sets: dict[int, Hashes] = {}
    texts = source.texts(source.positions[nodes].tolist()) if len(nodes) else iter(())
    for batch, members in _batches(texts, nodes.tolist()):
        hashes, starts = shingles_of(tokens_of(batch), source.shingle)
        bounds = starts.tolist()
        for index, node in enumerate(members):
            own = hashes[bounds[index] : bounds[index + 1]]
            own.sort()
            sets[node] = own[np.append(True, own[1:] != own[:-1])[: len(own)]]
    return sets


def _batches(texts: Iterator[str], nodes: list[int]) -> Iterator[tuple[list[str], list[int]]]:
    batch: list[str] = []
    members: list[int] = []
    size = 0
    for text, node in zip(texts, nodes, strict=True):
        batch.append(text)
        members.append(node)
        size += len(text)
        if size > BATCH_CHARS:
            yield batch, members
            batch, members, size = [], [], 0
    if batch:
        yield batch, members
