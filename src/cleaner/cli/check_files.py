"""The files that a check is asked for, and what each is called when it is told of."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from cleaner.document import Record
from cleaner.errors import SourceError
from cleaner.read import SourceFile, digest_of, find_files, read_file
from cleaner.read.files import SIDECAR
from cleaner.read.source import STDIN


class Target(msgspec.Struct, frozen=True):
    """A file to check: where it is, how it is told of, and its bytes where they are not those on disk."""

    path: Path
    shown: str
    payload: bytes | None = None

    def read(self) -> Record:
        """The file's record; an unreadable one has an `E005` finding."""
        if self.payload is None:
            return read_file(SourceFile(self.path, self.shown, self.shown))
        return Record(id=self.shown, payload=self.payload, digest=digest_of(self.payload))


def targets_under(paths: Iterable[str], stdin_name: str | None) -> tuple[list[Target], list[str]]:
    """The files under the paths, each once, in order; and a line for each path that has none.

    A sidecar stands for its source: pre-commit names the files that changed.
    """
    found: dict[str, Target] = {}
    errors: list[str] = []

    def told(error: SourceError) -> None:
        errors.append(str(error))

    for path in paths:
        source = path.removesuffix(SIDECAR) if path.endswith(SIDECAR) else path
        for file in find_files([source], on_error=told):
            if file.path == Path(STDIN) and path == STDIN:
                payload = read_file(file).payload
                name = shown_path(Path(stdin_name)) if stdin_name else STDIN
                found.setdefault(name, Target(Path(name), name, payload))
            else:
                found.setdefault(shown_path(file.path), Target(file.path, shown_path(file.path)))
    return list(found.values()), errors


def shown_path(path: Path) -> str:
    """The path relative to the working folder if it is below it, else as it is; with `/`.

    >>> shown_path(Path.cwd() / "seeds" / "a.txt"), shown_path(Path("/a.txt"))
    ('seeds/a.txt', '/a.txt')
    """
    full = Path(os.path.normpath(Path.cwd() / path))
    return full.relative_to(Path.cwd()).as_posix() if full.is_relative_to(Path.cwd()) else full.as_posix()
