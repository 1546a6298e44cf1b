"""Which JSON-LD node speaks of the page, and what it claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from cleaner.tag.head_claims import Claim, Claims
from cleaner.tag.head_dates import read_day
from cleaner.tag.head_json import Node, texts_in, types_of
from cleaner.tag.head_people import join_names, names_in
from cleaner.tag.head_titles import held_in, words_of
from cleaner.tag.head_words import head_words

_ALIKE = 0.7
"""Share of the words of a node's headline that the page's titles hold when both speak of one thing."""


class PageNodes(msgspec.Struct, frozen=True):
    """The node of the page's writing or thing, that of the page itself, and names of its site; `{}` where none is."""

    writing: Node
    thing: Node
    page: Node
    sites: tuple[str, ...]
    by_id: dict[str, Node]


def page_nodes(nodes: Sequence[Node], url: str, titles: Sequence[str]) -> PageNodes:
    """What speaks of the page at `url`, known by these titles, among the nodes.

    Of several writings on a page, the one with the page's address or title is its own; without
    such, the page lists them all and has none.
    """
    by_id = {key: node for node in reversed(nodes) if isinstance(key := node.get("@id"), str) and len(node) > 1}
    kinds: dict[str, list[Node]] = {"writings": [], "things": [], "pages": [], "sites": []}
    for node in nodes:
        for name, found in kinds.items():
            if not head_words(name).isdisjoint(types_of(node)):
                found.append(node)
                break
    sites = [name for node in kinds["sites"] for name in texts_in(node.get("name"))]
    for node in kinds["writings"] + kinds["pages"]:
        sites += _names_of(node.get("publisher"), by_id)
    return PageNodes(
        writing=_own(kinds["writings"], url, titles),
        thing=_own(kinds["things"], url, titles),
        page=_own(kinds["pages"], url, titles),
        sites=tuple(dict.fromkeys(site.strip() for site in sites if 1 < len(site.strip()) < _LONGEST_SITE)),
        by_id=by_id,
    )


_LONGEST_SITE = 60


def _own(nodes: Sequence[Node], url: str, titles: Sequence[str]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    best, best_score = {}, 0.0
    for node in nodes:
        score = 2.0 * _is_at(node, url) + _alikeness(node, titles) + (0.1 if _dates_itself(node) else 0.0)
        if score > best_score:
            best, best_score = node, score
    return best if best_score >= _ALIKE else {}


def _dates_itself(node: Node) -> bool:
    return bool(node.get("datePublished"))


def _is_at(node: Node, url: str) -> bool:
    own = _path(url)
    return bool(own) and any(
        _path(address) == own
        for key in ("url", "@id", "mainEntityOfPage")
        for address in list(texts_in(node.get(key), "@id"))[:2]
    )


def _path(url: str) -> str:
    """The address without scheme, `www.`, query, fragment and closing slash: pages differ in these on themselves."""
    return url.partition("#")[0].partition("?")[0].partition("://")[2].removeprefix("www.").rstrip("/").lower()


def _alikeness(node: Node, titles: Sequence[str]) -> float:
    named = next(texts_in(node.get("headline") or node.get("name")), "")
    words = words_of(named[:300])
    others = [words_of(title) for title in titles]
    return max((min(held_in(words, other), held_in(other, words) + 0.3) for other in others), default=0.0)


def node_claims(nodes: PageNodes, *, language: str, latest: str) -> Claims:
    """What the nodes claim: the writing first, then the thing, then the page."""
    claims: Claims = {}
    for node in (nodes.writing, nodes.thing, nodes.page):
        for field, keys in _KEYS.items():
            if value := _first_text(node, keys):
                claims.setdefault(field, []).append(Claim(value, "json-ld"))
        for key, field in _DAYS.items():
            for value in texts_in(node.get(key)):
                if day := read_day(value, language=language, latest=latest):
                    claims.setdefault(field, []).append(Claim(day, "json-ld"))
                    break
        if node is not nodes.thing and (names := _people(node, nodes.by_id)):
            claims.setdefault("author", []).append(Claim(names, "json-ld"))
        if tags := _tags(node):
            claims.setdefault("tags", []).append(Claim(tags, "json-ld"))
    if nodes.sites:
        claims["site"] = [Claim(name, "json-ld") for name in nodes.sites]
    return claims


_DAYS = {"datePublished": "date", "uploadDate": "date", "dateCreated": "date", "dateModified": "modified"}
_KEYS = {
    "title": ("headline", "name"),
    "section": ("articleSection",),
    "description": ("description",),
    "image": ("image", "thumbnailUrl"),
    "licence": ("license",),
    "language": ("inLanguage",),
}


def _first_text(node: Node, keys: tuple[str, ...]) -> str:
    for key in keys:
        inner = "url" if key in ("image", "license", "url") else "name"
        for text in texts_in(node.get(key), inner):
            if text.strip():
                return text.strip()
    return ""


def _tags(node: Node) -> str:
    return ", ".join(tag.strip() for tag in texts_in(node.get("keywords")) if tag.strip())


def _people(node: Node, by_id: dict[str, Node]) -> str:
    for key in ("author", "creator"):
        value = node.get(key)
        names: dict[str, None] = {}
        for entry in (value if isinstance(value, list) else [value])[:_MOST_PEOPLE]:
            is_one = isinstance(entry, dict) and "Organization" in types_of(entry)
            for text in _names_of(entry, by_id):
                names |= dict.fromkeys(names_in(text, is_one=is_one))
        if names:
            return join_names(names)
    return ""


_MOST_PEOPLE = 50


def _names_of(value: Any, by_id: dict[str, Node]) -> list[str]:
    """The names in a field of people or organisations: texts, nodes, references to nodes by `@id`."""
    names: list[str] = []
    for entry in (value if isinstance(value, list) else [value])[:_MOST_PEOPLE]:
        if isinstance(entry, dict) and not entry.get("name"):
            entry = by_id.get(str(entry.get("@id")), entry)
        if isinstance(entry, dict) and not entry.get("name"):
            parts = [part for key in ("givenName", "familyName") if isinstance(part := entry.get(key), str)]
            entry = " ".join(parts) or next(texts_in(entry.get("alternateName")), "")
        names += texts_in(entry)
    return names
