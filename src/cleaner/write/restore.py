"""A corpus back to its sources: the cleaned text, its edits undone, encoded as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleaner.document import Edit
from cleaner.edits import apply
from cleaner.errors import EditError
from cleaner.read import digest_of
from cleaner.read.encoding import encode
from cleaner.write.reading import EditsRow, read_pairs
from cleaner.write.rows import text_digest


class Restored(msgspec.Struct, frozen=True):
    """A rebuilt source. `ok`: it has the digest that the corpus recorded.

    `payload` holds the file's bytes, for HTML the page's visible text in UTF-8 (`is_text`).
    `refused` is the code of the finding that kept the source out of the corpus; sources that were no
    text are not in the corpus (`is_kept` is false) and have no payload. `row` is the source's number
    in a file that holds many, else 0.
    """

    file_path: str
    payload: bytes
    ok: bool
    digest: str
    refused: str = ""
    is_text: bool = False
    is_kept: bool = True
    id: str = ""
    row: int = 0


def restore_corpus(folder: str | Path) -> Iterator[Restored]:
    """Each source of the corpus, in its order, rebuilt from `documents/`, `duplicates/` and `edits/`.

    Reads all formats and any number of shards. Raises `CorpusError` if files are missing or do
    not belong together. A document that was changed by hand comes back with `ok` false.
    """
    for _, _, row, text in read_pairs(folder):
        yield _restored(row, text)


def _restored(row: EditsRow, text: str) -> Restored:
    is_text = row.media_type != "text/plain"
    restored = Restored(
        row.file_path, b"", False, row.digest, row.refused, is_text, bool(row.text_digest), row.id, row.row
    )
    if not restored.is_kept:
        return restored
    try:
        text = apply(text, [Edit(*edit) for edit in row.edits])
        payload = text.encode("utf-8", "surrogatepass") if is_text else encode(text, row.encoding, bom=row.bom)
    except (EditError, UnicodeEncodeError, LookupError):
        return restored
    ok = text_digest(text) == row.text_digest and (is_text or digest_of(payload) == row.digest)
    return msgspec.structs.replace(restored, payload=payload, ok=ok)
