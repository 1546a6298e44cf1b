"""What the tagger sees of a unit's place in the HTML tree, for all units of a batch at once.

A line's tag, regions, links and siblings become numbers; the words of its classes, ids and
tag path become hashed buckets; lines of one container, of one tag path and of one look are
grouped, so that `context.py` can pool scores over them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import FloatArray, IntArray
from cleaner.chrome.counts import Units
from cleaner.document import Line, Region

HINT_BUCKETS = 1 << 14
CONTAINERS = 3  # as many as `Line.containers` holds

_KINDS = ("heading", "item", "cell", "caption", "quote", "code", "term", "label", "data")
_REGIONS = tuple(Region)
_MAX_WORDS, _MAX_TAGS = 12, 3  # of one line's classes and of its path: the innermost say most
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")

STRUCTURE_NAMES = (
    "share in links", "links", "inline pieces", "level", "depth", "siblings alike", "repeated blocks",
    *_KINDS,
    *(f"in {str(region.name).lower()}" for region in _REGIONS),
    "looks like above", "looks like below", "same container as above",
    *(f"{place} container: {what}" for place in ("inner", "middle", "outer") for what in ("share in links", "size")),
)  # fmt: skip
"""What each column of `Structure.columns` measures, in words."""


class Structure(msgspec.Struct, frozen=True, gc=False):
    """The places of all units of a batch.

    `columns`: float32 (units, len(STRUCTURE_NAMES)). `hints`: int64 buckets in
    `range(HINT_BUCKETS)`, unit after unit; `hint_starts`: int64 (units + 1). `groups`: int64
    (units, CONTAINERS + 2), the number of the unit's containers (inner to outer), of its tag
    path and of its look (tag path and classes), different in different documents.
    """

    columns: FloatArray
    hints: IntArray
    hint_starts: IntArray
    groups: IntArray


def structure(documents: Sequence[Units]) -> Structure:
    """The places of all units of the documents, in order."""
    total = sum(len(document.spans) for document in documents)
    columns = np.zeros((total, len(STRUCTURE_NAMES)), np.float32)
    groups = np.zeros((total, CONTAINERS + 2), np.int64)
    hints: list[IntArray] = [np.zeros(0, np.int64)]
    hint_counts = np.zeros(total, np.int64)
    start = numbers = 0
    for document in documents:
        end = start + len(document.spans)
        if document.lines:
            places = _Places.of(document.lines)
            line = document.spans[:, 2]
            columns[start:end] = places.columns[line]
            groups[start:end] = places.groups[line] + numbers
            numbers += int(places.groups.max()) + 1
            own = [places.hints[look] for look in places.groups[line, -1].tolist()]
            hints.extend(own)
            hint_counts[start:end] = [len(words) for words in own]
        start = end
    return Structure(columns, np.concatenate(hints), np.concatenate(([0], np.cumsum(hint_counts))), groups)


class _Places(msgspec.Struct, gc=False):
    """The places of one document's lines. The last column of `groups` numbers the looks: `hints` has one row each."""

    columns: FloatArray  # (lines, len(STRUCTURE_NAMES))
    groups: IntArray  # (lines, CONTAINERS + 2)
    hints: list[IntArray]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Places:
        looks: dict[tuple[str, str], int] = {}
        paths: dict[str, int] = {}
        groups = np.array(
            [
                (*_padded(line.containers), paths.setdefault(line.tag_path, len(paths)),
                 looks.setdefault((line.tag_path, line.hints), len(looks)))
                for line in lines
            ],
            np.int64,
        )  # fmt: skip
        hints = [_buckets(path, words) for path, words in looks]
        facts = np.array(
            [
                (line.end - line.start, line.chars_in_links, line.links, line.pieces, line.level, line.depth,
                 line.alike, line.repeats, line.regions, _KIND_NUMBER.get(line.kind, len(_KINDS)))
                for line in lines
            ],
            np.float64,
        )  # fmt: skip
        columns = np.zeros((len(lines), len(STRUCTURE_NAMES)), np.float32)
        for place, column in zip(range(len(STRUCTURE_NAMES)), _columns(facts, groups), strict=True):
            columns[:, place] = column
        return cls(columns, groups, hints)


_KIND_NUMBER = {kind: number for number, kind in enumerate(_KINDS)}


def _padded(containers: tuple[int, ...]) -> tuple[int, ...]:
    """Always so many: a line with fewer containers around it has the document for the others."""
    return (*containers, *(0,) * (CONTAINERS - len(containers)))[:CONTAINERS]


def _columns(facts: npt.NDArray[np.float64], groups: IntArray) -> Iterator[npt.NDArray[Any]]:
    length, in_links, links, pieces, level, depth, alike, repeats, regions, kind = facts.T
    length = np.maximum(length, 1)
    yield np.minimum(in_links / length, 1)
    yield np.log1p(links) / 3
    yield np.log1p(pieces) / 4
    yield level / 6
    yield np.minimum(depth / 20, 2)
    yield np.log1p(alike) / 4
    yield np.log1p(repeats) / 4
    for number in range(len(_KINDS)):
        yield kind == number
    flags = regions.astype(np.int64)
    for region in _REGIONS:
        yield flags & region.value != 0
    same_look = groups[1:, -1] == groups[:-1, -1]
    yield np.concatenate(([False], same_look))
    yield np.concatenate((same_look, [False]))
    yield np.concatenate(([False], groups[1:, 0] == groups[:-1, 0]))
    for container in groups[:, :CONTAINERS].T:
        _, which = np.unique(container, return_inverse=True)
        size = np.bincount(which, length)
        yield np.minimum(np.bincount(which, in_links) / size, 1)[which]
        yield (np.log1p(size) / 10)[which]


def _buckets(path: str, words: str) -> IntArray:
    """The buckets of the words in classes and ids, and of the tags that end the path."""
    found: list[int] = []
    for word in words.split()[-_MAX_WORDS:]:
        found.extend(_buckets_of_word(word))
    tags = path.split("/")[-_MAX_TAGS:]
    found.extend(_bucket("<" + tag) for tag in tags)
    found.append(_bucket("<" + "/".join(tags[-2:])))
    return np.array(found, np.int64)


@lru_cache(maxsize=1 << 15)
def _buckets_of_word(word: str) -> tuple[int, ...]:
    """The buckets of the parts of a class or id: `relatedPosts-list` has three."""
    return tuple(_bucket(part.lower()) for part in _WORD.findall(word))


@lru_cache(maxsize=1 << 15)
def _bucket(token: str) -> int:
    return zlib.crc32(token.encode("utf-8", "surrogatepass")) % HINT_BUCKETS
