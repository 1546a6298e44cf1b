"""Whether the files of a corpus are those that its manifest was written for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.write.formats.files import digest_of_file
from cleaner.write.formats.text import digest_of_folder
from cleaner.write.manifest import DOCUMENTS, DUPLICATES, EDITS, MANIFEST, File, Manifest, read_manifest
from cleaner.write.staging import STAGING


def verify_corpus(folder: str | Path) -> tuple[str, ...]:
    """What is wrong with the corpus in the folder, a sentence each; empty if every file is as its manifest says.

    Reads every byte. The dataset card and `croissant.json` are not looked at: people may change
    them. Raises `CorpusError` if there is no manifest that can be read.
    """
    root = Path(folder)
    manifest = read_manifest(root)
    return tuple(_problems(root, manifest))


def _problems(root: Path, manifest: Manifest) -> Iterator[str]:
    if (root / STAGING / MANIFEST).exists():
        yield f"{root}: a run was killed as it put its files in place; run it again, and it goes on from there"
    if not manifest.files:
        yield f"{root / MANIFEST}: has no digests of files, it is of an older cleaner; clean the sources again"
        return
    for file in manifest.files:
        if problem := _problem(root / file.path, file):
            yield f"{root / file.path}: {problem}"
    listed = {file.path for file in manifest.files}
    for name in (DOCUMENTS, EDITS, DUPLICATES):
        if (root / name).is_dir():
            for path in sorted((root / name).iterdir()):
                if f"{name}/{path.name}" not in listed:
                    yield f"{path}: is not in the manifest; it is no part of this corpus"


def _problem(path: Path, file: File) -> str:
    try:
        size, digest = digest_of_folder(path) if path.is_dir() else (path.stat().st_size, digest_of_file(path))
    except OSError as error:
        return f"can't be read: {error.strerror or error}"
    if (size, digest) != (file.bytes, file.digest):
        return f"has {size} bytes and the digest {digest}, the manifest says {file.bytes} and {file.digest}"
    return ""
