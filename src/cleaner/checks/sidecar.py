"""What stands beside a source that can't carry comments: `FILE.cleaner.toml`.

    url = "https://example.org/river"
    licence = "CC-BY-4.0"
    date = "2025-05-31"

    [[suppress]]
    codes = ["N102"]
    reason = "the author quotes mojibake"
    line = 12                # optional: on this line only
    digest = "sha256:…"      # optional: while the file is this very one

All keys may be left out but `codes` and `reason` of a `[[suppress]]`.
"""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Annotated, Any

import msgspec

from cleaner.checks.problem import Problem
from cleaner.checks.run import file_problem
from cleaner.checks.selection import Selection, check_prefixes
from cleaner.errors import ArgumentError, ConfigError
from cleaner.read.files import SIDECAR

_KEYS = "; known keys: url, licence, date, and in [[suppress]] codes, reason, line, digest"
_Line = Annotated[int, msgspec.Meta(ge=1)]


class Suppression(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes that are not told of, and why; on one line, or as long as the file's digest is this one."""

    codes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    line: _Line | None = None
    digest: Annotated[str, msgspec.Meta(pattern="^(sha256:[0-9a-f]{64})?$")] = ""

    def covers(self, problem: Problem, digest: str) -> bool:
        """True when the problem, in a file of this digest, is not to be told of."""
        return (
            (not self.digest or self.digest == digest)
            and (self.line is None or self.line == problem.place.line)
            and problem.code.startswith(tuple(code.upper() for code in self.codes))
        )


class Sidecar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a sidecar says of its source. `lines` are the lines of its `[[suppress]]` headers."""

    suppress: tuple[Suppression, ...] = ()
    url: str = ""
    licence: str = ""
    date: str = ""
    lines: tuple[int, ...] = ()


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a source stands.

    >>> sidecar_of(Path("seeds/a.txt")).name
    'a.txt.cleaner.toml'
    """
    return path.with_name(path.name + SIDECAR)


def read_sidecar(path: Path) -> Sidecar:
    """What the sidecar says. Raises `ConfigError`, with its path, if it is broken."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: can't read the sidecar: {error}") from error
    if "lines" in values:
        raise ConfigError(f"{path}: unknown key 'lines'")
    heads = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[suppress]]")]
    try:
        sidecar = msgspec.convert(_dated(values) | {"lines": heads}, Sidecar)
        check_prefixes(code for suppression in sidecar.suppress for code in suppression.codes)
        if sidecar.date:
            datetime.date.fromisoformat(sidecar.date[:10])
    except (msgspec.ValidationError, ArgumentError) as error:
        raise ConfigError(f"{path}: {error}{_KEYS if 'unknown field' in str(error) else ''}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: date = {sidecar.date!r} is no ISO 8601 day, like 2025-05-31") from error
    return sidecar


def apply_sidecar(
    problems: tuple[Problem, ...], sidecar: Sidecar, *, path: str, digest: str, selection: Selection
) -> tuple[Problem, ...]:
    """The problems that the sidecar does not suppress, and one (`S101`) for each suppression without use.

    `path` is the sidecar's, `digest` the source's. What this run would not tell of is not called unused.
    """
    left = []
    used: set[int] = set()
    for problem in problems:
        covering = [n for n, suppression in enumerate(sidecar.suppress) if suppression.covers(problem, digest)]
        used.update(covering)
        if not covering:
            left.append(problem)
    for number, suppression in enumerate(sidecar.suppress):
        told = [code for code in suppression.codes if selection.takes(code.upper())]
        if number not in used and told and selection.takes("S101"):
            changed = "; the file is another than when it was written" if suppression.digest not in ("", digest) else ""
            line = sidecar.lines[number] if number < len(sidecar.lines) else 1
            left.append(file_problem(path, "S101", f"nothing to suppress by {', '.join(told)}{changed}", line=line))
    return tuple(left)


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    """The values with TOML's own dates as strings."""
    return {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in values.items()}
