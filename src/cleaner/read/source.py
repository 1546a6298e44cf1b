"""A source: where it is, what it is called, and its bytes, as a stream or as one record."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleaner.document import Finding, Record
from cleaner.read.compression import CHUNK_BYTES, DamageError, Readable, decompressed
from cleaner.read.container import digest_of
from cleaner.read.options import DEFAULT, ReadOptions

STDIN = "-"


class SourceFile(msgspec.Struct, frozen=True):
    """A file to read: where it is, and its name in the corpus, which says nothing of this machine.

    `file_path` is the path below the folder that was asked for, with `/`; `collection` is
    that folder's name, or the file's own name when a single file was asked for. `format` is one of
    `options.FORMATS`, or `""` where only the content tells. A `compressed` plain file is one of that kind
    by its name: its bytes are those that it unpacks to. A remote file's address is in `address`.
    """

    path: Path
    file_path: str
    collection: str
    format: str = "file"
    compressed: bool = False
    address: str = ""


@contextlib.contextmanager
def opened(source: SourceFile) -> Iterator[Readable]:
    """The source's bytes as they are stored. Raises `OSError` if it can't be opened."""
    if source.address:
        from cleaner.read.remote import open_remote

        with open_remote(source.address) as stream:
            yield stream
    elif str(source.path) == STDIN:
        yield sys.stdin.buffer
    else:
        with source.path.open("rb") as file:
            yield file


def read_file(source: SourceFile, options: ReadOptions = DEFAULT) -> Record:
    """The file's record; with no payload and an `E005` finding if it can't be read.

    Of a compressed file that is cut off the record has what could be read and is noted (`E021`); one that is
    broken is refused, as is one of more than `max_file_bytes` (`E022`).
    """
    try:
        with opened(source) as stream:
            return record_of_file(source, decompressed(stream) if source.compressed else stream, options)
    except OSError as error:
        return _record(source, b"", (unreadable(error),))


def record_of_file(source: SourceFile, stream: Readable, options: ReadOptions) -> Record:
    """The record of a plain file with all that the stream has. Raises `OSError`."""
    return _record(source, *read_payload(stream, max_bytes=options.max_file_bytes))


def _record(source: SourceFile, payload: bytes, findings: tuple[Finding, ...]) -> Record:
    refused = any(finding.verdict == "remove" for finding in findings)
    return Record(
        id=source.file_path,
        payload=payload,
        digest="" if refused else digest_of(payload),
        metadata={"file_path": source.file_path, "collection": source.collection},
        findings=findings,
    )


def read_payload(stream: Readable, *, max_bytes: int) -> tuple[bytes, tuple[Finding, ...]]:
    """All bytes of the stream, and what is wrong with them; none where that refuses them."""
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := stream.read(min(CHUNK_BYTES, max_bytes + 1)):
            size += len(piece)
            if size > max_bytes:
                return b"", (Finding("E022", 0, 0, "remove", 1.0, f"more than {max_bytes} bytes"),)
            pieces.append(piece)
    except DamageError as error:
        if not error.intact:
            return b"", (Finding("E021", 0, 0, "remove", 1.0, str(error)),)
        return b"".join(pieces), (Finding("E021", 0, 0, "note", 1.0, f"{error}; what is there is read"),)
    return b"".join(pieces), ()


def unreadable(error: OSError) -> Finding:
    """The finding of a source that the system does not let us read."""
    reason = f"the file can't be read: {error.strerror or error}; check that it exists and its permissions"
    return Finding("E005", 0, 0, "remove", 1.0, reason)
