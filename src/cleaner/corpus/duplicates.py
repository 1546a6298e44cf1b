"""Which documents of a corpus are duplicates of others: `D101` exact, `D102` near, `D103` one article on several sites.

Each document leaves a sketch of fixed size (`sketch_of`), made where the document is cleaned. The
sketches of a corpus, one after another in a file, are all that `find_duplicates` reads for all but
the few pairs that may be duplicates; only of these are texts looked at again. Results depend on
the texts, ids, dates and sites alone, not on the order of documents or on who made the sketches.

    sketches.write_bytes(sketches_of(texts, ids=ids, dates=dates, sites=sites))
    for found in find_duplicates(sketches, lambda places: (texts[place] for place in places), work=folder):
        ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from cleaner.corpus.duplicate_candidates import NO_PAIRS, candidates
from cleaner.corpus.duplicate_decide import CODES, EXACT, Choice, Source, Texts, decide, nothing_decided
from cleaner.corpus.duplicate_options import DuplicateOptions
from cleaner.corpus.duplicate_order import equal_to, ranked
from cleaner.corpus.sketch import SKETCH, SKETCH_BYTES, SKETCH_VERSION, Sketches, sketch_rows
from cleaner.corpus.sketch_tokens import Places
from cleaner.errors import CorpusError

__all__ = ["SKETCH_BYTES", "Duplicate", "DuplicateOptions", "find_duplicates", "sketch_of", "sketches_of"]

MOST_ROUNDS = 24
"""Rounds of looking for pairs. Only crowds, where many documents share shingles and not all pairs were seen, need a
second one. Of 100,000 versions of a text of 80 words, each with another word changed, 86 stay after 22 rounds, 10,000
after 8; documents in their usual numbers need one or two."""

Code = Literal["D101", "D102", "D103", ""]


class Duplicate(msgspec.Struct, frozen=True, gc=False):
    """A document's place in a cluster of duplicates.

    `position`: which document, from 0 in the order of the sketches. `representative`: the position
    of the document it duplicates, which stays; a cluster's own representatives have their own
    position there, no code, and similarity 1. `cluster`: 16 hexadecimal digits made from the content
    of the cluster's first document, equal for all its members. `similarity`: of the two texts, from 0
    to 1: Jaccard for `D101` and `D102`, containment for `D103`.
    """

    position: int
    representative: int
    cluster: str
    similarity: float
    code: Code

    @property
    def stays(self) -> bool:
        """True of a cluster's representative: `"drop"` keeps it."""
        return self.position == self.representative


DEFAULT = DuplicateOptions()


def sketch_of(text: str, *, id: str, date: str = "", site: str = "", options: DuplicateOptions = DEFAULT) -> bytes:
    """The text's sketch, `SKETCH_BYTES` long. `date`: ISO (also `2025-05`); `site`: any name of it; `""`: unknown.

    >>> len(sketch_of("The bridge is closed.", id="a")) == SKETCH_BYTES
    True
    """
    return sketches_of([text], ids=[id], dates=[date], sites=[site], options=options)


def sketches_of(
    texts: Sequence[str],
    *,
    ids: Sequence[str],
    dates: Sequence[str] | None = None,
    sites: Sequence[str] | None = None,
    options: DuplicateOptions = DEFAULT,
) -> bytes:
    """The sketches of the texts, one after another; faster than one by one, with the same result.

    Raises `ArgumentError` if there are not as many ids, dates or sites as texts.

    >>> sketches_of(["a b", "c"], ids=["1", "2"]) == sketch_of("a b", id="1") + sketch_of("c", id="2")
    True
    """
    unknown = [""] * len(texts)
    return sketch_rows(
        texts, ids, unknown if dates is None else dates, unknown if sites is None else sites, options.shingle
    ).tobytes()


