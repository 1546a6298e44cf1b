"""Old debt: problems that were there when a check was introduced, and do not fail it.

A baseline is a JSON file of how often each fingerprint was met in each file. Fingerprints are of the text
around a problem, so that it stays known when lines above it come and go.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from cleaner.checks.formats.names import encodable
from cleaner.checks.problem import Problem
from cleaner.checks.run import file_problem
from cleaner.errors import ConfigError, OutputError

_VERSION = 1


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often each fingerprint is expected, by the file's path below the configuration's folder."""

    version: int = _VERSION
    problems: dict[str, dict[str, int]] = {}


def read_baseline(path: Path) -> Baseline:
    """The baseline in the file. Raises `ConfigError` if it can't be read."""
    try:
        baseline = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise ConfigError(f"{path}: can't read the baseline: {error}; write one with --write-baseline") from error
    if baseline.version != _VERSION:
        raise ConfigError(f"{path}: a baseline of version {baseline.version}; this cleaner knows {_VERSION}")
    return baseline


def write_baseline(path: Path, problems: Iterable[Problem], key_of: Callable[[str], str]) -> int:
    """How many problems were written. `key_of` gives the key of a path. Raises `OutputError`."""
    counts: dict[str, Counter[str]] = {}
    for problem in problems:
        counts.setdefault(encodable(key_of(problem.path)), Counter())[problem.fingerprint] += 1
    content = {"version": _VERSION, "problems": {key: dict(sorted(met.items())) for key, met in sorted(counts.items())}}
    try:
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: can't write the baseline: {error.strerror or error}") from error
    return sum(met.total() for met in counts.values())


def apply_baseline(
    problems: Iterable[Problem], baseline: Baseline, *, path: str, key_of: Callable[[str], str], checked: Iterable[str]
) -> tuple[Problem, ...]:
    """The problems that the baseline does not know, and one (`S102`) for each checked file with stale entries.

    `path` is the baseline's own; `checked` are the paths that the run looked at, or found gone.
    """
    left = {key: Counter(met) for key, met in baseline.problems.items()}
    new = []
    for problem in problems:
        expected = left.get(encodable(key_of(problem.path)), Counter())
        if expected[problem.fingerprint] > 0:
            expected[problem.fingerprint] -= 1
        else:
            new.append(problem)
    for key in sorted({encodable(key_of(name)) for name in checked}):
        if stale := left.get(key, Counter()).total():
            entries = "entry is" if stale == 1 else "entries are"
            new.append(file_problem(path, "S102", f"{stale} {entries} stale: {key} has no such problem any more"))
    return tuple(new)
