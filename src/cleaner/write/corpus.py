"""Results to a corpus folder: all its files, or none."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import msgspec

from cleaner.config import DEFAULT, Config
from cleaner.document import Record, Result
from cleaner.errors import CleanerError, OutputError
from cleaner.write.card import dataset_card
from cleaner.write.rows import count_tokens, document_row, edits_row, file_path_of, refusal_of, to_json_line

DOCUMENTS = "documents/00000.jsonl"
EDITS = "edits/00000.jsonl"
MANIFEST = "manifest.json"
CARD = "README.md"
FORMAT = 1


class Summary(msgspec.Struct, kw_only=True):
    """What went into a corpus and what came out: `inputs == documents + sum(rejected.values()) + duplicates`.

    `rejected` counts refused sources by code, `findings` all findings, `removed_chars` the
    characters that edits took away, by code (joined codes: several rules at one place).
    """

    inputs: int = 0
    documents: int = 0
    duplicates: int = 0
    rejected: Counter[str] = msgspec.field(default_factory=Counter)
    findings: Counter[str] = msgspec.field(default_factory=Counter)
    removed_chars: Counter[str] = msgspec.field(default_factory=Counter)
    languages: Counter[str] = msgspec.field(default_factory=Counter)
    tokens: int = 0
    chars_in: int = 0
    chars_out: int = 0

    def add(self, result: Result) -> None:
        """Count one result in."""
        self.inputs += 1
        self.findings.update(finding.code for finding in result.findings)
        if code := refusal_of(result):
            self.rejected[code] += 1
            return
        self.documents += 1
        self.languages[result.metadata.language] += 1
        self.tokens += count_tokens(result.text)
        self.chars_in += len(result.document.text)
        self.chars_out += len(result.text)
        for step in result.steps:
            for edit in step:
                self.removed_chars[edit.code] += max(0, edit.end - edit.start - len(edit.replacement))


def write_corpus(
    results: Iterable[tuple[Record, Result]], folder: str | Path, *, config: Config = DEFAULT, added: str = ""
) -> Summary:
    """What was written: the results as a corpus in the folder, which is made if it is not there.

    Each result comes with the record it was made from. All files are written under temporary
    names and renamed at the end: when anything fails, a corpus that was there stays as it was.
    The bytes depend on the results, `config` and `added` only, never on the clock. Raises
    `OutputError` if the folder can't be written.
    """
    root = Path(folder)
    summary = Summary()
    inputs: list[dict[str, str]] = []
    with _Files(root) as files, files.writing():
        documents, edits = files.open(DOCUMENTS), files.open(EDITS)
        for record, result in results:
            summary.add(result)
            refused = refusal_of(result)
            inputs.append({"file_path": file_path_of(record), "digest": record.digest, "refused": refused})
            edits.write(to_json_line(edits_row(record, result)))
            if not refused:
                documents.write(to_json_line(document_row(record, result, added=added)))
        files.open(CARD).write(dataset_card(summary).encode("utf-8"))
        files.open(MANIFEST).write(_manifest(summary, inputs, config))
    return summary


def _manifest(summary: Summary, inputs: list[dict[str, str]], config: Config) -> bytes:
    """The manifest. Versions of libraries are left out: they differ where the text does not."""
    from cleaner import __version__

    settings = msgspec.to_builtins(config)
    canonical = json.dumps(settings, sort_keys=True, separators=(",", ":")).encode()
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "cleaner": __version__,
        "config": settings,
        "config_digest": f"sha256:{hashlib.sha256(canonical).hexdigest()}",
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
        "findings": dict(sorted(summary.findings.items())),
        "removed_chars": {code: count for code, count in sorted(summary.removed_chars.items()) if count},
        "inputs": inputs,
    }
    return json.dumps(manifest, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


class _Files:
    """The files of one run: temporary until all are whole, then renamed, else removed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[Path, BinaryIO] = {}

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for target, file in self._open.items():
            with contextlib.suppress(OSError):
                file.close()
                _temporary(target).unlink(missing_ok=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Turns the system's errors into `OutputError`; renames at the end if there were none."""
        if self._root.exists() and not self._root.is_dir():
            raise OutputError(f"{self._root}: is a file, not a folder; name another folder with -o")
        try:
            yield
            for file in self._open.values():
                file.flush()
                os.fsync(file.fileno())
            for target in self._open:
                os.replace(_temporary(target), target)
        except CleanerError:
            raise
        except OSError as error:
            raise OutputError(
                f"{self._root}: can't write the corpus: {error.strerror or error}; nothing there was changed"
            ) from error

    def open(self, name: str) -> BinaryIO:
        target = self._root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise OutputError(f"{target}: is a folder where a file must go; name another folder with -o")
        file = _temporary(target).open("wb")
        self._open[target] = file
        return file


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.partial")
