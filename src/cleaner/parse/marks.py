"""Elements of a page's body that may name its title, author or date: what is kept of them."""

from __future__ import annotations

from itertools import islice

import msgspec
from lxml import etree

from cleaner.parse.tree import readable

MAX_TEXT = 400
"""Code points of a heading or byline that are read; longer text is none."""

_MAX_NODES = 120
"""Nodes under one element that are read for its text: nested open markup must not cost its square."""
_MAX_ANCESTORS = 8
_MAX_SCOPE_ANCESTORS = 32
_MAX_HINTS = 400

_UNSEEN = frozenset(["script", "style", "noscript", "svg", "template", "button"])
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"]
)


class Mark(msgspec.Struct, frozen=True, gc=False):
    """An element of the body that may name the title, the author or the date.

    `name` is the tag or the microdata property, `value` what the markup says for machines
    (`datetime`, `content`, `href`), `hints` its own class and id words, `around` the tags,
    classes and ids of its nearest ancestors, `scope` the microdata type that it belongs to.
    `place` is the element's number in the document.
    """

    name: str
    text: str
    value: str = ""
    hints: str = ""
    around: str = ""
    scope: str = ""
    place: int = 0


def mark_of(element: etree._Element, place: int, *, name: str = "", hint: str = "", scope: str = "") -> Mark:
    """The element as a mark; `name` is its tag if not given, `hint` is added to its own hints."""
    value = element.get("datetime") or element.get("content") or element.get("href") or element.get("title") or ""
    hints = filter(None, (element.get("id"), element.get("class"), element.get("rel"), element.get("itemprop"), hint))
    return Mark(
        name=name or element.tag,
        text=read_text(element),
        value=readable(value.strip()[:MAX_TEXT]),
        hints=" ".join(hints)[:_MAX_HINTS],
        around=_around(element),
        scope=scope,
        place=place,
    )


def read_text(element: etree._Element) -> str:
    """The element's text with white space as single spaces, cut at `MAX_TEXT` code points.

    >>> from cleaner.parse.tree import parse_tree
    >>> read_text(parse_tree("<p>By <a>Eva<br>Berg</a>, <script>x()</script> Rom</p>"))
    'By Eva Berg, Rom'
    """
    if len(element) == 0:
        return readable(" ".join((element.text or "")[: 4 * MAX_TEXT].split())[:MAX_TEXT])
    pieces: list[str] = []
    size = 0
    for event, node in islice(etree.iterwalk(element, events=("start", "end")), _MAX_NODES):
        if node.tag not in _INLINE:
            pieces.append(" ")
        if event == "start":
            piece = node.text if node.tag not in _UNSEEN else None
        else:
            piece = node.tail if node is not element else None
        if piece:
            pieces.append(piece)
            size += len(piece)
            if size > 4 * MAX_TEXT:
                break
    return readable(" ".join("".join(pieces).split())[:MAX_TEXT])


def inner_name(element: etree._Element) -> etree._Element:
    """The element that names the thing that this element is about, itself if none does."""
    inside = islice(element.iterdescendants("*"), _MAX_NODES)
    return next((inner for inner in inside if inner.get("itemprop") == "name"), element)


def scope_of(element: etree._Element) -> str:
    """The type that the element's property belongs to: of the nearest ancestor with `itemscope`."""
    for parent in islice(element.iterancestors(), _MAX_SCOPE_ANCESTORS):
        if parent.get("itemscope") is not None:
            return (parent.get("itemtype") or "").strip().rstrip("/").rpartition("/")[2]
    return ""


_SHORT = 90
"""Code points of a text near a heading that is a note about the page, not a paragraph of it."""


def near_text(text: str | None, element: etree._Element, place: int) -> Mark | None:
    """A short text of the element (its own, or what follows it) as a mark; `None` for a long or empty one."""
    if not text or len(text) > MAX_TEXT or element.tag in _UNSEEN:
        return None
    text = " ".join(text.split())
    return Mark("near", readable(text), place=place) if 1 < len(text) <= _SHORT else None


def texts_before(element: etree._Element, place: int, count: int) -> list[Mark]:
    """The short texts of the `count` elements in front of an element, in their order.

    Walks back over siblings and up, so that a page of headings is not walked once for each.
    """
    found: list[Mark] = []
    node = element
    for step in range(1, count):
        sibling = node.getprevious()
        if sibling is None:
            parent = node.getparent()
            if parent is None or parent.tag == "body":
                break
            node = parent
        else:
            while len(sibling):
                sibling = sibling[-1]
            node = sibling
        found += filter(None, (near_text(text, node, place - step) for text in (node.tail, node.text)))
    return found[::-1]


def _around(element: etree._Element) -> str:
    """Tags, ids and classes of the nearest ancestors within the body, innermost first."""
    parts: list[str] = []
    for parent in islice(element.iterancestors(), _MAX_ANCESTORS):
        if parent.tag == "body":
            break
        parts += filter(None, (f"<{parent.tag}>", parent.get("id"), parent.get("class")))
    return " ".join(parts)[: 2 * _MAX_HINTS]
