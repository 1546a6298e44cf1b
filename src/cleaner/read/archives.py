"""Archives of sources: tar and zip. Members are plain files or containers, as files in a folder are.

They are read in the order in which the archive has them, and never written anywhere: a member's name, whatever it
says of folders above, is a name only. What a folder would leave out (hidden files, sidecars, `exclude`) is left out.
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from lzma import LZMAError
from typing import IO, Any, cast

from cleaner.document import Record
from cleaner.read.budget import BombError
from cleaner.read.compression import DamageError, Readable
from cleaner.read.container import Container
from cleaner.read.ignoring import Ignoring
from cleaner.read.options import ReadOptions
from cleaner.read.seeking import seekable
from cleaner.read.zip_headers import HEADER, local_members

MAX_DEPTH = 3
"""Archives in archives: more of them are made by nobody but to do harm."""

MAX_TAR_NAME_BYTES = 1 << 20

ReadMember = Callable[[str, Readable, Container, ReadOptions], Iterator[Record]]
"""What reads a member: its name, its bytes, the container that its records are of."""

_BROKEN = (OSError, EOFError, LookupError, RuntimeError, ValueError, OverflowError, struct.error, zlib.error, LZMAError,
           tarfile.TarError, zipfile.BadZipFile)  # fmt: skip
"""What the two modules raise on archives that are broken, encrypted or made to break them."""


def read_tar(stream: Readable, container: Container, options: ReadOptions, read: ReadMember) -> Iterator[Record]:
    """The records of each member of a tar archive. Blocks that are no header are passed over and told of (`E021`)."""
    try:
        tar = _Tar.open(fileobj=cast(IO[bytes], stream), mode="r|", tarinfo=_Header, ignore_zeros=True)
        yield from _of_tar(tar, container, options, read)
    except BombError as error:
        yield container.broken("E026", str(error))
    except (DamageError, *_BROKEN) as error:
        yield container.broken("E024", f"no tar archive: {error}")


def _of_tar(tar: _Tar, container: Container, options: ReadOptions, read: ReadMember) -> Iterator[Record]:
    ignoring = Ignoring(options.exclude)
    seen = False
    while True:
        try:
            member = tar.next()
        except (DamageError, *_BROKEN) as error:
            reason = "no header of a member" if isinstance(error, tarfile.StreamError) else error
            problem = f"{reason}; what follows is not read" if seen else f"no tar archive: {reason}"
            yield container.broken("E021" if seen else "E024", problem)
            return
        seen = True
        yield from _told(tar, container)
        if member is None:
            return
        tar.members = []  # type: ignore[attr-defined]  # which would grow with the archive
        name = member_name(member.name)
        if member.isdir() or _is_passed(name, ignoring, container):
            continue
        file = tar.extractfile(member) if member.isreg() else None
        if file is None:
            yield container.broken("E026", f"{name}: no file but a link or device", name=name)
        else:
            yield from _member(name, _Damaging(file, member.offset_data), container, options, read)


def read_zip(stream: Readable, container: Container, options: ReadOptions, read: ReadMember) -> Iterator[Record]:
    """The records of each member of a zip archive, in the order of its index; without that, of their headers."""
    try:
        with seekable(stream) as file:
            container.budget.packed = max(container.budget.packed, file.seek(0, 2))
            file.seek(0)
            try:
                archive = zipfile.ZipFile(file)
            except _BROKEN as error:
                yield from _without_table(file, error, container, options, read)
                return
            with archive:
                yield from _of_zip(archive, container, options, read)
    except BombError as error:
        yield container.broken("E026", str(error))
    except DamageError as error:
        yield container.broken("E021", str(error))


def _of_zip(archive: zipfile.ZipFile, container: Container, options: ReadOptions, read: ReadMember) -> Iterator[Record]:
    ignoring = Ignoring(options.exclude)
    for info in archive.infolist():
        name = member_name(_zip_name(info))
        if not info.filename.endswith("/") and not _is_passed(name, ignoring, container):
            yield from _of_zip_member(name, info, partial(archive.open, info), container, options, read)


def _without_table(
    file: IO[bytes] | Any, error: Exception, container: Container, options: ReadOptions, read: ReadMember
) -> Iterator[Record]:
    """The records of the members whose headers can be read."""
    file.seek(0)
    if file.read(len(HEADER)) != HEADER:
        yield container.broken("E024", f"no zip archive, or one that is cut off: {error}")
        return
    ignoring = Ignoring(options.exclude)
    for member in local_members(file):
        name = member_name(_zip_name(member.info))
        if member.problem:
            yield container.broken("E021", f"from byte {member.offset}: {member.problem}")
        elif not member.info.filename.endswith("/") and not _is_passed(name, ignoring, container):
            yield from _of_zip_member(name, member.info, partial(member.open, file), container, options, read)


def _of_zip_member(
    name: str, info: zipfile.ZipInfo, unpacked: Callable[[], Any], container: Container, options: ReadOptions,
    read: ReadMember,
) -> Iterator[Record]:  # fmt: skip
    try:
        file = unpacked()
    except _BROKEN as error:
        code = "E026" if info.flag_bits & 1 or isinstance(error, NotImplementedError) else "E021"
        yield container.broken(code, f"{name}, from byte {info.header_offset}: {error}", name=name)
        return
    with file:
        yield from _member(name, _Damaging(file, info.header_offset), container, options, read)


def _member(
    name: str, stream: Readable, container: Container, options: ReadOptions, read: ReadMember
) -> Iterator[Record]:
    if len(container.members) >= MAX_DEPTH:
        yield container.broken("E026", f"{name}: an archive in {MAX_DEPTH} archives", name=name)
        return
    with container.member(name):
        yield from read(name, stream, container, options)


def is_left_out(name: str, ignoring: Ignoring) -> bool:
    """True if a folder's file of that name would be left out, or macOS put it there."""
    parts = name.split("/")
    hidden = parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)
    return hidden or name.endswith(".cleaner.toml") or ignoring.ignores_way(name)


