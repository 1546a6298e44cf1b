"""From a check's command line to what was found: configuration, files, reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from cleaner.checks import Checked, CheckSettings, CheckSource, Problem, check_sources, settings_from_toml
from cleaner.checks.baseline import apply_baseline, read_baseline, write_baseline
from cleaner.checks.formats import FORMATS
from cleaner.checks.run import clashes, config_for
from cleaner.checks.selection import Selection, check_prefixes, profile_of, selection_of
from cleaner.checks.settings import Profile
from cleaner.checks.sidecar import Sidecar, apply_sidecar, read_sidecar, sidecar_of
from cleaner.cli.check_files import Target, shown_path, targets_under
from cleaner.cli.options import configuration_file
from cleaner.config import DEFAULT, Config, config_from_toml
from cleaner.errors import ArgumentError, ConfigError, OutputError


class Setup(msgspec.Struct, frozen=True):
    """By what a run goes: the configurations, and the folder that their globs and paths are relative to."""

    config: Config
    settings: CheckSettings
    root: Path
    profile: Profile | None = None

    def key_of(self, path: str) -> str:
        """The path below the configuration's folder, with `/`: what globs and baselines name."""
        full = Path.cwd() / path
        return full.relative_to(self.root).as_posix() if full.is_relative_to(self.root) else path

    def baseline_file(self, given: Path | None) -> Path | None:
        """The baseline's file: the one given, else the configured one, if any."""
        return given or (self.root / self.settings.baseline if self.settings.baseline else None)


class Outcome(msgspec.Struct, frozen=True):
    """What a run found, the settings it ran by, and why it could not do all that was asked."""

    checked: Checked
    setup: Setup
    errors: tuple[str, ...]
    targets: tuple[Target, ...] = ()


class Reports(msgspec.Struct, frozen=True):
    """The files that `--report FORMAT=FILE` asked for."""

    files: tuple[tuple[str, Path], ...]

    @classmethod
    def parse(cls, given: Iterable[str]) -> Reports:
        """The reports asked for. Raises `ArgumentError` on an unknown format or a missing file name."""
        files = []
        for entry in given:
            name, _, file = entry.partition("=")
            if name not in FORMATS or not file:
                raise ArgumentError(f"--report {entry}: give FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}")
            files.append((name, Path(file)))
        return cls(tuple(files))

    def write(self, checked: Checked) -> None:
        """Writes them. Raises `OutputError` if one can't be written."""
        for name, file in self.files:
            try:
                file.write_bytes(FORMATS[name](checked).encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise OutputError(f"{file}: can't write the report: {error.strerror or error}") from error


def set_up(given: dict[str, Any]) -> Setup:
    """What the options and the configuration file say. Raises `ConfigError` or `ArgumentError`."""
    file = configuration_file(given["config"])
    settings = settings_from_toml(file)
    selected = _codes(given["select"]) or settings.select
    settings = msgspec.structs.replace(
        settings,
        select=selected,
        extend_select=(*settings.extend_select, *_codes(given["extend_select"])),
        ignore=(*settings.ignore, *_codes(given["ignore"])),
        fail_on=given["fail_on"] or settings.fail_on,
    )
    ignored = (code for codes in settings.per_file_ignores.values() for code in codes)
    check_prefixes((*settings.select, *settings.extend_select, *settings.ignore, *ignored))
    config = config_from_toml(file) if file else DEFAULT
    root = file.resolve().parent if file else Path.cwd()
    return Setup(config, settings, root, given["profile"])


def run_check(targets: Iterable[Target], setup: Setup, errors: Iterable[str] = ()) -> Outcome:
    """What checking the targets found; a baseline is not looked at yet."""
    told = list(errors)
    targets = tuple(targets)
    sidecars: dict[str, Sidecar] = {}
    problems: list[Problem] = []
    sources = (source_of(target, setup, sidecars, told) for target in targets)
    config = config_for((_selection(target.shown, setup) for target in targets), setup.config)
    for source, found in check_sources(sources, config, setup.settings):
        told += [f"{source.path}: {finding.message}" for finding in source.record.findings if finding.code == "E005"]
        if sidecar := sidecars.get(source.path):
            beside = shown_path(sidecar_of(Path(source.path)))
            digest = source.record.digest
            found = apply_sidecar(found, sidecar, path=beside, digest=digest, selection=source.selection)
        problems += found
    paths = tuple(target.shown for target in targets)
    problems += [p for p in clashes(paths) if _selection(p.path, setup).takes(p.code)]
    return Outcome(Checked(in_order(problems, paths), paths), setup, tuple(told), targets)


def with_baseline(outcome: Outcome, file: Path) -> Outcome:
    """The outcome without the problems that the baseline knows."""
    setup, checked = outcome.setup, outcome.checked
    problems = apply_baseline(
        checked.problems, read_baseline(file), path=shown_path(file), key_of=setup.key_of, checked=checked.paths
    )
    return msgspec.structs.replace(outcome, checked=Checked(in_order(problems, checked.paths), checked.paths))


def new_baseline(outcome: Outcome, file: Path) -> str:
    """What to tell of the baseline, written anew with all problems of the outcome."""
    count = write_baseline(file, outcome.checked.problems, outcome.setup.key_of)
    return f"{file}: {count} problems written; they fail the check no longer"


def in_order(problems: Iterable[Problem], paths: Iterable[str]) -> tuple[Problem, ...]:
    """The problems by file, in the order of the paths (other files last), then by place and code."""
    ranks = {path: rank for rank, path in enumerate(paths)}
    last = len(ranks)
    return tuple(
        sorted(problems, key=lambda p: (ranks.get(p.path, last), p.path, p.place.line, p.place.column, p.code))
    )


def find_targets(paths: tuple[str, ...], setup: Setup, given: dict[str, Any]) -> tuple[list[Target], list[str]]:
    """The files to check, and what went wrong in finding them."""
    from cleaner.cli.git_files import changed_targets, staged_targets

    if given["staged"] and (given["changed"] or given["since"]):
        raise ArgumentError("--staged and --changed: choose one")
    if given["since"] and not given["changed"]:
        raise ArgumentError("--since names what --changed compares with: add --changed")
    asked = paths or tuple(shown_path(setup.root / path) for path in setup.settings.paths)
    if given["staged"]:
        return staged_targets(asked), []
    if given["changed"]:
        return changed_targets(asked, given["since"] or "HEAD"), []
    if not asked:
        raise ArgumentError("nothing to check: name files or folders, or set `paths` in [tool.cleaner.check]")
    return targets_under(asked, given["stdin_filename"])


def source_of(target: Target, setup: Setup, sidecars: dict[str, Sidecar], errors: list[str]) -> CheckSource:
    """The target as a source; its sidecar goes into `sidecars`, what is wrong with that into `errors`."""
    sidecar = Sidecar()
    try:
        if (beside := sidecar_of(target.path)).is_file():
            sidecar = sidecars[target.shown] = read_sidecar(beside)
    except ConfigError as error:
        errors.append(str(error))
    record = target.read()
    if sidecar.url:
        record = msgspec.structs.replace(record, url=sidecar.url)
    return CheckSource(record, target.shown, _selection(target.shown, setup), dated=bool(sidecar.date))


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.strip() for codes in given for code in codes.split(","))


def _selection(path: str, setup: Setup) -> Selection:
    key = setup.key_of(path)
    return selection_of(key, setup.settings, setup.profile or profile_of(key, setup.settings))
