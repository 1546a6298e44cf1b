"""The options that make a `Config`, shared by all commands that clean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import click
import msgspec

from cleaner.config import DEFAULT, Config, config_from_mapping, config_from_toml
from cleaner.errors import ConfigError

_KEYS = ("keep_title", "quotes", "dates", "aggressiveness", "extractor", "comments", "max_chars")
_Command = TypeVar("_Command", bound=Callable[..., object])


def config_options(command: _Command) -> _Command:
    """The command with the options of a `Config`; it gets the result from `current_config()`."""
    hints = get_type_hints(Config)
    options = [
        click.option("--config", type=click.Path(path_type=Path), help="A TOML file with a [tool.cleaner] table."),
        click.option("--keep-title/--no-keep-title", default=None, help="Keep the headline as the first line."),
        *(
            click.option(f"--{name}", type=click.Choice(get_args(hints[name])), default=None, help=help_text)
            for name, help_text in (
                ("quotes", "The one style of quotes and apostrophes."),
                ("dates", "Rewrite explicit dates to ISO 8601, only tag dates, or neither."),
                ("aggressiveness", "How sure the evidence must be before a line goes."),
                ("extractor", "What decides which lines of an HTML page stay."),
                ("comments", "What readers wrote below the text of an HTML page."),
            )
        ),
        click.option("--thorough", "aggressiveness", flag_value="thorough",
                     help="Aggressiveness thorough: less evidence will do, and metadata is sought in all of the page."),
        click.option("--max-chars", type=click.IntRange(1), default=None, help="Refuse longer documents (E004)."),
        click.option("--ignore", multiple=True, metavar="CODE", help="Change nothing by this code or family (C5)."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def current_config(given: dict[str, Any]) -> Config:
    """The configuration: the file's (given, or the nearest `pyproject.toml`'s), then the options'.

    `given` are the values of `config_options`. Raises `ConfigError` on a bad file.
    """
    path = configuration_file(given["config"])
    base = config_from_toml(path) if path else DEFAULT
    changed = {key: given[key] for key in _KEYS}
    values = msgspec.to_builtins(base) | {key: value for key, value in changed.items() if value is not None}
    values["ignore"] = (*base.ignore, *given["ignore"])
    return config_from_mapping(values, origin="options")


def configuration_file(given: Path | None) -> Path | None:
    """The file given, or the nearest `pyproject.toml`, if any. Raises `ConfigError` if the given one is not there."""
    if given is not None and not given.is_file():
        raise ConfigError(f"{given}: no such configuration file; check the path of --config")
    return given or _nearest_pyproject()


def _nearest_pyproject() -> Path | None:
    here = Path.cwd()
    return next((path for folder in (here, *here.parents) if (path := folder / "pyproject.toml").is_file()), None)
