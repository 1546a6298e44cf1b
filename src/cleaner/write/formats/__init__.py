"""The formats that a corpus is written in: how a shard's rows get into a file, and out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from cleaner.write.formats.lines import LinesSink, read_lines
from cleaner.write.formats.parquet import ParquetSink, read_parquet
from cleaner.write.formats.text import MAX_ROWS, TextSink, read_text


class Sink(Protocol):
    """A shard that is being written."""

    def add(self, line: bytes) -> None:
        """Write the document row of this JSON line."""

    def close(self) -> tuple[int, str]:
        """Finish the shard: how many bytes it has, and their SHA-256."""

    def discard(self) -> None:
        """Close what is open; the shard is not wanted. Raises nothing."""


class Format(msgspec.Struct, frozen=True):
    """One way to write a corpus.

    `suffix` is that of documents shards (none: a folder a shard), `edits_suffix` that of the
    shards of edits beside them. These are JSON lines in every format: they are the way back, not a
    table for analysis, and may hold bytes that no Parquet string can. `open_sink` makes the file, `read`
    gives its document rows again as JSON lines. `max_rows` (0: no limit) ends a shard early.
    """

    suffix: str
    edits_suffix: str
    open_sink: Callable[[Path], Sink]
    read: Callable[[Path], Iterator[bytes]]
    max_rows: int = 0


WRITERS: dict[str, Format] = {
    "jsonl": Format(".jsonl", ".jsonl", LinesSink, read_lines),
    "jsonl.gz": Format(".jsonl.gz", ".jsonl.gz", LinesSink, read_lines),
    "jsonl.zst": Format(".jsonl.zst", ".jsonl.zst", LinesSink, read_lines),
    "parquet": Format(".parquet", ".jsonl.gz", ParquetSink, read_parquet),
    "text": Format("", ".jsonl", TextSink, read_text, MAX_ROWS),
}
