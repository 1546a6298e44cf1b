"""`manifest.json`: what a corpus was made from and with, its counts, and the digest of each file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from cleaner.config import Config
from cleaner.errors import CorpusError
from cleaner.write.summary import Summary

MANIFEST = "manifest.json"
VERSION = 2
DOCUMENTS, EDITS, DUPLICATES = "documents", "edits", "duplicates"
_FIRST_VERSION_FILES = ("documents/00000.jsonl", "edits/00000.jsonl")


class File(msgspec.Struct, frozen=True):
    """A file of a corpus: its place in the folder, how many rows and bytes it has, and their SHA-256.

    Where a shard is a folder of files (format `text`), the digest is that of its files' names and digests.
    """

    path: str
    rows: int
    bytes: int
    digest: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What `manifest.json` says. `files` is empty in corpora of the first version."""

    format: int
    output: str = "jsonl"
    shard_bytes: int = 0
    config: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    config_digest: str = ""
    inputs_digest: str = ""
    counts: dict[str, int] = {}
    files: list[File] = []

    def paths(self, folder: str) -> list[str]:
        """The paths of the files in that folder of the corpus (`documents`, `edits`, `duplicates`), in order."""
        paths = [file.path for file in self.files] if self.format > 1 else list(_FIRST_VERSION_FILES)
        return [path for path in paths if path.startswith(f"{folder}/")]


def read_manifest(folder: str | Path) -> Manifest:
    """The manifest of the corpus in the folder.

    Raises `CorpusError` if there is none, it can't be read, or names files outside of the folder.
    """
    path = Path(folder) / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError as error:
        raise CorpusError(
            f"{path}: {error.strerror or error}; a corpus folder is what `cleaner clean PATH -o FOLDER` writes"
        ) from error
    except msgspec.DecodeError as error:
        raise CorpusError(f"{path}: not the manifest of a corpus: {error}") from error
    if manifest.format > VERSION:
        raise CorpusError(f"{path}: of version {manifest.format}; this cleaner knows {VERSION}: use a newer one")
    for file in manifest.files:
        if not _is_inside(file.path):
            raise CorpusError(f"{path}: names {file.path!r}; a corpus holds documents/, edits/ and duplicates/ only")
    return manifest


def config_digest(config: Config, settings: dict[str, Any]) -> str:
    """The SHA-256 of the configuration and the run's other settings: what, beside the sources, a corpus depends on."""
    canonical = json.dumps([msgspec.to_builtins(config), settings], sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def manifest_bytes(
    summary: Summary, files: list[File], *, output: str, shard_bytes: int, config: Config, settings: dict[str, Any],
    inputs_digest: str, passed: Mapping[str, int],
) -> bytes:  # fmt: skip
    """The manifest as JSON. Versions of libraries are left out: they differ where the text does not."""
    from cleaner import __version__

    manifest: dict[str, Any] = {
        "format": VERSION,
        "cleaner": __version__,
        "output": output,
        "shard_bytes": shard_bytes,
        "config": msgspec.to_builtins(config),
        "settings": settings,
        "config_digest": config_digest(config, settings),
        "inputs_digest": inputs_digest,
        "counts": {
            "inputs": summary.inputs,
            "documents": summary.documents,
            "rejected": summary.rejected.total(),
            "duplicates": summary.duplicates,
            "tokens": summary.tokens,
            "chars_in": summary.chars_in,
            "chars_out": summary.chars_out,
        },
        "rejected": dict(sorted(summary.rejected.items())),
        "passed_over": dict(sorted(passed.items())),
        "findings": dict(sorted(summary.findings.items())),
        "removed_chars": {code: count for code, count in sorted(summary.removed_chars.items()) if count},
        "languages": dict(sorted(summary.languages.items())),
        "files": [msgspec.to_builtins(file) for file in files],
    }
    return json.dumps(manifest, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def _is_inside(path: str) -> bool:
    folder, _, name = path.partition("/")
    return folder in (DOCUMENTS, EDITS, DUPLICATES) and re.fullmatch(r"[0-9]{5,}[a-z.]*", name) is not None
