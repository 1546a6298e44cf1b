"""WARC and WET: the pages of a crawl, and the texts that were made of them.

What is read: `response` records of HTML and plain text with a status of success, as the HTTP headers say them
(chunked, compressed, charset); `resource` records of such types; `conversion` records (WET), which are plain text.
All others (requests, metadata, pictures, redirects, error pages) are no sources, and are counted by reason.

FastWARC reads the records. It takes a length on trust, so the frames are looked after here (`frames.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from cleaner.document import Record
from cleaner.errors import ArgumentError
from cleaner.read.columns import day_of, printable
from cleaner.read.compression import Readable
from cleaner.read.container import Container
from cleaner.read.frames import Frame, frames_of
from cleaner.read.options import ReadOptions

_KINDS = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
_READ = (b"response", b"resource", b"conversion")


def read_warc(stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The record of each page or text in the WARC or WET file.

    >>> body = b"It rained."
    >>> head = b"WARC/1.0\\r\\nWARC-Type: conversion\\r\\nWARC-Target-URI: https://example.org/\\r\\n"
    >>> warc = head + b"Content-Length: 10\\r\\n\\r\\n" + body + b"\\r\\n\\r\\n"
    >>> (record,) = read_warc(io.BytesIO(warc), Container("a.warc.wet", "a"), ReadOptions())
    >>> record.payload, record.media_type, record.url
    (b'It rained.', 'text/plain', 'https://example.org/')
    """
    parse = _parser()
    for frame in frames_of(stream, max_bytes=options.max_record_bytes):
        where = f"from byte {frame.offset}"
        if frame.problem:
            yield container.broken(frame.code, f"{where}: {frame.problem}")
        elif frame.kind in _READ:
            yield from _page(frame, where, parse, container, options)
        else:
            container.pass_over(f"record {frame.kind.decode('ascii') or 'without a type'}")


def _page(frame: Frame, where: str, parse: Any, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The record of the frame, if it is one of a text."""
    try:
        page = parse(frame.content, "all")
    except (OSError, ValueError, RuntimeError) as error:
        yield container.broken("E025", f"{where}: {error}")
        return
    media_type, reason = _media_type(page, frame.kind)
    if reason:
        container.pass_over(reason)
        return
    told = _told(page.headers)
    try:
        payload = _body(page, frame, parse, options)
    except (OSError, ValueError, RuntimeError) as error:
        yield container.broken("E025", f"{where}: the body does not unpack: {error}", **told)
        return
    if len(payload) > options.max_record_bytes:
        reason = f"{where}: the body unpacks to more bytes than max_record_bytes = {options.max_record_bytes} allows"
        yield container.broken("E022", reason, **told)
        return
    url = page.headers.get("WARC-Target-URI", "").strip("<> ")
    yield container.record(payload, media_type=media_type, url=printable(url), **told)


def _media_type(page: Any, kind: bytes) -> tuple[str, str]:
    """The media type with its charset, `""` where nobody says it; and why it is no source, `""` if it is one."""
    if kind == b"conversion":
        return "text/plain", ""
    if page.http_headers is None:
        given = page.headers.get("Content-Type", "")
        if kind == b"response":
            return "", f"response without HTTP: {given.partition(';')[0].strip()}"  # of DNS or FTP
    else:
        given = page.http_headers.get("Content-Type", "")
        status = page.http_headers.status_code
        if status is not None and not 200 <= status < 300:
            return "", f"status {status}"
    given = given or page.headers.get("WARC-Identified-Payload-Type", "")
    name, _, parameters = given.partition(";")
    if not name.strip():
        return "", ""
    known = _KINDS.get(name.strip().lower())
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    if known is None:
        return "", f"type {name.strip().lower()}"
    return (f"{known}; charset={charset}" if charset else known), ""


def _body(page: Any, frame: Frame, parse: Any, options: ReadOptions) -> bytes:
    """The unpacked body; as it stands where it is said to be packed and is plainly HTML (a usual fault of servers)."""
    try:
        payload: bytes = page.reader.read(options.max_record_bytes + 1)
    except OSError:
        raw: bytes = parse(frame.content, "none").reader.read()
        if not raw[:1000].lstrip().startswith(b"<") or b"\0" in raw[:1000]:
            raise
        return raw
    return payload


def _told(headers: Any) -> Mapping[str, Any]:
    """The record's own name, the day it was fetched and the language that the crawler saw."""
    metadata: dict[str, Any] = {}
    if day := day_of(headers.get("WARC-Date", "")):
        metadata["fetched"] = day
    if language := headers.get("WARC-Identified-Content-Language", ""):
        metadata["columns"] = {"WARC-Identified-Content-Language": printable(language)}
    return {"name": printable(headers.get("WARC-Record-ID", "").strip("<> ")[:200]), "metadata": metadata}


def _parser() -> Any:
    """What makes a record of its bytes and of what is to be decoded of its body (`"all"`, `"none"`)."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        raise ArgumentError("WARC files need another package: pip install 'cleaner[warc]'") from error

    def parse(content: bytes, decode: Literal["all", "none"]) -> Any:
        records = ArchiveIterator(io.BytesIO(content), auto_decode=decode, stream_detect=False, quirks_mode=True)
        for record in records:
            return record
        raise OSError("no WARC record")

    return parse
