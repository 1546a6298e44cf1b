"""How far a run is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from cleaner.document import Finding, Record
from cleaner.read import ReadOptions, SourceFile, read_records

Stage = Literal["counting", "cleaning", "comparing", "writing"]


class Progress(msgspec.Struct):
    """Counts of one stage of a run, changed as it goes on.

    `files` of `of_files` are read, `sources` of them are done, `read_bytes` are the bytes of these,
    `refused` how many were, `kept_chars` of `chars` stayed. `reused` sources were not cleaned again. `passed`
    counts what is no source by reason.
    """

    stage: Stage
    of_files: int = 0
    files: int = 0
    sources: int = 0
    reused: int = 0
    refused: int = 0
    read_bytes: int = 0
    chars: int = 0
    kept_chars: int = 0
    passed: Counter[str] = msgspec.field(default_factory=Counter)


Listener = Callable[[Progress], None]
Notes = Callable[[str, Finding], None]
"""Told the id of a source and what is wrong with it."""


def records_of(files: Sequence[SourceFile], options: ReadOptions, progress: Progress) -> Iterator[Record]:
    """The records of the files, in order; counts files, bytes and what is passed over."""
    progress.of_files = len(files)
    for file in files:
        for record in read_records(file, options, progress.passed):
            progress.read_bytes += len(record.payload)
            yield record
        progress.files += 1
