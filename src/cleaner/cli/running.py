"""Reading and cleaning what a command line names."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from cleaner.config import Config
from cleaner.document import Record, Result
from cleaner.errors import SourceError
from cleaner.pipeline import clean_many
from cleaner.read import ReadOptions, read_sources
from cleaner.read.options import DEFAULT
from cleaner.write.rows import refusal_of

if TYPE_CHECKING:
    from cleaner.corpus.templates import Templates


def clean_records(
    records: Iterable[Record], config: Config, *, templates: Templates | None = None
) -> Iterator[tuple[Record, Result]]:
    """Each record, without its payload, with its result, in order."""
    waiting: deque[Record] = deque()

    def seen() -> Iterator[Record]:
        for record in records:
            waiting.append(msgspec.structs.replace(record, payload=b""))
            yield record

    for result in clean_many(seen(), config=config, templates=templates):
        yield waiting.popleft(), result


def clean_one(
    path: str, config: Config, *, read: ReadOptions = DEFAULT, templates: Templates | None = None
) -> tuple[Record, Result]:
    """The record and result of one file or of standard input (`-`). Raises `SourceError` if it is missing, or many."""
    records = read_sources([path], options=read)
    first = next(records, None)
    if first is None:
        raise SourceError(f"{path}: holds no sources")
    if next(records, None) is not None:
        raise SourceError(f"{path}: holds several sources; clean them into a corpus: `cleaner clean {path} -o FOLDER`")
    return next(clean_records([first], config, templates=templates))


def report_refusal(name: str, result: Result) -> int:
    """The exit code that the result stands for; says on standard error why a source was refused or noted.

    0: cleaned; 1: refused for what it holds; 2: it could not be read.
    """
    for finding in result.findings:
        if finding.code.startswith("E"):
            kind = "refused" if finding.verdict == "remove" else "note"
            click.echo(f"{name}: {kind}: {finding.code} {finding.message}", err=True)
    refused = refusal_of(result)
    return 2 if refused == "E005" else 1 if refused else 0
