"""The files that git calls staged or changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from cleaner.cli.check_files import Target, target_of
from cleaner.errors import ArgumentError, SourceError
from cleaner.read.files import SIDECAR

_ADDED_OR_CHANGED = "--diff-filter=ACMRT"


def staged_targets(paths: Sequence[str]) -> list[Target]:
    """The files staged for the next commit under the paths (none: all), with their bytes as staged."""
    top = _top()
    names = _names(["diff", "--cached", "--name-only", "-z", _ADDED_OR_CHANGED, "--", *_specs(paths)])
    targets = []
    for name in _sources(names, top):
        payload = _git(["cat-file", "blob", f":{name}"])
        targets.append(target_of(top / name, payload))
    return targets


def changed_targets(paths: Sequence[str], since: str) -> list[Target]:
    """The files under the paths (none: all) that differ from where the branch left `since`, new ones too."""
    top = _top()
    if since.startswith("-"):
        raise ArgumentError(f"--since {since}: no revision")
    base = os.fsdecode(_git(["merge-base", since, "HEAD"])).strip()
    names = _names(["diff", "--name-only", "-z", _ADDED_OR_CHANGED, base, "--", *_specs(paths)])
    new = _names(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *(_specs(paths) or [":/"])])
    return [target_of(top / name) for name in _sources([*names, *new], top)]


def _sources(names: Iterable[str], top: Path) -> list[str]:
    """The names, sorted, each once; a sidecar stands for its source, hidden files are left out."""
    sources = {name.removesuffix(SIDECAR) for name in names}
    shown = (name for name in sources if not any(part.startswith(".") for part in name.split("/")))
    return sorted(name for name in shown if (top / name).is_file())


def _specs(paths: Sequence[str]) -> list[str]:
    """The paths as git takes them, without its wildcards and signs."""
    return [f":(literal){path}" for path in paths]


def _top() -> Path:
    return Path(os.fsdecode(_git(["rev-parse", "--show-toplevel"]).removesuffix(b"\n")))


def _names(arguments: list[str]) -> list[str]:
    return [os.fsdecode(name) for name in _git(arguments).split(b"\0") if name]


def _git(arguments: list[str]) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except OSError as error:
        raise SourceError(f"git can't be run: {error.strerror or error}") from error
    if done.returncode:
        reason = os.fsdecode(done.stderr).strip().split("\n")[0]
        raise SourceError(f"git {arguments[0]}: {reason or 'failed'}")
    return done.stdout
