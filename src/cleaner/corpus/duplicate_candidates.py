"""Pairs of documents that may be near-duplicates, found from sketches alone, with bounded memory.

The smallest hashes of each sketch go into an inverted index: entries (hash, document) in files, one
a range of hashes, each sorted on its own. Documents that stand under one hash give pairs; pairs
under several hashes are compared by their whole sketches. A hash that many documents share (a
boilerplate sentence, a huge cluster) does not give all its pairs: each document meets its neighbours
in rank and the best documents there, so the work stays linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.corpus.duplicate_options import DuplicateOptions
from cleaner.corpus.sketch import NO_HASH, SAMPLE, Sketches
from cleaner.corpus.sketch_tokens import Hashes

INDEXED = 12
"""Hashes of a sketch that are indexed. Two texts of Jaccard similarity 0.8 share all but none of them."""

CROWD = 24
"""Under one hash, of up to so many documents all meet all."""

NEIGHBOURS = 4
HUBS = 8
"""Under one hash with more, each meets so many next ones in rank, and so many of the first: who will represent
the cluster, if it is one. Later rounds look again at those of a crowd that no representative was found for."""

PART_ENTRIES = 4_000_000
"""Entries of one file of the index, sorted in memory: about 150 MB at the peak."""

CHUNK_ROWS = 65_536
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)

Nodes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]


class Pairs(msgspec.Struct, frozen=True, gc=False):
    """Pairs of nodes, `first` < `second`, and how many shingles they share, the shorter and the longer one has.

    Where not `exact`, the counts are those of a sample of the shingles of both.
    """

    first: Nodes
    second: Nodes
    shared: Nodes
    shorter: Nodes
    longer: Nodes
    exact: Flags

    @property
    def jaccard(self) -> Shares:
        union: Nodes = np.maximum(self.shorter + self.longer - self.shared, 1)
        return self.shared / union

    @property
    def containment(self) -> Shares:
        return self.shared / np.maximum(self.shorter, 1)

    @property
    def share(self) -> Shares:
        return self.shorter / np.maximum(self.longer, 1)

    @property
    def keys(self) -> Nodes:
        """A number for each pair."""
        return self.first << 32 | self.second

    def at(self, chosen: npt.NDArray[Any]) -> Pairs:
        """Some of the pairs."""
        return Pairs(*(getattr(self, name)[chosen] for name in self.__struct_fields__))

    def of(self, nodes: Nodes) -> Pairs:
        """The same pairs, of nodes numbered as here."""
        return Pairs(nodes[self.first], nodes[self.second], self.shared, self.shorter, self.longer, self.exact)

    def joined(self, others: list[Pairs]) -> Pairs:
        """These pairs and the others behind them, each once, ordered."""
        fields = self.__struct_fields__
        pairs = Pairs(*(np.concatenate([getattr(pairs, name) for pairs in (self, *others)]) for name in fields))
        _, once = np.unique(pairs.keys, return_index=True)
        return pairs.at(once)


_NONE = np.zeros(0, np.int64)
NO_PAIRS = Pairs(_NONE, _NONE, _NONE, _NONE, _NONE, np.zeros(0, np.bool_))


def candidates(
    sketches: Sketches, positions: Nodes, known: int, options: DuplicateOptions, work: Path
) -> tuple[Pairs, Flags]:
    """The pairs of nodes that may be near-duplicates, and which nodes may have met too few.

    These stand in crowds with more than half of their indexed hashes, and were the first in few of them.
    `positions`: where each node's sketch stands. Nodes are ordered from the best representative
    down; of the first `known` nodes no two make a pair. Files in `work` are removed again.
    """
    parts = max(1, -(-len(positions) * INDEXED // PART_ENTRIES))
    index = Spill(work, "index", parts)
    pairs = Spill(work, "pairs", parts * 4)
    crowded = np.zeros(len(positions), np.int64)
    kept: list[Pairs] = []
    try:
        _index(sketches, positions, index)
        for part in index.parts():
            for some in _pairs_of(part, known, crowded):
                pairs.add(some, _scattered(some, pairs.count))
        for part in pairs.parts():
            kept += list(_compared(sketches, positions, _shared(part, sketches, positions), options))
    finally:
        index.remove()
        pairs.remove()
    indexed = np.minimum(sketches["sampled"][positions], INDEXED)
    return NO_PAIRS.joined(kept), crowded * 2 > indexed


class Spill:
    """64-bit values in files, one a part."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        self.count = count
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [folder / f"{name}.{part:05d}" for part in range(count)]
        for path in self._paths:
            path.write_bytes(b"")

    def add(self, values: Hashes, parts: npt.NDArray[np.int64]) -> None:
        """Put each value in its part."""
        order = np.argsort(parts, kind="stable")
        bounds = np.searchsorted(parts[order], np.arange(self.count + 1))
        for part in np.flatnonzero(np.diff(bounds)).tolist():
            with self._paths[part].open("ab") as file:
                values[order[bounds[part] : bounds[part + 1]]].tofile(file)

    def parts(self) -> Iterator[Hashes]:
        """Each part's values, ascending."""
        for path in self._paths:
            values = np.fromfile(path, np.uint64)
            values.sort()
            yield values

    def remove(self) -> None:
        """Remove the files."""
        for path in self._paths:
            path.unlink(missing_ok=True)


