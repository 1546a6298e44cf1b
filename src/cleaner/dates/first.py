"""The characters that a match of a pattern can begin with, for patterns as the grammar writes them."""

from __future__ import annotations

_QUANTIFIERS = "?*{"


def first_characters(pattern: str) -> frozenset[str]:
    """The characters that a match can begin with.

    Knows groups, look-around (which it leaves out), alternatives, classes without ranges,
    escaped characters and the quantifiers `?`, `*` and `{0,n}`.

    >>> sorted(first_characters("(?:a |(?<=x)[bc])?(?P<n>d|e?)f"))
    ['a', 'b', 'c', 'd', 'e', 'f']
    """
    found, _, _ = _alternatives(pattern, 0)
    return frozenset(found)


def _alternatives(pattern: str, place: int) -> tuple[set[str], bool, int]:
    """First characters from there to the end of the group, whether it may be empty, and where it ends."""
    found: set[str] = set()
    any_empty = False
    empty = True
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "|":
            any_empty, empty, place = any_empty or empty, True, place + 1
            continue
        own, optional, place = _element(pattern, place)
        if empty:
            found |= own
        empty = empty and optional
    return found, any_empty or empty, place


def _element(pattern: str, place: int) -> tuple[set[str], bool, int]:
    """The same for one character, class or group with its quantifier."""
    own, empty, place = _atom(pattern, place)
    if place < len(pattern) and pattern[place] in _QUANTIFIERS:
        empty = empty or pattern[place] != "{" or pattern[place + 1] == "0"
        place = pattern.index("}", place) + 1 if pattern[place] == "{" else place + 1
    return own, empty, place


def _atom(pattern: str, place: int) -> tuple[set[str], bool, int]:
    if pattern[place] == "(":
        return _group(pattern, place)
    if pattern[place] == "[":
        end = pattern.index("]", place + 2)
        return set(pattern[place + 1 : end]), False, end + 1
    if pattern[place] == "\\":
        if pattern[place + 1] == "x":
            return {chr(int(pattern[place + 2 : place + 4], 16))}, False, place + 4
        return {pattern[place + 1]}, False, place + 2
    return {pattern[place]}, False, place + 1


def _group(pattern: str, place: int) -> tuple[set[str], bool, int]:
    for opening in ("(?:", "(?P<", "(?=", "(?!", "(?<=", "(?<!"):
        if pattern.startswith(opening, place):
            start = pattern.index(">", place) + 1 if opening == "(?P<" else place + len(opening)
            own, empty, end = _alternatives(pattern, start)
            around = opening not in ("(?:", "(?P<")
            never = pattern[place:].startswith("(?!)")
            return (set(), around and not never, end + 1) if around else (own, empty, end + 1)
    own, empty, end = _alternatives(pattern, place + 1)
    return own, empty, end + 1
