"""`cleaner learn`: pages of sites in, their templates out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from cleaner.document import Record
from cleaner.errors import SourceError


@click.command("learn")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Written as JSON.")
@click.option("--min-pages", type=click.IntRange(2), metavar="N", help="On so many pages of a site a line must recur.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these files out; as in .gitignore.")
@click.option("--text-column", default="", metavar="NAME", help="The column of texts in JSONL, CSV and Parquet files.")
@click.option("--html-column", default="", metavar="NAME", help="The column of HTML pages.")
@click.option("--url-column", default="", metavar="NAME", help="The column of addresses.")
@click.option("--site-column", default="", metavar="NAME", help="The column of sites, where there are no addresses.")
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[str, ...], output: Path, min_pages: int | None, exclude: tuple[str, ...],
    **columns: str,
) -> None:  # fmt: skip
    """Learn what recurs on the pages of each site, for `cleaner clean --templates FILE`.

    PATH is a file, a folder, a container of many pages or - for standard input. A page's site is the
    registered domain of its address, else the site named beside it, else its folder. Exit code: 0 done, 1 some
    sources could not be used (standard error says why), 2 a path is missing or can't be read, or the file can't
    be written.

    \b
    Examples:
      cleaner learn seeds/ -o templates.json
      cleaner learn seeds/ -o templates.json --min-pages 10
    """
    from cleaner.corpus.template_records import learn_records
    from cleaner.corpus.templates import TemplateOptions
    from cleaner.read import ReadOptions, find_files, read_records

    errors: list[SourceError] = []
    read = ReadOptions(exclude=exclude, **columns)  # type: ignore[arg-type]  # all of them are names of columns
    files = find_files(paths, options=read, exclude=[output], on_error=errors.append)
    for error in errors:
        click.echo(f"Error: {error}", err=True)
    if not files:
        ctx.exit(2)
    codes = [2 if errors else 0]
    records = (record for file in files for record in read_records(file, read))
    options = TemplateOptions(min_pages=min_pages) if min_pages else TemplateOptions()
    templates, pages = learn_records(_told(records, codes), options)
    templates.save(output)
    click.echo(f"{output}: templates of {len(templates)} sites, from {pages} pages", err=True)
    ctx.exit(max(codes))


def _told(records: Iterable[Record], codes: list[int]) -> Iterator[Record]:
    """The records; says on standard error which of them can't be read, and adds the exit code that this stands for."""
    for record in records:
        for finding in record.findings:
            if finding.code.startswith("E") and finding.verdict == "remove":
                click.echo(f"{record.id}: refused: {finding.code} {finding.message}", err=True)
                codes.append(2 if finding.code == "E005" else 1)
        yield record
