"""New files beside the old ones, then in their place: a kill at any moment leaves one corpus or the other.

All files of a run are written in `.partial/` in the corpus folder. When they are whole and on the
disk, `.partial/manifest.json` is written: from then on the new corpus counts. The files are moved
to their places, those of the older corpus that it lacks are removed, and the manifest is moved last. A
run that was killed between is completed by the next (`recover_corpus`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import CleanerError, CorpusError, OutputError
from cleaner.write.manifest import DOCUMENTS, DUPLICATES, EDITS, MANIFEST, read_manifest

STAGING = ".partial"
CARD, CROISSANT = "README.md", "croissant.json"
_OLD = "old"
_SHARD = re.compile(r"[0-9]{5,}(?:\.jsonl(?:\.gz|\.zst)?|\.parquet)?")


def recover_corpus(folder: str | Path) -> bool:
    """Whether the folder held a whole new corpus of a run that was killed as it put its files in place.

    If so, they are in their places now; leftovers of a run that was killed earlier are removed. Must not be
    called while another run writes there. Raises `OutputError` if the files can't be moved or removed.
    """
    root = Path(folder)
    staging = root / STAGING
    if not staging.is_dir():
        return False
    with told(root):
        whole = (staging / MANIFEST).exists()
        if whole:
            _publish(root)
        else:
            shutil.rmtree(staging)
    return whole


def open_staging(folder: Path) -> Path:
    """The empty folder for a run's new files. Raises `OutputError` if something stands in the way."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file, not a folder; name another folder with -o")
    recover_corpus(folder)
    with told(folder):
        for name in (DOCUMENTS, EDITS, DUPLICATES):
            if (folder / name).exists() and not (folder / name).is_dir():
                raise OutputError(f"{folder / name}: can't write a folder where a file is; name another with -o")
        for name in (CARD, CROISSANT, MANIFEST):
            if (folder / name).is_dir():
                raise OutputError(f"{folder / name}: is a folder where a file must go; name another folder with -o")
        staging = folder / STAGING
        for name in (DOCUMENTS, EDITS):
            (staging / name).mkdir(parents=True)
    return staging


def publish(folder: Path, manifest: bytes) -> None:
    """Puts the staged files, which must be closed, and the manifest in their places.

    Raises `OutputError`; when the first file is moved by then, the next run moves the others.
    """
    staging = folder / STAGING
    with told(folder):
        write_whole(staging / f".{MANIFEST}", manifest)
        for path in (staging / DOCUMENTS, staging / EDITS, staging):
            _sync_folder(path)
        os.replace(staging / f".{MANIFEST}", staging / MANIFEST)
        _sync_folder(staging)
    try:
        _publish(folder)
    except OSError as error:
        raise OutputError(
            f"{folder}: can't put the new files in place: {error.strerror or error}; they are whole in {staging}, "
            "and the next run there moves them"
        ) from error


def discard(folder: Path) -> None:
    """Removes what a failed run staged, unless it is a whole corpus. Raises nothing."""
    if not (folder / STAGING / MANIFEST).exists():
        shutil.rmtree(folder / STAGING, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """The file with that content, on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turns the system's errors into `OutputError`."""
    try:
        yield
    except CleanerError:
        raise
    except OSError as error:
        raise output_error(folder, error) from error


def output_error(folder: Path, error: OSError) -> OutputError:
    """What went wrong while a corpus was written to the folder, and the way out."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason = "no space left on its disk; free some, or name another folder with -o"
    elif error.errno == errno.ENOENT and not folder.exists():
        reason = "the folder was removed while it was written to; run again"
    else:
        reason = str(error.strerror or error)
    return OutputError(f"{folder}: can't write the corpus: {reason}; nothing there was changed")


def _publish(root: Path) -> None:
    staging = root / STAGING
    files = [file.path for file in read_manifest(staging).files]
    stale = sorted(_older_files(root) - set(files))
    for folder in sorted({path.partition("/")[0] for path in files}):
        (root / folder).mkdir(exist_ok=True)
    for name in (*files, CARD, CROISSANT):
        _move(staging, root, name)
    for name in stale:
        _remove(root / name)
    for folder in (DOCUMENTS, EDITS, DUPLICATES):
        with contextlib.suppress(OSError):
            (root / folder).rmdir()  # only if nothing is left in it
        with contextlib.suppress(FileNotFoundError):
            _sync_folder(root / folder)
    os.replace(staging / MANIFEST, root / MANIFEST)
    _sync_folder(root)
    shutil.rmtree(staging)


def _older_files(root: Path) -> set[str]:
    """The files of the corpus that stands in the folder: by its manifest or, where that can't be read, by name."""
    folders = (DOCUMENTS, EDITS, DUPLICATES)
    try:
        manifest = read_manifest(root)
    except CorpusError:
        if not any(root.glob(f"{EDITS}/00000.jsonl*")):
            return set()
        found = (path for folder in folders for path in root.glob(f"{folder}/*") if _SHARD.fullmatch(path.name))
        return {path.relative_to(root).as_posix() for path in found}
    return {path for folder in folders for path in manifest.paths(folder)}


def _move(staging: Path, root: Path, name: str) -> None:
    """Moves a staged file or folder to its place, unless a run before did."""
    source, target = staging / name, root / name
    if not source.exists():
        return
    if target.is_dir():  # a folder can't be replaced in one step
        old = staging / _OLD / name
        old.parent.mkdir(parents=True, exist_ok=True)
        os.replace(target, old)
    os.replace(source, target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    """The folder's entries on the disk, where the system can do that (Windows can't)."""
    if os.name != "nt":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
