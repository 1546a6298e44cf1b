"""Building edits: the smallest edit between two spans, and the text after one normaliser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.config import DEFAULT, Config
from cleaner.document import Edit
from cleaner.edits import apply

Normalizer = Callable[[str, str, Config], Iterator[Edit]]
"""Takes a text, its language and the configuration; yields the edits of one step, in order."""


def minimal_edit(start: int, old: str, new: str, code: str) -> Iterator[Edit]:
    """The edit that turns `old`, which stands at `start`, into `new`, without their common ends.

    Nothing when they are equal.

    >>> list(minimal_edit(10, "cafÃ© noir", "café noir", "N102"))
    [Edit(start=13, end=15, replacement='é', code='N102')]
    """
    if old == new:
        return
    limit = min(len(old), len(new))
    head = next((i for i in range(limit) if old[i] != new[i]), limit)
    limit -= head
    tail = next((i for i in range(limit) if old[-1 - i] != new[-1 - i]), limit)
    yield Edit(start + head, start + len(old) - tail, new[head : len(new) - tail], code)


def rewritten(text: str, normalizer: Normalizer, language: str = "en", config: Config = DEFAULT) -> str:
    """The text after one normaliser alone.

    >>> from cleaner.normalize.lines import unify_line_ends
    >>> rewritten("one\\r\\ntwo", unify_line_ends)
    'one\\ntwo'
    """
    return apply(text, tuple(normalizer(text, language, config)))
