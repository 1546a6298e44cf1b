"""Remote paths, by fsspec: `s3://bucket/pages/`, `gs://…`, `https://…/dump.jsonl.gz`, `memory://` and all it knows.

The file system's own package (`s3fs`, `gcsfs`, `aiohttp`) and the credentials are the user's, by fsspec's own means.
What such a package raises, whatever it is, is told as what it means here: the file can't be read.
"""

from __future__ import annotations

import contextlib
import glob
import io
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from cleaner.errors import ArgumentError, SourceError
from cleaner.read.compression import Readable
from cleaner.read.ignoring import Ignoring
from cleaner.read.options import ReadOptions

HIDDEN = "."
STREAMED = ("http://", "https://")
"""Read from first to last: a web server may know no ranges, and says so only when it is asked for one."""


def remote_names(address: str, options: ReadOptions) -> tuple[str, list[tuple[str, str]]]:
    """The name of the folder at the address, and its files: each one's name below it, and its own address.

    A single file is below its own folder, but gives the folder no name. Hidden files, and what
    `options.exclude` says, are left out. Raises `SourceError` if nothing is there or it can't be asked.
    """
    fsspec = _fsspec()
    try:
        system, path = fsspec.core.url_to_fs(address)
        magic = glob.has_magic(path) and not system.isfile(path)
        single = not magic and system.isfile(path)
        found = [path] if single else system.glob(path) if magic else system.find(path)
        files = [name for name in found if not magic or system.isfile(name)]
        addresses = {name: system.unstrip_protocol(name) for name in files}
    except Exception as error:
        raise SourceError(f"{address}: can't be listed: {_reason(error)}") from error
    root = _root_of(path, magic=magic, single=single)
    ignoring = Ignoring(options.exclude)
    names = {name: name.removeprefix(root).lstrip("/") for name in files}
    kept = [
        (below, addresses[name])
        for name, below in sorted(names.items(), key=lambda item: item[1].split("/"))
        if single or not (_is_hidden(below) or ignoring.ignores_way(below))
    ]
    if not kept:
        raise SourceError(f"{address}: no files are there to clean (hidden and excluded ones are left out)")
    return "" if single else PurePosixPath(root).name, kept


@contextlib.contextmanager
def open_remote(address: str) -> Iterator[Readable]:
    """The bytes at the address, as they are stored. Raises `OSError` if it can't be opened."""
    fsspec = _fsspec()
    is_streamed = address.startswith(STREAMED)
    with _as_os_error():
        stream = fsspec.open(address, "rb", **({"block_size": 0} if is_streamed else {})).open()
    with stream, _Remote(stream, is_streamed=is_streamed) as file:
        yield file


class _Remote(io.RawIOBase):
    """The bytes of a remote file. Raises `OSError` only."""

    def __init__(self, stream: Any, *, is_streamed: bool) -> None:
        self._stream = stream
        self._is_streamed = is_streamed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return not self._is_streamed

    def read(self, size: int = -1, /) -> bytes:
        with _as_os_error():
            return bytes(self._stream.read(size))

    def seek(self, place: int, whence: int = 0, /) -> int:
        with _as_os_error():
            return int(self._stream.seek(place, whence))

    def tell(self) -> int:
        with _as_os_error():
            return int(self._stream.tell())


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(_reason(error)) from error


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _root_of(path: str, *, magic: bool, single: bool) -> str:
    """The part of the path that no name shows: the folder's own, or a file's or glob's folder."""
    if single:
        return path.rpartition("/")[0]
    fixed = []
    for part in path.split("/"):
        if magic and glob.has_magic(part):
            break
        fixed.append(part)
    return "/".join(fixed)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(HIDDEN) for part in Path(name).parts)


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise ArgumentError("remote paths need another package: pip install 'cleaner[remote]'") from error
    return fsspec
