"""Line ends (N301) and blank lines (N303)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.document import Edit

_LINE_ENDS = re.compile(r"\r{1,2}\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


def unify_line_ends(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Every line ends with a line feed.

    What: CRLF, CR CR LF, a lone CR, vertical tab, form feed, NEL and Unicode's line and
    paragraph separators become a line feed; one that stands next to a line feed goes.

    Why: tools disagree on what ends a line, so line numbers and lines differ between them.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("a\\r\\nb\\rc\\u2028d", unify_line_ends)
    'a\\nb\\nc\\nd'

    Kept:
    >>> rewritten("a\\n\\nb\\n", unify_line_ends)
    'a\\n\\nb\\n'
    """
    if text.isascii() and "\r" not in text and "\x0b" not in text and "\x0c" not in text:
        return
    for match in _LINE_ENDS.finditer(text):
        start, end = match.span()
        if text[end - 1] == "\n":
            yield Edit(start, end - 1, "", "N301")
        elif text[start] != "\r" and "\n" in (text[start - 1 : start], text[end : end + 1]):
            yield Edit(start, end, "", "N301")
        else:
            yield Edit(start, end, "\n", "N301")


def limit_blank_lines(text: str, language: str, config: Config) -> Iterator[Edit]:
    """At most one blank line in a row, none at the ends of the text.

    What: more than one blank line becomes one; blank lines before the first and after the
    last line go. The text ends with one line feed if it ended with any, and with none if not.

    Why: blank lines beyond one are layout, or what removed lines left behind.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("\\n\\na\\n\\n\\n\\nb\\n\\n", limit_blank_lines)
    'a\\n\\nb\\n'

    Kept:
    >>> rewritten("a\\n\\nb", limit_blank_lines)
    'a\\n\\nb'
    """
    if "\n\n\n" not in text and text[:1] != "\n" and text[-2:] != "\n\n":
        return
    body_start = len(text) - len(text.lstrip("\n"))
    body_end = len(text.rstrip("\n"))
    if body_start:
        yield Edit(0, body_start, "", "N303")
    if body_end <= body_start:
        return
    for match in _BLANK_LINES.finditer(text, body_start, body_end):
        yield Edit(match.start() + 2, match.end(), "", "N303")
    if len(text) > body_end + 1:
        yield Edit(body_end + 1, len(text), "", "N303")
