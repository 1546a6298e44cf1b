"""Paths in, records out: files, folders (recursive, sorted) and standard input."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from cleaner.document import Finding, Record
from cleaner.errors import SourceError

STDIN = "-"
SIDECAR = ".cleaner.toml"
"""What `cleaner check` reads beside a source, as the end of the file's name: no source itself."""


class SourceFile(msgspec.Struct, frozen=True):
    """A file to read: where it is, and its name in the corpus, which says nothing of this machine.

    `file_path` is the path below the folder that was asked for, with `/`; `collection` is
    that folder's name, or the file's own name when a single file was asked for.
    """

    path: Path
    file_path: str
    collection: str


def read_sources(paths: Iterable[str | Path], *, exclude: Iterable[str | Path] = ()) -> Iterator[Record]:
    """The record of each source file under the paths, in order of path and then of name.

    A path is a file, a folder or `-`; files and folders whose names start with a dot, sidecars,
    and all that is under `exclude`, are left out. An unreadable file gives a record with an
    `E005` finding. Raises `SourceError` if a path is missing or a folder holds no files.
    """
    for source in find_files(paths, exclude=exclude):
        yield read_file(source)


def find_files(
    paths: Iterable[str | Path],
    *,
    exclude: Iterable[str | Path] = (),
    on_error: Callable[[SourceError], None] | None = None,
) -> list[SourceFile]:
    """All source files under the paths. `on_error` takes the place of raising `SourceError`.

    With several paths each file's name starts with the path's own name, so that two folders
    may hold files of the same name; if names still clash, that is a `SourceError`.
    """
    given = list(dict.fromkeys(map(str, paths)))
    excluded = {Path(path).resolve() for path in exclude}
    found: dict[str, SourceFile] = {}
    for path in given:
        try:
            for source in _under(path, prefixed=len(given) > 1, excluded=excluded):
                if source.file_path in found:
                    other = found[source.file_path].path
                    raise SourceError(
                        f"{source.path}: would have the same name in the corpus as {other}; "
                        "rename one of the two folders or clean them into two corpora"
                    )
                found[source.file_path] = source
        except SourceError as error:
            if on_error is None:
                raise
            on_error(error)
    return list(found.values())


def read_file(source: SourceFile) -> Record:
    """The file's record; with no payload and an `E005` finding if it can't be read."""
    findings: tuple[Finding, ...] = ()
    try:
        payload = sys.stdin.buffer.read() if str(source.path) == STDIN else source.path.read_bytes()
    except OSError as error:
        payload = b""
        reason = f"the file can't be read: {error.strerror or error}; check that it exists and its permissions"
        findings = (Finding("E005", 0, 0, "remove", 1.0, reason),)
    return Record(
        id=source.file_path,
        payload=payload,
        digest="" if findings else digest_of(payload),
        metadata={"file_path": source.file_path, "collection": source.collection},
        findings=findings,
    )


def digest_of(payload: bytes) -> str:
    """The SHA-256 of the bytes, as `sha256:<hex>`."""
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


def _under(path: str, *, prefixed: bool, excluded: set[Path]) -> Iterator[SourceFile]:
    if path == STDIN:
        yield SourceFile(Path(STDIN), "stdin", "stdin")
        return
    root = Path(path)
    if root.is_dir():
        files = _walk(root, excluded)
        if not files:
            raise SourceError(f"{path}: the folder holds no files to clean (hidden files are left out)")
        prefix = f"{root.name}/" if prefixed and root.name else ""
        for file in files:
            below = file.relative_to(root).as_posix()
            yield SourceFile(file, prefix + below, root.name or PurePosixPath(below).name)
    elif root.exists() or root.is_symlink():
        yield SourceFile(root, root.name, root.name)
    else:
        raise SourceError(f"{path}: no such file or folder; check the path, or pass - to read standard input")


def _walk(root: Path, excluded: set[Path]) -> list[Path]:
    """The folder's regular files, hidden ones and sidecars left out, in order of their parts."""
    if root.resolve() in excluded:
        return []
    files: list[Path] = []
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name).resolve() not in excluded]
        for name in names:
            file = here / name
            if name.startswith(".") or name.endswith(SIDECAR) or file.resolve() in excluded:
                continue
            if file.is_file() or file.is_symlink():
                files.append(file)
    return sorted(files, key=lambda file: file.relative_to(root).parts)
