"""`cleaner diff`: what would change in a source, and by which code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.options import config_options, current_config

if TYPE_CHECKING:
    from cleaner.document import Result


@click.command("diff")
@click.argument("file")
@click.option("--color/--no-color", default=None, help="Colour the output; default: on a terminal only.")
@config_options
@click.pass_context
def command(ctx: click.Context, /, file: str, color: bool | None, **given: Any) -> None:
    """Show what cleaning would change in FILE (- is standard input), and by which codes.

    Exit code: 0 nothing would change, 1 something would, or the source is refused, 2 it can't be
    read.

    \b
    Examples:
      cleaner diff page.txt
      cleaner diff page.txt --ignore N2
      cat page.txt | cleaner diff -
    """
    from cleaner.cli.running import clean_one, report_refusal

    _, result = clean_one(file, current_config(given))
    if code := report_refusal(file, result):
        ctx.exit(code)
    ctx.exit(1 if print_hunks(file, result, color) else 0)


def print_hunks(name: str, result: Result, color: bool | None) -> bool:
    """True when the result changes anything; prints what, under the name."""
    from cleaner.report import hunks

    changed = False
    for hunk in hunks(result):
        if not changed:
            click.secho(f"--- {name}\n+++ {name} (cleaned)", bold=True, color=color)
        changed = True
        click.secho(f"@@ line {hunk.first_line}: {' '.join(hunk.codes)} @@", fg="cyan", color=color)
        for line in hunk.before:
            click.secho(_printable(f"-{line}"), fg="red", color=color)
        for line in hunk.after:
            click.secho(_printable(f"+{line}"), fg="green", color=color)
    return changed


def _printable(line: str) -> str:
    return line.encode("utf-8", "backslashreplace").decode("utf-8")
