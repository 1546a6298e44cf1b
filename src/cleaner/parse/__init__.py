"""Parsing: a record becomes a document of lines."""

from __future__ import annotations

import re

from cleaner.config import Config
from cleaner.document import Document, Finding, Line, Record


def parse(record: Record, config: Config) -> tuple[Document, tuple[Finding, ...]]:
    """The record's document, and what was found wrong with it."""
    text = record.payload.decode("utf-8", "surrogateescape")
    spans = [match.span() for match in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)]
    lines = tuple(Line(index, start, end) for index, (start, end) in enumerate(spans))
    return Document(id=record.id, text=text, lines=lines, url=record.url), ()
