"""Double quotation marks in the style of a language: which opens, which closes, which is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from cleaner.normalize.marks import QUOTES, UNSPACED, may_close, may_open, measures
from cleaner.normalize.tables import QuoteStyle, quote_style

DOUBLE_MARKS = '"“”„‟«»'
_MARK = re.compile(f"[{DOUBLE_MARKS}]")
_INNER_SPACES = " \xa0\u202f"

Role = Literal["opens", "closes", ""]
_NO_BREAK = ("\xa0", "\u202f")  # inside of French guillemets
_BEFORE_QUOTATION = frozenset(":,،")
_USUAL_ROLE: dict[str, Role] = {"“": "opens", "„": "opens", "‟": "opens", "«": "opens", "”": "closes", "»": "closes"}


class Mark(NamedTuple):
    """A quotation mark of a line: `line[start:end]`, with the space inside a guillemet."""

    glyph: str
    start: int
    end: int
    role: Role


def double_marks(line: str, language: str) -> Iterator[tuple[int, int, str]]:
    """What stands at `[start, end)` of the line and the marks that the language sets instead, in order.

    Pairs get the language's outer marks, pairs inside of a pair its inner ones. A straight
    mark without a partner gets an outer one if its side is clear; a mark of another style
    without a partner stays, as it may point (`Home » News`). Inches and seconds stay.

    >>> list(double_marks('Er rief: "Halt!" (5")', "de"))
    [(9, 10, '„'), (15, 16, '“')]
    """
    style = quote_style(language)
    if "".join(_MARK.findall(line)).replace(style.open_double + style.close_double, "") == "":
        return
    marks, partners = _paired(line, style)
    depth = 0
    for index, mark in enumerate(marks):
        if index in partners:
            depth -= mark.role == "closes"
            new = _styled(style, mark.role, is_inner=depth > 0)
            depth += mark.role == "opens"
        elif mark.glyph == '"' and mark.role:
            new = _styled(style, mark.role, is_inner=False)
        else:
            continue
        old = line[mark.start : mark.end]
        if not _same(old, new):
            yield mark.start, mark.end, new


def _paired(line: str, style: QuoteStyle) -> tuple[Sequence[Mark], frozenset[int]]:
    """The marks of the line, and the indices of those that have a partner."""
    primes = measures(line)
    places = [match.start() for match in _MARK.finditer(line) if match.start() not in primes]
    marks: list[Mark] = []
    stack: list[int] = []
    partners: set[int] = set()
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else -1
        mark = _read(line, place, following, style, is_open=bool(stack))
        if mark.role == "closes" and stack and not _is_empty(line[marks[stack[-1]].end : mark.start], marks[stack[-1]]):
            partners.update((stack.pop(), len(marks)))
        elif mark.role == "opens":
            stack.append(len(marks))
        marks.append(mark)
    return marks, frozenset(partners)


def _is_empty(inside: str, opening: Mark) -> bool:
    """True when nothing is quoted: blanks, or between guillemets what a row of links has."""
    return not inside.strip() or (opening.glyph in "«»" and "|" in inside)


def _read(line: str, place: int, following: int, style: QuoteStyle, *, is_open: bool) -> Mark:
    glyph, before, after = line[place], line[place - 1 : place], line[place + 1 : place + 2]
    role = _role(before, after, glyph, style, is_open)
    if glyph == '"' and role == "closes" and before.isdigit():
        # Inches, if nothing is open or if the next mark closes what is.
        ends_later = following >= 0 and not may_open(line[following - 1], line[following + 1 : following + 2])
        role = "" if not is_open or ends_later else role
    start = place - (glyph == "»" and role == "closes" and before in _INNER_SPACES and before != "")
    end = place + 1 + (glyph == "«" and role == "opens" and after in _INNER_SPACES and after != "")
    return Mark(glyph, start, end, role)


def _role(before: str, after: str, glyph: str, style: QuoteStyle, is_open: bool) -> Role:
    opens, closes = may_open(before, after), may_close(before, after)
    if glyph == "»" and opens:  # in front of a mark it closes, as French sets it: `oui »,`
        opens = (after.isalnum() or after in QUOTES) and before not in _NO_BREAK
    if glyph == "«" and closes:
        closes = after not in _NO_BREAK
    if opens != closes:
        is_loose = glyph == '"' and before in _BEFORE_QUOTATION and not is_open  # `he said:" Yes "`
        return "" if is_loose else "opens" if opens else "closes"
    if glyph == '"':
        is_unspaced = UNSPACED.match(before) or UNSPACED.match(after)
        return ("closes" if is_open else "opens") if opens or is_unspaced else ""
    for opening, closing in ((style.open_double[0], style.close_double[-1]), (style.open_inner, style.close_inner)):
        if glyph in (opening, closing):
            return "opens" if glyph == opening and (opening != closing or not is_open) else "closes"
    return _USUAL_ROLE[glyph]


def _styled(style: QuoteStyle, role: Role, *, is_inner: bool) -> str:
    if role == "opens":
        return style.open_inner if is_inner else style.open_double
    return style.close_inner if is_inner else style.close_double


def _same(old: str, new: str) -> bool:
    """True when the marks differ in nothing but the kind of their no-break space."""
    return old.replace("\u202f", "\xa0") == new
