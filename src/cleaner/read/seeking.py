"""Streams that can be read at any place, for formats whose table of contents stands at the end."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from cleaner.read.compression import CHUNK_BYTES, Readable


@contextlib.contextmanager
def seekable(stream: Readable) -> Iterator[IO[bytes] | Any]:
    """The stream itself if it can be read at any place, else a file without a name that has its bytes.

    Raises `DamageError` if the stream is damaged.
    """
    if getattr(stream, "seekable", lambda: False)():
        yield stream
        return
    with tempfile.TemporaryFile() as file:
        while chunk := stream.read(CHUNK_BYTES):
            file.write(chunk)
        file.seek(0)
        yield file
