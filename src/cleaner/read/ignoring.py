"""What is left out of a folder: by `.gitignore` files, as git reads them, and by patterns of the same kind.

Only `.gitignore` files in the folder that is read and below it count: a folder that is named is wanted, whatever
the ones above it say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import ArgumentError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".gitignore"
_SPELLED = {surrogate: 0x10F000 + surrogate - 0xD800 for surrogate in range(0xD800, 0xE000)}
"""Bytes of names that are no UTF-8, which regular expressions don't take, as characters that nobody uses."""
_NAMES = {character: surrogate for surrogate, character in _SPELLED.items()}


class Ignoring:
    """The patterns that hold below one root; without a root only those given.

    Raises `ArgumentError` if one that is given is no pattern. In a `.gitignore` file such lines mean nothing.
    """

    def __init__(self, patterns: Sequence[str], root: Path | None = None) -> None:
        if wrong := next((pattern for pattern in patterns if not _is_pattern(pattern)), None):
            raise ArgumentError(f"{wrong!r} is no pattern; patterns are written as in .gitignore")
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
        name = name.translate(_SPELLED)
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
                path = self._root / folder.translate(_NAMES) / IGNORE_FILE
                text = path.read_text(encoding="utf-8", errors="surrogateescape")
                self._specs[folder] = _spec(filter(_is_pattern, text.splitlines()))
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

    return GitIgnoreSpec.from_lines(line.translate(_SPELLED) for line in lines)


def _is_pattern(line: str) -> bool:
    """False for what can mean no file, as a lone `!` or a range from back to front.

    >>> [line for line in ("*.log", "!", "a\\\\", "[z-a]") if not _is_pattern(line)]
    ['!', 'a\\\\', '[z-a]']
    """
    try:
        _spec([line]).match_file("a")
    except Exception:  # of the regular expressions that are installed, each has errors of its own
        return False
    return True
