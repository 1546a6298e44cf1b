"""What the tree knows of the places where lines begin, computed once an element and shared by its lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lxml import etree

from cleaner.document import Region
from cleaner.parse.elements import BLOCKS, KINDS, REGIONS_OF_ROLES, REGIONS_OF_TAGS

MAX_PATH = 40
"""Deeper paths say no more of a line, and a page nested 2,000 deep must not cost its square."""

_MAX_HINTS = 12
_MAX_HINT_CHARS = 60  # of one class or id: longer ones are data
_MAX_CONTAINERS = 3


class Named(NamedTuple):
    """What the names of an element (id, class, role) say."""

    words: tuple[str, ...]
    regions: int


_NAMELESS = Named((), 0)


class Place:
    """An element that a line begins in, or that encloses such an element."""

    __slots__ = (
        "alike", "containers", "counts", "depth", "kind", "level", "lines", "lists", "number", "parent", "path",
        "regions", "repeats", "signature", "words",
    )  # fmt: skip

    def __init__(self, number: int) -> None:
        self.number = number
        self.parent: Place | None = None
        self.depth = self.lines = self.lists = self.level = self.regions = 0
        self.alike = self.repeats = 1
        self.counts: dict[str, int] = {}  # how many children have a signature
        self.containers: tuple[int, ...] = ()
        self.words: tuple[str, ...] = ()
        self.path = self.kind = self.signature = ""

    def enter(self, parent: Place) -> None:
        """Take over what holds for all that the parent encloses."""
        self.parent = parent
        self.depth, self.lists, self.level = parent.depth + 1, parent.lists, parent.level
        self.path, self.kind, self.words, self.regions = parent.path, parent.kind, parent.words, parent.regions

    def describe(self, tag: str, classes: str, named: Named) -> None:
        """Add what the element itself says."""
        self.regions |= REGIONS_OF_TAGS.get(tag, 0) | named.regions
        if named.words:
            self.words = (*self.words, *named.words)[-_MAX_HINTS:]
        if tag in BLOCKS:
            self.signature = f"{tag}.{classes}"
            if self.depth < MAX_PATH:
                self.path = f"{self.path}/{tag}" if self.path else tag
            if self.parent:
                counts = self.parent.counts
                counts[self.signature] = counts.get(self.signature, 0) + 1
            self.lists += tag in ("ul", "ol")
        if kind := KINDS.get(tag):
            self.kind = kind
            self.level = int(tag[1]) if kind == "heading" else self.lists if kind == "item" else 0
        elif tag == "table":
            self.kind, self.level = "", 0

    @property
    def hints(self) -> str:
        """The names of the enclosing elements, the last dozen."""
        return " ".join(self.words)


class Places:
    """The places of one tree. Ask `at` for each line, then `settle`, then read the places."""

    def __init__(self, uncovered: Set[etree._Element] = frozenset()) -> None:
        self._places: dict[etree._Element, Place] = {}
        self._uncovered = uncovered
        self._known: dict[str, Named] = {}  # cards are built alike: most names come often

    def at(self, element: etree._Element) -> Place:
        """The place of an element in which one more line begins."""
        place = self._places.get(element) or self._made(element)
        place.lines += 1
        return place

    def settle(self) -> None:
        """Count siblings and lines, now that all lines are known."""
        places = list(self._places.values())  # parents before their children
        for place in reversed(places):
            if place.parent:
                place.parent.lines += place.lines
        for place in places:
            parent = place.parent
            if parent is None:
                continue
            place.alike = parent.counts[place.signature] if place.signature else parent.alike
            place.repeats = max(parent.repeats, parent.alike) if place.signature else parent.repeats
            place.containers = _containers(place, parent)

    def _made(self, element: etree._Element) -> Place:
        missing = [element]
        above = element.getparent()
        while above is not None and above not in self._places:
            missing.append(above)
            above = above.getparent()
        parent = self._places[above] if above is not None else None
        for inner in reversed(missing):
            place = self._places[inner] = Place(len(self._places))
            if parent:
                place.enter(parent)
            tag, classes = str(inner.tag), inner.get("class") or ""
            place.describe(tag, classes, self._named(tag, classes, inner.get("id") or "", inner.get("role") or ""))
            if inner in self._uncovered:
                place.regions |= Region.HIDDEN.value
            parent = place
        return self._places[element]

    def _named(self, tag: str, classes: str, name: str, role: str) -> Named:
        if not (classes or name or role):
            return _NAMELESS
        names = f"{name} {classes} {role}"
        known = self._known.get(names)
        if known is None:
            words = tuple(word for word in names.split() if len(word) <= _MAX_HINT_CHARS)[-_MAX_HINTS:]
            known = self._known[names] = Named(words, _named_regions(names))
        if tag in ("html", "body"):  # names of the whole page: `single-post`, `has-sidebar`
            return Named(known.words, 0)
        return Named(known.words, known.regions | REGIONS_OF_ROLES[role]) if role in REGIONS_OF_ROLES else known


def _containers(place: Place, parent: Place) -> tuple[int, ...]:
    """The outermost enclosing element of each size class (2 to 3 lines, 4 to 7, …), inner to outer."""
    if place.lines < 2 or place.lines.bit_length() == parent.lines.bit_length():
        return parent.containers
    return (place.number, *parent.containers)[:_MAX_CONTAINERS]


def _named_regions(words: str) -> int:
    regions = 0
    for match in _region_pattern().finditer(words.lower()):
        regions |= Region[str(match.lastgroup).upper()].value
    return regions


@cache
def _region_pattern() -> re.Pattern[str]:
    table = tomllib.loads((files("cleaner") / "data" / "html_words.toml").read_text(encoding="utf-8"))["regions"]
    groups = (f"(?P<{name}>{'|'.join(words)})" for name, words in table.items())
    return re.compile(f"(?<![a-z])(?:{'|'.join(groups)})")
