"""From straight quotes to typographic ones: which opens, which closes, which is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.normalize.tables import QuoteStyle, elisions, quote_style

_QUOTE = re.compile("[\"'“”„«»‘’‚]")
_FEET_AND_INCHES = re.compile(r"\d'\s?\d{1,2}(?:[.,]\d{1,2}|\s?[½¼¾])?\"")
_DECADE = re.compile(r"'\d0s\b|'\d\d(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_CLOSING_SINGLE = re.compile(r"(?<=[^\s(\[{\"'])'(?!\w)")
_OPENS_AFTER = frozenset(" \t\xa0\u3000([{<—–-/=“„«‘‚\"'>")
_CLOSES_BEFORE = frozenset(" \t\xa0\u3000)]}>.,;:!?…—–-/”“»’‘\"'")


@dataclass
class _State:
    """The line's language and last closing quote; what is open at this place, and the last quote that was curled."""

    style: QuoteStyle
    elisions: frozenset[str]
    last_closing: int
    double: bool = False
    single: bool = False
    last: str = ""
    last_place: int = -1


def curl_line(line: str, language: str) -> Iterator[tuple[int, str]]:
    """The place and glyph of each straight quote of the line that is a quote or an apostrophe.

    Inches, feet, minutes and seconds, and quotes that could be either, are not listed.

    >>> list(curl_line("\\"It's 5'10\\"\\"", "en"))
    [(0, '“'), (3, '’'), (11, '”')]
    """
    primes = _primes(line)
    last_closing = max((match.start() for match in _CLOSING_SINGLE.finditer(line)), default=-1)
    state = _State(quote_style(language), elisions(language), last_closing)
    for match in _QUOTE.finditer(line):
        place, glyph = match.start(), match.group()
        if place in primes:
            continue
        # The character before, as it will be: text that is curled already must read the same.
        before = state.last if state.last_place == place - 1 else line[place - 1 : place]
        if glyph == '"':
            glyph = _double(line, place, before, state)
        elif glyph == "'":
            glyph = _single(line, place, before, state)
        else:
            _note(glyph, state)
            continue
        if glyph:
            state.last, state.last_place = glyph, place
            yield place, glyph


def _primes(line: str) -> frozenset[int]:
    places: set[int] = set()
    if "'" in line:
        for match in _FEET_AND_INCHES.finditer(line):
            places.update((line.index("'", match.start()), match.end() - 1))
    return frozenset(places)


def _note(glyph: str, state: _State) -> None:
    """A typographic quote opens or closes too."""
    style = state.style
    if glyph in "“„«»”":
        state.double = glyph != style.close_double and (glyph in style.open_double or not state.double)
    elif glyph in (style.open_single, style.close_single):
        state.single = glyph != style.close_single


def _double(line: str, place: int, before: str, state: _State) -> str:
    after = line[place + 1 : place + 2]
    if before.isdigit() and not state.double:
        return ""
    may_open = (not before or before in _OPENS_AFTER) and bool(after) and not after.isspace()
    may_close = bool(before) and not before.isspace() and (not after or after in _CLOSES_BEFORE)
    if may_open == may_close:
        if not before.strip() and not after.strip():
            return ""
        may_open = not state.double
    state.double = may_open
    return state.style.open_double if may_open else state.style.close_double


def _single(line: str, place: int, before: str, state: _State) -> str:
    style = state.style
    after = line[place + 1 : place + 2]
    if before.isalnum() and after.isalpha():
        return "’"
    if before.isdigit() and not state.single:
        return ""
    if before.strip() and before not in _OPENS_AFTER:
        glyph = style.close_single if state.single else "’"
        state.single = False
        return glyph
    if not after.strip():
        return style.close_single if state.single and before.strip() else ""
    word = _WORD.match(line, place + 1)
    if _DECADE.match(line, place) or (word and word.group().lower() in state.elisions):
        return "’"
    if after.isalnum() and state.last_closing <= place:
        return "’"
    if state.single and after in _CLOSES_BEFORE:
        state.single = False
        return style.close_single
    state.single = True
    return style.open_single
