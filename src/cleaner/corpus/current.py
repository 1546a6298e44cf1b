"""Whether the corpus that stands in a folder is what sources give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from cleaner.config import Config
from cleaner.corpus.options import CorpusOptions
from cleaner.corpus.progress import Progress, records_of
from cleaner.read import ReadOptions, SourceFile
from cleaner.write import verify_corpus
from cleaner.write.manifest import MANIFEST
from cleaner.write.rows import source_digest

ROW_SETTINGS = ("added", "kept", "templates", "learning")
"""The settings that each row depends on; the others show only where all rows are known."""


def is_made_from(
    files: Sequence[SourceFile], folder: Path, config: Config, options: CorpusOptions, settings: dict[str, Any]
) -> bool:
    """True when the corpus in the folder is whole and what the sources give in this way. Reads both."""
    manifest = manifest_of(folder)
    return (
        is_same_way(manifest, config, settings)
        and manifest["settings"] == settings
        and (manifest["output"], manifest["shard_bytes"]) == (options.format, options.shard_bytes)
        and manifest["inputs_digest"] == digest_of_inputs(files, options.read)
        and not verify_corpus(folder)
    )


def is_same_way(manifest: dict[str, Any], config: Config, settings: dict[str, Any]) -> bool:
    """True when the rows of the manifest's corpus are those that this cleaner makes in this way."""
    from cleaner import __version__

    theirs = manifest.get("settings", {})
    return (
        manifest.get("cleaner") == __version__
        and manifest.get("config") == msgspec.json.decode(msgspec.json.encode(config))
        and all(theirs.get(name) == settings[name] for name in ROW_SETTINGS)
    )


def digest_of_inputs(files: Sequence[SourceFile], options: ReadOptions) -> str:
    """The digest of all sources, for the manifest. Reads them."""
    inputs = hashlib.sha256()
    for record in records_of(files, options, Progress("counting")):
        inputs.update(source_digest(record).encode())
    return f"sha256:{inputs.hexdigest()}"


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of the corpus in the folder, as it is; empty if there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}
