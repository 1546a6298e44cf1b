"""Reading a dateline: place, date and agency in front of a first sentence.

One grammar for all languages: parts (place, date, agency in brackets) in any usual order, then
a mark that closes the dateline (dash, colon, full stop with dash), then the sentence. Which
parts were recognised makes the score: a place in capitals alone is weak, a place with a date
or an agency is strong.
"""

from __future__ import annotations

import re

import msgspec

from cleaner.chrome.rules.date_lines import date_line
from cleaner.chrome.rules.phrases import fold, trim, words


class Dateline(msgspec.Struct, frozen=True):
    """A dateline: its length in characters (white space after it included), its parts and the evidence."""

    length: int
    score: float
    place: str = ""
    date: str = ""
    agency: str = ""


def read_dateline(text: str) -> Dateline | None:
    """The dateline that the text begins with, or `None`.

    >>> read_dateline("BRUSSELS, May 14, 2025 (Reuters) - The court said")
    Dateline(length=35, score=0.97, place='BRUSSELS', date='2025-05-14', agency='Reuters')
    >>> read_dateline(" date 2025-05-14 BRUSSELS :The court said").length
    27
    >>> read_dateline("NATO - The alliance was founded") is None
    True
    """
    cjk = _CJK.match(text)
    if cjk:
        return Dateline(cjk.end(), 0.9, cjk["place"] or "", "", cjk["agency"] or "")
    for mark in _MARK.finditer(text[:_LONGEST]):
        if not _starts_sentence(text[mark.end() :]):
            continue
        found = _parts(text[: mark.start()], mark)
        if found:
            return found
        if mark.group().strip() in ("—", "–", "--") or mark.start() > _LONGEST // 2:
            return None
    return None


def _parts(head: str, mark: re.Match[str]) -> Dateline | None:
    agency = ""
    bracket = _BRACKET.search(head)
    if bracket:
        agency = bracket[1].strip()
        if trim(fold(agency)) not in words("C501", "agencies") and trim(
            fold(re.split(r"[/,\s]", agency)[0])
        ) not in words("C501", "agencies"):
            return None
        head = head[: bracket.start()] + " " + head[bracket.end() :]
    if "(" in head or "[" in head:
        return None
    date, head = _take_date(_LABEL.sub("", head.strip(), count=1))
    pieces = [piece.strip(" .:") for piece in head.split(",")]
    pieces = [piece for piece in pieces if piece]
    if pieces and not agency and trim(fold(pieces[-1])) in words("C501", "agencies") and len(pieces) > 1:
        agency = pieces.pop()
    place = ", ".join(pieces)
    score = _score(place, pieces, date, agency, mark.group().strip())
    if not score:
        return None
    return Dateline(mark.end(), score, place, date if date != "?" else "", agency)


def _take_date(head: str) -> tuple[str, str]:
    """The ISO date in the head (`"?"` for one without a year), and the head without it."""
    tokens = list(_TOKEN.finditer(head))
    for size in range(min(6, len(tokens)), 0, -1):
        for first in range(len(tokens) - size + 1):
            start, end = tokens[first].start(), tokens[first + size - 1].end()
            piece = head[start:end].strip(" ,.")
            if not any(char.isdigit() for char in piece):
                continue
            named = date_line(piece)
            if named is not None:
                rest = head[:start].rstrip(" ,/") + " , " + head[end:].lstrip(" ,./")
                return named[0] or "?", rest.strip(" ,")
    return "", head


def _score(place: str, pieces: list[str], date: str, agency: str, mark: str) -> float:
    if not place:
        return (0.85 if agency and date else 0.75 if agency and mark != ":" else 0.0) if not pieces else 0.0
    if len(pieces) > 3 or any(len(piece.split()) > 4 or any(c.isdigit() for c in piece) for piece in pieces):
        return 0.0
    if not all(_is_proper(piece) for piece in pieces):
        return 0.0
    known = trim(fold(pieces[0])) in words("C501", "places")
    shouted = pieces[0].isupper() and len(pieces[0]) > 3
    if date and agency:
        return 0.97
    if agency:
        return 0.95
    if date:
        unknown = 0.0 if mark == ":" else 0.7 if len(pieces[0].split()) < 3 else 0.5
        return 0.95 if known or shouted else unknown
    if mark == ":":
        return 0.0
    if known:
        return 0.92 if shouted else 0.8 if mark in ("—", "–", "--", ".-", ". —", ".—", ". -") else 0.5
    if shouted and len(pieces[0]) > 5:
        return 0.7 if len(pieces) > 1 and not pieces[1].isupper() else 0.5
    return 0.65 if shouted and len(pieces) > 1 else 0.0


def _is_proper(piece: str) -> bool:
    tokens = re.split(r"[\s/-]+", piece)
    return (
        bool(tokens)
        and tokens[0][:1].isupper()
        and all(token[:1].isupper() or fold(token) in _PARTICLES or not token[:1].isalpha() for token in tokens)
    )


def _starts_sentence(rest: str) -> bool:
    stripped = rest.lstrip("\"“„«‘'([¿¡")
    return bool(stripped) and not stripped[0].islower() and not stripped[0].isspace()


_LONGEST = 100
_PARTICLES = frozenset(
    ("de", "del", "la", "do", "da", "of", "the", "sur", "am", "an", "der", "di", "upon", "на", "и", "d.c.")
)
_LABEL = re.compile(r"(?:date|dateline)\s*:?\s+(?=\d)", re.I)
_MARK = re.compile(r"\s*(?:\.\s?[-–—]+|\s[-–]{1,2}|--|[—–]|\s?:)\s*|(?<=\)):?\s+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]")
_TOKEN = re.compile(r"[^\s,()]+")
_CJK = re.compile(
    "\\s*(?:[(（【]?(?P<agency>新华社|中新社|新華社|中央社|共同社|本报|本報|记者)?(?P<place>[\u3400-\u9fff]{2,6}?)"
    "(?:\\d{1,2}月)?\\d{1,2}日[电電讯訊][)）】]?(?:[(（][^()（）]{2,20}[)）])?\\s*)"
)
