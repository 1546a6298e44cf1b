"""The lines of a page that trafilatura leaves out, as findings: evidence from another extractor."""

from __future__ import annotations

import re

from cleaner.document import Document, Finding

_WORD = re.compile(r"\w+")
_SHORT = 4  # words; a shorter line has too few trigrams to compare


def dropped_lines(document: Document, html: str) -> tuple[Finding, ...]:
    """A `C903` finding for each line of the document that trafilatura's extraction does not hold.

    A line counts as held if half of its word trigrams occur in the extraction; a line of
    under four words, if its words stand there in that order. When trafilatura finds nothing
    at all, that is no evidence against any line.
    """
    from trafilatura import extract

    safe = html.encode("utf-8", "replace").decode("utf-8")
    try:
        kept = extract(safe, include_comments=False, include_tables=True)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        kept = None
    if not kept:
        return ()
    words = _words(kept)
    trigrams = set(zip(words, words[1:], words[2:], strict=False))
    joined = f" {' '.join(words)} "
    return tuple(
        Finding("C903", line.start, line.end, "remove", 1.0, "trafilatura leaves this line out")
        for line in document.lines
        if not _is_held(_words(document.text[line.start : line.end]), trigrams, joined)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _is_held(line: list[str], trigrams: set[tuple[str, str, str]], joined: str) -> bool:
    if len(line) < _SHORT:
        return not line or f" {' '.join(line)} " in joined
    own = list(zip(line, line[1:], line[2:], strict=False))
    return 2 * sum(trigram in trigrams for trigram in own) >= len(own)
