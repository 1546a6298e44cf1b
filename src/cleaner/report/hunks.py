"""The changes of a result as hunks of lines: before, after, and the codes behind them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from cleaner.document import Edit, Result
from cleaner.edits import apply, compose_all

_LINE_WITH_BREAK = re.compile("[^\n\r\v\f\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|$)")


class Hunk(msgspec.Struct, frozen=True):
    """Lines that change: `first_line` is 1-based; `before` and `after` hold no line breaks.

    Characters that can't be seen are drawn as escapes (`\\r`), white space at a line's end as `·`.
    """

    first_line: int
    codes: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def hunks(result: Result) -> Iterator[Hunk]:
    r"""The result's changes, in order, lines that stay the same left out.

    >>> from cleaner.document import Document
    >>> document = Document(id="a", text="Menu\nIt’s on.\nBye.\n")
    >>> steps = ((Edit(0, 5, "", "C102"),), (Edit(2, 3, "'", "N202"),))
    >>> for hunk in hunks(Result(document=document, text="It's on.\nBye.\n", steps=steps)):
    ...     print(hunk.first_line, hunk.codes, hunk.before, hunk.after)
    1 ('C102',) ('Menu',) ()
    2 ('N202',) ('It’s on.',) ("It's on.",)
    """
    text = result.document.text
    starts = [match.start() for match in _LINE_WITH_BREAK.finditer(text) if match[0]]
    for first, last, edits in _grouped(compose_all(result.steps), starts):
        start = starts[first] if starts else 0
        end = starts[last + 1] if last + 1 < len(starts) else len(text)
        moved = [Edit(edit.start - start, edit.end - start, edit.replacement, edit.code) for edit in edits]
        before, after = _lines(text[start:end]), _lines(apply(text[start:end], moved))
        same = _same_at_start(before, after)
        tail = _same_at_start(before[same:][::-1], after[same:][::-1])
        codes = dict.fromkeys(code for edit in edits for code in edit.code.split("+"))
        yield Hunk(
            first + same + 1,
            tuple(codes),
            tuple(map(_visible, before[same : len(before) - tail])),
            tuple(map(_visible, after[same : len(after) - tail])),
        )


def _grouped(step: Sequence[Edit], starts: list[int]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Edits that touch the same lines, with the first and last of these lines."""
    group: list[Edit] = []
    first = last = 0
    for edit in step:
        touched = max(0, bisect_right(starts, edit.start) - 1)
        until = max(touched, bisect_right(starts, max(edit.start, edit.end - 1)) - 1)
        if group and touched > last:
            yield first, last, group
            group = []
        if not group:
            first, last = touched, until
        group.append(edit)
        last = max(last, until)
    if group:
        yield first, last, group


def _lines(text: str) -> list[str]:
    return [match[0] for match in _LINE_WITH_BREAK.finditer(text) if match[0]]


def _same_at_start(before: list[str], after: list[str]) -> int:
    pairs = zip(before, after, strict=False)
    return next((n for n, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after)))


def _visible(line: str) -> str:
    line = line.removesuffix("\n")
    stripped = line.rstrip(" \t")
    line = stripped + "·" * (len(line) - len(stripped))
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() or char == "\t" else repr(char)[1:-1] for char in line)
