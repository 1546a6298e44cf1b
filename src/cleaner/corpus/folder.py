"""The corpus folder during a run: locked, with what is unfinished in `.cleaner/`."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from cleaner.errors import OutputError
from cleaner.read import SourceFile
from cleaner.read.source import STDIN
from cleaner.write.staging import told

WORK = ".cleaner"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """The work folder of a run that no other run can enter; removed if the run ends well.

    Raises `OutputError` if another run is there or the folder can't be made. The lock is the operating
    system's: it ends with the process, however that ends.
    """
    from filelock import FileLock, Timeout

    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file, not a folder; name another folder with -o")
    work = folder / WORK
    with told(folder):
        work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OutputError(f"{folder}: another run is writing there; wait for it, or name another folder") from None
    except OSError as error:
        raise OutputError(f"{folder}: can't lock it: {error.strerror or error}") from error
    try:
        yield work
        shutil.rmtree(work, ignore_errors=True)
    finally:
        lock.release()


def spooled(files: Sequence[SourceFile], work: Path) -> list[SourceFile]:
    """The files; standard input, which can be read once only, is a file in the work folder by then."""
    return [_copied(file, work) if str(file.path) == STDIN else file for file in files]


def _copied(file: SourceFile, work: Path) -> SourceFile:
    path = work / "stdin"
    with told(work), path.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return msgspec.structs.replace(file, path=path)
