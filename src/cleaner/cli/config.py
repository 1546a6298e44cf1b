"""`cleaner config`: the settings that hold here, and their schema."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("config")
@click.option("--config", type=click.Path(path_type=Path), help="A TOML file with a [tool.cleaner] table.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of [tool.cleaner] instead.")
def command(config: Path | None, schema: bool) -> None:
    """Print all settings that hold in this folder as TOML, and the file they are from.

    Exit code: 0 done, 2 the configuration is broken.

    \b
    Examples:
      cleaner config
      cleaner config --schema > cleaner.schema.json
    """
    from cleaner.checks.schema import as_toml, config_schema
    from cleaner.checks.settings import settings_from_toml
    from cleaner.cli.options import configuration_file
    from cleaner.config import DEFAULT, config_from_toml

    if schema:
        click.echo(json.dumps(config_schema(), indent=1))
        return
    file = configuration_file(config)
    cleaning, checking = config_from_toml(file) if file else DEFAULT, settings_from_toml(file)
    click.echo(f"# {file or 'no configuration file: defaults'}\n{as_toml(cleaning, checking)}".encode(), nl=False)
