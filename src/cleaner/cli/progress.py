"""What a person sees of a run: progress, notes about sources, the summary at the end. On standard error."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.checks.formats.names import printable
from cleaner.document import Finding

if TYPE_CHECKING:
    from cleaner.corpus.progress import Progress
    from cleaner.corpus.run import Outcome

_LINE_EACH_S = 5.0
_NOTES_EACH = 20
"""Of a code; the rest is counted: a million of them help nobody."""


class Notes:
    """Says what is wrong with which source: the first of each code; `close` tells how many there were more."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._seen: Counter[str] = Counter()

    def __call__(self, source: str, finding: Finding) -> None:
        self._seen[finding.code] += 1
        if not self._quiet and self._seen[finding.code] <= _NOTES_EACH and finding.code < "E05":
            kind = "refused" if finding.verdict == "remove" else "note"
            click.echo(f"{printable(source)}: {kind}: {finding.code} {printable(finding.message)}", err=True)

    def close(self) -> None:
        for code, count in sorted(self._seen.items()):
            if not self._quiet and count > _NOTES_EACH and code < "E05":
                more = count - _NOTES_EACH
                click.echo(f"{code}: {more} more sources; `cleaner rule {code}` says what it is", err=True)


@contextlib.contextmanager
def shown(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """The function to call with each progress: a bar on a terminal, else a line now and then."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with _bar() as update:
            yield update
    else:
        yield _lines()


def summary_of(folder: Path, outcome: Outcome) -> str:
    """The end of a run: what came in, what stayed, and the findings by code."""
    counts, manifest = outcome.manifest["counts"], outcome.manifest
    head = f"{folder}: up to date; " if outcome.is_current else f"{folder}: "
    lines = [
        f"{head}{counts['documents']} of {counts['inputs']} sources cleaned, {counts['rejected']} refused, "
        f"{counts['duplicates']} duplicates left out; {counts['chars_in']} characters in, {counts['chars_out']} out"
    ]
    counted = (("refused", "rejected"), ("passed over", "passed_over"), ("findings", "findings"))
    for title, found in ((title, manifest.get(key)) for title, key in counted):
        if found and not outcome.is_current:
            lines.append(f"  {title}: " + ", ".join(f"{code} {count}" for code, count in found.items()))
    return "\n".join(lines)


def _lines() -> Callable[[Progress], None]:
    begun = told = time.monotonic()

    def tell(progress: Progress) -> None:
        nonlocal told
        if (now := time.monotonic()) - told >= _LINE_EACH_S:
            told = now
            click.echo(f"{progress.stage}: {_text(progress, now - begun)}", err=True)

    return tell


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, object] = {}
        begun = time.monotonic()

        def update(progress: Progress) -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bars.add_task(progress.stage, total=None, text="")
            bars.update(
                tasks[progress.stage],  # type: ignore[arg-type]
                total=progress.of_files or None,
                completed=progress.files,
                text=_text(progress, time.monotonic() - begun),
            )

        yield update


def _text(progress: Progress, seconds: float) -> str:
    speed = progress.read_bytes / 1e6 / max(seconds, 0.1)
    parts = [f"{progress.sources} documents"]
    if progress.read_bytes:
        parts.append(f"{speed:.1f} MB/s")
    if progress.kept_chars:
        parts.append(f"{progress.kept_chars / max(progress.chars, 1):.0%} kept")
    if progress.refused:
        parts.append(f"{progress.refused} refused")
    if progress.reused:
        parts.append(f"{progress.reused} as before")
    return ", ".join(parts)
