"""The spans that take whole lines, and their line breaks, out of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.document import Document


def line_deletions(document: Document, gone: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, int, str]]:
    """The spans that take whole lines with their line breaks, by code, in order.

    Of the gaps around and inside a run of lines the widest stays, so that paragraphs stay
    apart and no blank lines pile up.
    """
    done: list[tuple[int, int, str]] = []
    for first, last in _runs(gone):
        for start, end, index in _run_deletions(document, first, last):
            code = gone[index][0]
            if done and done[-1][1] == start and done[-1][2] == code:
                start = done.pop()[0]
            done.append((start, end, code))
    yield from done


def _run_deletions(document: Document, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    lines, text = document.lines, document.text
    edges = [0, *(line.end for line in lines[first : last + 1])]
    edges[0] = lines[first - 1].end if first else 0
    starts = [line.start for line in lines[first : last + 2]]
    if last + 1 == len(lines):
        starts.append(len(text))
    kept = max(range(len(edges)), key=lambda gap: (_breaks(text[edges[gap] : starts[gap]]), -gap))
    if first == 0:
        kept, starts[0] = 0, 0
    elif last + 1 == len(lines):
        kept = len(edges) - 1
    for offset in range(last - first + 1):
        if offset < kept:
            yield edges[offset], edges[offset + 1], first + offset
        else:
            yield starts[offset], starts[offset + 1], first + offset


def _runs(gone: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and last index of each run of neighbouring lines that go."""
    first = last = -2
    for index in sorted(gone):
        if index != last + 1:
            if last >= 0:
                yield first, last
            first = index
        last = index
    if last >= 0:
        yield first, last


def _breaks(gap: str) -> int:
    return gap.count("\n") or gap.count("\r") or len(gap.splitlines())
