"""The units that the tagger scores: a line, or the sentences of a long line.

Most texts keep one idea a line, so a unit is a line. A long line may hold chrome beside
prose (`… the story continues. READ MORE: Other headline Sign up`), or be a whole page
whose line breaks are gone: it is split where sentences and separators end, and runs
without any such place are cut at spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Document

LONG_LINE_CHARS = 240
"""A line up to this length is one unit: about two sentences, or one teaser with its headline."""

LONG_SEGMENT_CHARS = 240
CUT_CHARS = 120
"""A segment longer than the first is cut at spaces into pieces of at most the second."""

# After a sentence end and its closing quotes, before what does not look like the same
# sentence; after a full-width sentence end, which needs no space; around separators.
_BOUNDARY = re.compile(
    r"""[.!?…؟۔।]["'”’»)\]]{0,3}\s+(?=[^\sa-zà-öø-ÿ])"""
    r"""|[。！？]["'”’」』）]{0,3}\s*"""
    r"""|\s+(?=[|•·»›►▶]\s)"""
    r"""|\t\s*|[ \u00a0\u3000]{3,}"""
)


def unit_spans(document: Document) -> Iterator[tuple[int, int, int]]:
    """`(start, end, line index)` of each unit, in order; ends do not count trailing space.

    >>> from cleaner.document import Line
    >>> text = "A short line"
    >>> list(unit_spans(Document(id="", text=text, lines=(Line(0, 0, 12),))))
    [(0, 12, 0)]
    """
    for line in document.lines:
        if line.end - line.start <= LONG_LINE_CHARS:
            yield line.start, line.end, line.index
        else:
            for start, end in _segments(document.text, line.start, line.end):
                yield start, end, line.index


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BOUNDARY.finditer(text, start, end):
        if match.end() > at and match.end() < end:
            yield from _pieces(text, at, match.end())
            at = match.end()
    if at < end:
        yield from _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The segment, in pieces of `CUT_CHARS` cut at spaces when it is long."""
    if end - start > LONG_SEGMENT_CHARS:
        while end - start > CUT_CHARS:
            cut = text.rfind(" ", start + CUT_CHARS // 2, start + CUT_CHARS) + 1
            cut = cut or start + CUT_CHARS
            yield start, cut
            start = cut
    yield start, end
