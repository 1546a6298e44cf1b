"""What went into a corpus and what came out, folded from its rows alone."""

from __future__ import annotations

from collections import Counter

import msgspec

from cleaner.errors import CorpusError
from cleaner.write.lines import decode_row


class Summary(msgspec.Struct, kw_only=True):
    """What went into a corpus and what came out: `inputs == documents + sum(rejected.values()) + duplicates`.

    `duplicates` counts documents that were left out for being duplicates, `rejected` refused sources by
    code, `findings` all findings (a duplicate is one, left out or not), `removed_chars` the characters
    that edits took away, by code (of several rules at one place: by the first). `chars_in`, `chars_out`,
    `tokens` and `languages` are those of the documents.
    """

    inputs: int = 0
    documents: int = 0
    duplicates: int = 0
    rejected: Counter[str] = msgspec.field(default_factory=Counter)
    findings: Counter[str] = msgspec.field(default_factory=Counter)
    removed_chars: Counter[str] = msgspec.field(default_factory=Counter)
    languages: Counter[str] = msgspec.field(default_factory=Counter)
    tokens: int = 0
    chars_in: int = 0
    chars_out: int = 0

    def add(self, document: bytes | None, edits: bytes) -> None:
        """Count one source in, by its two JSON lines; `None` or `b""` for the document of a refused one.

        Raises `CorpusError` if they are no rows of a corpus.
        """
        row = decode_row(edits, _Edits)
        self.inputs += 1
        self.findings.update(row.findings)
        if row.duplicate:
            self.findings[row.duplicate] += 1
        if row.refused:
            self.rejected[row.refused] += 1
        elif row.dropped:
            self.duplicates += 1
        elif document:
            self._add_document(decode_row(document, _Document), row)
        else:
            raise CorpusError(f"{row.id}: a source that is not refused has a document row")

    def _add_document(self, document: _Document, row: _Edits) -> None:
        self.documents += 1
        self.languages[document.language] += 1
        self.tokens += document.token_count
        self.chars_out += len(document.text)
        self.chars_in += len(document.text)
        for start, end, original, code in row.edits:
            removed = len(original) - (end - start)
            self.chars_in += removed
            if removed > 0:
                self.removed_chars[code.partition("+")[0]] += removed


class _Document(msgspec.Struct, gc=False):
    text: str
    language: str
    token_count: int


class _Edits(msgspec.Struct, gc=False):
    id: str
    refused: str
    findings: dict[str, int]
    edits: list[tuple[int, int, str, str]]
    duplicate: str
    dropped: bool
