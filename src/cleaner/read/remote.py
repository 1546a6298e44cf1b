"""Remote paths, by fsspec: `s3://bucket/pages/`, `gs://…`, `https://…/dump.jsonl.gz`, `memory://` and all it knows.

The file system's own package (`s3fs`, `gcsfs`, `aiohttp`) and the credentials are the user's, by fsspec's own means.
"""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from cleaner.errors import ArgumentError, SourceError
from cleaner.read.compression import Readable
from cleaner.read.ignoring import Ignoring
from cleaner.read.options import ReadOptions

HIDDEN = "."


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
    except (OSError, ValueError, ImportError) as error:
        raise SourceError(f"{address}: can't be listed: {error}") from error
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
    try:
        stream = fsspec.open(address, "rb").open()
    except (ValueError, ImportError) as error:
        raise SourceError(f"{address}: can't be opened: {error}") from error
    with stream:
        yield stream


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
