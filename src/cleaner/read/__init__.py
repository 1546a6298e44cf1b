"""Reading sources: text, bytes and paths in, records out.

>>> to_record("The river rose.").digest[:14]
'sha256:b9c0d84'
"""

from __future__ import annotations

import msgspec

from cleaner.document import Record
from cleaner.errors import ArgumentError
from cleaner.read.container import WAS_TEXT, digest_of, encoded_string
from cleaner.read.files import find_files, paths_in
from cleaner.read.options import FORMATS, ReadOptions
from cleaner.read.records import read_records, read_sources
from cleaner.read.source import SourceFile, read_file

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "ReadOptions",
    "SourceFile",
    "digest_of",
    "find_files",
    "paths_in",
    "read_file",
    "read_records",
    "read_sources",
    "to_record",
]

MEDIA_TYPES = ("text/plain", "text/html")


def to_record(source: str | bytes | Record, *, media_type: str | None = None, url: str | None = None) -> Record:
    """The source as a record, with the SHA-256 of its bytes.

    A string becomes bytes that decode to the same string, lone surrogates included. A record
    keeps what it says of itself; `media_type` and `url` replace its fields when given. Raises
    `ArgumentError` on a source of another kind or an unknown media type.

    >>> to_record(b"<p>It rained.</p>", media_type="text/html").media_type
    'text/html'
    """
    _check_media_type(media_type)
    if isinstance(source, Record):
        return _completed(source, media_type, url)
    if isinstance(source, str):
        payload, charset = encoded_string(source)
        kind = f"{media_type or ''}; charset={charset}; {WAS_TEXT}"
    elif isinstance(source, bytes):
        payload, kind = source, media_type or ""
    else:
        raise ArgumentError(
            f"a source is a str, bytes or Record, not {type(source).__name__}; for a file, pass path.read_bytes()"
        )
    digest = digest_of(payload)
    return Record(id=digest[7:23], payload=payload, url=url or "", media_type=kind, digest=digest)


def _completed(record: Record, media_type: str | None, url: str | None) -> Record:
    if not isinstance(record.payload, bytes):
        raise ArgumentError(f"{record.id}: a record's payload is bytes, not {type(record.payload).__name__}")
    _check_media_type(record.media_type)
    return msgspec.structs.replace(
        record,
        media_type=record.media_type if media_type is None else media_type,
        url=record.url if url is None else url,
        digest=record.digest or digest_of(record.payload),
    )


def _check_media_type(media_type: str | None) -> None:
    if media_type is None:
        return
    if not isinstance(media_type, str):
        raise ArgumentError(f"a media type is a str, not {type(media_type).__name__}")
    if (name := media_type.partition(";")[0].strip().lower()) and name not in MEDIA_TYPES:
        raise ArgumentError(f"unknown media type {media_type!r}; known: {', '.join(MEDIA_TYPES)}, or None to look")
