"""Paths to source files: files, folders (recursive, sorted), globs, lists of files, remote ones, standard input."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path, PurePosixPath

from cleaner.errors import ArgumentError, SourceError
from cleaner.read.compression import decompressed, peek
from cleaner.read.formats import HEAD_BYTES, UNKNOWN, format_of_content, format_of_name, is_compressed, says_nothing
from cleaner.read.ignoring import Ignoring
from cleaner.read.options import DEFAULT, FORMATS, ReadOptions
from cleaner.read.source import STDIN, SourceFile, opened

SIDECAR = ".cleaner.toml"
"""What `cleaner check` reads beside a source, as the end of the file's name: no source itself."""

_Wanted = Callable[[Path, set[Path]], bool]  # of a file, and of what is left out
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+(?:::[a-z][a-z0-9+.-]+)*://", re.IGNORECASE)


def find_files(
    paths: Iterable[str | Path],
    *,
    options: ReadOptions = DEFAULT,
    exclude: Iterable[str | Path] = (),
    on_error: Callable[[SourceError], None] | None = None,
    listed: Iterable[str] = (),
) -> list[SourceFile]:
    """All source files under the paths, in order of path and then of name.

    A path is a file, a folder, a glob, a remote address (`s3://…`) or `-`. Files and folders whose names start with a
    dot, sidecars, what `.gitignore` files and `options.exclude` say, and all that is under `exclude`, are left out.
    With several paths each file's name starts with the path's own name, so that two folders may hold files of the
    same name; if names still clash, that is a `SourceError`. `listed` files keep their paths as names.

    Raises `SourceError` if a path is missing or a folder holds no files; `on_error` takes the place of raising it.
    """
    if options.format not in ("", *FORMATS):
        raise ArgumentError(f"unknown format {options.format!r}; known: {', '.join(FORMATS)}")
    given = list(dict.fromkeys(map(str, paths)))
    excluded = {Path(path).resolve() for path in exclude}
    found: dict[str, SourceFile] = {}

    def take(sources: Iterable[SourceFile]) -> None:
        try:
            for source in sources:
                if source.file_path in found:
                    raise _clash(source, found[source.file_path])
                found[source.file_path] = source
        except SourceError as error:
            if on_error is None:
                raise
            on_error(error)

    for path in given:
        take(_under(path, len(given) > 1, excluded, options))
    for path, name in _names_as_written(listed).items():
        if path == STDIN or _REMOTE.match(path) or Path(path).is_dir():
            take(_under(path, True, excluded, options))
        else:
            take(_named(path, name, options))
    return list(found.values())


def stray_sidecars(folder: str | Path, options: ReadOptions = DEFAULT) -> list[Path]:
    """The sidecars under the folder that no source stands beside; hidden and ignored ones are left out.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("a.txt", "a.txt.cleaner.toml", "b.txt.cleaner.toml"):
    ...     _ = (folder / name).write_text("")
    >>> [path.name for path in stray_sidecars(folder)]
    ['b.txt.cleaner.toml']
    """
    root = Path(folder)
    return _walk(root, root, set(), _ignoring(root, options), _is_stray)


def paths_in(list_file: str | Path) -> list[str]:
    """The paths in a file of paths, or in standard input (`-`): separated by NULs if there are any, else by lines.

    Raises `SourceError` if the file can't be read.
    """
    try:
        data = sys.stdin.buffer.read() if str(list_file) == STDIN else Path(list_file).read_bytes()
    except OSError as error:
        raise SourceError(f"{list_file}: can't read the list of files: {error.strerror or error}") from error
    pieces = data.split(b"\0") if b"\0" in data else [line.rstrip(b"\r") for line in data.split(b"\n")]
    return [os.fsdecode(piece) for piece in pieces if piece.strip()]


def _clash(source: SourceFile, other: SourceFile) -> SourceError:
    return SourceError(
        f"{source.address or source.path}: would have the same name in the corpus as {other.address or other.path}; "
        "rename one of the two folders or clean them into two corpora"
    )


def _under(path: str, prefixed: bool, excluded: set[Path], options: ReadOptions) -> Iterator[SourceFile]:
    root = Path(path)
    if path == STDIN:
        yield SourceFile(Path(STDIN), "stdin", "stdin", options.format or UNKNOWN)
    elif _REMOTE.match(path):
        yield from _remote(path, prefixed, options)
    elif root.is_dir():
        files = _walk(root, root, excluded, _ignoring(root, options), _is_source)
        if not files:
            raise SourceError(f"{path}: the folder holds no files to clean (hidden and ignored files are left out)")
        yield from _below(root, files, prefixed)
    elif root.exists() or root.is_symlink() or not glob.has_magic(path):
        yield from _named(path, root.name, options)
    else:
        base = _base_of(root)
        files = _matches(path, base, excluded, _ignoring(base, options))
        if not files:
            raise SourceError(f"{path}: no file matches (hidden and ignored files are left out)")
        yield from _below(base, files, prefixed)


def _below(root: Path, files: Iterable[Path], prefixed: bool) -> Iterator[SourceFile]:
    prefix = f"{root.name}/" if prefixed and root.name else ""
    for file in files:
        below = file.relative_to(root).as_posix()
        collection = root.name or PurePosixPath(below).name
        yield source_of(prefix + below, collection, path=file)


