"""Reading sources: bytes and paths in, records out."""

from __future__ import annotations

import hashlib

from cleaner.document import Record


def to_record(source: str | bytes | Record, *, media_type: str | None = None, url: str | None = None) -> Record:
    """The source as a record."""
    if isinstance(source, Record):
        return source
    payload = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    return Record(
        id=hashlib.sha256(payload).hexdigest()[:16], payload=payload, url=url or "", media_type=media_type or ""
    )
