"""`cleaner check`: what is wrong with source files, where, and why, for people and for CI."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from cleaner.checks.formats import FORMATS
from cleaner.checks.formats.names import printable, printable_path
from cleaner.checks.problem import LEVELS
from cleaner.checks.settings import Profile
from cleaner.errors import ArgumentError

if TYPE_CHECKING:
    from cleaner.checks import Checked
    from cleaner.cli.check_files import Target
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
@click.option("--fix", is_flag=True, help="Mend in place what is safe to mend: selected normalisations of plain text.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend page chrome (selected) and undecodable bytes too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; nothing is written. Exit code 1: something.")
@click.option("--staged", is_flag=True, help="Check what is staged in git, of PATH or of all files.")
@click.option("--changed", is_flag=True, help="Check what was changed in git since --since (default: HEAD).")
@click.option("--since", metavar="REF", help="What --changed compares with: from where the branch left it.")
@click.option("--workers", type=click.IntRange(0), metavar="N", help="Processes; for many files one a core.")
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
      cleaner check seeds/ --extend-select N --fix
      cat seeds/a.txt | cleaner check - --stdin-filename seeds/new.txt
    """
    from cleaner.cli.check_setup import set_up
    from cleaner.cli.checking import Reports, asked_paths, find_targets, new_baseline, run_check, with_baseline

    setup, reports = set_up(given), Reports.parse(given["report"])
    asked = asked_paths(paths, setup)
    targets, errors = find_targets(asked, given, setup)
    _refuse_fixing_what_is_no_file(targets, given)
    outcome = run_check(targets, setup, given, asked, errors)
    for error in outcome.errors:
        click.echo(f"Error: {printable(error)}", err=True)
    baseline = setup.baseline_file(given["baseline"])
    if given["write_baseline"]:
        click.echo(new_baseline(outcome, baseline or Path(DEFAULT_BASELINE)), err=True)
        ctx.exit(2 if outcome.errors else 0)
    if baseline:
        outcome = with_baseline(outcome, baseline)
    if given["diff"]:
        ctx.exit(max(2 if outcome.errors else 0, _show_fixes(outcome, given)))
    if (given["fix"] or given["unsafe_fixes"]) and _fix(outcome, given):
        outcome = run_check(targets, setup, given, asked, errors)
        outcome = with_baseline(outcome, baseline) if baseline else outcome
    _print(outcome.checked, given)
    reports.write(outcome.checked)
    ctx.exit(2 if outcome.errors else 1 if _fails(outcome) and not given["exit_zero"] else 0)


def _refuse_fixing_what_is_no_file(targets: Iterable[Target], given: dict[str, Any]) -> None:
    fixing = (given["fix"] or given["unsafe_fixes"]) and not given["diff"]
    if fixing and any(target.payload is not None for target in targets):
        raise ArgumentError("--fix writes files: it can't mend standard input or what is staged; see --diff")


def _show_fixes(outcome: Outcome, given: dict[str, Any]) -> int:
    from cleaner.cli.diff import print_hunks
    from cleaner.cli.fixing import fixes

    shown = [
        print_hunks(printable_path(target.shown), fixed.result, None)
        for target, fixed in fixes(outcome, unsafe=given["unsafe_fixes"])
    ]
    return 1 if any(shown) else 0


def _fix(outcome: Outcome, given: dict[str, Any]) -> int:
    """How many files were mended."""
    from cleaner.cli.fixing import fixes, write_fixed

    count = 0
    for target, fixed in fixes(outcome, unsafe=given["unsafe_fixes"]):
        write_fixed(target.path, fixed.payload)
        click.echo(f"fixed: {printable_path(target.shown)}", err=True)
        count += 1
    return count


def _fails(outcome: Outcome) -> bool:
    failing = LEVELS[LEVELS.index(outcome.setup.settings.fail_on) :]
    return any(problem.level in failing for problem in outcome.checked.problems)


def _print(checked: Checked, given: dict[str, Any]) -> None:
    from cleaner.checks.formats import as_statistics

    text = as_statistics(checked) if given["statistics"] else FORMATS[given["output_format"]](checked)
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
