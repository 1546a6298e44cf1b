"""What the checked files are compared with, beside one another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner.cli.check_files import Target, shown_path, targets_under
from cleaner.cli.check_setup import Setup


def others_of(
    checked: Iterable[Target], setup: Setup, given: dict[str, Any], asked: tuple[str, ...]
) -> tuple[list[Target], list[str]]:
    """The sources that are not checked: of the `paths` of the configuration, else, of a run that looks at
    what git calls staged or changed only, those under the paths asked for, or beside the files. And what is wrong
    with the configured paths."""
    targets = list(checked)
    roots = [shown_path(setup.root / path) for path in setup.settings.paths]
    if not roots and (given["staged"] or given["changed"]):
        roots = list(asked) or sorted({shown_path(target.path.parent) for target in targets})
    known = {target.shown for target in targets}
    found, errors = targets_under(roots, None, setup.reading)
    return [target for target in found if target.shown not in known], errors if setup.settings.paths else []


def corpus_of(setup: Setup) -> Path | None:
    """The folder of the configured corpus, if there is one."""
    return setup.root / setup.settings.corpus if setup.settings.corpus else None


def covers_all(setup: Setup, given: dict[str, Any], asked: tuple[str, ...]) -> bool:
    """True when a run that was asked for these paths looks at all of the configured sources."""
    if given["staged"] or given["changed"]:
        return False
    if not setup.settings.paths:
        return bool(asked) and all(Path(path).is_dir() for path in asked)
    return {Path(path).resolve() for path in asked} == {(setup.root / path).resolve() for path in setup.settings.paths}
