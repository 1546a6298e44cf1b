"""Source files to records: one of a plain file, many of a container, as a stream."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cleaner.document import Record
from cleaner.read.archives import read_tar, read_zip
from cleaner.read.compression import Readable, decompressed, peek
from cleaner.read.container import Container
from cleaner.read.delimited import read_csv, read_tsv
from cleaner.read.files import find_files
from cleaner.read.formats import HEAD_BYTES, format_of_content, format_of_name, is_compressed
from cleaner.read.jsonl import read_jsonl
from cleaner.read.options import DEFAULT, ReadOptions
from cleaner.read.parquet import read_parquet
from cleaner.read.source import STDIN, SourceFile, opened, read_file, read_payload, record_of_file, unreadable
from cleaner.read.warc import read_warc

Reader = Callable[[Readable, Container, ReadOptions], Iterator[Record]]

READERS: dict[str, Reader] = {
    "jsonl": read_jsonl,
    "csv": read_csv,
    "tsv": read_tsv,
    "parquet": read_parquet,
    "warc": read_warc,
    "tar": lambda stream, container, options: read_tar(stream, container, options, _read_member),
    "zip": lambda stream, container, options: read_zip(stream, container, options, _read_member),
}
"""What reads each format of containers, from its decompressed bytes."""

_FROM_THE_END = ("parquet", "zip")
"""Read at any place, where the file can be: their own bytes, never compressed as a whole but by name."""


def read_sources(
    paths: Iterable[str | Path], *, options: ReadOptions = DEFAULT, exclude: Iterable[str | Path] = ()
) -> Iterator[Record]:
    """The records of each source under the paths, in order of path and then of name; `find_files` says which.

    An unreadable file gives a record with an `E005` finding. Raises `SourceError` if a path is missing or a folder
    holds no files.
    """
    for source in find_files(paths, options=options, exclude=exclude):
        yield from read_records(source, options)


def read_records(
    source: SourceFile, options: ReadOptions = DEFAULT, passed: Counter[str] | None = None
) -> Iterator[Record]:
    """The records of the source, in order: one of a plain file, one of each row or page or member of a container.

    Streams: what is held is one record and the chunk it came from. What is broken is a record without payload whose
    `E` finding says where. What is no source (a picture in a WARC file) is counted by reason in `passed`, after
    the last record. Raises `ArgumentError` if the format needs a package that is not there.
    """
    if source.format == "file":
        yield read_file(source, options)
        return
    container = Container(source.file_path, source.collection, options.max_expansion)
    try:
        with opened(source) as stream:
            if source.format in _FROM_THE_END and not source.compressed and str(source.path) != STDIN:
                yield from READERS[source.format](stream, container, options)
            else:
                unpacked = decompressed(container.budget.packing(stream))
                yield from _records_of(source, unpacked, container, options)
    except OSError as error:
        yield container.broken("E005", unreadable(error).message)
    if passed is not None:
        passed.update(container.passed)


def _records_of(source: SourceFile, stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    if source.format:
        yield from READERS[source.format](stream, container, options)
        return
    head, stream = peek(stream, HEAD_BYTES)
    name = format_of_content(head, options)
    if name == "file":
        yield record_of_file(source, stream, options)
    else:
        yield from READERS[name](stream, container, options)


def _read_member(name: str, stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The records of an archive's member: one of a plain file."""
    unpacked = container.budget.unpacking(decompressed(stream) if is_compressed(name) else stream)
    kind = format_of_name(name)
    if not kind:
        head, unpacked = peek(unpacked, HEAD_BYTES)
        kind = format_of_content(head, options)
    if kind == "file":
        yield container.of_member(*read_payload(unpacked, max_bytes=options.max_record_bytes))
    else:
        yield from READERS[kind](unpacked, container, options)
