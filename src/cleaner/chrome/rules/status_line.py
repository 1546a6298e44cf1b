"""Reading a line that says who wrote the text, when, and how many answered: all of it, in any order.

`Published on 3 May 2021 by Jane Miller in News | 3 comments`. A line is read only if nothing of it is left over:
running prose begins with the same words.
"""

from __future__ import annotations

import functools
import re

import msgspec

from cleaner.chrome.rules.counters import is_counter
from cleaner.chrome.rules.date_lines import date_line, is_relative_time
from cleaner.chrome.rules.names import are_caseless_names, are_names, date_at
from cleaner.chrome.rules.navigation import section_names
from cleaner.chrome.rules.phrases import edge_hits, fold, trim, words

_MARKS = " :|-–—•,("
_PIECE = re.compile(r"[|•·()]|\s[-–—]\s|;\s")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s[a-z]{2,4})?")

MOST_CHARS = 160
"""A longer line is no status."""

_TIME_PIECES = 6


def tells_time(rest: str) -> bool:
    """True when what stands behind a label like `Updated` is dates, times and more such labels.

    >>> tells_time(": 3 May 2021 | 10:30"), tells_time(" maps are in the harbour office")
    (True, False)
    """
    rest = rest.strip(_MARKS)
    if date_line(rest) is not None or is_relative_time(rest):
        return True
    pieces = [piece for piece in map(trim, _PIECE.split(rest)) if piece]
    return 0 < len(pieces) <= _TIME_PIECES and all(
        date_line(piece) is not None
        or is_relative_time(piece)
        or piece in words("C303", "line")
        or _CLOCK.fullmatch(piece)
        for piece in pieces
    )


class StatusLine(msgspec.Struct):
    """What a line says of its page: the names as written, ISO dates (`""` if not told), and which parts it has."""

    author: str = ""
    posted: str = ""
    modified: str = ""
    is_dated: bool = False
    is_signed: bool = False
    is_labelled: bool = False
    others: int = 0


def read_status(text: str) -> StatusLine | None:
    """What the line says of its page; `None` unless each word of it does.

    >>> status = read_status("Published on 3 May 2021 by Jane Miller in News | 3 comments")
    >>> (status.author, status.posted, status.others)
    ('Jane Miller', '2021-05-03', 2)
    >>> read_status("Published in 2021 by a small house, the book sold well") is None
    True
    """
    if len(text) > MOST_CHARS:
        return None
    status = StatusLine()
    tokens = _APART.sub(r" \g<0> ", _WIDE_WEEKDAY.sub("", text)).replace("：", ": ").split()
    at, label = 0, ""
    while at < len(tokens):
        if tokens[at] in _SEPARATORS:
            at += 1
            continue
        code, phrase = _opening(tokens, at, is_dated=status.is_dated)
        dated = None if code == "C502" else date_at(tokens, at)
        if dated:
            at = dated[0] - (fold(tokens[dated[0] - 1]) in words("C502", "by"))  # `da` is of dates and of names
            _add_date(status, label, dated[1])
        elif code == "C303":
            at += len(phrase.split())
            status.is_labelled, label = True, phrase
        else:
            begun = at > 0 or tokens[0][0].isalpha()
            at = _read_names(status, tokens, at, phrase) if code else _read_other(status, tokens, at) if begun else 0
            if not at:
                return None
    return status


def may_be_signed(folded: str) -> bool:
    """False for a folded line without a word that stands beside names."""
    return not _signing().isdisjoint(folded.replace(":", " ").split()) or not folded.isascii()


@functools.cache
def _signing() -> frozenset[str]:
    phrases = words("C502", "start") | words("C502", "by") | words("C502", "after")
    return frozenset(phrase.replace(":", " ").split()[0] for phrase in phrases)


def _opening(tokens: list[str], at: int, *, is_dated: bool = False) -> tuple[str, str]:
    """The code and phrase that the line goes on with: how bylines or times of posting begin."""
    rest = fold(" ".join(tokens[at : at + _OPENING_WORDS]))
    hits = [hit for hit in edge_hits([rest], [""]) if hit.kind == "start" and hit.code in ("C303", "C502")]
    found = [(len(hit.phrase), hit.code, hit.phrase) for hit in hits]
    if is_dated:
        by = words("C502", "by")
        starts = (" ".join(rest.split()[:size]) for size in (1, 2))
        found += [(len(start), "C502", start) for start in starts if trim(start) in by]
    _, code, phrase = max(found, default=(0, "", ""))
    return code, phrase


