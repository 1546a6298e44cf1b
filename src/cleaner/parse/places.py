"""What the tree knows of the places where lines begin, computed once an element and shared by its lines."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from lxml import etree

from cleaner.document import Region
from cleaner.parse.elements import BLOCKS, KINDS, REGIONS_OF_ROLES, REGIONS_OF_TAGS

MAX_PATH = 40
"""Deeper paths say no more of a line, and a page nested 2,000 deep must not cost its square."""

_MAX_HINTS = 12
_MAX_HINT_CHARS = 60  # of one class or id: longer ones are data
_MAX_CONTAINERS = 3
_PAGE_FORM_DEPTH = 2
"""A form that is a child of `<body>` is no form to fill in but the page (ASP.NET puts every page into one)."""
_TELLING = frozenset({*KINDS, "table"})

_Key = tuple[str, str | None, str | None, str | None, bool]


class Setting(msgspec.Struct, gc=False):
    """What an element is, by its own tag and names and those of all around it: shared by all built alike.

    `signature` is tag and class of a block, `""` of inline markup; `lists` says how many
    lists enclose it, `words` are the last names (class, id, role) around it; the other fields
    are what the `Line` fields of these names say. `inner` are the settings met inside it, if any.
    """

    signature: str
    path: str
    kind: str
    level: int
    lists: int
    depth: int
    regions: int
    words: tuple[str, ...]
    inner: dict[_Key, Setting] | None = None
    hints: str = ""


class Place(msgspec.Struct, gc=False):
    """An element that a line begins in, or that encloses such an element.

    All but the first three fields are counted when all lines are known. `counts`: how many
    children have a signature.
    """

    number: int
    parent: Place | None
    setting: Setting
    lines: int = 0
    counts: dict[str, int] | None = None
    alike: int = 1
    repeats: int = 1
    containers: tuple[int, ...] = ()


class Places:
    """The places of one tree, made while it is walked: only those of elements with lines in them.

    Keep `opened` as the elements around the place of the walk, and `open` no longer than that.
    """

    def __init__(self) -> None:
        self.opened: list[etree._Element] = []
        self.uncovered: set[etree._Element] = set()
        self._outside = Place(-1, None, Setting("", "", "", 0, 0, -1, 0, ()))
        self._made: list[Place] = []  # parents before their children
        self.open: list[Place] = []  # of the first elements of `opened`

    def here(self) -> Place:
        """The place of the innermost open element."""
        places, made, uncovered = self.open, self._made, self.uncovered
        place = places[-1] if places else self._outside
        for element in self.opened[len(places) :]:
            get = element.get
            key = (element.tag, get("class"), get("id"), get("role"), bool(uncovered) and element in uncovered)
            around = place.setting
            if (inner := around.inner) is None:
                inner = around.inner = {}
            if (setting := inner.get(key)) is None:
                setting = inner[key] = _setting(around, *key)
            if signature := setting.signature:
                counts = place.counts
                if counts is None:
                    place.counts = {signature: 1}
                else:
                    counts[signature] = counts.get(signature, 0) + 1
            place = Place(len(made), place, setting)
            made.append(place)
            places.append(place)
        return place

    def beside(self, hint: str) -> Place:
        """The place of a line of data that stands in no element that is shown."""
        setting = Setting("", "html/script", "data", 0, 0, 1, Region.HIDDEN.value, tuple(hint.split()))
        return Place(-1, None, setting, lines=1)

    @staticmethod
    def hints(setting: Setting) -> str:
        """The names around a line, the last dozen, shared by the lines of a setting."""
        if not setting.hints and setting.words:
            setting.hints = " ".join([word[:_MAX_HINT_CHARS] for word in setting.words])
        return setting.hints

    def settle(self) -> None:
        """Count siblings and lines, now that all lines are known."""
        outside = self._outside
        for place in reversed(self._made):
            parent = place.parent
            if parent is not None and parent is not outside:
                parent.lines += place.lines
        for place in self._made:
            parent = place.parent or outside
            lines = place.lines
            if signature := place.setting.signature:
                place.alike = parent.counts[signature] if parent.counts else 1
                place.repeats = parent.repeats if parent.repeats > parent.alike else parent.alike
            else:
                place.alike, place.repeats = parent.alike, parent.repeats
            if lines < 2 or lines.bit_length() == parent.lines.bit_length():
                place.containers = parent.containers
            else:  # the outermost of its size class (2 to 3 lines, 4 to 7, …)
                place.containers = (place.number, *parent.containers)[:_MAX_CONTAINERS]


def _setting(
    around: Setting, tag: str, classes: str | None, name: str | None, role: str | None, is_uncovered: bool
) -> Setting:
    """The setting of an element of this tag and names in another one."""
    lists = around.lists + (tag in ("ul", "ol"))
    depth = around.depth + 1
    regions = around.regions | REGIONS_OF_TAGS.get(tag, 0) | (Region.HIDDEN.value if is_uncovered else 0)
    signature, path, words = "", around.path, around.words
    if tag in BLOCKS:
        signature = f"{tag}.{classes}"
        if depth < MAX_PATH:
            path = f"{path}/{tag}" if path else tag
    kind, level = _kind(tag, around, lists) if tag in _TELLING else (around.kind, around.level)
    if classes or name or role:
        own, named = _names(classes, name, role)
        words = (*words, *own)[-_MAX_HINTS:]
        if depth > 1:  # `<html>` and `<body>` say what the whole page has: `single-post`, `has-sidebar`
            regions |= named
    if tag == "form" and depth == _PAGE_FORM_DEPTH:
        regions &= ~Region.FORM.value
    return Setting(signature, path, kind, level, lists, depth, regions, words)


def _kind(tag: str, around: Setting, lists: int) -> tuple[str, int]:
    """Kind and level of an element."""
    own = KINDS.get(tag, "")
    if own == "heading":
        return own, int(tag[1])
    if own == "item":
        return own, lists
    return (own, 0) if own or tag == "table" else (around.kind, around.level)


@lru_cache(maxsize=20_000)
def _names(classes: str | None, name: str | None, role: str | None) -> tuple[tuple[str, ...], int]:
    """The words of an element's names, and the regions that they name. (The same come again in page after page.)"""
    words = f"{name or ''} {classes or ''} {role or ''}".split()
    regions = REGIONS_OF_ROLES.get(role or "", 0)
    for word in words:
        regions |= _named_regions(word)
    return tuple(words[-_MAX_HINTS:]), regions


@lru_cache(maxsize=20_000)
def _named_regions(word: str) -> int:
    """The regions that a word of a class, id or role names."""
    every, each = _region_patterns()
    word = word[:_MAX_HINT_CHARS].lower()
    if not every.search(word):
        return 0
    return sum(region for region, pattern in each if pattern.search(word))


@cache
def _region_patterns() -> tuple[re.Pattern[str], tuple[tuple[int, re.Pattern[str]], ...]]:
    """A pattern that fits wherever one of the others does (and is fast, for it looks at no character before),
    and one for each region."""
    table = tomllib.loads((files("cleaner") / "data" / "html_words.toml").read_text(encoding="utf-8"))["regions"]
    every = re.compile("|".join(word for words in table.values() for word in words))
    each = ((Region[name.upper()].value, f"(?<![a-z])(?:{'|'.join(words)})") for name, words in table.items())
    return every, tuple((region, re.compile(pattern)) for region, pattern in each)
