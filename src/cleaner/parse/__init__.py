"""Parsing: a record becomes a document of lines, and what is wrong with the input becomes findings.

A refusal is an `E0xx` finding with verdict `"remove"`; the pages of the codes are in
`cleaner.codes`.
"""

from __future__ import annotations

import re

import msgspec

from cleaner.config import Config
from cleaner.document import Document, Finding, Record
from cleaner.parse.sniff import binary_kind, control_share, looks_like_html
from cleaner.parse.text import lines_of
from cleaner.read.container import WAS_TEXT
from cleaner.read.encoding import Decoded, decode

# A text may hold a stray control character; a twentieth of them is a program's data, not
# writing. (Random bytes have 11 %, pictures and archives more than 8 %.)
MAX_CONTROL_SHARE = 0.05

_OPEN_TAG = re.compile("<[a-zA-Z/!]")


def parse(record: Record, config: Config) -> tuple[Document, tuple[Finding, ...]]:
    """The record's document, and what was found wrong with it.

    Of a source that is a known binary format (`E002`), too large (`E004`) or unreadable (`E005`)
    the document's text is empty.

    >>> from cleaner.read import to_record
    >>> document, findings = parse(to_record(b"\\xff\\xd8\\xff\\xe0 JFIF"), Config())
    >>> [(finding.code, finding.message) for finding in findings]
    [('E002', 'not a text: a JPEG picture')]
    """
    if any(finding.verdict == "remove" for finding in record.findings):
        return _document(record), record.findings
    if (size := len(record.payload)) > 4 * config.max_chars:  # no codec needs more bytes a character
        return _refused(record, "E004", f"{size} bytes are more than max_chars = {config.max_chars} allows")
    media_type, charset = _split_media_type(record.media_type)
    if not charset and (kind := binary_kind(record.payload)):  # who names a charset says that it is text
        return _refused(record, "E002", f"not a text: {kind}")
    decoded = decode(record.payload, charset=charset)
    if record.media_type.endswith(WAS_TEXT):
        decoded = msgspec.structs.replace(decoded, declared="")
    if len(decoded.text) > config.max_chars:
        reason = f"{len(decoded.text)} characters are more than max_chars = {config.max_chars} allows"
        return _refused(record, "E004", f"{reason}; split the source or raise max_chars")
    is_utf8 = decoded.encoding == "utf-8" and not decoded.bom and not decoded.bad_bytes
    encoded = record.payload if is_utf8 else None
    if (share := control_share(decoded.text, encoded=encoded)) > MAX_CONTROL_SHARE:
        document, _ = _parse_text(record, decoded)
        reason = f"not a text: {share:.0%} of it are control characters or undecodable bytes"
        return document, (*record.findings, Finding("E002", 0, len(document.text), "remove", 1.0, reason))
    if (media_type or _sniffed(decoded.text)) == "text/html":
        return _parse_html(record, decoded, config, encoded)
    return _parse_text(record, decoded)


def _parse_text(record: Record, decoded: Decoded) -> tuple[Document, tuple[Finding, ...]]:
    document = Document(
        id=record.id,
        text=decoded.text,
        lines=lines_of(decoded.text),
        url=record.url,
        encoding=decoded.encoding,
        bom=decoded.bom,
    )
    return document, (*record.findings, *_findings(document, decoded))


def _parse_html(
    record: Record, decoded: Decoded, config: Config, encoded: bytes | None
) -> tuple[Document, tuple[Finding, ...]]:
    from cleaner.parse.facts import collect_facts
    from cleaner.parse.html import render
    from cleaner.parse.tree import read_tree
    from cleaner.tag.head import read_head

    root, given_up = read_tree(decoded.text, encoded=encoded)
    facts = collect_facts(root)
    latest = str(record.metadata.get("fetched", ""))[:10]
    head = read_head(facts, record.url, latest=latest)
    if config.aggressiveness == "thorough":
        from cleaner.tag.head_thorough import filled_head

        head = filled_head(head, decoded.text, record.url, latest=latest)
    text, lines = render(root)
    document = Document(
        id=record.id,
        text=text,
        lines=lines,
        url=record.url,
        media_type="text/html",
        head=head.as_dict(),
        encoding=decoded.encoding,
        bom=decoded.bom,
    )
    findings = (*_findings(document, decoded), *head.findings)
    if given_up:
        findings += (Finding("E011", 0, 0, "note", 1.0, f"{given_up}: read by a slower parser that flattens them"),)
    if config.extractor == "trafilatura":
        from cleaner.parse.extractor import dropped_lines

        findings += dropped_lines(document, decoded.text)
    return document, (*record.findings, *findings)


def _findings(document: Document, decoded: Decoded) -> tuple[Finding, ...]:
    found = []
    if not document.lines:
        reason = "the source is empty" if not decoded.text else "the source holds no visible text"
        found.append(Finding("E001", 0, len(document.text), "remove", 1.0, reason))
    if bad_bytes := decoded.bad_bytes - decoded.cut_bytes:
        start = next((i for i, char in enumerate(document.text) if "\ud800" <= char <= "\udfff"), 0)
        reason = f"{bad_bytes} bytes are not valid {decoded.encoding}"
        found.append(Finding("E003", start, min(start + 1, len(document.text)), "note", 1.0, reason))
    if decoded.guessed:
        declared = "declared encoding that fits" if decoded.declared else "declared encoding"
        reason = f"no valid UTF-8, no byte order mark and no {declared}: read as {decoded.encoding}, a guess"
        found.append(Finding("E010", 0, 0, "note", 1.0, reason))
    if document.lines and (part := _cut_off_part(document, decoded)):
        end = len(document.text)
        found.append(Finding("E009", end - 1, end, "note", 1.0, f"the source is cut off in the middle of {part}"))
    if decoded.declared and document.media_type == "text/html":
        reason = f"declared as {decoded.declared}, but read as {decoded.encoding}, which the bytes or another label say"
        found.append(Finding("E006", 0, 0, "note", 1.0, reason))
    return tuple(found)


def _cut_off_part(document: Document, decoded: Decoded) -> str:
    if decoded.cut_bytes:
        return "a character"
    is_html = document.media_type == "text/html"
    return "a tag" if is_html and _OPEN_TAG.search(decoded.text, decoded.text.rfind(">") + 1) else ""


def _sniffed(text: str) -> str:
    return "text/html" if looks_like_html(text) else "text/plain"


def _split_media_type(media_type: str) -> tuple[str, str]:
    name, _, parameters = media_type.partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return name.strip().lower(), charset


def _document(record: Record) -> Document:
    return Document(id=record.id, text="", url=record.url)


def _refused(record: Record, code: str, reason: str) -> tuple[Document, tuple[Finding, ...]]:
    return _document(record), (*record.findings, Finding(code, 0, 0, "remove", 1.0, reason))
