"""By what a check goes: its options and configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cleaner.checks.selection import Selection, check_prefixes, profile_of, selection_of
from cleaner.checks.settings import CheckSettings, Profile, settings_from_toml
from cleaner.cli.options import configuration_file
from cleaner.config import DEFAULT, Config, config_from_toml
from cleaner.errors import ArgumentError, ConfigError
from cleaner.read.options import DEFAULT as USUAL_READING
from cleaner.read.options import ReadOptions

if TYPE_CHECKING:
    from cleaner.corpus.options import CorpusOptions
    from cleaner.write.filter import Filter

FEW_FILES = 200
"""Up to so many files are checked in one process unless `--workers` says otherwise: starting others takes as long."""


class Setup(msgspec.Struct, frozen=True):
    """By what a run goes: the configurations, the folder that their globs and paths are relative to, and how the
    corpus of the sources was made, if there is one that says so."""

    config: Config
    settings: CheckSettings
    root: Path
    profile: Profile | None = None
    workers: int | None = None
    made: CorpusOptions | None = None

    @property
    def reading(self) -> ReadOptions:
        """How sources are read: as for their corpus. A format that was named is that of a single file, not of all."""
        return msgspec.structs.replace(self.made.read, format="") if self.made else USUAL_READING

    @property
    def kept(self) -> Filter | None:
        """What the corpus keeps, if there is one."""
        return self.made.kept if self.made else None

    def key_of(self, path: str) -> str:
        """The path below the configuration's folder, with `/`: what globs and baselines name."""
        full = Path.cwd() / path
        return full.relative_to(self.root).as_posix() if full.is_relative_to(self.root) else path

    def selection(self, path: str) -> Selection:
        """What is told of in the file."""
        key = self.key_of(path)
        return selection_of(key, self.settings, self.profile or profile_of(key, self.settings))

    def baseline_file(self, given: Path | None) -> Path | None:
        """The baseline's file: the one given, else the configured one, if any."""
        return given or (self.root / self.settings.baseline if self.settings.baseline else None)

    def processes_for(self, files: int) -> int:
        """How many worker processes check so many files; 0: this one does."""
        wanted = (1 if files <= FEW_FILES else _cores()) if self.workers is None else self.workers
        return wanted if wanted > 1 else 0


def set_up(given: dict[str, Any]) -> Setup:
    """What the options and the configuration file say. Raises `ConfigError` or `ArgumentError`."""
    file = configuration_file(given["config"])
    settings = settings_from_toml(file)
    ignored = (code for codes in settings.per_file_ignores.values() for code in codes)
    try:
        check_prefixes((*settings.select, *settings.extend_select, *settings.ignore, *ignored))
    except ArgumentError as error:
        raise ConfigError(f"{file}, [tool.cleaner.check]: {error}") from error
    selected = _codes(given["select"]) or settings.select
    settings = msgspec.structs.replace(
        settings,
        select=selected,
        extend_select=(*settings.extend_select, *_codes(given["extend_select"])),
        ignore=(*settings.ignore, *_codes(given["ignore"])),
        fail_on=given["fail_on"] or settings.fail_on,
    )
    check_prefixes((*settings.select, *settings.extend_select, *settings.ignore))
    config = config_from_toml(file) if file else DEFAULT
    root = file.resolve().parent if file else Path.cwd()
    made = None
    if settings.corpus:
        from cleaner.cli.check_made import made_by

        made = made_by(root / settings.corpus)
    return Setup(config, settings, root, given["profile"], given["workers"], made)


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.strip() for codes in given for code in codes.split(","))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
