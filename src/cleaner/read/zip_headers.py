"""The members of a zip archive that has lost its table of contents, by the header that stands before each.

The table is at the end, so a download that broke off has none. A header says all that is needed; where the
writer did not know sizes yet, they stand behind the data, with a mark: a place where the size that is written
there is the distance from the data's beginning is the right one.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

HEADER = b"PK\x03\x04"


class LocalMember(NamedTuple):
    """A member whose header begins at byte `offset` and whose data at `start`; else `problem` says what is wrong."""

    offset: int
    info: zipfile.ZipInfo
    start: int = 0
    problem: str = ""

    def open(self, file: IO[bytes] | Any) -> zipfile.ZipExtFile:
        """Its unpacked bytes; `file` is at another place then. Raises what `zipfile` raises."""
        if self.info.flag_bits & _ENCRYPTED:
            raise RuntimeError("it is encrypted")
        file.seek(self.start)
        return zipfile.ZipExtFile(file, "r", self.info)


def local_members(file: IO[bytes] | Any) -> Iterator[LocalMember]:
    """The members in order, and last what is not there, with the byte from which it is missing.

    >>> import io
    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w") as archive:
    ...     archive.writestr("a.txt", "It rained.")
    >>> cut = io.BytesIO(packed.getvalue()[:-30])
    >>> [(member.info.filename, member.problem) for member in local_members(cut)]
    [('a.txt', ''), ('', 'no table of contents from here on; what stood behind is lost')]
    """
    size = file.seek(0, 2)
    at = 0
    while True:
        file.seek(at)
        header = file.read(_HEADER.size)
        if at >= size or header[:4] in _TABLE:
            yield _problem(at, "no table of contents from here on; what stood behind is lost")
            return
        member = _member(file, at, header, size) if header[:4] == HEADER else _problem(at, "bytes that are no member")
        yield member
        if member.problem.startswith("cut off"):
            return
        at = next(_places(file, HEADER, at + 1), size) if member.problem else _behind(file, member)


_HEADER = struct.Struct("<4s5H3I2H")
_TABLE = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
_DESCRIPTOR = b"PK\x07\x08"
_SIZES_BEHIND = 0x08
_ENCRYPTED = 0x01
_IN_EXTRA = 0xFFFFFFFF
_FIRST_CHUNK_BYTES, _CHUNK_BYTES = 1 << 12, 1 << 20
"""Read at once: little where the mark is near, more where it is not."""


def _member(file: IO[bytes] | Any, offset: int, header: bytes, size: int) -> LocalMember:
    if len(header) < _HEADER.size:
        return _problem(offset, "cut off in the header of a member")
    _, _, flags, method, _, _, crc, packed, unpacked, name_size, extra_size = _HEADER.unpack(header)
    start = offset + _HEADER.size + name_size + extra_size
    named = file.read(name_size + extra_size)
    info = zipfile.ZipInfo(named[:name_size].decode("utf-8" if flags & 0x800 else "cp437", "replace"))
    if start > size:
        return _problem(offset, "cut off in the header of a member")
    info.flag_bits, info.compress_type, info.header_offset = flags, method, offset
    if _IN_EXTRA in (packed, unpacked):
        unpacked, packed = _long_sizes(named[name_size:]) or (unpacked, packed)
    if flags & _SIZES_BEHIND and not packed:
        crc, packed, unpacked = _sizes_behind(file, start) or (crc, size, unpacked)
    if start + packed > size:
        return LocalMember(offset, info, problem=f"cut off in the member {info.filename}")
    info.CRC, info.compress_size, info.file_size = crc, packed, unpacked
    return LocalMember(offset, info, start)


def _problem(offset: int, problem: str) -> LocalMember:
    return LocalMember(offset, zipfile.ZipInfo(""), problem=problem)


def _long_sizes(extra: bytes) -> tuple[int, int] | None:
    """The sizes that need eight bytes each: unpacked, packed."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        if kind == 1 and size >= 16 and len(extra) >= 20:
            unpacked, packed = struct.unpack_from("<2Q", extra, 4)
            return unpacked, packed
        extra = extra[4 + size :]
    return None


def _sizes_behind(file: IO[bytes] | Any, start: int) -> tuple[int, int, int] | None:
    """The checksum and sizes (packed, unpacked) that stand behind data beginning at `start`."""
    for at in _places(file, _DESCRIPTOR, start):
        file.seek(at + 4)
        told = file.read(20)
        for form in ("<3I", "<I2Q"):
            if len(told) >= struct.calcsize(form):
                crc, packed, unpacked = struct.unpack_from(form, told)
                if packed == at - start:
                    return crc, packed, unpacked
    return None


def _behind(file: IO[bytes] | Any, member: LocalMember) -> int:
    """Where the next header should begin."""
    end = member.start + member.info.compress_size
    file.seek(end)
    told = file.read(24)
    if not told.startswith(_DESCRIPTOR):
        return end
    return next((end + size for size in (16, 24) if told[size : size + 2] == b"PK"), end + 16)


def _places(file: IO[bytes] | Any, mark: bytes, start: int) -> Iterator[int]:
    """The places of the mark from byte `start` on, in order."""
    size, before = _FIRST_CHUNK_BYTES, b""
    while True:
        file.seek(start)
        chunk = file.read(size)
        data = before + chunk
        at = data.find(mark)
        while at >= 0:
            yield start - len(before) + at
            at = data.find(mark, at + 1)
        if not chunk:
            return
        before = data[-len(mark) + 1 :]
        start, size = start + len(chunk), min(2 * size, _CHUNK_BYTES)
