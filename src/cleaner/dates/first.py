"""What a pattern begins with and what it can't do without, for patterns as the grammar writes them."""

from __future__ import annotations

from typing import NamedTuple

_QUANTIFIERS = "?*{"
_OPENINGS = ("(?:", "(?P<", "(?=", "(?!", "(?<=", "(?<!")


class Shape(NamedTuple):
    """The characters that a match can begin with, and some of which every match has at least one.

    `empty`: the pattern can match nothing. `needed` is `None` where no such characters are known.
    """

    first: frozenset[str]
    needed: frozenset[str] | None
    empty: bool = False


_NOTHING = Shape(frozenset(), None, empty=True)


def shape_of(pattern: str) -> Shape:
    """What a match of the pattern begins with, and what it can't do without.

    Knows groups, look-around (which it leaves out), alternatives, classes without ranges,
    escaped characters and the quantifiers `?`, `*`, `{0,n}` and `??`.

    >>> shape = shape_of("(?:a |(?<=x)[bc])?(?P<n>d|e?)f")
    >>> sorted(shape.first), sorted(shape.needed)
    (['a', 'b', 'c', 'd', 'e', 'f'], ['f'])
    """
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, place: int) -> tuple[Shape, int]:
    """The shape from there to the end of the group, and where that is."""
    ways: list[Shape] = []
    way = _NOTHING
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "|":
            ways.append(way)
            way, place = _NOTHING, place + 1
            continue
        element, place = _element(pattern, place)
        way = _followed(way, element)
    ways.append(way)
    first = frozenset().union(*(way.first for way in ways))
    needs = [way.needed for way in ways if way.needed is not None]
    needed = frozenset().union(*needs) if len(needs) == len(ways) else None
    return Shape(first, needed, any(way.empty for way in ways)), place


def _followed(way: Shape, element: Shape) -> Shape:
    """The shape of one after the other; the rarer of what they need counts."""
    first = way.first | element.first if way.empty else way.first
    needs = [shape.needed for shape in (way, element) if shape.needed is not None]
    return Shape(first, min(needs, key=len, default=None), way.empty and element.empty)


def _element(pattern: str, place: int) -> tuple[Shape, int]:
    """The shape of one character, class or group with its quantifier."""
    shape, place = _atom(pattern, place)
    if place < len(pattern) and pattern[place] in _QUANTIFIERS:
        if pattern[place] != "{" or pattern[place + 1] == "0":
            shape = Shape(shape.first, None, empty=True)
        place = pattern.index("}", place) + 1 if pattern[place] == "{" else place + 1
        place += pattern.startswith("?", place)  # it takes as little as it can
    return shape, place


def _atom(pattern: str, place: int) -> tuple[Shape, int]:
    if pattern[place] == "(":
        return _group(pattern, place)
    if pattern[place] == "[":
        end = pattern.index("]", place + 2)
        characters, end = frozenset(pattern[place + 1 : end]), end + 1
    elif pattern.startswith("\\x", place):
        characters, end = frozenset(chr(int(pattern[place + 2 : place + 4], 16))), place + 4
    elif pattern[place] == "\\":
        characters, end = frozenset(pattern[place + 1]), place + 2
    else:
        characters, end = frozenset(pattern[place]), place + 1
    return Shape(characters, characters), end


def _group(pattern: str, place: int) -> tuple[Shape, int]:
    opening = next(mark for mark in (*_OPENINGS, "(") if pattern.startswith(mark, place))
    start = pattern.index(">", place) + 1 if opening == "(?P<" else place + len(opening)
    shape, end = _alternatives(pattern, start)
    if opening in ("(?:", "(?P<", "("):
        return shape, end + 1
    never = opening == "(?!" and pattern[start] == ")"
    return (Shape(frozenset(), frozenset()) if never else _NOTHING), end + 1
