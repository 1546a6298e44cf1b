"""Decompression of streams, by content: gzip, bzip2, xz and zstd, with many members or frames, damaged ones too.

>>> import gzip, io
>>> stream = Decompressed(io.BytesIO(gzip.compress(b"It ") + gzip.compress(b"rained.")))
>>> stream.read(100) + stream.read(100)
b'It rained.'
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import Any, Protocol

from cleaner.errors import ArgumentError

CHUNK_BYTES = 1 << 18
"""How much is read and unpacked at a time: more is no faster, and less costs calls."""

SUFFIXES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd", ".zstd": "zstd"}

# The beginning of a member, as long as it is the same in all that matter, to find the next one after damage.
_MAGIC = {
    b"\x1f\x8b\x08": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_MAGIC_OF = {codec: magic for magic, codec in _MAGIC.items()}
_SKIPPABLE_ZSTD = tuple(bytes((0x50 + number, 0x2A, 0x4D, 0x18)) for number in range(16))
_MAGIC_BYTES = 6


class Readable(Protocol):
    """What has bytes to read."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes; none at the end."""


class DamageError(Exception):
    """A stream is damaged at this byte of its compressed form. What can be read after it, further reads give.

    `intact`: all that was read is good: the stream ends too early, or something else follows a whole member.
    """

    def __init__(self, offset: int, reason: str, *, intact: bool) -> None:
        super().__init__(f"{reason} byte {offset} of the compressed file")
        self.offset = offset
        self.intact = intact


class _Decoder(Protocol):
    """The decompressor of one member, as `bz2` and `lzma` have it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


def codec_of(head: bytes) -> str:
    """The codec that the bytes are compressed with, or `""`.

    >>> codec_of(b"BZh91AY&SY"), codec_of(b"BZh is how bzip2 begins")
    ('bzip2', '')
    """
    if head.startswith(b"BZh"):
        return "bzip2" if head[3:4].isdigit() and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90") else ""
    if head.startswith(_SKIPPABLE_ZSTD):
        return "zstd"
    return next((codec for magic, codec in _MAGIC.items() if head.startswith(magic)), "")


class _Prefixed:
    """A stream of which some was read already: these bytes, the damage that was met, then the rest."""

    def __init__(self, head: bytes, damage: DamageError | None, rest: Readable) -> None:
        self._head = head
        self._damage = damage
        self._rest = rest

    def read(self, size: int = CHUNK_BYTES, /) -> bytes:
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        if self._damage:
            damage, self._damage = self._damage, None
            raise damage
        return self._rest.read(size)


def peek(stream: Readable, size: int) -> tuple[bytes, Readable]:
    """The first `size` bytes, fewer if there are no more or they are damaged, and a stream that still has them."""
    head = b""
    try:
        while len(head) < size and (more := stream.read(size - len(head))):
            head += more
    except DamageError as damage:
        return head, _Prefixed(head, damage, stream)
    return head, _Prefixed(head, None, stream)


def decompressed(stream: Readable) -> Readable:
    """The stream's bytes, decompressed if they are compressed."""
    head, whole = peek(stream, 10)
    return Decompressed(whole) if codec_of(head) else whole


class Decompressed:
    """The decompressed bytes of a stream of members, with bounded memory however well they are compressed.

    At damage `read` raises `DamageError` once; the reads after it go on with the next member that is found.
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._input = b""
        self._offset = 0  # of the first byte in _input
        self._member = 0  # where the member that is read starts
        self._given = b""  # what the decoder got last: the next member may begin in it
        self._codec = ""
        self._decoder: _Decoder | None = None
        self._searching = False

    def read(self, size: int = CHUNK_BYTES, /) -> bytes:
        """At most `size` bytes; none at the end. Raises `DamageError` where the data are damaged."""
        while self._decoder is not None or self._next_member():
            if data := self._decode(min(size, CHUNK_BYTES)):
                return data
        return b""

    def _decode(self, size: int) -> bytes:
        decoder = self._decoder
        assert decoder is not None
        if decoder.needs_input and not self._input and not self._fill():
            self._decoder = None
            raise DamageError(self._offset, f"the {self._codec} data end too early, at", intact=True)
        if decoder.needs_input:
            self._given, self._input = self._input, b""
            self._offset += len(self._given)
            given = self._given
        else:
            given = b""
        try:
            data = decoder.decompress(given, size)
        except _broken_data_errors() as error:
            raise self._broken(str(error) or type(error).__name__) from error
        if decoder.eof:
            self._input = decoder.unused_data
            self._offset -= len(self._input)
            self._decoder = None
        return data

    def _broken(self, reason: str) -> DamageError:
        """The error of the member that is read; what the decoder got last is looked through for the next one."""
        near = self._offset - len(self._given)
        self._input, self._offset = self._given + self._input, near
        self._decoder, self._searching = None, True
        where = "in the member at" if self._member == near else f"in the member from byte {self._member} on, after"
        return DamageError(near, f"broken {self._codec} data ({reason}) {where}", intact=False)

    def _next_member(self) -> bool:
        """Starts the decoder of the next member; false at the end."""
        if self._searching:
            return self._search()
        while len(self._input) < 10 and self._fill():
            pass
        if self._codec:  # xz and gzip files may be padded with NULs
            self._skip_nuls()
        if not self._input:
            return False
        codec = codec_of(self._input)
        if not codec:
            self._searching = True
            raise DamageError(self._offset, f"no {self._codec} data any more, but something else at", intact=True)
        self._start(codec)
        return True

    def _start(self, codec: str) -> None:
        self._codec = codec
        self._member = self._offset
        self._decoder = _DECODERS[codec]()

    def _skip_nuls(self) -> None:
        while True:
            left = self._input.lstrip(b"\0")
            self._offset += len(self._input) - len(left)
            self._input = left
            if len(left) >= _MAGIC_BYTES or not self._fill():
                return

    def _search(self) -> bool:
        """Goes to the next member of the same codec, past the byte at which the last one broke."""
        magic = _MAGIC_OF[self._codec]
        start = 1 if self._member == self._offset else 0
        while True:
            at = self._input.find(magic, start)
            if at >= 0 and len(self._input) - at < 10 and self._fill():
                continue
            if at >= 0 and codec_of(self._input[at:]) == self._codec:
                self._drop(at)
                self._searching = False
                self._start(self._codec)
                return True
            if at >= 0:
                start = at + 1
                continue
            self._drop(max(len(self._input) - len(magic) + 1, 0))
            start = 0
            if not self._fill():
                return False

    def _drop(self, size: int) -> None:
        self._input = self._input[size:]
        self._offset += size

    def _fill(self) -> bool:
        data = self._stream.read(CHUNK_BYTES)
        self._input += data
        return bool(data)


class _Gzip:
    """`zlib`'s decompressor with the attributes that the others have."""

    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(31)
        self._has_more = False

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def needs_input(self) -> bool:
        return not self._decoder.unconsumed_tail and not self._has_more

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        output = self._decoder.decompress(data or self._decoder.unconsumed_tail, max_length)
        self._has_more = len(output) == max_length
        return output


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


def _zstd_decoder() -> _Decoder:
    try:
        decoder: _Decoder = _zstd().ZstdDecompressor()
    except ImportError as error:
        raise ArgumentError("zstd data need another package: pip install 'cleaner[zstd]'") from error
    return decoder


def _broken_data_errors() -> tuple[type[Exception], ...]:
    errors = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)
    try:
        return (*errors, _zstd().ZstdError)
    except ImportError:
        return errors


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lzma.LZMADecompressor,
    "zstd": _zstd_decoder,
}
