"""`cleaner rule`: what a code means."""

from __future__ import annotations

import click


@click.command("rule")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Print the page of a code, or the list of all codes, or of those that begin with CODE.

    \b
    Examples:
      cleaner rule
      cleaner rule C2
      cleaner rule E002
    """
    from cleaner.codes import all_pages, pages_under

    pages = pages_under(code) if code else all_pages()
    if code and len(pages) == 1:
        click.echo(f"{pages[0].code}: {pages[0].page.rstrip()}")
        return
    for page in pages:
        click.echo(f"{page.code}  {page.title}")
