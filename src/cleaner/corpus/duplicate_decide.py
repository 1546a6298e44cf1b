"""Which candidates are duplicates, by exact figures, and which documents stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.corpus.duplicate_candidates import Flags, Nodes, Pairs
from cleaner.corpus.duplicate_options import DuplicateOptions
from cleaner.corpus.duplicate_order import connected
from cleaner.corpus.sketch import BATCH_CHARS
from cleaner.corpus.sketch_tokens import Hashes, shingles_of, tokens_of

MEMORY_CHARS = 16_000_000
"""Texts of so many characters (two at least) have their shingles in memory at once: at most 130 MB."""

MOST_CHARS = 10_000_000
"""Longer texts (dumps of many documents) are judged by their sketches: counting would take gigabytes."""

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


def nothing_decided(nodes: int) -> Choice:
    """The choice where all nodes stay, each a cluster by itself."""
    return Choice(np.arange(nodes), np.arange(nodes), np.ones(nodes), np.zeros(nodes, np.uint8))


def decide(pairs: Pairs, fresh: Flags, source: Source, options: DuplicateOptions, before: Choice) -> Choice:
    """Which nodes stay, and whom the others duplicate; what is counted on the way is put into `pairs`.

    From the best node down, a node stays unless it is a duplicate of one that stays: so no
    document is dropped for its likeness to a dropped one, and of those that stay no two that make
    a pair are duplicates. A cluster is all that duplicates connect. Pairs that can't change either are not
    looked at. `before`: the choice by the pairs that are not `fresh`; it holds where these lead nowhere.
    """
    component = connected(len(source.positions), pairs.first, pairs.second)
    touched = np.isin(component, component[pairs.first[fresh]])
    choice = _without(before, touched)
    order = np.flatnonzero(touched[pairs.first])
    order = order[np.lexsort((pairs.first[order], pairs.second[order], component[pairs.first[order]]))]
    pairs.exact[:] |= np.maximum(source.chars[pairs.first], source.chars[pairs.second]) > MOST_CHARS
    judge = _Judge(pairs, source, options)
    later: list[int] = []
    for some in _blocks(pairs, order, source.chars):
        judge.load(some[_likely(pairs, some, choice, before)])
        left = [pair for pair in some.tolist() if not _represented(pairs, pair, judge, choice)]
        later += [pair for pair in left if not judge.is_loaded(pair)]
        _link(pairs, [pair for pair in left if judge.is_loaded(pair)], judge, choice.cluster)
    for some in _blocks(pairs, np.array(later, np.int64), source.chars):
        apart = _roots(choice.cluster, pairs.first[some]) != _roots(choice.cluster, pairs.second[some])
        judge.load(some[apart])
        _link(pairs, some[apart].tolist(), judge, choice.cluster)
    choice.cluster[:] = _roots(choice.cluster, np.arange(len(component)))
    return choice


def _without(choice: Choice, nodes: Flags) -> Choice:
    """The choice with nothing decided of these nodes."""
    blank = nothing_decided(len(nodes))
    return Choice(
        np.where(nodes, blank.cluster, choice.cluster),
        np.where(nodes, blank.representative, choice.representative),
        np.where(nodes, blank.similarity, choice.similarity),
        np.where(nodes, blank.kinds, choice.kinds),
    )


def _likely(pairs: Pairs, some: Nodes, choice: Choice, before: Choice) -> Flags:
    """True of pairs whose better node stays, or did before and is not decided yet."""
    better = pairs.first[some]
    stays: Flags = choice.representative[better] == better
    stayed: Flags = before.representative[better] == better
    return np.where(np.isin(better, pairs.second[some]), stayed, stays)


def _represented(pairs: Pairs, pair: int, judge: _Judge, choice: Choice) -> bool:
    """False if the pair's better node does not stay; else it is put into the choice where it belongs."""
    better, worse = int(pairs.first[pair]), int(pairs.second[pair])
    if choice.representative[better] != better:
        return False
    kind, similarity = judge.judged(pair)
    if kind:
        _unite(choice.cluster, better, worse)
        own = int(choice.kinds[worse]), -float(choice.similarity[worse]), int(choice.representative[worse])
        if not own[0] or (kind, -similarity, better) < own:
            choice.representative[worse] = better
            choice.similarity[worse], choice.kinds[worse] = similarity, kind
    return True


def _link(pairs: Pairs, some: list[int], judge: _Judge, parents: Nodes) -> None:
    """Join the clusters of the pairs that are duplicates."""
    for pair in some:
        one, other = int(pairs.first[pair]), int(pairs.second[pair])
        if _root(parents, one) != _root(parents, other) and judge.judged(pair)[0]:
            _unite(parents, one, other)


class _Judge:
    """Counts what pairs share, from the texts of one block at a time."""

    def __init__(self, pairs: Pairs, source: Source, options: DuplicateOptions) -> None:
        self._pairs, self._source, self._options = pairs, source, options
        self._sets: dict[int, Hashes] = {}

    def load(self, some: Nodes) -> None:
        """Have the shingles of these pairs, and of no others, in memory."""
        self._sets = _shingle_sets(self._pairs, some, self._source)

    def is_loaded(self, pair: int) -> bool:
        """True if the pair can be judged without reading a text."""
        pairs = self._pairs
        return bool(pairs.exact[pair]) or (
            int(pairs.first[pair]) in self._sets and int(pairs.second[pair]) in self._sets
        )

    def judged(self, pair: int) -> tuple[int, float]:
        """The kind of the pair's likeness (0: none) and how similar the two are."""
        pairs, source, options = self._pairs, self._source, self._options
        if not pairs.exact[pair]:
            self._count(pair)
        shared, shorter, longer = int(pairs.shared[pair]), int(pairs.shorter[pair]), int(pairs.longer[pair])
        jaccard = shared / max(shorter + longer - shared, 1)
        if jaccard >= options.similarity:
            return NEAR, jaccard
        one, other = source.sites[pairs.first[pair]], source.sites[pairs.second[pair]]
        if not options.containment or one == other or not one or not other:
            return 0, jaccard
        enough = shorter >= max(options.min_share * longer, options.min_shingles, 1)
        return (ELSEWHERE, shared / shorter) if enough and shared >= options.containment * shorter else (0, jaccard)

    def _count(self, pair: int) -> None:
        pairs = self._pairs
        if not self.is_loaded(pair):
            self._sets |= _shingle_sets(pairs, np.array([pair]), self._source)
        one, other = self._sets[int(pairs.first[pair])], self._sets[int(pairs.second[pair])]
        both = np.concatenate((one, other))
        both.sort()
        pairs.shared[pair] = np.count_nonzero(both[1:] == both[:-1])
        pairs.shorter[pair], pairs.longer[pair] = sorted((len(one), len(other)))
        pairs.exact[pair] = True


def _unite(parents: Nodes, one: int, other: int) -> None:
    root, end = _root(parents, one), _root(parents, other)
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
