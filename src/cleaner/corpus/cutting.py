"""Sources into shards that are committed as one, and these into tasks for workers: by bytes, not by files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from cleaner.document import Record
from cleaner.write import Encoded
from cleaner.write.rows import source_digest

SHARD_BYTES = 16 << 20
"""Bytes of sources that are held in memory until they are cleaned, and that a kill can cost."""

SHARD_SOURCES = 10_000
TASK_BYTES = 1 << 20
"""Of a task: a worker takes seconds for it, and its messages cost little beside."""

TASK_SOURCES = 500


class Shard(msgspec.Struct, frozen=True):
    """A stretch of sources, with the digest of each; `digest` stands for them all."""

    number: int
    sources: list[tuple[str, Record]]
    digest: str


class Task(msgspec.Struct, frozen=True):
    """Sources to clean, or rows of an earlier run that still hold; `is_last`: the shard is done with it."""

    shard: int
    digest: str
    items: list[Record | Encoded]
    is_last: bool = False


def shards_of(records: Iterable[Record], key: str) -> Iterator[Shard]:
    """The shards of the records. They depend on these and on `key` (how they will be cleaned) only."""
    number = size = 0
    sources: list[tuple[str, Record]] = []
    for record in records:
        sources.append((source_digest(record), record))
        size += len(record.payload)
        if size >= SHARD_BYTES or len(sources) == SHARD_SOURCES:
            yield _shard(number, sources, key)
            number, size, sources = number + 1, 0, []
    if sources:
        yield _shard(number, sources, key)


def tasks_of(number: int, digest: str, items: Sequence[Record | Encoded]) -> Iterator[Task]:
    """The tasks of a shard, in order.

    >>> [len(task.items) for task in tasks_of(0, "", [Record(id="a", payload=b"")] * 1200)]
    [500, 500, 200]
    """
    size = 0
    task: list[Record | Encoded] = []
    for place, item in enumerate(items, 1):
        task.append(item)
        size += len(item.payload) if isinstance(item, Record) else len(item.document)
        if size >= TASK_BYTES or len(task) == TASK_SOURCES or place == len(items):
            yield Task(number, digest, task, place == len(items))
            size, task = 0, []


def _shard(number: int, sources: list[tuple[str, Record]], key: str) -> Shard:
    known = "\n".join([key, *(digest for digest, _ in sources)])
    return Shard(number, sources, hashlib.sha256(known.encode()).hexdigest())