def find_duplicates(
    sketches: Path,
    texts: Texts,
    *,
    options: DuplicateOptions = DEFAULT,
    work: Path,
    existing: int = 0,
) -> Iterator[Duplicate]:
    """All members of clusters of duplicates, by position: representatives (`stays`) and those that duplicate them.

    `sketches`: a file of sketches, one after another. `texts`: gives the texts at these positions (ascending, counted
    from 0 in the order of the sketches), in that order; it is called a few times, for the candidates alone.
    `work`: a folder for temporary files, about 100 bytes a document. The first `existing` sketches are
    of a corpus that is already there: they may be representatives, and never come back.
    Memory: about 300 bytes a document beside the file of sketches, which is mapped (a million: 805 MB with it).

    Raises `CorpusError` if the file is no whole number of sketches of this version and these options.
    """
    rows = _opened(sketches, options)
    if not len(rows):
        return
    order = ranked(rows, existing)
    equal = equal_to(rows, order)
    nodes = order[(equal[order] == order) & (rows["sampled"][order] > 0)]
    source = Source(nodes, rows["chars"][nodes].astype(np.int64), rows["site"][nodes], texts, options.shingle)
    choice = _rounds(rows, source, int((nodes < existing).sum()), options, work)
    yield from _members(rows, equal, nodes, choice, existing)


def _rounds(rows: Sketches, source: Source, known: int, options: DuplicateOptions, work: Path) -> Choice:
    """The choice among all nodes.

    After the first round only crowds are looked at: those of them that stay and did not meet all others yet.
    """
    pairs, active = NO_PAIRS, np.arange(len(source.positions))
    crowded = np.zeros(len(active), np.bool_)
    choice = nothing_decided(len(active))
    for _ in range(MOST_ROUNDS):
        found, crowded[active] = candidates(rows, source.positions[active], int((active < known).sum()), options, work)
        seen = pairs.keys
        pairs = pairs.joined([found.of(active)])
        fresh = ~np.isin(pairs.keys, seen, assume_unique=True)
        if not fresh.any():
            break
        choice = decide(pairs, fresh, source, options, choice)
        active = np.flatnonzero(crowded & (choice.representative == np.arange(len(crowded))))
        if len(active) == crowded.sum():
            break
    return choice


def _opened(path: Path, options: DuplicateOptions) -> Sketches:
    size = path.stat().st_size
    if size % SKETCH_BYTES:
        raise CorpusError(f"{path}: {size:,} bytes are no whole number of sketches of {SKETCH_BYTES} bytes")
    if not size:
        return np.zeros(0, SKETCH)
    rows: Sketches = np.memmap(path, SKETCH, mode="r")
    for name, value in (("version", SKETCH_VERSION), ("shingle", options.shingle)):
        if len(wrong := np.flatnonzero(rows[name] != value)):
            found = int(rows[name][wrong[0]])
            raise CorpusError(f"{path}: sketch {int(wrong[0])} has {name} {found}, not {value}; sketch the texts anew")
    return rows


def _members(rows: Sketches, equal: Places, nodes: Places, choice: Choice, existing: int) -> Iterator[Duplicate]:
    """The members of clusters of two or more, by position."""
    node_of = np.full(len(rows), -1, np.int64)
    node_of[nodes] = np.arange(len(nodes))
    own = np.where(node_of[equal] >= 0, node_of[equal], 0)
    lone = node_of[equal] < 0  # texts without tokens: exact duplicates only
    first = np.where(lone, equal, nodes[choice.cluster[own]] if len(nodes) else equal)
    sizes = np.bincount(first, minlength=len(rows))
    for start in range(existing, len(rows), 65_536):
        for place in (start + np.flatnonzero(sizes[first[start : start + 65_536]] > 1)).tolist():
            node, same = int(own[place]), int(equal[place])
            kind, similarity, representative = 0, 1.0, same
            if not lone[place] and int(choice.representative[node]) != node:
                kind, similarity = int(choice.kinds[node]), float(choice.similarity[node])
                representative = int(nodes[choice.representative[node]])
            elif same != place:
                kind = EXACT
            cluster = f"{int(rows['digest'][first[place], 0]):016x}"
            yield Duplicate(place, representative, cluster, round(similarity, 4), CODES[kind])
