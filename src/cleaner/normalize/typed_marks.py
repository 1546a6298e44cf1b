"""Quotation marks typed with other characters: ``ticks'', ''doubled'', ,,commas'', ″primes″."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.code_blocks import is_code_line
from cleaner.document import Edit
from cleaner.normalize.marks import may_open

_TICKS = re.compile("(``|‘‘)(?=\\S| \\w)[^`\n‘’']{1,600}(?:['‘’](?!['’])[^`\n‘’']{0,300}){0,20}(''|’’)")
_DOUBLED_CURLY = re.compile("‘‘|’’(?=[^’]|\\Z)")
_DOUBLED = re.compile(
    r"(?<![\w'’=(,\[{+])(?<!\d )''(?=[^\W\d_])"  # opens in front of a word
    r"|(?<=[^\W\d_])''(?![\w'’=)\]}+])|(?<=[.!?…,])''(?![\w'’=)\]}+])"  # closes behind a word or a sentence
)
_COMMAS = re.compile(r"(?<![\w,)]),,(?=[^\W_])[^\n,\"“”']{1,300}(?:,(?!,)[^\n,\"“”']{0,300}){0,20}(''|[\"“”])")
_PRIME_PAIR = re.compile(
    r"(?<![\w°'′)])[″‶](?=\w)[^″‶\n]{0,600}[^\W\d]″(?!\w)"
    r"|(?<![\w°″)])′(?=\w)[^″′\n]{0,600}[^\W\d]′(?!\w)"
)
_CLOSING_PRIME = re.compile(r"(?<=[^\s°′])″(?![\w°])")
_DECADE_PRIME = re.compile(r"(?<=\d)′(?=s\b)|(?<=[^\W\d_])′(?=[^\W\d_]{2}|[std]\b)")
_DOUBLE_QUOTE = re.compile('["“”„]')
_LOOK_AROUND = 600
"""Code points of a line in which a double prime looks for the quotation that it may close."""


def typed_double_marks(text: str) -> Iterator[Edit]:
    """The edits that make `"` of what stands for it, out of order and some of them twice.

    >>> sorted({(edit.start, edit.end) for edit in typed_double_marks("``It's'' and ''that'', a 10″ pan")})
    [(0, 2), (6, 8), (13, 15), (19, 21)]
    """
    if "``" in text or "‘‘" in text:
        for match in _TICKS.finditer(text):
            for group in (1, 2):
                yield _double(match.start(group), match.end(group))
    if "''" in text:
        for match in _DOUBLED.finditer(text):
            if not _in_code(text, match.start()):
                yield _double(match.start(), match.end())
    if "‘‘" in text:  # in Urdu, ’’ opens and ‘‘ closes
        for match in _DOUBLED_CURLY.finditer(text):
            yield _double(match.start(), match.end())
    if ",," in text:
        for match in _COMMAS.finditer(text):
            yield _double(match.start(), match.start() + 2)
            if match.group(1) == "''":
                yield _double(match.start(1), match.end(1))
    yield from _double_primes(text)


def single_primes(text: str) -> Iterator[Edit]:
    """The edits of primes that quote in pairs or stand for an apostrophe, out of order.

    Others are minutes, feet and derivatives.

    >>> [edit.start for edit in single_primes("the 1990′s, 71′, f′(x)")]
    [8]
    """
    if "′" not in text:
        return
    for match in _PRIME_PAIR.finditer(text):
        if match.group()[-1] == "′":
            yield Edit(match.start(), match.start() + 1, "'", "N202")
            yield Edit(match.end() - 1, match.end(), "'", "N202")
    for match in _DECADE_PRIME.finditer(text):
        yield Edit(match.start(), match.end(), "'", "N202")


def _double(start: int, end: int) -> Edit:
    return Edit(start, end, '"', "N201")


def _in_code(text: str, place: int) -> bool:
    start = text.rfind("\n", max(0, place - _LOOK_AROUND), place) + 1 or max(0, place - _LOOK_AROUND)
    end = text.find("\n", place, place + _LOOK_AROUND)
    return is_code_line(text[start : end if end >= 0 else place + _LOOK_AROUND].rstrip("; "))


def _double_primes(text: str) -> Iterator[Edit]:
    """Double primes that quote: in pairs around words, or after a digit where a quotation is still open."""
    if "″" not in text:
        return
    for match in _PRIME_PAIR.finditer(text):
        if match.group()[-1] == "″":
            yield _double(match.start(), match.start() + 1)
            yield _double(match.end() - 1, match.end())
    for match in _CLOSING_PRIME.finditer(text):
        before = text[max(0, match.start() - _LOOK_AROUND) : match.start()].rpartition("\n")[2]
        after = text[match.end() : match.end() + _LOOK_AROUND].partition("\n")[0]
        if _opens_last(before) and not _closes_first(after):
            yield _double(match.start(), match.end())


def _opens_last(text: str) -> bool:
    """True when the last double quote of the text opens a quotation."""
    place = max(map(text.rfind, '"“”„'))
    return place >= 0 and (text[place] in "“„" or may_open(text[place - 1 : place], text[place + 1 : place + 2]))


def _closes_first(text: str) -> bool:
    """True when the first double quote of the text closes a quotation."""
    found = _DOUBLE_QUOTE.search(text)
    if found is None:
        return False
    place = found.start()
    return not may_open(text[place - 1 : place] or "x", text[place + 1 : place + 2])
