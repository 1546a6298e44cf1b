"""The corpus that a check is told of: what is compared with its documents, and whether it is up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.checks.problem import Problem, Text
from cleaner.checks.run import file_problem
from cleaner.cli.check_files import Target, shown_path
from cleaner.cli.check_made import command_of, options_of
from cleaner.cli.check_setup import Setup
from cleaner.corpus.current import differences, manifest_of
from cleaner.corpus.duplicates import SKETCH_BYTES, sketches_of
from cleaner.errors import CorpusError
from cleaner.read import digest_of, find_files
from cleaner.write.manifest import MANIFEST
from cleaner.write.reading import EditsRow, read_pairs

_ROWS = 500
"""Documents of the corpus that are sketched at a time."""


class CorpusTexts:
    """The documents of the corpus in the folder that are none of the checked files' own.

    A row is a file's own when its `file_path` is the end of the file's path: rows are named below the folder
    that was cleaned. Raises `CorpusError` if the corpus is broken; without one there are none.
    """

    def __init__(self, folder: Path, checked: Iterable[Target]) -> None:
        self._folder = folder
        self._own = {end for target in checked for end in _ends(target.shown)}
        self._digests: set[tuple[str, str]] = set()

    def texts(self) -> Iterator[list[Text]]:
        """The texts, some at a time."""
        waiting: list[tuple[EditsRow, str]] = []
        if not manifest_of(self._folder):
            return
        for _, document, row, text in read_pairs(self._folder):
            if row.file_path in self._own:
                continue
            self._digests.add((row.file_path, row.digest))
            if document:
                waiting.append((row, text))
            if len(waiting) == _ROWS:
                yield self._sketched(waiting)
                waiting = []
        yield self._sketched(waiting)

    def holds(self, target: Target) -> bool:
        """True when the corpus has, of those that were read, the document of this very file."""
        try:
            digest = digest_of(target.path.read_bytes())
        except OSError:
            return False
        return any((end, digest) in self._digests for end in _ends(target.shown))

    def _sketched(self, rows: list[tuple[EditsRow, str]]) -> list[Text]:
        joined = sketches_of([text for _, text in rows], ids=[row.id for row, _ in rows])
        return [
            Text(f"{shown_path(self._folder)}: {row.id}", text, joined[at * SKETCH_BYTES : (at + 1) * SKETCH_BYTES])
            for at, (row, text) in enumerate(rows)
        ]


def stale_corpus(folder: Path, setup: Setup, asked: tuple[str, ...], *, whole: bool) -> Iterator[Problem]:
    """A problem when there is no corpus, or, of a `whole` run, when it is not what the sources under the paths
    give in the way that its manifest states."""
    manifest = manifest_of(folder)
    asked = tuple(shown_path(setup.root / path) for path in setup.settings.paths) or asked
    path = shown_path(folder / MANIFEST)
    if not manifest:
        made = command_of(asked, shown_path(folder), {})
        yield file_problem(path, "M205", f"there is no corpus; make it: `{made}`")
        return
    if not whole:
        return
    try:
        options = options_of(manifest)
        files = find_files(asked, options=options.read, exclude=[folder])
        found = differences(files, folder, setup.config, options, manifest["settings"])
    except (CorpusError, KeyError) as error:
        found = [f"it is damaged ({error})"]
    if found:
        command = command_of(asked, shown_path(folder), manifest)
        yield file_problem(path, "M205", f"not what the sources give: {'; '.join(found)}; clean them: `{command}`")


def _ends(path: str) -> Iterator[str]:
    """The path, and what of it begins behind each `/`."""
    parts = path.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))
