"""Text of a page that stands only in data beside its body: JSON-LD, or the state of a script that would draw it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from cleaner.parse.writer import collapsed

_TEXT_KEYS = ("headline", "articleBody", "text", "description", "reviewBody")
"""Properties of schema.org whose values are text to read, in the order in which they are read."""

_PROSE_CHARS = 80
"""Code points. A string of a script's state that is shorter is a label, a name or an address."""

_MAX_DATA_CHARS = 5_000_000  # of one script
_MAX_DEPTH = 60


class Embedded(NamedTuple):
    """A paragraph, the script that holds it, and where in it: `ld+json articleBody`."""

    text: str
    element: etree._Element
    hint: str


def embedded_texts(root: etree._Element) -> list[Embedded]:
    """The paragraphs that the page's data hold: of JSON-LD if it has any, else of other JSON. Each once.

    >>> from cleaner.parse.tree import parse_tree
    >>> page = '<script type="application/ld+json">{"articleBody": "It rained.\\\\nA lot."}</script>'
    >>> [(found.text, found.hint) for found in embedded_texts(parse_tree(page))]
    [('It rained.', 'ld+json articleBody'), ('A lot.', 'ld+json articleBody')]
    """
    scripts = [(element, (element.get("type") or "").strip().lower()) for element in root.iter("script")]
    linked = [element for element, kind in scripts if kind.endswith("ld+json")]
    states = [element for element, kind in scripts if kind == "application/json"]
    found = _distinct(_texts(linked, "ld+json", _linked_texts))
    return found or _distinct(_texts(states, "json", _state_texts))


def _texts(elements: list[etree._Element], hint: str, read: Any) -> Iterator[Embedded]:
    for element in elements:
        source = element.text or ""
        if len(source) > _MAX_DATA_CHARS:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for key, value in read(data, 0):
            for line in _plain(value).splitlines():
                if text := collapsed(line):
                    yield Embedded(text, element, f"{hint} {key}".strip())


def _distinct(found: Iterator[Embedded]) -> list[Embedded]:
    return list({embedded.text: embedded for embedded in found}.values())


def _linked_texts(data: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _linked_texts(item, depth + 1)
    elif isinstance(data, dict):
        for key in _TEXT_KEYS:
            if isinstance(data.get(key), str):
                yield key, data[key]
        for value in data.values():
            yield from _linked_texts(value, depth + 1)


def _state_texts(data: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _state_texts(item, depth + 1)
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str):
                if _is_prose(value):
                    yield str(key), value
            else:
                yield from _state_texts(value, depth + 1)


def _is_prose(value: str) -> bool:
    """True for text to read: long, with spaces, and no program, style or address."""
    words = value.count(" ")
    return len(value) >= _PROSE_CHARS and words * 12 > len(value) and not any(sign in value for sign in "{}\\")


def _plain(value: str) -> str:
    """The value without the HTML that it may be written in."""
    if "<" not in value or ">" not in value:
        return value
    from cleaner.parse.html import render
    from cleaner.parse.tree import parse_tree

    return render(parse_tree(value), with_data=False)[0]
