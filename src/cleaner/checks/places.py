r"""From offsets in a document's text to lines and columns of the file.

>>> from cleaner.parse import parse
>>> from cleaner.read import to_record
>>> from cleaner.config import Config
>>> document, _ = parse(to_record("It rained.\r\nRead on:"), Config())
>>> place = Places(document).of(17, 19)
>>> place.line, place.column, place.end_column, place.excerpt, place.caret
(2, 6, 8, 'Read on:', (5, 7))
"""

from __future__ import annotations

import re
from bisect import bisect_right

from cleaner.checks.problem import Place
from cleaner.document import Document

# As editors and GitHub count lines; Unicode's rarer breaks stay inside a line.
_BREAK = re.compile("\r\n|\r|\n")
_BEFORE, _SHOWN = 40, 100
"""Characters of a long line shown before a place, and in all: what fits a terminal."""

_WINDOW = 2_000
"""How far a line of HTML source is searched for a text: a minified page is one line of megabytes."""


class Places:
    """The places of one document's spans. Ask for them in order of their starts: each costs the way from the last.

    `source` is the HTML source of the page; a place in its rendered text is told by the line of its
    element in the source, and exactly where the text stands there as it reads.
    """

    def __init__(self, document: Document, source: str = "") -> None:
        self._text = document.text
        self._lines = document.lines
        self._is_html = document.media_type == "text/html"
        self._starts, self._ends = _line_spans(document.text)
        self._source = source
        self._source_starts, self._source_ends = _line_spans(source)
        self._line_starts = [line.start for line in document.lines] if self._is_html else []
        self._searched: dict[int, int] = {}
        self._counted = (0, 0)  # an offset and how many bytes the line has before it

    def of(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`."""
        if self._is_html:
            return self._in_html(start, end)
        row, last = self._row(start), self._row(max(start, end - 1))
        first_byte = self._bytes_before(self._starts[row], start)
        here_end = min(end, self._ends[row])
        end_byte = first_byte + _utf8_size(self._text[start:here_end])
        if last != row:
            end_byte = _utf8_size(self._text[self._starts[last] : end])
        excerpt, caret = _excerpt(self._text, start, end, self._starts[row], self._ends[row])
        column = start - self._starts[row] + 1
        end_column = max(end - self._starts[last] + 1, column if last == row else 1)
        return Place(row + 1, column, last + 1, end_column, first_byte + 1, end_byte + 1, excerpt, caret)

    def text(self, start: int, end: int) -> str:
        """The text of the span, its end left out if it is long."""
        return self._text[start:end] if end - start <= _BEFORE else f"{self._text[start : start + _BEFORE]}…"

    def around(self, start: int, end: int) -> str:
        """The text of the span with a little of its line on both sides: what a fingerprint is taken of."""
        row, last = self._row(start), self._row(max(start, end - 1))
        before = max(self._starts[row], start - _BEFORE)
        return self._text[before : min(self._ends[last], end + _BEFORE, before + _WINDOW)]

    def _row(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _bytes_before(self, line_start: int, offset: int) -> int:
        known, size = self._counted
        if not line_start <= known <= offset:
            known, size = line_start, 0
        size += _utf8_size(self._text[known:offset])
        self._counted = (offset, size)
        return size

    def _in_html(self, start: int, end: int) -> Place:
        index = max(0, bisect_right(self._line_starts, start) - 1)
        if not self._lines or (start == end == 0):
            return Place(1, 1, 1, 1, exact=False)
        line = self._lines[index]
        number = max(1, min(line.source_line, len(self._source_starts)))
        at = self._find(number, self._text[start : min(end, line.end)])
        if at >= 0:
            size = min(end, line.end) - start
            first, last = self._source_starts[number - 1], self._source_ends[number - 1]
            excerpt, caret = _excerpt(self._source, first + at, first + at + size, first, last)
            byte = _utf8_size(self._source[first : first + at])
            until = byte + _utf8_size(self._source[first + at : first + at + size])
            return Place(number, at + 1, number, at + size + 1, byte + 1, until + 1, excerpt, caret)
        excerpt, caret = _excerpt(self._text, start, min(end, line.end), line.start, line.end)
        return Place(number, 1, number, 1, 1, 1, excerpt, caret, exact=False)

    def _find(self, number: int, wanted: str) -> int:
        """The 0-based column at which the text stands on the line of the source, or -1."""
        if not wanted.strip() or len(wanted) > _WINDOW:
            return -1
        first, last = self._source_starts[number - 1], self._source_ends[number - 1]
        begin = self._searched.get(number, first)
        if begin - first > _WINDOW:
            return -1
        at = self._source.find(wanted, begin, min(last, first + 2 * _WINDOW))
        if at < 0:
            return -1
        self._searched[number] = at + len(wanted)
        return at - first


def _line_spans(text: str) -> tuple[list[int], list[int]]:
    """The starts of all lines, blank ones too, and their ends without the line break."""
    breaks = [match.span() for match in _BREAK.finditer(text)]
    return [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]


def _excerpt(text: str, start: int, end: int, line_start: int, line_end: int) -> tuple[str, tuple[int, int]]:
    shown_from = line_start if start - line_start <= _SHOWN // 2 else start - _BEFORE
    shown_to = min(line_end, shown_from + _SHOWN)
    low = min(max(start, shown_from), shown_to)
    return text[shown_from:shown_to], (low - shown_from, max(low, min(end, shown_to)) - shown_from)


def _utf8_size(text: str) -> int:
    """Bytes of the text in UTF-8; a lone surrogate stands for one byte that could not be decoded."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
