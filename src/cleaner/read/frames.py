"""The frames of WARC records: where each begins and ends, whatever lengths say and whatever is damaged.

A record is a header, a blank line, as many bytes as its `Content-Length` says, and two line ends. After these the
next one begins; where it does not, the length was wrong, and the next record is looked for from the end of the
header on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from cleaner.read.compression import CHUNK_BYTES, DamageError, Readable

MAX_HEADER_BYTES = 1 << 16
"""Headers of crawlers have one kilobyte; addresses of pages up to some more."""


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A whole record with its header, or what is wrong with it: then `code` and `problem` say so."""

    offset: int
    content: bytes
    kind: bytes = b""
    code: str = ""
    problem: str = ""


_HEADER = re.compile(rb"WARC/[01]\.\d{1,4}[ \t]*\r?\n")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\n[ \t]*content-length[ \t]*:[ \t]*([^\r\n]{0,100})", re.IGNORECASE)
_KIND = re.compile(rb"\n[ \t]*warc-type[ \t]*:[ \t]*([a-z]{1,20})", re.IGNORECASE)
_NEXT = re.compile(rb"(?<=\n)WARC/[01]\.\d{1,4}[ \t]*\r?\n[A-Za-z-]{1,60}[ \t]*:")
_NEXT_BYTES = 200
_LINE_ENDS = b"\r\n"


def frames_of(stream: Readable, *, max_bytes: int) -> Iterator[Frame]:
    """The records of the stream, in order, of up to `max_bytes` each, and a problem for each that is broken.

    >>> import io
    >>> good = b"WARC/1.0\\r\\nWARC-Type: warcinfo\\r\\nContent-Length: 2\\r\\n\\r\\nhi\\r\\n\\r\\n"
    >>> [frame.problem or frame.content[-2:] for frame in frames_of(io.BytesIO(good + b"junk\\n" + good), max_bytes=99)]
    [b'hi', '5 bytes that are no WARC record', b'hi']
    """
    buffer = _Buffer(stream)
    while True:
        buffer.skip_line_ends()
        if buffer.has(1):
            yield _frame(buffer, max_bytes)
        elif damage := buffer.taken_damage():
            yield Frame(buffer.offset, b"", b"", "E021", damage)
        else:
            return


class _Buffer:
    """The bytes of the stream that are looked at; `offset` is that of the first.

    Damage is an end until it was told of: the records before it are good.
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.data = bytearray()
        self.offset = 0
        self._damage = ""

    def has(self, size: int) -> bool:
        """True if there are so many bytes: reads them if need be."""
        while len(self.data) < size:
            try:
                chunk = b"" if self._damage else self._stream.read(CHUNK_BYTES)
            except DamageError as error:
                self._damage, chunk = str(error), b""
            if not chunk:
                return False
            self.data += chunk
        return True

    def drop(self, size: int) -> None:
        """Forgets the first bytes."""
        del self.data[:size]
        self.offset += size

    def taken_damage(self) -> str:
        """What is wrong after the last of the bytes, if anything; they go on behind it."""
        damage, self._damage = self._damage, ""
        return damage

    def skip_line_ends(self) -> None:
        """Forgets the line ends that the data begin with."""
        while self.has(1) and self.data[0] in _LINE_ENDS:
            head = bytes(self.data[:_NEXT_BYTES])
            self.drop(len(head) - len(head.lstrip(_LINE_ENDS)))


def _frame(buffer: _Buffer, max_bytes: int) -> Frame:
    """The record that the buffer begins with, which is taken out of it."""
    header, problem = _header(buffer)
    if problem:
        return _passed(buffer, 1, problem)
    length = _length(header)
    if length is None:
        return _passed(buffer, len(header), "its header has no Content-Length that is a number")
    size = len(header) + length
    if length > max_bytes:
        told = f"its {length} bytes are more than max_record_bytes = {max_bytes} allows"
        return _passed(buffer, len(header), told, code="E022")
    if not buffer.has(size):
        return _passed(buffer, len(header), f"cut off: there are no {length} bytes, as its Content-Length says")
    if not _ends_at(buffer, size):
        return _passed(buffer, len(header), f"no record begins where it ends by its Content-Length of {length}")
    kind = _KIND.search(header)
    frame = Frame(buffer.offset, bytes(buffer.data[:size]), kind[1].lower() if kind else b"")
    buffer.drop(size)
    return frame


def _header(buffer: _Buffer) -> tuple[bytes, str]:
    """The header with the blank line after it, or what is wrong with it."""
    size = 4096
    while True:
        more = buffer.has(size)
        if not _HEADER.match(buffer.data[:_NEXT_BYTES]):
            return b"", "bytes that are no WARC record"
        if end := _HEADER_END.search(buffer.data, 0, size):
            return bytes(buffer.data[: end.end()]), ""
        if not more or size >= MAX_HEADER_BYTES:
            return b"", "its header has no end"
        size *= 4


def _length(header: bytes) -> int | None:
    found = _LENGTH.search(header)
    given = found[1].strip() if found else b""
    return int(given) if given.isdigit() and len(given) < 19 else None


def _ends_at(buffer: _Buffer, size: int) -> bool:
    """True if after so many bytes comes what ends a record: two line ends, or others and a record, or nothing."""
    buffer.has(size + _NEXT_BYTES)
    after = bytes(buffer.data[size : size + _NEXT_BYTES])
    rest = after.lstrip(_LINE_ENDS)
    return not rest or after.startswith((b"\r\n\r\n", b"\n\n")) or _HEADER.match(rest) is not None


def _passed(buffer: _Buffer, start: int, problem: str, *, code: str = "E025") -> Frame:
    """The problem, with the buffer at the next record after its first `start` bytes, or at the end."""
    offset = buffer.offset
    while True:
        if found := _NEXT.search(buffer.data, start):
            buffer.drop(found.start())
            break
        keep = min(_NEXT_BYTES, len(buffer.data) - start)
        buffer.drop(len(buffer.data) - keep)
        start = 1
        if not buffer.has(len(buffer.data) + 1):
            buffer.drop(len(buffer.data))
            if damage := buffer.taken_damage():
                code, problem = "E021", f"{problem}; {damage}"
            break
    if problem.startswith("bytes"):
        problem = f"{buffer.offset - offset} {problem}"
    return Frame(offset, b"", b"", code, problem)
