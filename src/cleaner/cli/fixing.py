"""Mending files for `cleaner check --fix`, and showing what would be mended."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from cleaner.checks.fix import Fixed, fix
from cleaner.cli.check_files import Target
from cleaner.cli.check_tasks import sources_of
from cleaner.cli.checking import Outcome
from cleaner.errors import OutputError


def fixes(outcome: Outcome, *, unsafe: bool) -> Iterator[tuple[Target, Fixed]]:
    """The files with problems that can be mended, each as it would be."""
    wanted = ("safe", "unsafe") if unsafe else ("safe",)
    mendable = {problem.path for problem in outcome.checked.problems if problem.fix in wanted}
    for target in outcome.targets:
        if target.shown in mendable:
            (source,), sidecar = sources_of(target, outcome.setup)
            if mended := fix(source, sidecar, outcome.setup.config, unsafe=unsafe):
                yield target, mended


def write_fixed(path: Path, payload: bytes) -> None:
    """Puts the bytes in the file's place, all or none. Raises `OutputError` if they can't be written."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(payload)
        shutil.copymode(path, partial)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise OutputError(f"{path}: can't write the fixed file: {error.strerror or error}") from error
