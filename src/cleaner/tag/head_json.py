"""JSON-LD as pages really have it: read with its mistakes mended, down to the nodes that speak of the page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

Node = dict[str, Any]

MAX_CHARS = 5_000_000
"""Longer JSON-LD is a catalogue, not a statement about one page; it is left out."""

MAX_NODES = 2_000
"""Nodes that are looked at in one page's JSON-LD: those that speak of the page stand near its top."""

# Comment and CDATA marks at either end, themselves in comments of scripts or not.
_OPENING = re.compile(r"\A\s*+(?:/[/*]\s*+)?(?:<!--|<!\[CDATA\[)(?:\s*+\*/)?")
_CLOSING = re.compile(r"(?:/[/*]\s?)?(?:-->|\]\]>)(?:\s?\*/)?[\s;]*+\Z")
_END = 60  # characters at the end of a text in which its closing marks stand

# A string (kept), a comment, a comma before a closing bracket. Each is entered by its first
# characters and left at the next mark, so that the whole is read once.
_PART = re.compile(
    r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|//[^\n]*+|/\*(?:.*?\*/|.*+)|,(?=\s*+[}\]])',
    re.DOTALL,
)


def read_nodes(texts: Sequence[str]) -> tuple[list[Node], int]:
    """The top nodes of all JSON-LD texts in order, and how many texts could not be read.

    Lists and `@graph` are opened, and what a page is about (`mainEntity`) follows its page.

    >>> nodes, unread = read_nodes(['{"@graph": [{"@type": "WebPage", "name": "Rain",}] } // end', "{"])
    >>> nodes, unread
    ([{'@type': 'WebPage', 'name': 'Rain'}], 1)
    """
    nodes: list[Node] = []
    unread = 0
    for text in texts:
        value = read_json(text)
        if value is None:
            unread += 1
        else:
            nodes += _opened(value, MAX_NODES - len(nodes))
    return nodes, unread


def read_json(text: str) -> Any:
    """The value of a JSON text, mended where it is broken in a usual way; `None` if it can't be read.

    Mended: comment and CDATA wrapping, comments, commas before a closing bracket, control
    characters in strings, HTML entities, several values in a row. Linear in the text's length.
    """
    if len(text) > MAX_CHARS or not text.strip():
        return None
    for attempt in (_loaded, _loaded_mended, _loaded_unescaped):
        value = attempt(text)
        if value is not None:
            return value
    return None


def _loaded(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _loaded_mended(text: str) -> Any:
    text = _OPENING.sub("", text).strip()
    text = (text[:-_END] + _CLOSING.sub("", text[-_END:])).strip().rstrip(";")
    text = _PART.sub(lambda part: part[0] if part[0][0] == '"' else "", text).strip()
    values: list[Any] = []
    start = 0
    try:
        while start < len(text):
            value, end = _DECODER.raw_decode(text, start)
            values.append(value)
            start = _GAP.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing at least
    except (ValueError, RecursionError):
        pass
    return values or None


def _loaded_unescaped(text: str) -> Any:
    return _loaded_mended(html.unescape(text)) if "&" in text else None


_DECODER = json.JSONDecoder(strict=False)
_GAP = re.compile(r"[\s,;]*+")
_OPENED = ("@graph", "mainEntity", "mainEntityOfPage", "mainentity")


def _opened(value: Any, room: int) -> list[Node]:
    nodes: list[Node] = []
    stack = [value]
    while stack and len(nodes) < room:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value[:MAX_NODES]))
        elif isinstance(value, dict):
            if value.keys() - _OPENED - {"@context"}:
                nodes.append(value)
            stack.extend(value[key] for key in _OPENED if isinstance(value.get(key), (dict, list)))
    return nodes


def types_of(node: Node) -> Iterator[str]:
    """The node's types without their vocabulary's address.

    >>> list(types_of({"@type": ["http://schema.org/NewsArticle", "Thing"]}))
    ['NewsArticle', 'Thing']
    """
    types = node.get("@type")
    for name in types if isinstance(types, list) else [types]:
        if isinstance(name, str):
            yield name.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def texts_in(value: Any, key: str = "name") -> Iterator[str]:
    """The strings a value holds: itself, those of a list, the `key` of nodes.

    >>> list(texts_in([{"name": "Eva"}, "Ali", {"name": ["Jo", None]}]))
    ['Eva', 'Ali', 'Jo']
    """
    stack = [value]
    steps = 0
    while stack and steps < MAX_NODES:
        value = stack.pop()
        steps += 1
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            stack.extend(reversed(value[:MAX_NODES]))
        elif isinstance(value, dict):
            stack.append(value.get(key) or value.get("@value"))