def _read_names(status: StatusLine, tokens: list[str], at: int, phrase: str) -> int:
    """Adds the names behind the phrase to the status; where they end, 0 if they are none."""
    start = at + len(phrase.split())
    end = _end_of_names(tokens, start)
    names = " ".join(tokens[start:end]).replace(" ,", ",").strip(" ,:")
    if not _are_authors(names, phrase, status):
        return 0
    is_source = trim(phrase) in words("C502", "sources")
    status.is_signed = True
    status.author = status.author or ("" if is_source else _without_roles(names))
    return end


def _read_other(status: StatusLine, tokens: list[str], at: int) -> int:
    """Adds a counter, the names of sections, or names with a word behind them; where they end, 0 for anything else."""
    end = at
    while end < len(tokens) and tokens[end] not in _SEPARATORS:
        end += 1
    into = at + (tokens[at] in _INTO)
    after = words("C502", "after")
    for stop in range(end, at, -1):
        piece = " ".join(tokens[at:stop])
        if trim(fold(tokens[stop - 1])) in after and _is_person(" ".join(tokens[at : stop - 1])):
            status.author, status.is_signed = status.author or " ".join(tokens[at : stop - 1]), True
            return stop
        if is_counter(piece) or section_names(" ".join(tokens[into:stop])) or _is_label(piece):
            status.others += 1
            return stop
    return 0


def _add_date(status: StatusLine, label: str, day: str) -> None:
    status.others += status.is_dated
    status.is_dated = True
    if any(word in label for word in words("C303", "updated")):
        status.modified = status.modified or day
    else:
        status.posted = status.posted or day


def _end_of_names(tokens: list[str], start: int) -> int:
    """Where the names end: at a bar, a date, a number or words that open another part."""
    end = start
    while end < len(tokens) and tokens[end] not in _BARS and not tokens[end][0].isdigit():
        if end > start and (date_at(tokens, end) or (not tokens[end][0].isupper() and _opening(tokens, end)[0])):
            break
        if end > start and tokens[end - 1] in _INTO and section_names(tokens[end]):
            return end - 1
        end += 1
    return end


def _are_authors(names: str, phrase: str, status: StatusLine) -> bool:
    """True for names, and for the one word that somebody goes by where a verb or a time of posting leaves no doubt."""
    if _is_person(names):
        return True
    if " " in names or not names[:1].isalnum() or len(names) > _LONGEST_WORD:
        return False
    return len(phrase) > _BRIEF or (status.is_dated and (status.is_labelled or names[0].isupper()))


def _is_person(names: str) -> bool:
    """True for names of people, each of few words: more are the name of a thing, or a headline."""
    people = [piece.split() for piece in _AND.split(names)]
    if names[:1].islower() or not _TO.isdisjoint(names.split()) or any(len(each) > _NAME_WORDS for each in people):
        return False
    return are_names(names) or are_caseless_names(names)


def _is_label(piece: str) -> bool:
    return trim(fold(piece)) in words("C303", "line")


def _without_roles(names: str) -> str:
    tokens = _ROLE.split(names, maxsplit=1)[0].strip(" ,;.").split()
    roles = words("C502", "roles")
    while len(tokens) > 1 and fold(tokens[0]) in roles:
        tokens.pop(0)
    while len(tokens) > 1 and tokens[-1].lower() in _INTO:
        tokens.pop()
    return " ".join(tokens)


_OPENING_WORDS = 8
_BRIEF = 4
_NAME_WORDS = 4
_LONGEST_WORD = 30
_BARS = frozenset("|•·/()[]–—-")
_SEPARATORS = _BARS | {",", ":", ";", "&", "~"}
_INTO = frozenset(("in", "en", "em", "dans", "i", "w", "v", "в", "under", "at"))
_TO = _INTO | {"a", "to", "nach", "bis", "à", "au", "do", "до", "til", "till", "naar"}
_WIDE_WEEKDAY = re.compile(r"\s?[(（][월화수목금토일一二三四五六月火水木金土][)）]")
_APART = re.compile(r"[|•·()\[\]،、，]|,(?=\s|$)|(?<=\s)[-–—/](?=\s)")
_AND = re.compile(r",|\s(?:&|[^\W\d_]{1,3})\s(?=[A-Z])")
_ROLE = re.compile(r",|\s[-–—]\s")
