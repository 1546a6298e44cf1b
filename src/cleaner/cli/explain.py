"""`cleaner explain`: why each line of a source stays, changes or goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.options import config_options, current_config

if TYPE_CHECKING:
    from cleaner.report import LineAccount

_STYLES = {"kept": "", "changed": "yellow", "removed": "red"}
_WIDTH = 200  # columns where the output is no terminal; a line's beginning is enough to know it by
_SHOWN_CHARS = 300


@click.command("explain")
@click.argument("file")
@config_options
@click.pass_context
def command(ctx: click.Context, /, file: str, **given: Any) -> None:
    """Say for each line of FILE (- is standard input): kept, changed or removed; code, score, reason.

    For a kept line the code and score are those of what keeps it, or of what was not enough to
    remove it. The last column is the line tagger's view: how likely the line is content, and the
    features that moved its score most, its neighbours' scores among them.

    Exit code: 0 done, 1 the source is refused, 2 it can't be read.

    \b
    Examples:
      cleaner explain page.txt
      cleaner explain page.txt --aggressiveness careful
    """
    from rich.console import Console
    from rich.table import Table

    from cleaner.cli.running import clean_one, report_refusal
    from cleaner.report import account_for_lines, learned_reasons

    _, result = clean_one(file, current_config(given))
    if code := report_refusal(file, result):
        ctx.exit(code)
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column("line", justify="right", min_width=4)
    table.add_column("fate", min_width=7)
    table.add_column("codes", min_width=4, max_width=14)
    table.add_column("score", min_width=5)
    table.add_column("reason", ratio=2)
    table.add_column("text", ratio=3, no_wrap=True)
    table.add_column("tagger", ratio=3)
    learned = learned_reasons(result.document)
    for account in account_for_lines(result):
        table.add_row(*_cells(account, learned.get(account.number - 1, "")), style=_STYLES[account.fate])
    console = Console(highlight=False, markup=False)
    console.width = console.width if console.is_terminal else _WIDTH
    console.print(table)


def _cells(account: LineAccount, learned: str) -> list[Any]:
    from rich.text import Text

    finding = account.finding
    line = account.text.strip()[:_SHOWN_CHARS]
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
    cells = [
        str(account.number),
        account.fate,
        " ".join(account.codes),
        f"{finding.score:.2f}" if finding else "",
        finding.message if finding else "",
        shown,
        learned,
    ]
    return [Text(cell) for cell in cells]
