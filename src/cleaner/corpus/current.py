"""Whether the corpus that stands in a folder is what sources give."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.config import Config
from cleaner.corpus.options import CorpusOptions
from cleaner.corpus.progress import Progress, records_of
from cleaner.corpus.workers import FAILED
from cleaner.errors import CorpusError
from cleaner.read import ReadOptions, SourceFile
from cleaner.write import read_rows, verify_corpus
from cleaner.write.lines import decode_row, spelled
from cleaner.write.manifest import MANIFEST
from cleaner.write.rows import source_digest

ROW_SETTINGS = ("added", "kept", "templates", "learning")
"""The settings that each row depends on; the others show only where all rows are known."""


def differences(
    files: Sequence[SourceFile], folder: Path, config: Config, options: CorpusOptions, settings: dict[str, Any]
) -> list[str]:
    """Why the corpus in the folder is not what the sources give in this way; empty if it is. Reads both."""
    manifest = manifest_of(folder)
    if not manifest:
        return ["there is no corpus"]
    if not is_same_way(manifest, config, settings):
        return ["it was made by another version of cleaner, or with other settings"]
    written = manifest.get("output"), manifest.get("shard_bytes")
    if manifest["settings"] != settings or written != (options.format, options.shard_bytes):
        return ["it was made with other settings"]
    known, progress = array("Q"), Progress("counting")
    if digest_of_inputs(files, options.read, known, progress) != manifest.get("inputs_digest"):
        return _changes(np.array(known).reshape(-1, 2), folder)
    if progress.passed != manifest.get("passed_over", {}):
        return ["what is passed over changed"]
    if failed := sum(manifest["rejected"].get(code, 0) for code in FAILED.values()):
        return [f"{failed} could not be cleaned, and may be now"]
    return list(verify_corpus(folder))


def is_same_way(manifest: dict[str, Any], config: Config, settings: dict[str, Any]) -> bool:
    """True when the rows of the manifest's corpus are those that this cleaner makes in this way."""
    from cleaner import __version__

    theirs = manifest.get("settings", {})
    return (
        manifest.get("cleaner") == __version__
        and manifest.get("config") == msgspec.json.decode(msgspec.json.encode(config))
        and all(theirs.get(name) == settings[name] for name in ROW_SETTINGS)
    )


def digest_of_inputs(
    files: Sequence[SourceFile], options: ReadOptions, known: array[int] | None = None,
    progress: Progress | None = None,
) -> str:  # fmt: skip
    """The digest of all sources, for the manifest. Reads them; adds a number for each id and digest to `known`."""
    inputs = hashlib.sha256()
    for record in records_of(files, options, progress or Progress("counting")):
        digest = source_digest(record)
        inputs.update(digest.encode())
        if known is not None:
            known.extend((_number(spelled(record.id)), int(digest, 16)))
    return f"sha256:{inputs.hexdigest()}"


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of the corpus in the folder, as it is; empty if there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


class _Row(msgspec.Struct, gc=False):
    id: str
    source: str


def _changes(now: npt.NDArray[np.uint64], folder: Path) -> list[str]:
    """How many sources are new, changed and gone, by the numbers of their ids and digests."""
    known = array("Q")
    try:
        for encoded in read_rows(folder):
            row = decode_row(encoded.edits, _Row)
            known.extend((_number(row.id), int(row.source, 16)))
    except CorpusError as error:
        return [str(error)]
    before = np.array(known).reshape(-1, 2)
    new = len(np.setdiff1d(now[:, 0], before[:, 0]))
    gone = len(np.setdiff1d(before[:, 0], now[:, 0]))
    changed = len(np.setdiff1d(now[:, 1], before[:, 1])) - new
    counts = {"new": new, "changed": max(changed, 0), "gone": gone}
    return [", ".join(f"{count} {name}" for name, count in counts.items() if count) or "the order of sources changed"]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big")
