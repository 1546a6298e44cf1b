"""The rows of a corpus again, of any format, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleaner.errors import CorpusError
from cleaner.write.formats import WRITERS
from cleaner.write.lines import Kind, decode_row, without_drop, without_duplicate
from cleaner.write.manifest import DOCUMENTS, DUPLICATES, EDITS, Manifest, read_manifest
from cleaner.write.rows import Encoded


class EditsRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of the sidecar. What has a default is not in corpora of the first version."""

    id: str
    file_path: str
    digest: str
    text_digest: str
    media_type: str
    encoding: str
    bom: bool
    refused: str
    edits: list[tuple[int, int, str, str]]
    row: int = 0
    duplicate: str = ""
    dropped: bool = False
    findings: dict[str, int] = {}


class _Text(msgspec.Struct, frozen=True, gc=False):
    id: str
    text: str


def read_rows(folder: str | Path) -> Iterator[Encoded]:
    """The rows of the corpus in the order of its sources, as they were before duplicates were known.

    Documents that were left out as duplicates are among them. Raises `CorpusError` if files are
    missing, can't be read, or do not belong together.
    """
    for edits, document, _, text in read_pairs(folder):
        yield Encoded(without_duplicate(document) if document else b"", without_drop(edits), len(text))


def read_pairs(folder: str | Path) -> Iterator[tuple[bytes, bytes, EditsRow, str]]:
    """For each source its edits row, its document row (`b""` if refused), and of both what is in them: row and text."""
    root = Path(folder)
    manifest = read_manifest(root)
    sidecar, kept, dropped = (_Rows(root, name, manifest) for name in (EDITS, DOCUMENTS, DUPLICATES))
    while found := sidecar.next(EditsRow):
        edits, row = found
        if row.refused:
            yield edits, b"", row, ""
            continue
        documents = dropped if row.dropped else kept
        document = documents.next(_Text)
        if document is None or document[1].id != row.id:
            raise CorpusError(f"{documents.place}: expected the document {row.id!r}, as in {sidecar.place}; the two "
                              "are not of the same run")  # fmt: skip
        yield edits, document[0], row, document[1].text
    for documents in (kept, dropped):
        if extra := documents.next(_Text):
            raise CorpusError(f"{documents.place}: the document {extra[1].id!r} has no row in {sidecar.place}")


class _Rows:
    """The rows of one folder of the corpus, in order. `place` is where the last one stands."""

    def __init__(self, root: Path, folder: str, manifest: Manifest) -> None:
        output = WRITERS.get(manifest.output)
        if output is None:
            raise CorpusError(f"{root}: of the format {manifest.output!r}, which this cleaner does not know")
        self._how = output if folder != EDITS else WRITERS[output.edits_suffix.removeprefix(".")]
        self._paths = [root / path for path in manifest.paths(folder)]
        self._rows = self._lines()
        self.place = f"{root / folder}"

    def next(self, kind: type[Kind]) -> tuple[bytes, Kind] | None:
        """The next row, as it is and decoded; `None` after the last."""
        line = next(self._rows, None)
        if line is None:
            return None
        try:
            return line, decode_row(line, kind)
        except CorpusError as error:
            raise CorpusError(f"{self.place}: {error}") from error

    def _lines(self) -> Iterator[bytes]:
        for path in self._paths:
            self.place = f"{path}"
            for number, line in enumerate(self._how.read(path), 1):
                self.place = f"{path}:{number}"
                yield line