def _is_passed(name: str, ignoring: Ignoring, container: Container) -> bool:
    """True if the member is left out, which is counted then."""
    if is_left_out(name, ignoring):
        container.pass_over("member left out")
        return True
    return False


def member_name(name: str) -> str:
    """The member's name without what leads out of its archive.

    >>> member_name("../../etc/passwd"), member_name("C:\\\\texts\\\\a.txt"), member_name("/./a//b.txt")
    ('etc/passwd', 'texts/a.txt', 'a/b.txt')
    """
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    kept = [part for part in parts if part not in ("", ".", "..")]
    if kept and len(kept[0]) == 2 and kept[0][1] == ":":
        kept = kept[1:]
    return "/".join(kept)[-1000:] or "unnamed"


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name in UTF-8 if it is that, though the archive does not say so."""
    try:
        return info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


class _Damaging:
    """A member's bytes; what is wrong with them is damage as that of any stream."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self._offset = offset

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._file.read(size)
        except _BROKEN as error:
            reason = f"broken member ({str(error) or 'it ends too early'}) that starts at"
            raise DamageError(self._offset, reason, intact=False) from error


class _Tar(tarfile.TarFile):
    """An archive that remembers where it passed over what is no header."""

    passed: list[int]


class _Header(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, tarfile_: Any) -> _Header:
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
            tarfile_.passed = [*getattr(tarfile_, "passed", ())[:1], tarfile_.offset]
            raise

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        header = super().frombuf(buf, encoding, errors)
        is_file = header.type in tarfile.REGULAR_TYPES or header.type not in tarfile.SUPPORTED_TYPES
        if not is_file and header.size > MAX_TAR_NAME_BYTES:
            raise tarfile.InvalidHeaderError("a name of megabytes")  # type: ignore[attr-defined]
        return header


def _told(tar: _Tar, container: Container) -> Iterator[Record]:
    """A broken record for the blocks that were passed over since the last one."""
    if passed := getattr(tar, "passed", []):
        tar.passed = []
        yield container.broken("E021", f"no tar archive from byte {passed[0]} to byte {passed[-1] + tarfile.BLOCKSIZE}")
