"""Results to a corpus folder: all its files, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

from cleaner.config import DEFAULT, Config
from cleaner.document import Record, Result
from cleaner.errors import ArgumentError
from cleaner.write.card import dataset_card
from cleaner.write.croissant import croissant
from cleaner.write.formats import WRITERS, Format, Sink
from cleaner.write.lines import with_drop
from cleaner.write.manifest import DOCUMENTS, DUPLICATES, EDITS, File, manifest_bytes
from cleaner.write.rows import Encoded, encode_result, file_path_of
from cleaner.write.staging import CARD, CROISSANT, discard, open_staging, output_error, publish, told, write_whole
from cleaner.write.summary import Summary

SHARD_BYTES = 256 << 20
"""Encoded rows in a shard. Packed it is about 80 MB: one download or worker's task, and a corpus of 4 GB
still occupies 16 workers. Hugging Face cuts at 500 MB and wants no more than 10,000 files in a folder: 2.5 TB."""

_NONE: Mapping[str, int] = MappingProxyType({})


class CorpusWriter:
    """A corpus that is being written, row by row, under temporary names; `finish` puts it in its place.

    >>> import tempfile
    >>> from cleaner.pipeline import clean
    >>> from cleaner.read import to_record
    >>> record = to_record("It rained all day in the valley.")
    >>> with tempfile.TemporaryDirectory() as folder, CorpusWriter(folder) as writer:
    ...     writer.add(encode_result(record, clean(record)))
    ...     summary = writer.finish()
    >>> summary.documents, summary.chars_out
    (1, 32)

    Rows are written as they come: memory does not grow with the corpus. The bytes depend on the rows, the
    format, `shard_bytes` and what `finish` is given, never on the clock. Where `finish` is not reached, a
    corpus that was in the folder stays as it was. Raises `ArgumentError` on an unknown format or one
    whose library is missing, `OutputError` if the folder can't be written.
    """

    def __init__(self, root: str | Path, *, format: str = "jsonl", shard_bytes: int = SHARD_BYTES) -> None:
        if format not in WRITERS:
            raise ArgumentError(f"no format {format!r}; there are {', '.join(WRITERS)}")
        if shard_bytes < 1:
            raise ArgumentError(f"shard_bytes={shard_bytes}: must be 1 or more")
        self.summary = Summary()
        self._root = Path(root)
        self._format, self._how, self._shard_bytes = format, WRITERS[format], shard_bytes

    def __enter__(self) -> CorpusWriter:
        self._staging = open_staging(self._root)
        self._documents = _Shards(self._staging, DOCUMENTS, self._how)
        self._edits = _Shards(self._staging, EDITS, WRITERS[self._how.edits_suffix.removeprefix(".")])
        self._duplicates = _Shards(self._staging, DUPLICATES, self._how)
        try:
            with told(self._root):
                self._documents.open()
                self._edits.open()
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._discard()

    def add(self, encoded: Encoded, *, dropped: bool = False, duplicate: str = "") -> None:
        """Write a source's rows. `duplicate` is the code of the duplicate it is (`D1xx`).

        The document of a `dropped` one goes to `duplicates/`. A shard of documents and the one of
        edits beside it end together, before either would grow past `shard_bytes`.
        """
        edits = with_drop(encoded.edits, duplicate, dropped=dropped) if duplicate or dropped else encoded.edits
        self.summary.add(encoded.document, edits)
        try:
            if dropped and encoded.document:
                self._add_duplicate(encoded.document)
            document = b"" if dropped else encoded.document
            both = (self._documents, document), (self._edits, edits)
            if self._documents.rows and any(shards.is_full(line, self._shard_bytes) for shards, line in both):
                for shards, _ in both:
                    shards.close()
                    shards.open()
            self._edits.add(edits)
            if document:
                self._documents.add(document)
        except OSError as error:
            raise output_error(self._root, error) from error

    def finish(
        self, *, config: Config = DEFAULT, settings: dict[str, Any] | None = None, inputs_digest: str = "",
        passed: Mapping[str, int] = _NONE,
    ) -> Summary:  # fmt: skip
        """Put the corpus in its place; what went into it.

        `settings` are the run's other settings, for the manifest; `inputs_digest` stands for all
        sources, as the caller defines it; `passed` counts what in the files is no source, by reason.
        """
        with told(self._root):
            for shards in (self._documents, self._edits, self._duplicates):
                shards.close()
            files = [*self._documents.files, *self._edits.files, *self._duplicates.files]
            write_whole(self._staging / CARD, dataset_card(self.summary, self._format).encode("utf-8"))
            write_whole(self._staging / CROISSANT, croissant(self.summary, self._format))
        manifest = manifest_bytes(
            self.summary, files, output=self._format, shard_bytes=self._shard_bytes, config=config,
            settings=settings or {}, inputs_digest=inputs_digest, passed=passed,
        )  # fmt: skip
        publish(self._root, manifest)
        return self.summary

    def _add_duplicate(self, document: bytes) -> None:
        if self._duplicates.rows and self._duplicates.is_full(document, self._shard_bytes):
            self._duplicates.close()
        if self._duplicates.sink is None:
            (self._staging / DUPLICATES).mkdir(exist_ok=True)
            self._duplicates.open()
        self._duplicates.add(document)

    def _discard(self) -> None:
        for shards in (self._documents, self._edits, self._duplicates):
            if shards.sink is not None:
                shards.sink.discard()
        discard(self._root)


class _Shards:
    """The numbered shards of one folder; at most one is open."""

    def __init__(self, staging: Path, folder: str, how: Format) -> None:
        self._staging, self._folder, self._how = staging, folder, how
        self.files: list[File] = []
        self.sink: Sink | None = None
        self.size = self.rows = 0

    def open(self) -> None:
        path = f"{self._folder}/{len(self.files):05}{self._how.suffix}"
        self.sink = self._how.open_sink(self._staging / path)
        self._path, self.size, self.rows = path, 0, 0

    def is_full(self, line: bytes, shard_bytes: int) -> bool:
        """True when the row must go to the next shard."""
        return bool(line) and (self.size + len(line) > shard_bytes or self.rows == (self._how.max_rows or -1))

    def add(self, line: bytes) -> None:
        assert self.sink is not None, "no shard is open"
        self.sink.add(line)
        self.size += len(line)
        self.rows += 1

    def close(self) -> None:
        if self.sink is not None:
            size, digest = self.sink.close()
            self.files.append(File(self._path, self.rows, size, digest))
            self.sink = None


def write_corpus(
    results: Iterable[tuple[Record, Result]], folder: str | Path, *, config: Config = DEFAULT, added: str = "",
    format: str = "jsonl", shard_bytes: int = SHARD_BYTES,
) -> Summary:  # fmt: skip
    """What was written: the results as a corpus in the folder, which is made if it is not there.

    Each result comes with the record it was made from. When anything fails, a corpus that was there
    stays as it was. The bytes depend on the arguments only. Raises what `CorpusWriter` raises.
    """
    inputs = hashlib.sha256()
    with CorpusWriter(folder, format=format, shard_bytes=shard_bytes) as writer:
        for record, result in results:
            writer.add(encode_result(record, result, added=added))
            name = file_path_of(record).encode("utf-8", "surrogatepass")
            inputs.update(b"%s\0%s\n" % (name, record.digest.encode()))
        return writer.finish(config=config, inputs_digest=f"sha256:{inputs.hexdigest()}")
