"""JSON lines, plain or compressed; the same rows give the same bytes, whenever they are written."""

from __future__ import annotations

import contextlib
import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from cleaner.errors import ArgumentError, CorpusError
from cleaner.write.formats.files import DigestFile

GZIP_LEVEL = 6
"""Level 9 takes three times as long for 1 % less."""

ZSTD_LEVEL = 9
"""Near to gzip's speed at 6, in four fifths of its size; above it, time grows and size hardly falls."""

_DAMAGE = (OSError, EOFError, zlib.error)


class LinesSink:
    """A shard of JSON lines; the path's last suffix (`.gz`, `.zst` or another) says how they are compressed."""

    def __init__(self, path: Path) -> None:
        pack = _packer(path.suffix)
        self._file = DigestFile(path)
        self._packed = pack(self._file) if pack else None

    def add(self, line: bytes) -> None:
        (self._packed or self._file).write(line)

    def close(self) -> tuple[int, str]:
        if self._packed:
            self._packed.close()
        return self._file.finish()

    def discard(self) -> None:
        for file in (self._packed, self._file):
            with contextlib.suppress(OSError):
                if file:
                    file.close()


def read_lines(path: Path) -> Iterator[bytes]:
    """The file's lines with their breaks, unpacked. Raises `CorpusError` if it can't be read."""
    try:
        with path.open("rb") as file, _unpacked(file, path.suffix) as lines:
            yield from lines
    except _DAMAGE as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"{path}: {reason}; a corpus folder is what `cleaner clean PATH -o FOLDER` writes") from error


def _packer(suffix: str) -> Callable[[DigestFile], Any] | None:
    if suffix == ".gz":  # no name and no time in its head
        return lambda file: gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=file, mtime=0)
    if suffix == ".zst":
        zstd = _zstd()
        return lambda file: zstd.ZstdFile(file, "wb", level=ZSTD_LEVEL)
    return None


@contextlib.contextmanager
def _unpacked(file: IO[bytes], suffix: str) -> Iterator[Iterator[bytes]]:
    if suffix == ".gz":
        with gzip.GzipFile(fileobj=file, mode="rb") as lines:
            yield lines
    elif suffix == ".zst":
        zstd = _zstd()
        try:
            with zstd.ZstdFile(file, "rb") as lines:
                yield lines
        except zstd.ZstdError as error:
            raise EOFError(error) from error
    else:
        yield file


def _zstd() -> Any:
    """The module for Zstandard: Python's own from 3.14 on, else its backport."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        raise ArgumentError("Zstandard needs the extra: pip install 'cleaner[zstd]'; or choose jsonl.gz") from error
    return zstd
