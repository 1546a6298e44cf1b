"""`cleaner rule`: what a code means."""

from __future__ import annotations

import click


@click.command("rule")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="All codes; in text that is a list of their titles.")
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="json: with all facts.")
def command(code: str | None, every: bool, output_format: str) -> None:
    """Print the page of a code, or the list of all codes, or of those that begin with CODE.

    \b
    Examples:
      cleaner rule
      cleaner rule C2
      cleaner rule E002
      cleaner rule --all --output-format json
    """
    from cleaner.codes import all_pages, pages_under

    if code and every:
        raise click.UsageError("CODE and --all: choose one")
    pages = pages_under(code) if code else all_pages()
    if output_format == "json":
        import json

        from cleaner.checks.pages import facts

        click.echo(json.dumps([facts(page) for page in pages], indent=1, ensure_ascii=False).encode())
        return
    if code and len(pages) == 1:
        click.echo(f"{pages[0].code}: {pages[0].page.rstrip()}")
        return
    for page in pages:
        click.echo(f"{page.code}  {page.title}")
