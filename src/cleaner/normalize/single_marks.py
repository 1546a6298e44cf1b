"""Apostrophes and single quotation marks in the style of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.normalize.marks import QUOTES, SPACES, measures
from cleaner.normalize.tables import QuoteStyle, elisions, quote_style

CHANGING_MARKS = "'‘‚‛‹›`´′ʼ"
"""A line without one of these is right as it is: `’` alone is an apostrophe or closes."""

_MARK = re.compile("['‘’‚‛]")
_DECADE = re.compile(r"['‘]\d0s\b|['‘]\d\d(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_CLOSING = re.compile(r"(?<=[^\s(\[{])['’](?!\w)")
_ANGLES = re.compile("‹([^‹›\n]*)›|›(?! )([^‹›\n]*)(?<! )‹")
_PAIR = re.compile(r"(?<!\w)(?P<open>[‘‚])(?=\S)(?:[^‘’‚'\n]|(?<=\w)['’‘](?=\w))*(?P<close>(?<=\S)['’‘])(?!\w)")
_CONTRACTED = re.compile(r"(?<=[A-Za-z])[`´ʼ′](?=(?:s|t|d|m|re|ve|ll)\b)|(?<=[^\W\d_])[`´](?=[^\W\d_])")
_ELIDED = re.compile(r"(?<![^\W\d_])(?:[cdjlmnstCDJLMNST]|qu|Qu|un|Un|dell|nell|all)[ʼ′](?=[^\W\d_])")
_ELIDING = frozenset(("fr", "it", "ca", "oc"))  # elsewhere, `ʼ` behind a letter may be a letter itself
_OPENS_AFTER = SPACES | QUOTES | frozenset("([{<—–-/=>")
_CLOSES_BEFORE = SPACES | QUOTES | frozenset(")]}>.,;:!?…—–-/。，、،؛؟۔।॥·")


@dataclass
class _State:
    """The line's language and its last mark that may close; whether a quotation is open at this place."""

    style: QuoteStyle
    elisions: frozenset[str]
    last_closing: int
    is_open: bool = False


def single_marks(line: str, language: str) -> Iterator[tuple[int, str]]:
    """The place of each single mark that changes and the mark that the language sets there, in order.

    Apostrophes become `’` (also one that was curled to open: `‘90s`), pairs get the language's
    single marks. Feet and minutes stay, and so do straight marks that could be either, the
    ʻokina and the apostrophe that is a letter.

    >>> list(single_marks("'It's 5'10\\" tall'", "en"))
    [(0, '‘'), (3, '’'), (16, '’')]
    """
    style = quote_style(language)
    changes = dict(apostrophes(line, language))
    for match in _ANGLES.finditer(line):
        if (match.group(1) or match.group(2) or "").strip():
            changes[match.start()], changes[match.end() - 1] = style.open_single, style.close_single
    paired = dict(_pairs(line, style, elisions(language)))
    changes.update(paired)
    for place, glyph in _by_context(line, language, paired):
        changes[place] = glyph
    yield from sorted((place, glyph) for place, glyph in changes.items() if line[place] != glyph)


def apostrophes(line: str, language: str) -> Iterator[tuple[int, str]]:
    """The places where an accent, a prime or a letter stands for an apostrophe, each with `’`.

    >>> [place for place, _ in apostrophes("don´t, lʼeau, мʼята, f′(x)", "fr")]
    [3, 8]
    """
    for match in _CONTRACTED.finditer(line):
        yield match.start(), "’"
    may_elide = language.partition("-")[0] in _ELIDING
    for match in _ELIDED.finditer(line):
        if may_elide or line[match.end() - 1] == "′":
            yield match.end() - 1, "’"


def _pairs(line: str, style: QuoteStyle, elided: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Marks that open, in any style, up to the one that closes, with nothing but apostrophes between them."""
    for match in _PAIR.finditer(line):
        if not _is_elision(line, match.start("open"), elided):
            yield match.start("open"), style.open_single
            yield match.start("close"), style.close_single


def _is_elision(line: str, place: int, elided: frozenset[str]) -> bool:
    word = _WORD.match(line, place + 1)
    return bool(_DECADE.match(line, place)) or (word is not None and word.group().lower() in elided)


def _by_context(line: str, language: str, paired: dict[int, str]) -> Iterator[tuple[int, str]]:
    primes = measures(line)
    last_closing = max((match.start() for match in _CLOSING.finditer(line)), default=-1)
    state = _State(quote_style(language), elisions(language), last_closing)
    for match in _MARK.finditer(line):
        place = match.start()
        if place in paired:
            state.is_open = paired[place] == state.style.open_single and not state.is_open
        elif match.group() == "'":
            is_doubled = "'" in (line[place - 1 : place], line[place + 1 : place + 2])
            if place not in primes and not is_doubled and (glyph := _glyph(line, place, state)):
                yield place, glyph
        elif _is_wrongly_curled(line, place, state.elisions):
            yield place, "’"
        else:
            _note(match.group(), line[place - 1 : place], line[place + 1 : place + 2], state)


def _is_wrongly_curled(line: str, place: int, elided: frozenset[str]) -> bool:
    return line[place] == "‘" and not line[place - 1 : place].isalnum() and _is_elision(line, place, elided)


def _note(glyph: str, before: str, after: str, state: _State) -> None:
    """A mark that is typographic already opens or closes too."""
    if before.isalnum() and after.isalnum():
        return
    if glyph in (state.style.open_single, state.style.close_single):
        state.is_open = glyph == state.style.open_single and not (
            glyph == state.style.close_single and bool(before.strip()) and before not in _OPENS_AFTER
        )


def _glyph(line: str, place: int, state: _State) -> str:
    """What a straight mark becomes; `""` if it stays."""
    style, before, after = state.style, line[place - 1 : place], line[place + 1 : place + 2]
    if before.isalnum() and after.isalpha():
        return "’"
    if before.isdigit() and not state.is_open:
        return ""
    if before.strip() and before not in _OPENS_AFTER:
        glyph = style.close_single if state.is_open else "’"
        state.is_open = False
        return glyph
    if not after.strip():
        return style.close_single if state.is_open and before.strip() else ""
    if _is_elision(line, place, state.elisions):
        return "’"
    if after.isalnum() and state.last_closing <= place:
        return "’"
    if state.is_open and after in _CLOSES_BEFORE:
        state.is_open = False
        return style.close_single
    state.is_open = True
    return style.open_single
