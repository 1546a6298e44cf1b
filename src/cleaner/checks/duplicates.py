"""Sources that are duplicates of another source, or of a document of the corpus: `D101`, `D102`, `D103`.

Texts are kept in a folder, not in memory: only the few that may be duplicates are read again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from cleaner.checks.problem import Problem, Text, fingerprint_of, severity_of
from cleaner.checks.run import WHOLE_FILE
from cleaner.corpus.duplicates import DEFAULT, SKETCH_BYTES, Duplicate, DuplicateOptions, find_duplicates, sketches_of
from cleaner.corpus.sites import site_of
from cleaner.corpus.sketch import NO_DATE, SKETCH
from cleaner.document import Record, Result


def texts_of(cleaned: Sequence[tuple[Record, Result]]) -> list[Text]:
    """The texts of the sources that were not refused, named by their ids.

    >>> import cleaner
    >>> from cleaner.read import to_record
    >>> record = to_record("The river rose on Monday, the city said.")
    >>> [found.text for found in texts_of([(record, cleaner.clean(record))])]
    ['The river rose on Monday, the city said.']
    """
    whole = [(record, result) for record, result in cleaned if result.text.strip()]
    joined = sketches_of(
        [result.text for _, result in whole],
        ids=[record.id for record, _ in whole],
        sites=[site_of(result.metadata.url or record.url) for record, result in whole],
    )
    return [
        Text(record.id, result.text, joined[number * SKETCH_BYTES : (number + 1) * SKETCH_BYTES])
        for number, (record, result) in enumerate(whole)
    ]


class Comparison:
    """The texts that were added, on disk in a folder of its own; first all that are not checked but compared with.

    >>> import tempfile
    >>> from cleaner.corpus.duplicates import sketch_of
    >>> text = "The river rose on Monday, and nobody was hurt."
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     comparison = Comparison(Path(folder))
    ...     comparison.add([Text("a.txt", text, sketch_of(text, id="a.txt"))])
    ...     comparison.add([Text("b.txt", text, sketch_of(text, id="b.txt"))], path="b.txt")
    ...     [(found.path, found.code, found.message) for found in comparison.problems()]
    [('b.txt', 'D101', "the same text as 'a.txt'")]
    """

    def __init__(self, folder: Path) -> None:
        self._sketches, self._texts, self._work = folder / "sketches", folder / "texts", folder / "work"
        self._names: list[tuple[str, str]] = []
        self._ends = array("Q", [0])
        self._existing = 0
        self._work.mkdir()

    def add(self, texts: Iterable[Text], *, path: str = "") -> None:
        """Adds the texts of a checked file, or, without a path, ones that are compared with only."""
        with self._sketches.open("ab") as sketches, self._texts.open("ab") as file:
            for one in texts:
                sketches.write(self._numbered(one.sketch))
                size = file.write(one.text.encode("utf-8", "surrogatepass"))
                self._ends.append(self._ends[-1] + size)
                self._names.append((one.name, path))
                self._existing += not path

    def problems(self, options: DuplicateOptions = DEFAULT) -> Iterator[Problem]:
        """A problem for each checked text that duplicates another, in the order they were added."""
        if len(self._names) < 2:
            return
        found_in = find_duplicates(
            self._sketches, self._read, options=options, work=self._work, existing=self._existing
        )
        for found in found_in:
            if not found.stays:
                yield self._problem(found)

    def _numbered(self, sketch: bytes) -> bytes:
        """The sketch with the text's number for its date: of equally long duplicates the first one stays."""
        row = np.frombuffer(sketch, SKETCH).copy()
        row["date"] = min(len(self._names), NO_DATE - 1)
        return bytes(row.tobytes())

    def _problem(self, found: Duplicate) -> Problem:
        name, path = self._names[found.position]
        message = _MESSAGES[found.code].format(self._names[found.representative][0], found.similarity)
        if name != path:  # a record of a container
            message = f"{name.removeprefix(path)}: {message}"
        level = severity_of(found.code, refused=False)
        return Problem(path, found.code, message, level, WHOLE_FILE, fingerprint_of(found.code, name))

    def _read(self, positions: Sequence[int]) -> Iterator[str]:
        with self._texts.open("rb") as file:
            for place in map(int, positions):
                file.seek(self._ends[place])
                yield file.read(self._ends[place + 1] - self._ends[place]).decode("utf-8", "surrogatepass")


_MESSAGES = {
    "D101": "the same text as {0!r}",
    "D102": "nearly the same text as {0!r}: {1:.0%} of both",
    "D103": "one article with {0!r}: {1:.0%} of the shorter text stand in both",
}
