"""Whether candidates are duplicates: exact Jaccard similarity and containment of their shingles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from cleaner.corpus.duplicate_candidates import Nodes, Pairs
from cleaner.corpus.duplicate_clusters import connected
from cleaner.corpus.sketch import BATCH_CHARS
from cleaner.corpus.sketch_tokens import Hashes, shingles_of, tokens_of

MEMORY_CHARS = 16_000_000
"""Texts of so many characters (one at least) have their shingles in memory at once: at most 130 MB."""

Texts = Callable[[Sequence[int]], Iterator[str]]


def confirmed(pairs: Pairs, positions: Nodes, chars: Nodes, texts: Texts, shingle: int) -> Pairs:
    """The pairs with figures that are exact. `chars`: the length of each node's text."""
    open_pairs = np.flatnonzero(~pairs.exact)
    cluster = connected(len(positions), pairs.first[open_pairs], pairs.second[open_pairs])
    order = open_pairs[
        np.lexsort((pairs.second[open_pairs], pairs.first[open_pairs], cluster[pairs.first[open_pairs]]))
    ]
    for some in _groups(pairs, order, chars):
        nodes = np.unique(np.concatenate((pairs.first[some], pairs.second[some])))
        sets = _shingle_sets(nodes, positions, texts, shingle)
        for pair in some.tolist():
            _put(pairs, pair, sets[int(pairs.first[pair])], sets[int(pairs.second[pair])])
    return pairs


def _groups(pairs: Pairs, order: Nodes, chars: Nodes) -> Iterator[Nodes]:
    """The pairs in groups whose texts fit into memory."""
    seen: set[int] = set()
    begin = size = 0
    for place, pair in enumerate(order.tolist()):
        new = {int(pairs.first[pair]), int(pairs.second[pair])} - seen
        more = sum(int(chars[node]) for node in new)
        if seen and size + more > MEMORY_CHARS:
            yield order[begin:place]
            begin, size, seen = place, 0, set()
            new = {int(pairs.first[pair]), int(pairs.second[pair])}
            more = sum(int(chars[node]) for node in new)
        seen |= new
        size += more
    if begin < len(order):
        yield order[begin:]


def _shingle_sets(nodes: Nodes, positions: Nodes, texts: Texts, shingle: int) -> dict[int, Hashes]:
    """The distinct shingles of each node's text, ascending."""
    by_position = nodes[np.argsort(positions[nodes])]
    sets: dict[int, Hashes] = {}
    for batch, members in _batches(texts(positions[by_position].tolist()), by_position.tolist()):
        hashes, starts = shingles_of(tokens_of(batch), shingle)
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


def _put(pairs: Pairs, pair: int, one: Hashes, other: Hashes) -> None:
    both = np.concatenate((one, other))
    both.sort()
    shared = int(np.count_nonzero(both[1:] == both[:-1]))
    shorter, longer = sorted((len(one), len(other)))
    pairs.jaccard[pair] = shared / max(len(both) - shared, 1)
    pairs.containment[pair] = shared / max(shorter, 1)
    pairs.share[pair] = shorter / max(longer, 1)
    pairs.shingles[pair] = shorter
    pairs.exact[pair] = True
