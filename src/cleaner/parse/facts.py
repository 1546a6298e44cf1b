"""What the markup of a page says about the page, gathered in one pass over its tree.

Nothing is believed or weighed here: `tag/head.py` does that.
"""

from __future__ import annotations

import re
from itertools import islice

import msgspec
from lxml import etree

from cleaner.parse.tree import readable

# A page that repeats something more often than this is a list of other pages (or an attack): what
# describes the page itself stands near its beginning.
MAX_HEADINGS = 12
MAX_MARKS = 60
MAX_PAIRS = 600
MAX_JSON_LD = 60
MAX_TEXT = 400
"""Code points of a heading or byline that are read; longer text is none."""
_MAX_NODES = 120
"""Nodes under one element that are read for its text: nested open markup must not cost its square."""
_MAX_ANCESTORS = 8
_MAX_HINTS = 400


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


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The markup's statements about a page, each kind in document order.

    `metas` are (lower-case name, content) of `<meta>` by `name`, `property`, `itemprop` or
    `http-equiv`; `links` are (lower-case rel, href, hreflang) of `<link>`, and of `<a>` with `rel=license`;
    `items` are microdata properties of the body, `times` are `<time>` elements, `bylines`
    and `dates` elements that are named so by `rel`, class or id, `near` short texts with a
    number in them close behind a main heading: where a day stands that no markup names.
    """

    title: str = ""
    language: str = ""
    base: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    json_ld: tuple[str, ...] = ()
    headings: tuple[Mark, ...] = ()
    items: tuple[Mark, ...] = ()
    times: tuple[Mark, ...] = ()
    bylines: tuple[Mark, ...] = ()
    dates: tuple[Mark, ...] = ()
    near: tuple[Mark, ...] = ()


def collect_facts(root: etree._Element) -> PageFacts:
    """The facts of the page under `root`: one pass over its elements, linear in their number.

    >>> from cleaner.parse.tree import parse_tree
    >>> page = '<html lang=de><title>Regen</title><meta name=Author content="Eva Berg"><h1>Viel <b>Regen</b></h1>'
    >>> facts = collect_facts(parse_tree(page))
    >>> facts.language, facts.title, facts.metas, facts.headings[0].text
    ('de', 'Regen', (('author', 'Eva Berg'),), 'Viel Regen')
    """
    seen = _Seen(language=root.get("lang") or root.get("xml:lang") or "")
    for place, element in enumerate(root.iter("*")):
        tag = element.tag
        reader = _READERS.get(tag)
        if reader is not None:
            reader(seen, element, place)
        elif element.get("itemprop") is not None:
            _read_item(seen, element, place)
        hints = element.get("class") or element.get("id")
        if hints is not None and (found := _NAMED.findall(hints)) and tag not in _UNNAMED:
            _read_named(seen, element, place, found)
        if place < seen.near_until:
            _read_near(seen, element, place)
    return PageFacts(
        title=seen.title,
        language=seen.language,
        base=seen.base,
        metas=tuple(seen.metas),
        links=tuple(seen.links),
        json_ld=tuple(seen.json_ld),
        headings=tuple(seen.headings),
        items=tuple(seen.items),
        times=tuple(seen.times),
        bylines=tuple(seen.bylines),
        dates=tuple(seen.dates),
        near=tuple(seen.near),
    )


class _Seen(msgspec.Struct, kw_only=True):
    """What was gathered so far."""

    language: str = ""
    title: str = ""
    base: str = ""
    metas: list[tuple[str, str]] = []
    links: list[tuple[str, str, str]] = []
    json_ld: list[str] = []
    headings: list[Mark] = []
    items: list[Mark] = []
    times: list[Mark] = []
    bylines: list[Mark] = []
    dates: list[Mark] = []
    near: list[Mark] = []
    near_until: int = 0


# The group: the element is named for a date. Capitals stand inside `postAuthor`, `PublishDate`.
_NAMED = re.compile(
    "(?:uthor(?!i)|yline|by-line|posted-?by|username|contributor|[Pp]ost-?[Uu]ser|"
    "(ublish|date(?!picker|d?-?input)|Date(?!picker)|posted|timestamp))"
)
_UNNAMED = frozenset(
    ["html", "head", "body", "link", "script", "style", "meta", "img", "input", "form", "svg", "button", "time"]
)
_AUTHOR_ADDRESS = re.compile("/(?:authors?|contributors?|writers?|by|autore?n?|auteurs?)/")
_NUMBER = re.compile(r"\d\d|\d[./年 ]")


def _read_meta(seen: _Seen, element: etree._Element, place: int) -> None:
    content = element.get("content")
    if content is None:
        return
    if len(seen.metas) < MAX_PAIRS:
        for key in ("name", "property", "itemprop", "http-equiv"):
            if name := element.get(key):
                seen.metas.append((readable(name.strip().lower()), readable(content)))
                break
    if element.get("itemprop") and not _is_in_head(element):
        _read_item(seen, element, place)


def _is_in_head(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is None or parent.tag == "head"


def _read_link(seen: _Seen, element: etree._Element, place: int) -> None:
    rel, href = element.get("rel"), element.get("href")
    if rel and href and len(seen.links) < MAX_PAIRS:
        seen.links.append((rel.strip().lower(), readable(href.strip()), element.get("hreflang") or ""))
    if element.get("itemprop") is not None:
        _read_item(seen, element, place)


def _read_a(seen: _Seen, element: etree._Element, place: int) -> None:
    if element.get("itemprop") is not None:
        _read_item(seen, element, place)
    rel, href = element.get("rel"), element.get("href")
    if rel is not None and "license" in rel and href and len(seen.links) < MAX_PAIRS:
        seen.links.append(("license", href.strip(), ""))
    if (href is not None and _AUTHOR_ADDRESS.search(href)) or rel == "author":
        _add_mark(seen.bylines, element, place, "rel=author")


def _read_title(seen: _Seen, element: etree._Element, place: int) -> None:
    parent = element.getparent()
    if not seen.title and (parent is None or parent.tag != "svg"):
        seen.title = read_text(element)


def _read_base(seen: _Seen, element: etree._Element, place: int) -> None:
    seen.base = seen.base or (element.get("href") or "").strip()


def _read_html(seen: _Seen, element: etree._Element, place: int) -> None:
    seen.language = seen.language or element.get("lang") or element.get("xml:lang") or ""


def _read_script(seen: _Seen, element: etree._Element, place: int) -> None:
    kind = element.get("type")
    if kind and "ld+json" in kind.lower() and element.text and len(seen.json_ld) < MAX_JSON_LD:
        seen.json_ld.append(readable(element.text))


def _read_heading(seen: _Seen, element: etree._Element, place: int) -> None:
    if len(seen.headings) < MAX_HEADINGS:
        seen.headings.append(_mark("h1", element, place))
        seen.near_until = place + NEAR
        _read_before(seen, element, place)
    if element.get("itemprop") is not None:
        _read_item(seen, element, place)


def _read_time(seen: _Seen, element: etree._Element, place: int) -> None:
    if len(seen.times) < MAX_MARKS:
        seen.times.append(_mark(element.get("itemprop") or "time", element, place, scope=_scope(element)))


def _read_item(seen: _Seen, element: etree._Element, place: int) -> None:
    if len(seen.items) < MAX_PAIRS:
        name = (element.get("itemprop") or "").strip().partition(" ")[0]
        named = _inner_name(element) if element.get("itemscope") is not None else None
        seen.items.append(_mark(name, element if named is None else named, place, scope=_scope(element)))


def _inner_name(element: etree._Element) -> etree._Element | None:
    """The element that names the thing that this element is about."""
    inside = islice(element.iterdescendants("*"), _MAX_NODES)
    return next((inner for inner in inside if inner.get("itemprop") == "name"), None)


def _read_named(seen: _Seen, element: etree._Element, place: int, names: list[str]) -> None:
    if any(names):
        _add_mark(seen.dates, element, place)
    if not all(names):
        _add_mark(seen.bylines, element, place)


def _read_address(seen: _Seen, element: etree._Element, place: int) -> None:
    _add_mark(seen.bylines, element, place, "address")


def _add_mark(marks: list[Mark], element: etree._Element, place: int, hint: str = "") -> None:
    if len(marks) < MAX_MARKS:
        mark = _mark(element.tag, element, place)
        marks.append(msgspec.structs.replace(mark, hints=f"{mark.hints} {hint}") if hint else mark)


NEAR = 100
"""Elements behind a main heading among which its date stands."""
_CLOSE = 40
"""Elements in front of a main heading and behind it whose short texts are kept for what they say of it."""
_SHORT = 90
"""Code points of a text near a heading that is a note about the page, not a paragraph of it."""


def _read_near(seen: _Seen, element: etree._Element, place: int) -> None:
    is_close = place < seen.near_until - NEAR + _CLOSE
    for text in (element.text, element.tail):
        if text and len(text) <= MAX_TEXT and (is_close or _NUMBER.search(text)):
            _add_text(seen.near, text, element, place)


def _read_before(seen: _Seen, element: etree._Element, place: int) -> None:
    """The short texts of the elements in front of a heading, in their order, without walking the whole page."""
    before: list[Mark] = []
    node: etree._Element | None = element
    for step in range(1, _CLOSE):
        last = node.getprevious() if node is not None else None
        if last is not None:
            while len(last) and isinstance(last.tag, str):
                last = last[-1]
            node = last
        else:
            node = node.getparent() if node is not None else None
        if node is None or node.tag == "body":
            break
        for text in (node.tail, node.text):
            if text and len(text) <= MAX_TEXT:
                _add_text(before, text, node, place - step)
    seen.near += reversed(before)


def _add_text(marks: list[Mark], text: str, element: etree._Element, place: int) -> None:
    text = " ".join(text.split())
    if 1 < len(text) <= _SHORT and len(marks) < MAX_MARKS and element.tag not in _UNSEEN:
        marks.append(Mark("near", readable(text), place=place))


_READERS = {
    "meta": _read_meta,
    "link": _read_link,
    "a": _read_a,
    "title": _read_title,
    "base": _read_base,
    "html": _read_html,
    "script": _read_script,
    "h1": _read_heading,
    "address": _read_address,
    "time": _read_time,
}


def _mark(name: str, element: etree._Element, place: int, scope: str = "") -> Mark:
    value = element.get("datetime") or element.get("content") or element.get("href") or element.get("title") or ""
    return Mark(
        name=name,
        text=read_text(element),
        value=readable(value.strip()[:MAX_TEXT]),
        hints=_hints(element),
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
        if event == "start":
            piece = node.text if node.tag not in _UNSEEN else None
            apart = node.tag not in _INLINE
        else:
            piece = node.tail if node is not element else None
            apart = node.tag not in _INLINE
        if apart:
            pieces.append(" ")
        if piece:
            pieces.append(piece)
            size += len(piece)
            if size > 4 * MAX_TEXT:
                break
    return readable(" ".join("".join(pieces).split())[:MAX_TEXT])


_UNSEEN = frozenset(["script", "style", "noscript", "svg", "template", "button"])
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"]
)


def _hints(element: etree._Element) -> str:
    return " ".join(filter(None, map(element.get, ("id", "class", "rel", "itemprop"))))[:_MAX_HINTS]


def _around(element: etree._Element) -> str:
    """Tags, ids and classes of the nearest ancestors, innermost first."""
    parts: list[str] = []
    for parent in islice(element.iterancestors(), _MAX_ANCESTORS):
        if parent.tag == "body":
            break
        parts += filter(None, (f"<{parent.tag}>", parent.get("id"), parent.get("class")))
    return " ".join(parts)[: 2 * _MAX_HINTS]


def _scope(element: etree._Element) -> str:
    """The type that the element's property belongs to: of the nearest ancestor with `itemscope`."""
    for parent in islice(element.iterancestors(), 4 * _MAX_ANCESTORS):
        if parent.get("itemscope") is not None:
            return (parent.get("itemtype") or "").strip().rstrip("/").rpartition("/")[2]
    return ""
