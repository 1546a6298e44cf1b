"""A corpus back to its sources: the cleaned text, its edits undone, encoded as it was."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleaner.document import Edit
from cleaner.edits import apply
from cleaner.errors import CorpusError, EditError
from cleaner.read import digest_of
from cleaner.read.encoding import encode
from cleaner.write.corpus import DOCUMENTS, EDITS
from cleaner.write.rows import NOT_KEPT, Row, text_digest


class Restored(msgspec.Struct, frozen=True):
    """A rebuilt source. `ok`: it has the digest that the corpus recorded.

    `payload` holds the file's bytes, for HTML the page's visible text in UTF-8 (`is_text`).
    `refused` is the code of the finding that kept the source out of the corpus; sources that were no
    text are not in the corpus (`is_kept` is false) and have no payload.
    """

    file_path: str
    payload: bytes
    ok: bool
    digest: str
    refused: str = ""
    is_text: bool = False

    @property
    def is_kept(self) -> bool:
        return self.refused not in NOT_KEPT


def restore_corpus(folder: str | Path) -> Iterator[Restored]:
    """Each source of the corpus, in its order, rebuilt from `documents/` and `edits/`.

    Raises `CorpusError` if files are missing or the two do not belong together. A document
    that was changed by hand comes back with `ok` false.
    """
    root = Path(folder)
    documents = _rows(root / DOCUMENTS)
    for row in _rows(root / EDITS):
        try:
            if row["refused"]:
                yield _restored(row, "")
                continue
            document = next(documents, None)
            if document is None or document["id"] != row["id"]:
                raise CorpusError(
                    f"{root / DOCUMENTS}: expected the document {row['id']!r}; the two files are not of the same run"
                )
            yield _restored(row, document["text"])
        except (KeyError, TypeError) as error:
            raise CorpusError(f"{root}: a row lacks what a corpus row holds: {error}") from error
    if (extra := next(documents, None)) is not None:
        raise CorpusError(f"{root / DOCUMENTS}: the document {extra.get('id')!r} has no row in {EDITS}")


def _restored(row: Row, text: str) -> Restored:
    path, digest, refused, is_text = row["file_path"], row["digest"], row["refused"], row["media_type"] != "text/plain"
    if refused in NOT_KEPT:
        return Restored(path, b"", False, digest, refused)
    try:
        text = apply(text, [Edit(*edit) for edit in row["edits"]])
        payload = text.encode("utf-8", "surrogatepass") if is_text else encode(text, row["encoding"], bom=row["bom"])
    except (EditError, UnicodeEncodeError, LookupError):
        return Restored(path, b"", False, digest, refused, is_text)
    ok = text_digest(text) == row["text_digest"] and (is_text or digest_of(payload) == digest)
    return Restored(path, payload, ok, digest, refused, is_text)


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8") as file:
            for number in itertools.count(1):
                if not (line := file.readline()):
                    return
                yield _row(line, f"{path}:{number}")
    except OSError as error:
        raise CorpusError(
            f"{path}: {error.strerror or error}; a corpus folder is what `cleaner clean PATH -o FOLDER` writes"
        ) from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8: {error}") from error


def _row(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise CorpusError(f"{place}: not a JSON row: {error}") from error
    if not isinstance(row, dict):
        raise CorpusError(f"{place}: a row is a JSON object")
    return row
