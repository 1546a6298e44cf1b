"""The files that a check is asked for, and what each is called when it is told of."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from cleaner.document import Record
from cleaner.errors import SourceError
from cleaner.read import SourceFile, find_files, read_file, read_records
from cleaner.read.compression import DamageError, decompressed
from cleaner.read.files import SIDECAR, source_of
from cleaner.read.lines import as_utf8, lines_of
from cleaner.read.options import DEFAULT, ReadOptions
from cleaner.read.source import STDIN, opened


class Target(msgspec.Struct, frozen=True):
    """A file to check: where it is, how it is told of, its format, and its bytes where they are not those on disk."""

    path: Path
    shown: str
    payload: bytes | None = None
    format: str = "file"
    compressed: bool = False

    def records(self, options: ReadOptions = DEFAULT) -> Iterator[tuple[Record, int]]:
        """The file's record and 0, or those of a container, each with its line, 1 where that says nothing.

        What can't be read has an `E` finding.
        """
        if self.payload is None:
            yield from _with_lines(self._source(self.path), options)
            return
        with tempfile.NamedTemporaryFile() as file:
            file.write(self.payload)
            file.flush()
            yield from _with_lines(self._source(Path(file.name)), options)

    def size(self) -> int:
        """How many bytes it has; 0 if that can't be told."""
        try:
            return self.path.stat().st_size if self.payload is None else len(self.payload)
        except OSError:
            return 0

    def _source(self, path: Path) -> SourceFile:
        return SourceFile(path, self.shown, self.shown, self.format, self.compressed)


def target_of(path: Path, payload: bytes | None = None) -> Target:
    """The file as a target, of the format that its name tells."""
    known = source_of(path.name, path.name, path=path)
    return Target(path, shown_path(path), payload, known.format, known.compressed)


def targets_under(
    paths: Iterable[str], stdin_name: str | None, options: ReadOptions = DEFAULT
) -> tuple[list[Target], list[str]]:
    """The files under the paths, each once, in order; and a line for each path that has none.

    A sidecar stands for its source: pre-commit names the files that changed.
    """
    found: dict[str, Target] = {}
    errors: list[str] = []

    def told(error: SourceError) -> None:
        errors.append(str(error))

    for path in paths:
        source = path.removesuffix(SIDECAR) if path.endswith(SIDECAR) else path
        for file in find_files([source], options=options, on_error=told):
            if file.path == Path(STDIN) and path == STDIN:
                target = _standard_input(file, stdin_name)
            else:
                target = Target(file.path, shown_path(file.path), None, file.format, file.compressed)
            found.setdefault(target.shown, target)
    return list(found.values()), errors


def shown_path(path: Path) -> str:
    """The path relative to the working folder if it is below it, else as it is; with `/`.

    >>> shown_path(Path.cwd() / "seeds" / "a.txt"), shown_path(Path("/a.txt"))
    ('seeds/a.txt', '/a.txt')
    """
    full = Path(os.path.normpath(Path.cwd() / path))
    return full.relative_to(Path.cwd()).as_posix() if full.is_relative_to(Path.cwd()) else full.as_posix()


def _with_lines(source: SourceFile, options: ReadOptions) -> Iterator[tuple[Record, int]]:
    lines = _lines_of_rows(source, options) if source.format == "jsonl" else iter(())
    for record in read_records(source, options):
        yield record, next(lines, 1) if "row" in record.metadata else 0


def _lines_of_rows(source: SourceFile, options: ReadOptions) -> Iterator[int]:
    """The lines of JSON Lines that are records: all that are not blank."""
    try:
        with opened(source) as stream:
            for part in lines_of(as_utf8(decompressed(stream)), max_bytes=options.max_record_bytes):
                if part.problem or part.content.strip():
                    yield part.number
    except (OSError, DamageError):
        return


def _standard_input(file: SourceFile, name: str | None) -> Target:
    payload = read_file(msgspec.structs.replace(file, format="file")).payload
    if name is None:
        return Target(Path(STDIN), STDIN, payload, file.format)
    target = target_of(Path(name), payload)
    return msgspec.structs.replace(target, shown=shown_path(Path(name)))
