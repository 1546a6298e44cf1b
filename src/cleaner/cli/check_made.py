"""How the corpus that a check is told of was made: by what its manifest says of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from cleaner.corpus.current import manifest_of
from cleaner.corpus.options import DEFAULT_OPTIONS, CorpusOptions
from cleaner.errors import ArgumentError, CorpusError
from cleaner.read import FORMATS

_STATED = ("added", "read", "kept", "learning", "duplicates", "similar")


def made_by(folder: Path) -> CorpusOptions | None:
    """How the corpus in the folder was made; `None` where there is none, or where it does not say so."""
    try:
        return options_of(manifest_of(folder)) if folder.is_dir() else None
    except CorpusError:
        return None


def options_of(manifest: dict[str, Any]) -> CorpusOptions:
    """The options that a corpus with this manifest was made with, as far as it says. Raises `CorpusError`.

    >>> options_of({"output": "parquet", "settings": {"read": {"text_column": "body"}}}).read.text_column
    'body'
    """
    settings = manifest.get("settings")
    if not isinstance(settings, dict):
        raise CorpusError("its manifest says nothing of its settings")
    known = {name: settings[name] for name in _STATED if name in settings}
    known["templates"] = "off" if settings.get("templates") == "off" else "learn"
    known["format"] = manifest.get("output", "jsonl")
    known["shard_bytes"] = manifest.get("shard_bytes", 0)
    try:
        options = msgspec.convert(known, CorpusOptions)
    except (msgspec.ValidationError, ArgumentError) as error:
        raise CorpusError(f"its manifest: {error}") from error
    if options.read.format not in ("", *FORMATS):
        raise CorpusError(f"its manifest: unknown format {options.read.format!r}")
    return options


def command_of(paths: Iterable[str], folder: str, manifest: dict[str, Any]) -> str:
    """The command that makes the corpus of the manifest again. A file's name, which no manifest has, is in capitals.

    >>> settings = {"read": {"text_column": "body"}, "kept": {"min_words": 50}, "templates": "learn", "against": ""}
    >>> command_of(["seeds"], "corpus", {"settings": settings})
    'cleaner clean seeds -o corpus --text-column body --min-words 50'
    """
    try:
        options = tuple(_arguments(options_of(manifest), manifest["settings"])) if manifest else ()
    except CorpusError:
        options = ()
    return shlex.join(("cleaner", "clean", *paths, "-o", folder, *options))


def _arguments(options: CorpusOptions, settings: dict[str, Any]) -> Iterator[str]:
    """The options that are not as they are by default, as arguments."""
    read, kept, usual = options.read, options.kept, DEFAULT_OPTIONS
    columns = ("text_column", "html_column", "id_column", "url_column", "site_column")
    given: dict[str, object] = {f"--{name.replace('_', '-')}": getattr(read, name) for name in columns}
    given["--input-format"] = read.format
    for pattern in read.exclude:
        yield from ("--exclude", pattern)
    if not read.gitignore:
        yield "--no-gitignore"
    given |= {"--language": ",".join(kept.languages), "--page-type": ",".join(kept.page_types)}
    given |= {"--min-language-score": kept.min_language_score, "--since": kept.since, "--until": kept.until}
    given |= {"--min-words": kept.min_words, "--max-words": "" if kept.max_words is None else str(kept.max_words)}
    given["--templates"] = _templates(settings.get("templates"))
    given["--min-pages"] = _unusual(options.learning.min_pages, usual.learning.min_pages)
    given["--duplicates"] = _unusual(options.duplicates, usual.duplicates)
    given["--similarity"] = _unusual(options.similar.similarity, usual.similar.similarity)
    given["--against"] = "CORPUS" if settings.get("against") else ""
    given["--format"] = _unusual(options.format, usual.format)
    given["--shard-mb"] = _unusual((options.shard_bytes or usual.shard_bytes) >> 20, usual.shard_bytes >> 20)
    given["--added"] = options.added
    for name, value in given.items():
        if value:
            yield from (name, str(value))


def _templates(stated: object) -> str:
    return "FILE" if str(stated).startswith("sha256:") else "off" if stated == "off" else ""


def _unusual(value: object, usual: object) -> object:
    return "" if value == usual else value
