"""`cleaner clean`: sources in, a corpus (or one cleaned text) out."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cleaner.cli.options import config_options, current_config
from cleaner.config import Config
from cleaner.document import Record, Result
from cleaner.errors import ArgumentError, SourceError


@click.command("clean")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="The corpus folder to write.")
@click.option("--added", metavar="DATE", help="ISO date for the rows' `added`; default: SOURCE_DATE_EPOCH, or empty.")
@config_options
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[str, ...], output: Path | None, added: str | None, **given: Any
) -> None:
    """Clean files and folders into a corpus; without -o, print one cleaned text.

    PATH is a file, a folder (read with all below it, hidden files left out) or - for standard
    input. Exit code: 0 all sources cleaned, 1 some were refused (standard error says why), 2 a
    path is missing or can't be read, or the corpus can't be written; all other sources are done.

    \b
    Examples:
      cleaner clean seeds/ -o corpus/
      cleaner clean page.txt
      cleaner clean page.txt --keep-title --dates keep
      printf 'READ MORE:\\n\\nIt rained.\\n' | cleaner clean -
    """
    config = current_config(given)
    if output is None:
        ctx.exit(_print_one(paths, config))
    ctx.exit(_write(paths, output, config, _added(added)))


def _print_one(paths: tuple[str, ...], config: Config) -> int:
    from cleaner.cli.running import clean_one, report_refusal

    if len(paths) > 1 or Path(paths[0]).is_dir():
        raise click.UsageError("several sources need a corpus to go to: add -o FOLDER")
    _, result = clean_one(paths[0], config)
    errors = "surrogateescape" if _is_escaped(result.text) else "replace"
    click.echo(result.text.encode("utf-8", errors), nl=False)
    return report_refusal(paths[0], result)


def _is_escaped(text: str) -> bool:
    return re.search("[\ud800-\udc7f\udd00-\udfff]", text) is None


def _write(paths: tuple[str, ...], output: Path, config: Config, added: str) -> int:
    from cleaner.cli.running import clean_records, report_refusal
    from cleaner.read import find_files, read_file
    from cleaner.write import write_corpus

    errors: list[SourceError] = []
    files = find_files(paths, exclude=[output], on_error=errors.append)
    for error in errors:
        click.echo(f"Error: {error}", err=True)
    if not files:
        return 2
    codes = [2 if errors else 0]

    def reported() -> Iterator[tuple[Record, Result]]:
        for record, result in clean_records(map(read_file, files), config):
            codes.append(report_refusal(record.id, result))
            yield record, result

    summary = write_corpus(reported(), output, config=config, added=added)
    click.echo(
        f"{output}: {summary.documents} of {summary.inputs} sources cleaned, {summary.rejected.total()} refused; "
        f"{summary.chars_in} characters in, {summary.chars_out} out",
        err=True,
    )
    return max(codes)


def _added(given: str | None) -> str:
    """The date for `added`: as given, or from SOURCE_DATE_EPOCH, or empty: never the clock."""
    if given is not None:
        try:
            datetime.datetime.fromisoformat(given)
        except ValueError as error:
            raise ArgumentError(f"--added {given}: not an ISO 8601 date, like 2025-05-31") from error
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return ""
    try:
        moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ArgumentError(f"SOURCE_DATE_EPOCH={epoch}: not a number of seconds; unset it or pass --added") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
