"""Rows of a run that is not done: shard by shard on the disk, so that a killed run goes on where it was.

A shard holds the rows of a stretch of sources, in their order. It counts when its mark is written, which
comes last, and as long as the digest in the mark stands for the same sources, cleaned in the same way.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from cleaner.corpus.jobs import Cleaned
from cleaner.errors import CorpusError
from cleaner.write import Encoded
from cleaner.write.lines import Kind, decode_row
from cleaner.write.staging import told

NO_DOCUMENT = b"\n"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What a whole shard says of itself."""

    digest: str
    sources: int
    refused: int


class Staged:
    """The shards in a folder. `root` is the corpus folder, for messages.

    >>> import tempfile
    >>> cleaned = Cleaned(Encoded(b'{"id":"a","text":"It rained."}\\n', b'{"id":"a"}\\n', 10), b"")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     staged = Staged(Path(folder))
    ...     staged.write(0, "d", [cleaned])
    ...     staged.mark_of(0, "d").sources, list(staged.texts([0]))
    (1, ['It rained.'])
    """

    def __init__(self, folder: Path, root: Path | None = None) -> None:
        self._folder = folder
        self._root = root or folder
        with told(self._root):
            folder.mkdir(parents=True, exist_ok=True)

    def mark_of(self, number: int, digest: str) -> Mark | None:
        """The shard's mark, if it is whole and has that digest."""
        try:
            mark = msgspec.json.decode(self._path(number, "mark").read_bytes(), type=Mark)
        except (OSError, msgspec.DecodeError):
            return None
        return mark if mark.digest == digest else None

    def write(self, number: int, digest: str, cleaned: Sequence[Cleaned]) -> None:
        """Write a shard, then its mark. Raises `OutputError`."""
        places: list[int] = []
        with told(self._root):
            self._path(number, "mark").unlink(missing_ok=True)
            with self._path(number, "rows").open("wb") as rows, self._path(number, "sketches").open("wb") as sketches:
                for one in cleaned:
                    rows.write(one.encoded.edits)
                    if one.encoded.document:
                        places.append(rows.tell())
                        sketches.write(one.sketch)
                    rows.write(one.encoded.document or NO_DOCUMENT)
                for file in (rows, sketches):
                    file.flush()
                    os.fsync(file.fileno())
            np.save(self._path(number, "npy"), np.array(places, dtype=np.int64))
            mark = Mark(digest=digest, sources=len(cleaned), refused=len(cleaned) - len(places))
            partial = self._path(number, "partial")
            partial.write_bytes(msgspec.json.encode(mark))
            os.replace(partial, self._path(number, "mark"))

    def cut(self, count: int) -> None:
        """Forget the shards from this number on: of a run with more sources."""
        for number in itertools.count(count):
            if not self._path(number, "rows").exists():
                return
            self._path(number, "mark").unlink(missing_ok=True)
            self._path(number, "rows").unlink()

    def rows(self) -> Iterator[Encoded]:
        """The rows of all shards, in order."""
        for number in self._numbers():
            with self._path(number, "rows").open("rb") as file:
                while edits := file.readline():
                    document = file.readline()
                    yield Encoded(b"" if document == NO_DOCUMENT else document, edits, 0)

    def join_sketches(self, path: Path) -> int:
        """Write the sketches of all shards to one file, after what it holds; how many bytes there were."""
        with told(self._root), path.open("ab") as joined:
            for number in self._numbers():
                with self._path(number, "sketches").open("rb") as file:
                    shutil.copyfileobj(file, joined)
            return joined.tell()

    def texts(self, positions: Sequence[int]) -> Iterator[str]:
        """The texts of the documents at these positions (ascending, counted without the refused)."""
        return (row.text for row in self._documents(positions, _Text))

    def ids(self, positions: Sequence[int]) -> Iterator[str]:
        """The ids of the documents at these positions (ascending)."""
        return (row.id for row in self._documents(positions, _Id))

    def _documents(self, positions: Sequence[int], kind: type[Kind]) -> Iterator[Kind]:
        first, waiting = 0, iter(positions)
        position = next(waiting, None)
        for number in self._numbers():
            if position is None:
                return
            places = np.load(self._path(number, "npy"), mmap_mode="r")
            with self._path(number, "rows").open("rb") as file:
                while position is not None and position < first + len(places):
                    file.seek(int(places[position - first]))
                    yield decode_row(file.readline(), kind)
                    position = next(waiting, None)
            first += len(places)
        if position is not None:
            raise CorpusError(f"{self._folder}: holds no document {position}; it was changed while it was read")

    def _numbers(self) -> Iterator[int]:
        return itertools.takewhile(lambda number: self._path(number, "mark").exists(), itertools.count())

    def _path(self, number: int, kind: str) -> Path:
        return self._folder / f"{number:06}.{kind}"


class _Text(msgspec.Struct, gc=False):
    text: str


class _Id(msgspec.Struct, gc=False):
    id: str