def source_of(file_path: str, collection: str, *, path: Path, address: str = "") -> SourceFile:
    """The source of this name, of the format that its name tells; of a `.json` file the content is looked at."""
    source = SourceFile(path, file_path, collection, format_of_name(file_path), is_compressed(file_path), address)
    return source if source.format else with_format(source, seen_format(source, DEFAULT))


def with_format(source: SourceFile, name: str) -> SourceFile:
    """The source as one of that format."""
    return SourceFile(source.path, source.file_path, source.collection, name, source.compressed, source.address)


def seen_format(source: SourceFile, options: ReadOptions) -> str:
    """The format that the source's content is in; `"file"` if it can't be read or is nothing else."""
    try:
        with opened(source) as stream:
            return format_of_content(peek(decompressed(stream), HEAD_BYTES)[0], options)
    except OSError:
        return "file"


def _named(path: str, name: str, options: ReadOptions) -> Iterator[SourceFile]:
    """The file that is asked for by itself: what its name does not tell its content does."""
    root = Path(path)
    if not (root.exists() or root.is_symlink()):
        raise SourceError(f"{path}: no such file or folder; check the path, or pass - to read standard input")
    source = source_of(name, PurePosixPath(name).name, path=root)
    if options.format:
        yield with_format(source, options.format)
    elif says_nothing(name) and root.is_file():
        yield with_format(source, seen_format(source, options))
    else:
        yield source


def _remote(address: str, prefixed: bool, options: ReadOptions) -> Iterator[SourceFile]:
    from cleaner.read.remote import remote_names

    folder, names = remote_names(address, options)
    for below, at in names:
        name = f"{folder}/{below}" if prefixed and folder else below
        source = source_of(name, folder or PurePosixPath(below).name, path=Path(below), address=at)
        yield with_format(source, options.format) if options.format and not folder else source


def _names_as_written(paths: Iterable[str]) -> dict[str, str]:
    """The name of each path: as it is written, without steps up; of absolute paths what is below their common folder.

    >>> _names_as_written(["./a/x.txt", "/data/1/y.txt", "/data/2/y.txt"])
    {'./a/x.txt': 'a/x.txt', '/data/1/y.txt': '1/y.txt', '/data/2/y.txt': '2/y.txt'}
    """
    given = {path: Path(os.path.normpath(path)) for path in paths}
    anchored = [str(path.parent) for path in given.values() if path.is_absolute()]
    try:
        common = Path(os.path.commonpath(anchored)) if anchored else Path()
    except ValueError:  # on several drives
        common = Path()
    names: dict[str, str] = {}
    for written, path in given.items():
        below = path.relative_to(common) if path.is_relative_to(common) else path
        names[written] = "/".join(part for part in below.parts if part not in ("..", path.anchor))
    return names


def _ignoring(root: Path, options: ReadOptions) -> Ignoring:
    return Ignoring(options.exclude, root if options.gitignore else None)


def _base_of(pattern: Path) -> Path:
    """The folder that all matches of the glob are below of."""
    fixed = []
    for part in pattern.parts[:-1]:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _matches(pattern: str, base: Path, excluded: set[Path], ignoring: Ignoring) -> list[Path]:
    """The files that the glob matches, and those in folders that it matches, in order of their parts."""
    files: dict[Path, None] = {}
    for match in map(Path, glob.iglob(pattern, recursive=True)):
        if match != base and ignoring.ignores_way(match.relative_to(base).as_posix() + "/" * match.is_dir()):
            continue
        if match.is_dir():
            files |= dict.fromkeys(_walk(match, base, excluded, ignoring, _is_source))
        elif _is_source(match, excluded):
            files[match] = None
    return sorted(files, key=lambda file: file.relative_to(base).parts)


def _walk(top: Path, root: Path, excluded: set[Path], ignoring: Ignoring, wanted: _Wanted) -> list[Path]:
    """The folder's files that are wanted, without hidden ones and what is ignored, in order of their parts."""
    if top.resolve() in excluded:
        return []
    found: list[tuple[list[str], Path]] = []
    for folder, folders, names in os.walk(top):
        here = Path(folder)
        below = "" if here == root else here.relative_to(root).as_posix() + "/"
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and not (excluded and (here / name).resolve() in excluded)
            and not ignoring.ignores(f"{below}{name}/")
        ]
        for name in names:
            file = here / name
            if not name.startswith(".") and wanted(file, excluded) and not ignoring.ignores(below + name):
                found.append((f"{below}{name}".split("/"), file))
    return [file for _, file in sorted(found, key=itemgetter(0))]


def _is_stray(file: Path, _: set[Path]) -> bool:
    return file.name.endswith(SIDECAR) and not os.path.lexists(file.with_name(file.name.removesuffix(SIDECAR)))


def _is_source(file: Path, excluded: set[Path]) -> bool:
    if file.name.endswith(SIDECAR):
        return False
    is_link = file.is_symlink()
    if excluded and (is_link or any(file.name == path.name for path in excluded)) and file.resolve() in excluded:
        return False
    return is_link or file.is_file()
