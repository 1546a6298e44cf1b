"""The duplicates among the staged documents, with the ids that their rows will name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from cleaner.corpus.cleaning import StagedRows
from cleaner.corpus.duplicates import SKETCH_BYTES, Duplicate, find_duplicates
from cleaner.corpus.progress import Progress
from cleaner.corpus.staged import Staged
from cleaner.write.staging import told

if TYPE_CHECKING:
    from cleaner.corpus.run import Run


class Membership(msgspec.Struct, frozen=True, gc=False):
    """A document's place in a cluster: the cluster, the id of the document that stays, how alike they are.

    `position` counts documents, without refused sources; `code` is `""` for the one that stays.
    """

    position: int
    cluster: str
    of: str
    similarity: float
    code: str


def memberships(run: Run, rows: StagedRows) -> list[Membership]:
    """The members of all clusters, in the order of the documents."""
    run.on_progress(Progress("comparing"))
    staged, against, work, options = rows.own, rows.against, run.work, run.options.similar
    sketches = work / "sketches"
    with told(work):
        sketches.unlink(missing_ok=True)
    existing = against.join_sketches(sketches) if against else 0
    staged.join_sketches(sketches)
    both = _Both(against, existing // SKETCH_BYTES, staged)
    found = list(find_duplicates(sketches, both.texts, options=options, work=work, existing=both.existing))
    places = sorted({one.representative for one in found})
    ids = dict(zip(places, both.ids(places), strict=True))
    return [_membership(one, ids[one.representative], both.existing) for one in found]


def _membership(one: Duplicate, of: str, existing: int) -> Membership:
    return Membership(one.position - existing, one.cluster, of, one.similarity, one.code)


class _Both:
    """The documents of two corpora, one after the other."""

    def __init__(self, first: Staged | None, existing: int, second: Staged) -> None:
        self._first, self.existing, self._second = first, existing, second

    def texts(self, positions: Sequence[int]) -> Iterator[str]:
        before, after = self._parted(positions)
        return chain(self._first.texts(before) if self._first else (), self._second.texts(after))

    def ids(self, positions: Sequence[int]) -> Iterator[str]:
        before, after = self._parted(positions)
        return chain(self._first.ids(before) if self._first else (), self._second.ids(after))

    def _parted(self, positions: Sequence[int]) -> tuple[list[int], list[int]]:
        before = [int(place) for place in positions if place < self.existing]
        return before, [int(place) - self.existing for place in positions[len(before) :]]
