"""Reading and cleaning what a command line names."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

import click
import msgspec

from cleaner.config import Config
from cleaner.document import Record, Result
from cleaner.pipeline import clean_many
from cleaner.read import read_sources
from cleaner.write.rows import refusal_of


def clean_records(records: Iterable[Record], config: Config) -> Iterator[tuple[Record, Result]]:
    """Each record, without its payload, with its result, in order."""
    waiting: deque[Record] = deque()

    def seen() -> Iterator[Record]:
        for record in records:
            waiting.append(msgspec.structs.replace(record, payload=b""))
            yield record

    for result in clean_many(seen(), config=config):
        yield waiting.popleft(), result


def clean_one(path: str, config: Config) -> tuple[Record, Result]:
    """The record and result of one file or of standard input (`-`). Raises `SourceError` if it is missing."""
    return next(clean_records(read_sources([path]), config))


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
