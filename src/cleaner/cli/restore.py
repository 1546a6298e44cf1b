"""`cleaner restore`: a corpus back to its sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from cleaner.errors import CorpusError, OutputError, SourceError

if TYPE_CHECKING:
    from cleaner.document import Record
    from cleaner.write import Restored

_PACKED = (".gz", ".bz2", ".xz", ".zst")


@click.command("restore")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the sources there.")
@click.option("--against", type=click.Path(path_type=Path), metavar="FOLDER", help="Compare with the original files.")
@click.pass_context
def command(ctx: click.Context, /, corpus: Path, output: Path | None, against: Path | None) -> None:
    """Rebuild the sources of a corpus and say whether they equal the originals.

    Each source is compared with the digest that the corpus recorded, and with the file of the
    same name under --against. Of an HTML page its visible text is rebuilt, of a packed file what it
    unpacks to (NAME.txt), of a file that holds many sources each by itself (NAME/000001.txt). A source
    that was refused as no text is not kept in a corpus. Exit code: 0 all equal, 1 some differ,
    2 the corpus can't be read.

    \b
    Examples:
      cleaner restore corpus/
      cleaner restore corpus/ --against seeds/
      cleaner restore corpus/ -o restored/
    """
    from cleaner.write import restore_corpus

    if against is not None and not against.exists():
        raise SourceError(f"{against}: no such folder; check the path of --against")
    originals = None if against is None else _Originals(against, corpus)
    differs = False
    for restored in restore_corpus(corpus):
        if output is not None and restored.is_kept:
            _write(restored, output)
        verdict = _compare(restored, originals)
        differs |= verdict.startswith("differs")
        number = f" row {restored.row}" if restored.row else ""
        click.echo(f"{restored.file_path}{number}: {verdict}")
    ctx.exit(1 if differs else 0)


def _compare(restored: Restored, originals: _Originals | None) -> str:
    if not restored.is_kept:
        return f"not kept ({restored.refused})"
    if not restored.ok:
        return "differs from what the corpus recorded"
    if originals is None:
        return "equals the recorded digest"
    path = originals.path_of(restored)
    try:
        digest = originals.digest_of(restored)
    except OSError as error:
        return f"differs: {path} can't be read: {error.strerror or error}"
    if digest != restored.digest:
        return f"differs from {path}"
    return f"its text is that of {path}" if restored.is_text else f"equals {path}"


class _Originals:
    """The original sources under a folder, or the one file, read in the order and way of the corpus."""

    def __init__(self, against: Path, corpus: Path) -> None:
        from cleaner.config import converted
        from cleaner.read import ReadOptions
        from cleaner.write import read_manifest

        self._against = against
        told = read_manifest(corpus).settings.get("read", {})
        self._options = converted(told, ReadOptions, origin=f"{corpus}, settings of read")
        self._path: Path | None = None
        self._records: Iterator[Record] = iter(())

    def path_of(self, restored: Restored) -> Path:
        return self._against if self._against.is_file() else self._against / restored.file_path

    def digest_of(self, restored: Restored) -> str:
        """The digest of the original; empty if its file holds no such row. Raises `OSError` if it can't be read."""
        from cleaner.read import find_files, read_records

        path = self.path_of(restored)
        if path != self._path or not restored.row:
            path.stat()
            self._path, self._records = path, read_records(find_files([path], options=self._options)[0], self._options)
        wanted = (record for record in self._records if record.metadata.get("row", 0) == restored.row)
        record = next(wanted, None)
        return record.digest if record else ""


def _write(restored: Restored, output: Path) -> None:
    name = PurePosixPath(restored.file_path)
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise CorpusError(f"{restored.file_path!r}: a corpus names its files below one folder; this one was changed")
    if restored.row:
        target = output / name / f"{restored.row:06}.txt"
    else:
        target = output / (f"{name}.txt" if restored.is_text or name.suffix in _PACKED else name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(restored.payload)
    except OSError as error:
        raise OutputError(f"{target}: can't be written: {error.strerror or error}") from error