def _index(sketches: Sketches, positions: Nodes, index: Spill) -> None:
    node_of = np.full(len(sketches), -1, np.int64)
    node_of[positions] = np.arange(len(positions))
    for start in range(0, len(sketches), CHUNK_ROWS):
        nodes = node_of[start : start + CHUNK_ROWS]
        hashes = np.ascontiguousarray(sketches["sample"][start : start + CHUNK_ROWS, :INDEXED])
        used = (hashes != NO_HASH) & (nodes >= 0)[:, None]
        entries = hashes.astype(np.uint64) << _HALF | np.maximum(nodes, 0).astype(np.uint64)[:, None]
        index.add(entries[used], _scattered(hashes[used].astype(np.uint64), index.count))


def _scattered(values: Hashes, count: int) -> npt.NDArray[np.int64]:
    """A part for each value, the parts about equally full (small hashes are far more frequent than large ones)."""
    mixed = values * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> _HALF) * np.uint64(count) >> _HALF).astype(np.int64)


def _pairs_of(entries: Hashes, known: int, crowded: Nodes) -> Iterator[Hashes]:
    """Pairs (better node, worse node) in 64 bits, of sorted entries (hash, node); how often a node stands in a crowd is
    added to `crowded`."""
    hashes, nodes = (entries >> _HALF).astype(np.uint32), entries & _LOW
    first = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)])
    sizes = np.diff(first, append=len(hashes))
    first, sizes = first[sizes > 1], sizes[sizes > 1]
    place = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at, left = np.repeat(first, sizes) + place, np.repeat(sizes, sizes) - place
    crowd = np.repeat(sizes > CROWD, sizes)
    crowded += np.bincount(nodes[at[crowd & (place >= HUBS)]].astype(np.int64), minlength=len(crowded))
    for hub in range(HUBS):
        far = crowd & (place > hub + NEIGHBOURS)
        yield _new(nodes[at[far] - place[far] + hub], nodes[at[far]], known)
    for lag in range(1, CROWD):
        more = (left > lag) & (~crowd | (lag <= NEIGHBOURS))
        at, left, crowd = at[more], left[more], crowd[more]
        if not len(at):
            return
        yield _new(nodes[at], nodes[at + lag], known)


def _new(better: Hashes, worse: Hashes, known: int) -> Hashes:
    new = worse >= known
    return better[new] << _HALF | worse[new]


def _shared(pairs: Hashes, sketches: Sketches, positions: Nodes) -> tuple[Nodes, Nodes]:
    """The distinct pairs that share two indexed hashes, or one where one of the two has no more."""
    starts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
    counts = np.diff(starts, append=len(pairs))
    first, second = ((half[starts]).astype(np.int64) for half in (pairs >> _HALF, pairs & _LOW))
    often = counts > 1
    rare = np.flatnonzero(~often)
    sizes = [sketches["sampled"][positions[nodes[rare]]] for nodes in (first, second)]
    often[rare] = np.minimum(*sizes) == 1
    return first[often], second[often]


def _compared(
    sketches: Sketches, positions: Nodes, pairs: tuple[Nodes, Nodes], options: DuplicateOptions, chunk: int = 8192
) -> Iterator[Pairs]:
    """The pairs whose sketches say that they may be duplicates."""
    for start in range(0, len(pairs[0]), chunk):
        first, second = pairs[0][start : start + chunk], pairs[1][start : start + chunk]
        found = compare(first, second, sketches[positions[first]], sketches[positions[second]])
        yield found.at(
            _promising(found, sketches["site"][positions[first]], sketches["site"][positions[second]], options)
        )


def compare(first: Nodes, second: Nodes, ones: Sketches, others: Sketches) -> Pairs:
    """What the sketches of the pairs say of their similarity.

    Below the largest hash of a sample that is not whole, both samples are complete: all hashes up to
    there are compared.
    """
    whole = (ones["whole"] & others["whole"]).astype(np.bool_)
    limits = np.minimum(*(np.where(rows["whole"] == 1, NO_HASH - 1, rows["sample"][:, -1]) for rows in (ones, others)))
    left, right = ((rows["sample"] <= limits[:, None]).sum(1) for rows in (ones, others))
    merged = np.concatenate((ones["sample"], others["sample"]), axis=1)
    merged.sort(axis=1)
    shared = ((merged[:, 1:] == merged[:, :-1]) & (merged[:, 1:] <= limits[:, None])).sum(1)
    return Pairs(first, second, shared, np.minimum(left, right), np.maximum(left, right), whole)


def _promising(
    found: Pairs, site: npt.NDArray[np.uint64], other_site: npt.NDArray[np.uint64], options: DuplicateOptions
) -> Flags:
    """True where the texts may be duplicates: three standard deviations below the thresholds, none where exact."""
    slack = np.where(found.exact, 0.0, 1.0)
    level = options.similarity
    near: Flags = found.jaccard >= level - slack * 3 * (level * (1 - level) / SAMPLE) ** 0.5
    if not options.containment:
        return near
    level = options.containment
    part: Flags = found.containment >= level - slack * 3 * (level * (1 - level) / np.maximum(found.shorter, 1)) ** 0.5
    part &= found.share >= options.min_share * (1 - slack * 0.3)
    part &= ~found.exact | (found.shorter >= options.min_shingles)
    part &= (site != other_site) & (site != 0) & (other_site != 0)
    return near | part
