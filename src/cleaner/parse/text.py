"""The lines of a plain text."""

from __future__ import annotations

import re

from cleaner.document import Line

# Line breaks as Unicode and `str.splitlines` know them, but for the rare separators FS, GS and RS.
_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")


def lines_of(text: str) -> tuple[Line, ...]:
    r"""The non-blank lines of the text, breaks left out; white space around a line belongs to it.

    >>> [(line.start, line.end) for line in lines_of("one\r\n \ntwo\u2028three\rfour")]
    [(0, 3), (7, 10), (11, 16), (17, 21)]
    """
    spans = (match.span() for match in _LINE.finditer(text) if not match[0].isspace())
    return tuple(Line(index, start, end) for index, (start, end) in enumerate(spans))
