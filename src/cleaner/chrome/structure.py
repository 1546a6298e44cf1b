"""What the tagger sees of a unit's place in the HTML tree, for all units of a batch at once.

A line's tag, regions, links and siblings become numbers; the words of its classes, ids and
tag path become hashed buckets; lines of one container, of one tag path and of one look are
grouped, so that `context.py` can pool scores over them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.chrome.characters import FloatArray, HashArray, IntArray
from cleaner.chrome.counts import Units
from cleaner.chrome.titles import title_columns
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
    path and of its look (tag path and classes), different in different documents. `titles`:
    float32 (units, len(TITLE_NAMES)), how the unit relates to what the head says (`titles.py`).
    """

    columns: FloatArray
    hints: IntArray
    hint_starts: IntArray
    groups: IntArray
    titles: FloatArray


def structure(documents: Sequence[Units], words: HashArray, word_starts: IntArray) -> Structure:
    """The places of all units of the documents, in order, whose words' hashes these are, from `word_starts` on."""
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
            looks = places.groups[line, -1]
            hint_counts[start:end] = places.hint_counts[looks]
            hints.append(places.hints[_rows_of(places.hint_counts, looks)])
        start = end
    hint_starts = np.concatenate(([0], np.cumsum(hint_counts)))
    return Structure(columns, np.concatenate(hints), hint_starts, groups, title_columns(documents, words, word_starts))


class _Places(msgspec.Struct, gc=False):
    """The places of one document's lines. The last column of `groups` numbers the looks.

    `hints` are the buckets of look after look, as many of each as `hint_counts` says.
    """

    columns: FloatArray  # (lines, len(STRUCTURE_NAMES))
    groups: IntArray  # (lines, CONTAINERS + 2)
    hints: IntArray
    hint_counts: IntArray

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Places:
        containers, paths, looks = (list(map(attrgetter(*names), lines)) for names in _GROUPING)
        padded = {some: _padded(some) for some in set(containers)}
        groups = np.empty((len(lines), CONTAINERS + 2), np.int64)
        groups[:, :CONTAINERS] = _table([padded[some] for some in containers])
        groups[:, CONTAINERS] = _numbers(paths)
        groups[:, CONTAINERS + 1] = _numbers(looks)
        hints = [_buckets(path, words) for path, words in dict.fromkeys(looks)]
        hint_counts = [sum(map(len, parts)) for parts in hints]
        kinds = [_KIND_NUMBER.get(line.kind, len(_KINDS)) for line in lines]
        facts = _table(list(map(attrgetter(*_MEASURED), lines)))
        columns = np.zeros((len(lines), len(STRUCTURE_NAMES)), np.float32)
        for place, column in zip(range(len(STRUCTURE_NAMES)), _columns(facts, np.array(kinds), groups), strict=True):
            columns[:, place] = column
        buckets = np.fromiter(chain.from_iterable(chain.from_iterable(hints)), np.int64, sum(hint_counts))
        return cls(columns, groups, buckets, np.array(hint_counts, np.int64))


_GROUPING = (("containers",), ("tag_path",), ("tag_path", "hints"))
_MEASURED = ("start", "end", "chars_in_links", "links", "pieces", "level", "depth", "alike", "repeats", "regions")
_KIND_NUMBER = {kind: number for number, kind in enumerate(_KINDS)}


def _padded(containers: tuple[int, ...]) -> tuple[int, ...]:
    """Always so many: a line with fewer containers around it has the document for the others."""
    return (*containers, *(0,) * (CONTAINERS - len(containers)))[:CONTAINERS]


def _table(rows: Sequence[tuple[int, ...]]) -> IntArray:
    """The rows, all of one length and at least one, as int64."""
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(len(rows), -1)


def _numbers(keys: Sequence[Hashable]) -> list[int]:
    """For each key the number of different keys before its first place."""
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return [numbers[key] for key in keys]


def _rows_of(counts: IntArray, groups: IntArray) -> IntArray:
    """Where the items of each of the groups stand among the items of all groups, which have so many each."""
    sizes = counts[groups]
    shifts = (np.cumsum(counts) - counts)[groups] - (np.cumsum(sizes) - sizes)
    return np.repeat(shifts, sizes) + np.arange(sizes.sum())


def _columns(facts: IntArray, kind: IntArray, groups: IntArray) -> Iterator[npt.NDArray[Any]]:
    start, end, in_links, links, pieces, level, depth, alike, repeats, regions = facts.T
    length = np.maximum(end - start, 1)
    yield np.minimum(in_links / length, 1)
    yield np.log1p(links) / 3
    yield np.log1p(pieces) / 4
    yield level / 6
    yield np.minimum(depth / 20, 2)
    yield np.log1p(alike) / 4
    yield np.log1p(repeats) / 4
    for number in range(len(_KINDS)):
        yield kind == number
    for region in _REGIONS:
        yield regions & region.value != 0
    same_look = groups[1:, -1] == groups[:-1, -1]
    yield np.concatenate(([False], same_look))
    yield np.concatenate((same_look, [False]))
    yield np.concatenate(([False], groups[1:, 0] == groups[:-1, 0]))
    for container in groups[:, :CONTAINERS].T:
        _, which = np.unique(container, return_inverse=True)
        size = np.bincount(which, length)
        yield np.minimum(np.bincount(which, in_links) / size, 1)[which]
        yield (np.log1p(size) / 10)[which]


def _buckets(path: str, words: str) -> list[tuple[int, ...]]:
    """The buckets of each word in classes and ids, and of the tags that end the path."""
    return [*map(_buckets_of_word, words.split()[-_MAX_WORDS:]), _buckets_of_path(path)]


@lru_cache(maxsize=1 << 12)
def _buckets_of_path(path: str) -> tuple[int, ...]:
    tags = path.split("/")[-_MAX_TAGS:]
    return (*(_bucket("<" + tag) for tag in tags), _bucket("<" + "/".join(tags[-2:])))


@lru_cache(maxsize=1 << 15)
def _buckets_of_word(word: str) -> tuple[int, ...]:
    """The buckets of the parts of a class or id: `relatedPosts-list` has three."""
    return tuple(_bucket(part.lower()) for part in _WORD.findall(word))


def _bucket(token: str) -> int:
    return zlib.crc32(token.encode("utf-8", "surrogatepass")) % HINT_BUCKETS
