"""Source files to records: one of a plain file, many of a container, as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cleaner.document import Record
from cleaner.read.compression import DamageError, Readable, decompressed, peek
from cleaner.read.container import Container
from cleaner.read.files import find_files
from cleaner.read.formats import HEAD_BYTES, format_of_content
from cleaner.read.jsonl import read_jsonl
from cleaner.read.options import DEFAULT, ReadOptions
from cleaner.read.source import SourceFile, opened, read_file, record_of_file, unreadable

Reader = Callable[[Readable, Container, ReadOptions], Iterator[Record]]

READERS: dict[str, Reader] = {
    "jsonl": read_jsonl,
}
"""What reads each format of containers, from its decompressed bytes."""


def read_sources(
    paths: Iterable[str | Path], *, options: ReadOptions = DEFAULT, exclude: Iterable[str | Path] = ()
) -> Iterator[Record]:
    """The records of each source under the paths, in order of path and then of name; `find_files` says which.

    An unreadable file gives a record with an `E005` finding. Raises `SourceError` if a path is missing or a folder
    holds no files.
    """
    for source in find_files(paths, options=options, exclude=exclude):
        yield from read_records(source, options)


def read_records(source: SourceFile, options: ReadOptions = DEFAULT) -> Iterator[Record]:
    """The records of the source, in order: one of a plain file, one of each row or page or member of a container.

    Streams: what is held is one record and the chunk it came from. What is broken is a record without payload whose
    `E` finding says where. Raises `ArgumentError` if the format needs a package that is not there.
    """
    if source.format == "file":
        yield read_file(source, options)
        return
    container = Container(source.file_path, source.collection)
    try:
        with opened(source) as stream:
            yield from _records_of(source, decompressed(stream), container, options)
    except OSError as error:
        yield container.broken("E005", unreadable(error).message)


def _records_of(
    source: SourceFile, stream: Readable, container: Container, options: ReadOptions
) -> Iterator[Record]:
    name = source.format
    if not name:
        try:
            head, stream = peek(stream, HEAD_BYTES)
        except DamageError as error:
            yield container.broken("E021", str(error))
            return
        name = format_of_content(head, options)
    if name == "file":
        yield record_of_file(source, stream, options)
    else:
        yield from READERS[name](stream, container, options)
