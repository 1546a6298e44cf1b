"""`cleaner clean`: sources in, a corpus (or one cleaned text) out."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.corpus_options import corpus_options, current_options
from cleaner.cli.options import config_options, current_config
from cleaner.config import Config
from cleaner.errors import ArgumentError, SourceError

if TYPE_CHECKING:
    from cleaner.corpus.options import CorpusOptions
    from cleaner.corpus.templates import Templates
    from cleaner.read import SourceFile


@click.command("clean")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="The corpus folder to write.")
@click.option("--check", "only_check", is_flag=True, help="Only say whether the corpus is up to date; exit 1 if not.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@corpus_options
@config_options
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[str, ...], output: Path | None, only_check: bool, quiet: bool, **given: Any
) -> None:
    """Clean files and folders into a corpus; without -o, print one cleaned text.

    PATH is a file, a folder (read with all below it, hidden files left out), a pattern ('news/**/*.html'),
    an address (s3://…) or - for standard input. Texts and HTML pages are one source each; JSONL, CSV,
    Parquet, WARC, WET, tar and zip files hold many. Run again, only what changed is cleaned. Exit
    code: 0 all sources cleaned, 1 some were refused (standard error says why), or with --check: not
    up to date, 2 a path is missing or can't be read, or the corpus can't be written.

    \b
    Examples:
      cleaner clean seeds/ -o corpus/
      cleaner clean page.txt
      cleaner clean pages.jsonl --html-column body -o corpus/ --language en,de --min-words 50
      cleaner clean seeds/ -o corpus/ --format jsonl.gz --duplicates drop
      cleaner clean seeds/ -o corpus/ --check || echo 'clean again'
      printf 'READ MORE:\\n\\nIt rained.\\n' | cleaner clean -
    """
    config = current_config(given)
    given["added"] = _added(given["added"])
    options, templates = current_options(given)
    if output is None:
        ctx.exit(_print_one(paths, config, options, templates))
    errors: list[SourceError] = []
    files = _files(paths, given["files_from"], output, options, errors)
    for error in errors:
        click.echo(f"Error: {error}", err=True)
    if not files:
        ctx.exit(2)
    act = _check if only_check else _write
    ctx.exit(max(2 if errors else 0, act(files, output, config, options, templates, quiet)))


def _files(
    paths: tuple[str, ...], files_from: Path | None, output: Path, options: CorpusOptions, errors: list[SourceError]
) -> list[SourceFile]:
    from cleaner.read import find_files, paths_in

    listed = paths_in(files_from) if files_from is not None else ()
    if not paths and not listed:
        raise click.UsageError("Missing argument 'PATH...'." if files_from is None else f"{files_from}: names no files")
    return find_files(paths, options=options.read, exclude=[output], on_error=errors.append, listed=listed)


def _print_one(paths: tuple[str, ...], config: Config, options: CorpusOptions, templates: Templates | None) -> int:
    from cleaner.cli.running import clean_one, report_refusal

    if not paths:
        raise click.UsageError("Missing argument 'PATH...'.")
    if len(paths) > 1 or Path(paths[0]).is_dir():
        raise click.UsageError("several sources need a corpus to go to: add -o FOLDER")
    _, result = clean_one(paths[0], config, read=options.read, templates=templates)
    errors = "surrogateescape" if _is_escaped(result.text) else "replace"
    click.echo(result.text.encode("utf-8", errors), nl=False)
    return report_refusal(paths[0], result)


def _is_escaped(text: str) -> bool:
    return re.search("[\ud800-\udc7f\udd00-\udfff]", text) is None


def _write(
    files: list[SourceFile], output: Path, config: Config, options: CorpusOptions, templates: Templates | None,
    quiet: bool,
) -> int:  # fmt: skip
    from cleaner.cli.progress import Notes, shown, summary_of
    from cleaner.corpus.run import build_corpus

    notes = Notes(quiet)
    with shown(quiet) as on_progress:
        outcome = build_corpus(
            files, output, config=config, options=options, templates=templates, on_progress=on_progress, on_note=notes
        )
    notes.close()
    if not quiet:
        click.echo(summary_of(output, outcome), err=True)
    rejected = outcome.manifest["rejected"]
    return 2 if "E005" in rejected else int(any(code < "E05" for code in rejected))


def _check(
    files: list[SourceFile], output: Path, config: Config, options: CorpusOptions, templates: Templates | None,
    quiet: bool,
) -> int:  # fmt: skip
    from cleaner.corpus.current import differences

    found = differences(files, output, config, options, options.settings(templates))
    if not quiet:
        click.echo(f"{output}: {'not up to date: ' + '; '.join(found) if found else 'up to date'}", err=True)
    return int(bool(found))


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
