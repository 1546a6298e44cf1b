"""The lines of a stream, each with its place, whatever its length and whatever is damaged.

>>> import io
>>> [(part.offset, part.content) for part in lines_of(io.BytesIO(b"one\\ntwo"), max_bytes=100)]
[(0, b'one'), (4, b'two')]
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

import msgspec

from cleaner.read.compression import CHUNK_BYTES, DamageError, Readable, peek


class Part(msgspec.Struct, frozen=True, gc=False):
    """A line without its line feed, or what is wrong with it: then `code` and `problem` say so.

    `offset` is that of its first byte in the decompressed stream, `number` is that of the line, from 1.
    """

    number: int
    offset: int
    content: bytes
    code: str = ""
    problem: str = ""


def lines_of(stream: Readable, *, max_bytes: int) -> Iterator[Part]:
    """The lines of the stream, read in chunks; one of more than `max_bytes` is a problem (`E022`) and not held.

    Where the stream is damaged (`E021`), the line before the damage that has no end yet is dropped and told of.
    """
    number, offset, size = 1, 0, 0  # of the unfinished line; nothing is held of one that is too long
    held: list[bytes] = []
    while True:
        try:
            chunk = stream.read(CHUNK_BYTES)
        except DamageError as error:
            lost = f"; the {size} bytes before it are an unfinished line" if size else ""
            yield Part(number, offset, b"", "E021", f"{error}{lost}")
            offset, held, size = offset + size, [], 0
            continue
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            length = size + len(piece)
            yield _line(number, offset, held, piece, length, max_bytes)
            number, offset, held, size = number + 1, offset + length + 1, [], 0
        size += len(rest)
        if size <= max_bytes:
            held.append(rest)
        else:
            held.clear()
        if not chunk:
            break
    if size:
        yield _line(number, offset, held, b"", size, max_bytes)


def _line(number: int, offset: int, held: list[bytes], piece: bytes, length: int, max_bytes: int) -> Part:
    if length > max_bytes:
        return Part(number, offset, b"", "E022", f"{length} bytes are more than max_record_bytes = {max_bytes} allows")
    return Part(number, offset, b"".join((*held, piece)) if held else piece)


def as_utf8(stream: Readable) -> Readable:
    """The stream without its byte order mark, and in UTF-8 if that mark is of UTF-16."""
    head, whole = peek(stream, 3)
    if head.startswith(codecs.BOM_UTF8):
        whole.read(3)
        return whole
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _Recoded(whole)
    return whole


class _Recoded:
    """UTF-16 with its mark as UTF-8; half a pair becomes U+FFFD."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")

    def read(self, size: int = CHUNK_BYTES, /) -> bytes:
        """Some bytes, up to about one and a half times `size`; none at the end."""
        while data := self._stream.read(size):
            if text := self._decoder.decode(data):
                return text.encode("utf-8")
        return self._decoder.decode(b"", final=True).encode("utf-8")
