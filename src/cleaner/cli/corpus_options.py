"""The options of `cleaner clean` that say what is read, what stays, and what is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleaner.errors import ArgumentError

if TYPE_CHECKING:
    from cleaner.corpus.options import CorpusOptions
    from cleaner.corpus.templates import Templates

_Command = TypeVar("_Command", bound=Callable[..., object])
_FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "text")
_PATH = click.Path(path_type=Path)
_option = click.option

_OPTIONS = (
    _option("--files-from", type=_PATH, metavar="FILE",
            help="Read the paths in FILE, too: a line each, or NUL between."),
    _option("--input-format", default="", metavar="NAME", help="Of standard input: jsonl, csv, warc, …"),
    _option("--exclude", multiple=True, metavar="PATTERN", help="Leave these files out; as in .gitignore."),
    _option("--gitignore/--no-gitignore", default=True, help="Leave out what .gitignore leaves out."),
    _option("--text-column", default="", metavar="NAME", help="The column of texts in JSONL, CSV and Parquet files."),
    _option("--html-column", default="", metavar="NAME", help="The column of HTML pages."),
    _option("--id-column", default="", metavar="NAME", help="The column of ids."),
    _option("--url-column", default="", metavar="NAME", help="The column of addresses."),
    _option("--site-column", default="", metavar="NAME", help="The column of sites, where there are no addresses."),
    _option("--language", "languages", default="", metavar="CODES", help="Only documents in these: en,de"),
    _option("--min-language-score", type=click.FloatRange(0, 1), default=0.0, help="Only where it is so sure."),
    _option("--min-words", type=click.IntRange(0), default=0, help="Only documents with so many words."),
    _option("--max-words", type=click.IntRange(0), default=None, help="Only documents with no more words."),
    _option("--page-type", "page_types", default="", metavar="TYPES", help="Only these types of page: article,forum"),
    _option("--since", default="", metavar="DATE", help="Only documents of that ISO day, month or year, or later."),
    _option("--until", default="", metavar="DATE", help="Only documents of that ISO day, month or year, or earlier."),
    _option("--templates", default="learn", metavar="learn|off|FILE",
            help="Lines that recur on pages of a site: learn them, or take those of `cleaner learn`."),
    _option("--min-pages", type=click.IntRange(2), default=4, show_default=True,
            help="Learn lines that stand on so many pages of a site."),
    _option("--duplicates", type=click.Choice(["tag", "drop", "keep"]), default="tag",
            help="Name duplicates in their rows, leave them out too, or do not look."),
    _option("--similarity", type=click.FloatRange(0.1, 1.0), default=0.8, show_default=True,
            help="Jaccard similarity from which texts are near-duplicates."),
    _option("--against", type=_PATH, metavar="CORPUS", help="Also look for duplicates of that corpus's documents."),
    _option("--format", "output_format", type=click.Choice(_FORMATS), default="jsonl", help="Of the corpus."),
    _option("--shard-mb", type=click.IntRange(1), default=256, show_default=True, help="Rows in a file, in MB."),
    _option("--added", metavar="DATE", help="ISO date for the rows' `added`; default: SOURCE_DATE_EPOCH, or empty."),
    _option("--again", is_flag=True, help="Clean all sources anew, also those that did not change."),
    _option("--workers", type=click.IntRange(0), default=None, metavar="N",
            help="Processes that clean; default: one a core. 0: clean in this process."),
    _option("--timeout", "timeout_s", type=click.FloatRange(min=1), default=120.0, show_default=True,
            metavar="SECONDS", help="Give up a document that takes longer."),
)  # fmt: skip


def corpus_options(command: _Command) -> _Command:
    """The command with the options of `CorpusOptions`; it gets the result from `current_options()`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def current_options(given: dict[str, Any]) -> tuple[CorpusOptions, Templates | None]:
    """The options that were given, and the templates of the file that was named, if any.

    Raises `ArgumentError` on a bad value, `ConfigError` if the file of templates can't be read.
    """
    from cleaner.corpus.duplicates import DuplicateOptions
    from cleaner.corpus.options import CorpusOptions
    from cleaner.corpus.templates import TemplateOptions
    from cleaner.read import FORMATS, ReadOptions
    from cleaner.write import Filter

    if given["input_format"] and given["input_format"] not in FORMATS:
        raise ArgumentError(f"--input-format {given['input_format']}: there are {', '.join(FORMATS)}")
    columns = {f"{name}_column": given[f"{name}_column"] for name in ("text", "html", "id", "url", "site")}
    templates = _templates(given["templates"])
    options = CorpusOptions(
        read=ReadOptions(
            **columns, format=given["input_format"], exclude=given["exclude"], gitignore=given["gitignore"]
        ),
        kept=Filter(
            languages=_listed(given["languages"]), min_language_score=given["min_language_score"],
            page_types=_listed(given["page_types"]), min_words=given["min_words"], max_words=given["max_words"],
            since=given["since"], until=given["until"],
        ),
        templates="off" if given["templates"] == "off" else "learn",
        learning=TemplateOptions(min_pages=given["min_pages"]),
        duplicates=given["duplicates"],
        similar=DuplicateOptions(similarity=given["similarity"]),
        against=given["against"],
        format=given["output_format"],
        shard_bytes=given["shard_mb"] << 20,
        added=given["added"],
        again=given["again"],
        workers=_cores() if given["workers"] is None else given["workers"],
        timeout_s=given["timeout_s"],
    )  # fmt: skip
    return options, templates


def _templates(given: str) -> Templates | None:
    from cleaner.corpus.templates import Templates

    return None if given in ("learn", "off") else Templates.load(Path(given))


def _listed(given: str) -> tuple[str, ...]:
    return tuple(name for name in given.replace(",", " ").split() if name)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
