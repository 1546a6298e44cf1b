"""`cleaner learn`: pages of sites in, their templates out."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.errors import SourceError


@click.command("learn")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Written as JSON.")
@click.option(
    "--min-pages", type=click.IntRange(min=2), metavar="N", help="On so many pages of a site a line must recur."
)
def command(paths: tuple[str, ...], output: Path, min_pages: int | None) -> None:
    """Learn what recurs on the pages of each site, for `cleaner clean --templates FILE`.

    PATH is a file, a folder or - for standard input. A page's site is the registered domain of its
    address, else the site named beside it, else its folder. Exit code: 0 done, 2 a path is missing or
    can't be read, or the file can't be written.

    \b
    Examples:
      cleaner learn seeds/ -o templates.json
      cleaner learn seeds/ -o templates.json --min-pages 10
    """
    from cleaner.corpus.template_records import learn_records
    from cleaner.corpus.templates import TemplateOptions
    from cleaner.read import find_files, read_file

    errors: list[SourceError] = []
    files = find_files(paths, on_error=errors.append)
    options = TemplateOptions(min_pages=min_pages) if min_pages else TemplateOptions()
    templates, pages = learn_records(map(read_file, files), options)
    templates.save(output)
    for error in errors:
        click.echo(f"Error: {error}", err=True)
    click.echo(f"{output}: templates of {len(templates)} sites, from {pages} pages", err=True)
    if errors:
        raise SystemExit(2)
