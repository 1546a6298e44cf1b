"""`cleaner check`: what is wrong with source files, where, and why, for people and for CI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from cleaner.checks.formats import FORMATS
from cleaner.checks.formats.names import printable
from cleaner.checks.problem import LEVELS
from cleaner.checks.settings import Profile

if TYPE_CHECKING:
    from cleaner.checks import Checked
    from cleaner.cli.checking import Outcome

DEFAULT_BASELINE = ".cleaner-baseline.json"
_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODES"}


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--config", type=click.Path(path_type=Path), help="A TOML file with a [tool.cleaner] table.")
@click.option("--profile", type=click.Choice(get_args(Profile)), help="How to look at all files, whatever their globs.")
@click.option("--select", **_CODES, help="Tell only of these codes or beginnings (E,N102), in place of the profile's.")
@click.option("--extend-select", **_CODES, help="Tell of these besides.")
@click.option("--ignore", **_CODES, help="Don't tell of these.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="The lightest level that fails; default: warning.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found (but 2 on errors).")
@click.option("--output-format", type=click.Choice(tuple(FORMATS)), default="text", help="What standard output gets.")
@click.option("--report", multiple=True, metavar="FORMAT=FILE", help="Write this format to a file besides; repeatable.")
@click.option("--statistics", is_flag=True, help="Print how often each code was found, in place of the problems.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Old problems that don't fail.")
@click.option("--write-baseline", is_flag=True, help=f"Write it anew; default FILE: {DEFAULT_BASELINE}.")
@click.option("--staged", is_flag=True, help="Check what is staged in git, of PATH or of all files.")
@click.option("--changed", is_flag=True, help="Check what was changed in git since --since (default: HEAD).")
@click.option("--since", metavar="REF", help="What --changed compares with: from where the branch left it.")
@click.option("--stdin-filename", metavar="NAME", help="The name that standard input (-) is told by.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Tell what is wrong with source files: path:line:column, a code, why.

    PATH is a file, a folder (read with all below it, hidden files left out) or - for standard
    input; default: the `paths` of [tool.cleaner.check]. The profile `raw` asks whether a source can
    be cleaned well, `clean` whether anything is left to clean. Exit code: 0 nothing that fails, 1
    problems, 2 the check could not be done: a missing or unreadable path, a bad option or configuration.

    \b
    Examples:
      cleaner check seeds/
      cleaner check seeds/ --output-format github --report sarif=cleaner.sarif
      cleaner check seeds/ --profile clean --exit-zero
      printf 'It rained.\\n' | cleaner check - --stdin-filename seeds/new.txt
    """
    from cleaner.cli.checking import Reports, find_targets, new_baseline, run_check, set_up, with_baseline

    setup, reports = set_up(given), Reports.parse(given["report"])
    targets, errors = find_targets(paths, setup, given)
    outcome = run_check(targets, setup, errors)
    for error in outcome.errors:
        click.echo(f"Error: {printable(error)}", err=True)
    baseline = setup.baseline_file(given["baseline"])
    if given["write_baseline"]:
        click.echo(new_baseline(outcome, baseline or Path(DEFAULT_BASELINE)), err=True)
        ctx.exit(2 if outcome.errors else 0)
    if baseline:
        outcome = with_baseline(outcome, baseline)
    _print(outcome.checked, given)
    reports.write(outcome.checked)
    ctx.exit(2 if outcome.errors else 1 if _fails(outcome) and not given["exit_zero"] else 0)


def _fails(outcome: Outcome) -> bool:
    failing = LEVELS[LEVELS.index(outcome.setup.settings.fail_on) :]
    return any(problem.level in failing for problem in outcome.checked.problems)


def _print(checked: Checked, given: dict[str, Any]) -> None:
    from cleaner.checks.formats import as_statistics

    text = as_statistics(checked) if given["statistics"] else FORMATS[given["output_format"]](checked)
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
