"""What the markup of a page says about the page, gathered in one pass over its tree.

Nothing is believed or weighed here: `tag/head.py` does that.
"""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from cleaner.parse.marks import Mark, inner_name, mark_of, near_text, read_text, scope_of, texts_before
from cleaner.parse.tree import readable

# A page that repeats something more often than this is a list of other pages (or an attack): what
# describes the page itself stands near its beginning.
MAX_HEADINGS = 12
MAX_MARKS = 60
MAX_PAIRS = 600
MAX_JSON_LD = 60

NEAR = 100
"""Elements behind a main heading among which its date stands."""
CLOSE = 40
"""Elements in front of a main heading and behind it whose short texts are kept for what they say of it."""


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The markup's statements about a page, each kind in document order.

    `metas` are (lower-case name, content) of `<meta>` by `name`, `property`, `itemprop` or
    `http-equiv`; `links` are (rel, href) of those `<link>` and `<a>` that say something of the
    page (`canonical`, `license`, `image_src`); `items` are microdata properties that name a
    title, author, date or section, `times` are `<time>` elements, `bylines` and `dates`
    elements that are named so by `rel`, class or id, `near` short texts about a main heading:
    where a name or a day stands that no markup names.
    """

    title: str = ""
    language: str = ""
    base: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[str, ...] = ()
    headings: tuple[Mark, ...] = ()
    items: tuple[Mark, ...] = ()
    times: tuple[Mark, ...] = ()
    bylines: tuple[Mark, ...] = ()
    dates: tuple[Mark, ...] = ()
    near: tuple[Mark, ...] = ()


def collect_facts(root: etree._Element) -> PageFacts:
    """The facts of the page under `root`: one pass over its elements, linear in their number.

    It holds no element: what lives on while pages are read, Python's collector of cycles goes through.

    >>> from cleaner.parse.tree import parse_tree
    >>> page = '<html lang=de><title>Regen</title><meta name=Author content="Eva Berg"><h1>Viel <b>Regen</b></h1>'
    >>> facts = collect_facts(parse_tree(page))
    >>> facts.language, facts.title, facts.metas, facts.headings[0].text
    ('de', 'Regen', (('author', 'Eva Berg'),), 'Viel Regen')
    """
    seen = _Seen()
    known: dict[str, bool] = {}  # elements have few different classes
    for place, element in enumerate(root.iter("*")):
        if (reader := _READERS.get(element.tag)) is not None:
            reader(seen, element, place)
        hints = element.get("class") or element.get("id")
        if hints is not None:
            if (is_named := known.get(hints)) is None:
                is_named = known[hints] = _NAMED.search(hints) is not None
            if is_named and element.tag not in _UNNAMED:
                _read_named(seen, element, place, hints)
        if element.get("itemprop") is not None:
            _read_item(seen, element, place)
        if place < seen.near_until:
            _read_near(seen, element, place)
    lists = ("metas", "links", "json_ld", "headings", "items", "times", "bylines", "dates", "near")
    return PageFacts(
        title=seen.title,
        language=seen.language,
        base=seen.base,
        **{name: tuple(getattr(seen, name)) for name in lists},
    )


class _Seen(msgspec.Struct, kw_only=True):
    """What was gathered so far."""

    language: str = ""
    title: str = ""
    base: str = ""
    metas: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
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
_ITEMS = frozenset(
    ["author", "creator", "datepublished", "datecreated", "datemodified", "dateline", "headline", "articlesection"]
)


def _read_meta(seen: _Seen, element: etree._Element, place: int) -> None:
    content = element.get("content")
    if content is None or len(seen.metas) >= MAX_PAIRS:
        return
    name = next(filter(None, map(element.get, ("name", "property", "itemprop", "http-equiv"))), None)
    if name is not None:
        seen.metas.append((readable(name.strip().lower()), readable(content)))


def _read_link(seen: _Seen, element: etree._Element, place: int) -> None:
    rel = (element.get("rel") or "").strip().lower()
    if rel in ("canonical", "license", "image_src"):
        _add_link(seen, rel, element.get("href"))


def _read_a(seen: _Seen, element: etree._Element, place: int) -> None:
    rel, href = element.get("rel"), element.get("href")
    if rel is not None and "license" in rel:
        _add_link(seen, "license", href)
    if (href is not None and _AUTHOR_ADDRESS.search(href) is not None) or rel == "author":
        _add_mark(seen.bylines, element, place, "rel=author")


def _add_link(seen: _Seen, rel: str, href: str | None) -> None:
    if href and len(seen.links) < MAX_PAIRS:
        seen.links.append((rel, readable(href.strip())))


def _read_title(seen: _Seen, element: etree._Element, place: int) -> None:
    parent = element.getparent()
    if not seen.title and (parent is None or parent.tag != "svg"):
        seen.title = read_text(element)


def _read_base(seen: _Seen, element: etree._Element, place: int) -> None:
    seen.base = seen.base or readable((element.get("href") or "").strip())


def _read_html(seen: _Seen, element: etree._Element, place: int) -> None:
    seen.language = seen.language or readable(element.get("lang") or element.get("xml:lang") or "")


def _read_script(seen: _Seen, element: etree._Element, place: int) -> None:
    kind = element.get("type")
    if kind and "ld+json" in kind.lower() and element.text and len(seen.json_ld) < MAX_JSON_LD:
        seen.json_ld.append(readable(element.text))


def _read_heading(seen: _Seen, element: etree._Element, place: int) -> None:
    if len(seen.headings) < MAX_HEADINGS:
        seen.headings.append(mark_of(element, place))
        seen.near += texts_before(element, place, CLOSE)
        seen.near_until = place + NEAR


def _read_time(seen: _Seen, element: etree._Element, place: int) -> None:
    if len(seen.times) < MAX_MARKS:
        name = element.get("itemprop")
        seen.times.append(mark_of(element, place, name=name or "time", scope=scope_of(element) if name else ""))


def _read_item(seen: _Seen, element: etree._Element, place: int) -> None:
    name = (element.get("itemprop") or "").strip().partition(" ")[0].lower()
    if name not in _ITEMS or element.tag == "time" or len(seen.items) >= MAX_PAIRS:
        return
    names = inner_name(element) if element.get("itemscope") is not None else element
    seen.items.append(mark_of(names, place, name=name, scope=scope_of(element)))


def _read_named(seen: _Seen, element: etree._Element, place: int, hints: str) -> None:
    names = _NAMED.findall(hints)
    if any(names):
        _add_mark(seen.dates, element, place)
    if not all(names):
        _add_mark(seen.bylines, element, place)


def _read_address(seen: _Seen, element: etree._Element, place: int) -> None:
    _add_mark(seen.bylines, element, place, "address")


def _add_mark(marks: list[Mark], element: etree._Element, place: int, hint: str = "") -> None:
    if len(marks) < MAX_MARKS:
        marks.append(mark_of(element, place, hint=hint))


def _read_near(seen: _Seen, element: etree._Element, place: int) -> None:
    is_close = place < seen.near_until - NEAR + CLOSE
    for text in (element.text, element.tail):
        if text is not None and (is_close or _NUMBER.search(text[:_FIRST]) is not None):
            mark = near_text(text, element, place)
            if mark is not None and len(seen.near) < MAX_MARKS:
                seen.near.append(mark)


_FIRST = 200

_READERS = {
    "meta": _read_meta,
    "link": _read_link,
    "a": _read_a,
    "title": _read_title,
    "base": _read_base,
    "html": _read_html,
    "script": _read_script,
    "h1": _read_heading,
    "time": _read_time,
    "address": _read_address,
}
