"""A page's text to one element tree, parsed once: `render` and `collect_facts` read the same root.

lxml (libxml2) parses; what it gives up (nesting deeper than it takes) is read by BeautifulSoup
with `html.parser` into a tree of the same kind.
"""

from __future__ import annotations

import re
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from lxml import etree

from cleaner.parse.floods import has_flooded_tag
from cleaner.parse.streams import put_in_place

if TYPE_CHECKING:
    from bs4.element import Tag

# libxml2 takes 2,048 levels. What stands deeper is hung in at this level: no page for readers gets there.
MAX_DEPTH = 512

# lxml holds no lone surrogates. They stand in the tree as characters that no text uses, the
# same number of characters, and `readable` brings them back.
_STAND_IN = 0x10F000
_TO_STAND_IN = {code: _STAND_IN + code - 0xD800 for code in range(0xD800, 0xE000)}
_OWN_STAND_INS = re.compile("[\U0010f000-\U0010f7ff]")
_STAND_IN_PREFIX = b"\xf4\x8f"  # with which U+10F000 to U+10FFFF begin in UTF-8

_STREAMED, _SHADOW = b'id="S:', b"shadowroot"  # what `put_in_place` looks for
_MAX_SOURCE_LINE = 65_535  # what libxml2 holds
_MAX_ATTRIBUTES = 100  # of one tag that `html.parser` reads; nothing needs more
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]")


class Tree(NamedTuple):
    """A page's element tree, and why the fast parser gave it up (`""` where it did not)."""

    root: etree._Element
    given_up: str = ""


def parse_tree(html: str) -> etree._Element:
    """The root of the page's tree: always an element `html`, also for an empty text or a fragment.

    Comments and processing instructions are left out, entities are replaced (those that a
    document type declares are not: there is nothing to expand). Lone surrogates stand in the
    tree as stand-ins: pass texts taken from it through `readable`.

    >>> root = parse_tree("<title>Rain</title><p>One &amp; <!-- no --> two")
    >>> root.findtext("head/title"), "".join(root.find("body").itertext())
    ('Rain', 'One &  two')
    """
    return read_tree(html).root


def read_tree(html: str, *, encoded: bytes | None = None) -> Tree:
    """What `parse_tree` gives, and whether something of the page's structure was given up.

    `encoded` is the text in UTF-8, where that is at hand.

    >>> read_tree("<div>" * 5000).given_up
    'elements nested too deep'
    """
    data = _encoded(html, encoded)
    if not data or data.isspace():
        return Tree(etree.Element("html"))
    if has_flooded_tag(data):
        return Tree(_tolerant_tree(data.decode("utf-8")), "a tag with too many attributes")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    root = etree.fromstring(data, parser)
    if root is None:
        return Tree(etree.Element("html"))
    if _gave_up(parser):
        return Tree(_tolerant_tree(data.decode("utf-8")), "elements nested too deep")
    for later in list(root.itersiblings()):  # what stands after `</html>`
        root.append(later)
    if _STREAMED in data or _SHADOW in data:
        put_in_place(root)
    return Tree(root)


def readable(text: str) -> str:
    r"""The text with lone surrogates in the place of their stand-ins.

    >>> readable(parse_tree("<p>a\udcff").findtext("body/p"))
    'a\udcff'
    """
    if text.isascii():
        return text
    return _OWN_STAND_INS.sub(lambda match: chr(ord(match[0]) - _STAND_IN + 0xD800), text)


def source_line(element: etree._Element) -> int:
    """The line in the page's source on which the element begins, from 1 on; 0 where none is known.

    >>> source_line(parse_tree("<p>\\n<b>a").find("body/p/b"))
    2
    """
    line: int | None = _SOURCE_LINE(element)
    return line or 0


_SOURCE_LINE = attrgetter("sourceline")  # lxml's stubs know no type of it


def _encoded(html: str, encoded: bytes | None = None) -> bytes:
    """The text in UTF-8 with stand-ins in the place of lone surrogates, without NULs."""
    if encoded is not None and b"\0" not in encoded and _STAND_IN_PREFIX not in encoded:
        return encoded
    if "\0" in html:
        html = html.replace("\0", "")  # as browsers do in text
    try:
        data = html.encode("utf-8")
    except UnicodeEncodeError:
        data = _OWN_STAND_INS.sub("\ufffd", html).translate(_TO_STAND_IN).encode("utf-8")
    else:
        if len(data) > len(html) and _STAND_IN_PREFIX[:1] in data and _STAND_IN_PREFIX in data:
            data = _OWN_STAND_INS.sub("\ufffd", html).encode("utf-8")
    return data


def _gave_up(parser: etree.HTMLParser) -> bool:
    log = parser.error_log
    return len(log) > 0 and log[-1].type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _tolerant_tree(html: str) -> etree._Element:
    """The page as `html.parser` reads it, no element deeper than `MAX_DEPTH`."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, PreformattedString, Tag

    # A comment in front, for bs4 takes a short text without markup for the name of a file.
    soup = BeautifulSoup("<!---->" + html, "html.parser")
    root = etree.Element("html")
    stack = [(root, iter(soup.contents), 0)]
    while stack:
        element, children, depth = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif isinstance(child, Tag):
            copy = element if child.name == "html" else _copied(child, element)
            stack.append((element if depth >= MAX_DEPTH else copy, iter(child.contents), depth + 1))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            _append_text(element, str(child))
    return root


def _copied(tag: Tag, parent: etree._Element) -> etree._Element:
    name = _NOT_IN_NAMES.sub("", tag.name) or "x"
    element = etree.SubElement(parent, name if name[0].isalpha() else f"x{name}")
    element.sourceline = cast(Any, min(tag.sourceline or 0, _MAX_SOURCE_LINE))
    for key, value in islice(tag.attrs.items(), _MAX_ATTRIBUTES):
        key = _NOT_IN_NAMES.sub("", key)
        if key and key[0].isalpha():
            element.set(key, _NOT_IN_XML.sub("", value if isinstance(value, str) else " ".join(value)))
    return element


def _append_text(element: etree._Element, text: str) -> None:
    text = _NOT_IN_XML.sub("", text)
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
