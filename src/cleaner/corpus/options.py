"""What a run over a corpus can be told."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import msgspec

from cleaner.corpus.duplicates import DuplicateOptions
from cleaner.corpus.templates import TemplateOptions, Templates
from cleaner.read import ReadOptions
from cleaner.write import SHARD_BYTES, Filter, read_manifest


class CorpusOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a corpus is made, beside the `Config` that says how a document is cleaned.

    >>> CorpusOptions(duplicates="drop").workers
    1
    """

    read: ReadOptions = ReadOptions()
    kept: Filter = Filter()
    """Which documents enter the corpus."""

    templates: Literal["learn", "off"] = "learn"
    """Whether lines that recur on the pages of a site are learned from the sources (`C902`). It takes a second
    reading of them; a file of templates that were learned before takes its place."""

    learning: TemplateOptions = TemplateOptions()
    duplicates: Literal["tag", "drop", "keep"] = "tag"
    """Duplicates of other documents are named in their row, left out of the corpus too, or not looked for."""

    similar: DuplicateOptions = DuplicateOptions()
    against: Path | None = None
    """A corpus whose documents the new ones are compared with, too."""

    format: str = "jsonl"
    shard_bytes: int = SHARD_BYTES
    added: str = ""
    """The date for the rows' `added`."""

    again: bool = False
    """Clean all sources, whatever the corpus in the folder has: it can't know that cleaner's code was changed."""

    workers: int = 1
    """Processes that clean. 0: this process does, and a document that hangs or crashes takes the run with it."""

    timeout_s: float = 120.0
    """Seconds after which a document is given up (`E040`). The largest pages of the web, 30 MB, take 10 to 20."""

    def settings(self, templates: Templates | None) -> dict[str, Any]:
        """What the corpus depends on, beside the sources and the `Config`; `templates` are those given, if any."""
        settings = {
            "added": self.added,
            "read": self.read,
            "kept": self.kept,
            "templates": digest_of(templates) or self.templates,
            "learning": self.learning,
            "duplicates": self.duplicates,
            "similar": self.similar,
            "against": "" if self.against is None else _digest_of(self.against),
        }
        return dict(msgspec.json.decode(msgspec.json.encode(settings)))  # as the manifest gives them back


DEFAULT_OPTIONS = CorpusOptions()


def digest_of(templates: Templates | None) -> str:
    """A digest of all templates; `""` where there are none."""
    if not templates:
        return ""
    known = "\n".join(f"{site} {templates.digest(site)}" for site in templates.sites)
    return f"sha256:{hashlib.sha256(known.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _digest_of(corpus: Path) -> str:
    return read_manifest(corpus).inputs_digest
