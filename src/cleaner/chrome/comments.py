"""C904: what readers wrote below the text.

HTML says where comments stand (`Region.COMMENT`). On a forum the posts are the text, whatever the
setting; elsewhere comments are a part of their own, which `Config.comments` drops or keeps.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from cleaner.config import Config
from cleaner.document import Document, Finding, Line, Region

COMMENTS = "C904"

FORUM = "forum"

EVIDENCE = 0.5
"""Class names say `comment` of much else too, so without the tagger's agreement nothing goes."""

# Plain integers: an enum's `&` takes ten times as long.
_COMMENT = Region.COMMENT.value
_FURNITURE = (Region.FORM | Region.BUTTON | Region.NAV | Region.DIALOG).value
_MIN_CHARS = 8  # shorter lines are votes and `Reply`


def comment_findings(document: Document, page_type: str, config: Config) -> Iterator[Finding]:
    """A `C904` finding for each run of comment lines, in order; those of a forum are not to be removed.

    With `comments = "keep"` their verdict is `"keep"`, and forms and links among them have none.

    >>> lines = (Line(0, 0, 8), Line(1, 9, 24, regions=Region.COMMENT), Line(2, 25, 30, regions=Region.COMMENT))
    >>> document = Document(id="a", text="It rains\\nLovely, thanks!\\nReply", lines=lines, media_type="text/html")
    >>> [(found.start, found.end, found.verdict) for found in comment_findings(document, "article", Config())]
    [(9, 30, 'remove')]
    >>> kept = comment_findings(document, "article", Config(comments="keep"))
    >>> [(found.start, found.end, found.verdict) for found in kept]
    [(9, 24, 'keep')]
    """
    keep = config.comments == "keep"
    if page_type == FORUM and not keep:
        return
    for first, last in _runs(document.lines, keep):
        if keep:
            yield Finding(COMMENTS, first.start, last.end, "keep", 1.0, "readers' comments, which are to stay")
        else:
            yield Finding(COMMENTS, first.start, last.end, "remove", EVIDENCE, "readers' comments")


def _runs(lines: tuple[Line, ...], keep: bool) -> Iterator[tuple[Line, Line]]:
    first = last = None
    for line in lines:
        if line.regions & _COMMENT and not (keep and _is_furniture(line)):
            first, last = first or line, line
        elif first and last:
            yield first, last
            first = last = None
    if first and last:
        yield first, last


def _is_furniture(line: Line) -> bool:
    length = line.end - line.start
    if line.regions & _FURNITURE or 2 * line.chars_in_links > length or length < _MIN_CHARS:
        return True
    return line.kind == "heading" and _form_words().search(line.hints) is not None  # `Leave a reply`


@cache
def _form_words() -> re.Pattern[str]:
    table = tomllib.loads((files("cleaner") / "data" / "html_words.toml").read_text(encoding="utf-8"))
    return re.compile(f"(?<![a-z])(?:{'|'.join(table['comments']['form'])})(?![a-z])", re.IGNORECASE)
