"""The command `cleaner`: each command parses its options, calls the library and prints.

Results and findings go to standard output, all else to standard error. Exit codes: 0 done,
1 differences, or sources that had to be refused, 2 could not do the job.
"""

from __future__ import annotations

import importlib
import logging
import sys
import traceback
import warnings

import click

from cleaner import __version__
from cleaner.errors import CleanerError

COMMANDS = ("clean", "restore", "diff", "explain", "check", "rule", "config", "learn")


_INTERRUPTED = 130  # 128 and the signal's number, as shells have it


class _Failure(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """Commands that are imported when called, so that `cleaner --version` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"cleaner.cli.{cmd_name}"), "command", None)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CleanerError as error:
            raise _Failure(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:  # click's exit code of 1 would look like findings
            click.echo("Interrupted.", err=True)
            ctx.exit(_INTERRUPTED)
        except Exception as error:  # so would Python's
            traceback.print_exc()
            raise _Failure("this is a bug in cleaner; please report it with the lines above") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cleaner")
def main() -> None:
    """Take page chrome out of texts, normalise and tag them, write a corpus. Every change is on record.

    \b
    Examples:
      cleaner clean seeds/ -o corpus/
      cleaner diff page.txt
      cleaner check seeds/
      cleaner restore corpus/ --against seeds/
      cleaner rule C201
    """
    # What libraries say of odd pages on standard error is not about the user's sources.
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
