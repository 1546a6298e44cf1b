"""What is left out of a folder: by `.gitignore` files, as git reads them, and by patterns of the same kind.

Only `.gitignore` files in the folder that is read and below it count: a folder that is named is wanted, whatever
the ones above it say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".gitignore"


class Ignoring:
    """The patterns that hold below one root; without a root only those given."""

    def __init__(self, patterns: Sequence[str], root: Path | None = None) -> None:
        self._own = _spec(patterns) if patterns else None
        self._root = root
        self._specs: dict[str, GitIgnoreSpec | None] = {}

    def ignores(self, name: str) -> bool:
        """True if the file of this name below the root, or the folder if it ends in `/`, is left out.

        Of its folders nothing is asked: nobody goes into those that are left out.

        >>> patterns = Ignoring(["*.log", "!keep.log", "build/"])
        >>> patterns.ignores("a/x.log"), patterns.ignores("keep.log"), patterns.ignores("a/build/")
        (True, False, True)
        """
        if self._own is not None and self._own.match_file(name):
            return True
        if self._root is not None:
            for folder in _folders_of(name):
                spec = self._spec_in(folder)
                if spec is not None and (said := spec.check_file(name[len(folder) :]).include) is not None:
                    return said  # the deepest file that says anything of it decides
        return False

    def ignores_way(self, name: str) -> bool:
        """True if the file or one of the folders that it is in is left out."""
        return any(map(self.ignores, [*reversed([folder for folder in _folders_of(name) if folder]), name]))

    def _spec_in(self, folder: str) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            assert self._root is not None
            try:
                text = (self._root / folder / IGNORE_FILE).read_text(encoding="utf-8", errors="replace")
                self._specs[folder] = _spec(text.splitlines())
            except OSError:
                self._specs[folder] = None
        return self._specs[folder]


def _folders_of(name: str) -> Iterator[str]:
    """The folders that the name is in, each ending in `/`, deepest first; the root is `""`.

    >>> list(_folders_of("a/b/c.txt")), list(_folders_of("a/b/"))
    (['a/b/', 'a/', ''], ['a/', ''])
    """
    end = len(name) - 1 if name.endswith("/") else len(name)
    while (end := name.rfind("/", 0, end)) >= 0:
        yield name[: end + 1]
    yield ""


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
