"""Which pages of a site are copies of each other: a copy is no further evidence for a template.

A print version, a page fetched twice or under two addresses repeats its article; were each
counted, the article would look like a template. Pages are compared by their prose, and rare
prose counts most: what only two pages have says more than what all have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

PROSE_MASS = 80
"""Lines from this mass on (`line_mass`; about a dozen words) are compared: shorter ones recur by chance. With 50
twice as many pairs of different pages passed for copies (DAnIEL, sites with 5 pages or more)."""

SAME_SHARE = 0.5
"""Two pages are copies when so much of the rare prose of one is on the other. All 30 pairs of pages there that were
fetched twice pass, and 13 pairs of different pages, most of them nearly bare. With 0.7 half as many; an
edited copy would be missed more often."""

RARENESS = 2
"""A line on n pages weighs its mass / (n - 1) ** RARENESS. With 1, five times as many different pages passed."""

_MOST_COMPARED = 50
"""A line on more pages ties only neighbours in the order given: time stays linear, and copies, whose lines
are on the same pages, still find each other."""

Lines = Sequence[tuple[str, int]]
"""The keys of a page's lines, with their mass."""


def distinct_pages(pages: Sequence[Lines]) -> list[int]:
    """For each page the index of the first page that it is a copy of: its own, if none.

    Pages without prose can't be told apart and count as one.

    >>> first, other = ("the river rose", 90), ("it rained", 90)
    >>> distinct_pages([[("menu", 4), first], [("menu", 4), other], [first], [("menu", 4)]])
    [0, 1, 0, 3]
    """
    holders: dict[str, list[int]] = defaultdict(list)
    masses: dict[str, int] = {}
    for index, lines in enumerate(pages):
        for key, mass in dict(lines).items():
            if mass >= PROSE_MASS:
                holders[key].append(index)
                masses[key] = mass
    own = [0.0] * len(pages)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for key, indices in holders.items():
        weight = masses[key] / max(1, len(indices) - 1) ** RARENESS
        for index in indices:
            own[index] += weight
        for pair in _pairs(indices):
            shared[pair] += weight
    joined = _Joined(len(pages))
    for (one, other), weight in shared.items():
        if weight >= SAME_SHARE * min(own[one], own[other]):
            joined.join(one, other)
    bare = [index for index, weight in enumerate(own) if not weight]
    for index in bare[1:]:
        joined.join(bare[0], index)
    return [joined.first(index) for index in range(len(pages))]


def _pairs(indices: Sequence[int]) -> list[tuple[int, int]]:
    if len(indices) > _MOST_COMPARED:
        return list(pairwise(indices))
    return [(one, other) for place, one in enumerate(indices) for other in indices[place + 1 :]]


class _Joined:
    """Disjoint sets of indices; the least index stands for its set."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def first(self, index: int) -> int:
        while self._above[index] != index:
            self._above[index] = self._above[self._above[index]]
            index = self._above[index]
        return index

    def join(self, one: int, other: int) -> None:
        one, other = self.first(one), self.first(other)
        self._above[max(one, other)] = min(one, other)
