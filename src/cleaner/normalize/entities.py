"""HTML entities left in text (N106)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from cleaner.code_blocks import is_code_line
from cleaner.config import Config
from cleaner.document import Edit

_AMP = r"(?:amp|#0{0,4}38|#[xX]0{0,4}26);"
_ENTITY = re.compile(rf"&(?:{_AMP})*(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")
_URL_BEFORE = re.compile(r"(?:://|www\.|\?\w+=)\S*\Z")
_QUOTES = frozenset("\"'`´“”„‟‘’‚‛«»‹›′″‶「」『』")
_LOOK_BACK = 300
"""Code points: how far back an entity looks for the start of a URL it may stand in."""


def decode_entities(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Well-formed HTML entities become the characters they name.

    What: named and numeric entities that end with a semicolon, also when escaped twice
    (`&amp;nbsp;`). Not in URLs, not in lines that look like code or markup, not where the
    entity itself is quoted (`"&amp;"`), not entities that name nothing.

    Why: they are left by an extractor that took the source and not the text.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("Marks &amp; Spencer&#8217;s", decode_entities)
    'Marks & Spencer’s'

    Kept:
    >>> rewritten('write "&amp;", see http://a.example/?b=1&lt;=2; AT&T;', decode_entities)
    'write "&amp;", see http://a.example/?b=1&lt;=2; AT&T;'
    """
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        character = _named(match.group())
        if character and not _is_quoted(text, match.start(), match.end()) and not _in_code(text, match.start()):
            yield Edit(match.start(), match.end(), character, "N106")


def _named(entity: str) -> str:
    """The character, or `""` if the entity names none."""
    inner = "&" + entity[:-1].rpartition("&")[2].rpartition(";")[2].lstrip("&") + ";"
    if not inner.startswith("&#"):
        return html5.get(inner[1:], "")
    number = int(inner[3:-1], 16) if inner[2] in "xX" else int(inner[2:-1])
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return ""
    return html.unescape(inner)


def _is_quoted(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start].rstrip(" \xa0\u202f")[-1:]  # French quotes have a space inside
    after = text[end : end + 2].lstrip(" \xa0\u202f")[:1]
    return before in _QUOTES and after in _QUOTES


def _in_code(text: str, start: int) -> bool:
    low = max(0, start - _LOOK_BACK)
    if _URL_BEFORE.search(text, low, start):
        return True
    line_start = text.rfind("\n", low, start) + 1 or low
    line_end = text.find("\n", start, start + _LOOK_BACK)
    line = text[line_start : line_end if line_end >= 0 else start + _LOOK_BACK]
    return is_code_line(_ENTITY.sub("x", line))
