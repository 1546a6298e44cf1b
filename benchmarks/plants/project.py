"""Faults of a project as a whole: a corpus that its sources don't give. Each text is a project of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.plants.fault import Fault, Place, Plant
from benchmarks.plants.metadata import sums

CORPUS = 'paths = ["seeds"]\ncorpus = "corpus"'
OTHER = "The museum bought four paintings of a little known master last week, the city said.\n"


def told_by(folder: Path, *arguments: str) -> tuple[str, str]:
    """What the command prints in the folder, to standard output and error."""
    from click.testing import CliRunner

    from cleaner.cli import main

    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)
    return result.stdout, result.stderr


def stale(change: Callable[[str, Path], object]) -> Plant:
    """The text and another one with their corpus, and a change of the sources since: told at the manifest."""

    def plant(text: str, at: Path) -> list[Place]:
        path, folder = at.with_suffix(".txt"), at.parent.parent
        path.write_bytes(text.encode())
        path.with_name("other.txt").write_text(OTHER, encoding="utf-8")
        told_by(folder, "clean", "seeds", "-o", "corpus", "--workers", "0")
        change(text, path)
        return [(folder / "corpus" / "manifest.json", 1, 1)]

    return plant


def left_out(*filter: str, source: Callable[[str], str] = str) -> Plant:
    """The text beside a corpus that was made with a filter, which would leave it out."""

    def plant(text: str, at: Path) -> list[Place]:
        folder, other = at.parent.parent, at.with_name("other.txt")
        other.write_text(OTHER, encoding="utf-8")
        told_by(folder, "clean", "seeds", "-o", "corpus", "--workers", "0", *filter)
        at.with_suffix(".txt").write_bytes(source(text).encode())
        return [(at.with_suffix(".txt"), 1, 1)]

    return plant


def filtered(code: str, *filter: str, source: Callable[[str], str] = str) -> Fault:
    """A source that the project's corpus, made with this filter, would leave out."""
    return Fault(code, left_out(*filter, source=source), check=CORPUS, alone=True)


PROJECT = {
    "a source that is new": Fault(
        "M205",
        stale(lambda text, path: path.with_name("new.txt").write_text("It rained.\n", encoding="utf-8")),
        check=CORPUS,
        alone=True,
    ),
    "a source that changed": Fault(
        "M205",
        stale(lambda text, path: path.write_bytes(text.encode() + b"\n\nIt rained.\n")),
        check=CORPUS,
        alone=True,
    ),
    "a source that is gone": Fault("M205", stale(lambda text, path: path.unlink()), check=CORPUS, alone=True),
    "no corpus": Fault(
        "M205",
        stale(lambda text, path: (path.parent.parent / "corpus" / "manifest.json").unlink()),
        check=CORPUS,
        alone=True,
    ),
    "another language than the corpus": filtered("E050", "--language", "xx"),
    "in no language that is sure": filtered(
        "E051", "--min-language-score", "0.5", source=lambda text: sums(text).decode()
    ),
    "fewer words than the corpus": filtered("E052", "--min-words", "100000"),
    "more words than the corpus": filtered("E053", "--max-words", "3"),
    "another type of page": filtered("E054", "--page-type", "none"),
    "of another time": filtered("E055", "--until", "1066"),
}
