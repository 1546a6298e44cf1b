"""Files that are digested as they are written."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any

_BUFFER_BYTES = 1 << 20


class DigestFile(io.RawIOBase):
    """A file that counts and digests what is written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("wb", buffering=_BUFFER_BYTES)
        self._digest = hashlib.sha256()
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = self._file.write(data)
        self._digest.update(data)
        self._size += size
        return size

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()

    def tell(self) -> int:
        return self._size

    def finish(self) -> tuple[int, str]:
        """On the disk and closed: how many bytes, and their SHA-256."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self.close()
        return self._size, f"sha256:{self._digest.hexdigest()}"

    def close(self) -> None:
        try:
            self._file.close()
        finally:
            super().close()


def digest_of_file(path: Path) -> str:
    """The SHA-256 of the file's bytes. Raises `OSError`."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
