"""One style of quotes: double (N201) and single, with apostrophes (N202)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.double_marks import DOUBLE_MARKS, double_marks
from cleaner.normalize.marks import may_open
from cleaner.normalize.replacing import minimal_edit
from cleaner.normalize.single_marks import SINGLE_MARKS, apostrophes, single_marks
from cleaner.normalize.tables import quote_style

_DOUBLE = re.compile("[“”„‟❝❞]")
_GUILLEMETS = re.compile("«([^«»\n]*)»|»(?! )([^«»\n]*)(?<! )«")
_ANY_QUOTE = "\"'“”„‟″‶‘’‚‛′‹›«»"
_LONE_GUILLEMET = re.compile(
    f"(?:(?<=[\\s(\\[{_ANY_QUOTE}—–-])|^)«[\xa0\u202f]?(?=[^\\s])"  # opens a quote that goes on
    f"|(?:(?<=\\S)[\xa0\u202f]|(?<=\\S))»(?=[\\s.,;:!?)\\]{_ANY_QUOTE}…]|\\Z)",  # closes one
    re.MULTILINE,
)
_LONE_SPACED = re.compile("^« (?=[^«»\n]{30,2000}[.!?…,;:]$)|(?<=[.!?…]) »(?=[\\s.,;:)]|\\Z)", re.MULTILINE)
_TICKS = re.compile("(``|‘‘)(?=\\S| \\w)[^`\n‘’']{1,600}(?:['‘’](?!['’])[^`\n‘’']{0,300}){0,20}(''|’’)")
_DOUBLED = re.compile("‘‘|’’(?=[^’]|\\Z)")
_COMMAS = re.compile(r",,(?=[^\W_])[^\n,\"“”']{1,300}(?:,(?!,)[^\n,\"“”']{0,300}){0,20}(''|[\"“”])")
_PRIME_PAIR = re.compile(
    r"(?<![\w°'′)])[″‶](?=\w)[^″‶\n]{0,600}[^\W\d]″(?!\w)"
    r"|(?<![\w°″)])′(?=\w)[^″′\n]{0,600}[^\W\d]′(?!\w)"
)
_CLOSING_PRIME = re.compile(r"(?<=[^\s°′])″(?![\w°])")
_DOUBLE_QUOTE = re.compile("[\"“”„]")

_SINGLE = re.compile("[‘’‚‛❛❜]")
_DECADE_PRIME = re.compile(r"(?<=\d)′(?=s\b)|(?<=[^\W\d_])′(?=[^\W\d_]{2}|[std]\b)")
_ANGLES = re.compile("‹([^‹›\n]*)›|›(?! )([^‹›\n]*)(?<! )‹")
_ANY_DOUBLE = re.compile(f"[{DOUBLE_MARKS}]")
_ANY_SINGLE = re.compile(f"[{SINGLE_MARKS}]")
_LOOK_AROUND = 600
"""Code points of a line in which a double prime looks for the quotation that it may close."""


def unify_double_quotes(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Double quotes in one style, by `quotes`.

    What: with `quotes = "straight"`, every double quote (curly, low, guillemets in pairs with
    the spaces inside them, ``ticks'', ,,commas'') becomes `"`. With `"typographic"`, pairs of any
    style and straight marks become those of the language, the inner ones inside of others;
    inches and seconds (`5'10"`, `5′10″`) stay, a prime that stands for a quote does not. With
    `"keep"`, nothing changes. Chinese and Japanese corner brackets and guillemets that point
    (`Home » News`) always stay.

    Why: one quote in five spellings is five tokens, and matching quoted speech fails.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("„Ja“, « oui » and “yes”", unify_double_quotes)
    '"Ja", "oui" and "yes"'

    Kept:
    >>> rewritten("Home » News » 「東京」", unify_double_quotes)
    'Home » News » 「東京」'
    """
    if config.quotes == "typographic":
        for place, line in _lines_with(_ANY_DOUBLE, text):
            for start, end, marks in double_marks(line, language):
                yield from minimal_edit(place + start, line[start:end], marks, "N201")
    elif config.quotes == "straight":
        yield from _apart([*_each(_DOUBLE, text), *_pairs(text, language), *_ticks(text), *_double_primes(text)])


def unify_single_quotes(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Apostrophes and single quotes in one style, by `quotes`.

    What: with `quotes = "straight"`, single quotes, apostrophes, and an accent or a prime that stands for an
    apostrophe inside a word become `'`. With `"typographic"`, apostrophes become `’` (also in
    `’90s` and `rock ’n’ roll`) and single quotes those of the language. Feet and minutes
    (`5'10"`, `5′10″`), the ʻokina and the Ukrainian letter `ʼ` stay. With `"keep"`, nothing changes.

    Why: `don’t` and `don't` are one word.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("the ‘rock ’n’ roll’ of the ’90s, don´t", unify_single_quotes)
    "the 'rock 'n' roll' of the '90s, don't"

    Kept:
    >>> rewritten("Hawaiʻi, `code`", unify_single_quotes)
    'Hawaiʻi, `code`'
    """
    if config.quotes == "typographic":
        for place, line in _lines_with(_ANY_SINGLE, text):
            for offset, mark in single_marks(line, language):
                yield Edit(place + offset, place + offset + 1, mark, "N202")
    elif config.quotes == "straight":
        edits = [Edit(match.start(), match.end(), "'", "N202") for match in _SINGLE.finditer(text)]
        if "‹" in text:
            edits.extend(_paired(_ANGLES, text, "'", "N202"))
        if any(mark in text for mark in "`´ʼ′"):
            edits.extend(Edit(place, place + 1, "'", "N202") for place, _ in apostrophes(text, language))
        if "′" in text:
            edits.extend(_single_primes(text))
        yield from _apart(edits)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), '"', "N201") for match in pattern.finditer(text))


def _pairs(text: str, language: str) -> Iterator[Edit]:
    """Guillemets that quote: in pairs on a line, or attached to a word as in print."""
    if "«" not in text and "»" not in text:
        return
    yield from _paired(_GUILLEMETS, text, '"', "N201")
    yield from _each(_LONE_GUILLEMET, text)
    if len(quote_style(language).open_double) > 1:  # French: with a space inside
        yield from _each(_LONE_SPACED, text)


def _paired(pattern: re.Pattern[str], text: str, quote: str, code: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        inner = match.group(1) or match.group(2) or ""
        if not inner.strip() or "|" in inner:  # a row of links
            continue
        (start, end), spaces = match.span(), " \xa0\u202f"
        yield Edit(start, start + 1 + (inner[0] in spaces), quote, code)
        yield Edit(end - 1 - (inner[-1] in spaces), end, quote, code)


def _ticks(text: str) -> Iterator[Edit]:
    if "``" in text or "‘‘" in text:
        for match in _TICKS.finditer(text):
            for group in (1, 2):
                yield Edit(match.start(group), match.end(group), '"', "N201")
    if "‘‘" in text:  # in Urdu, ’’ opens and ‘‘ closes
        yield from _each(_DOUBLED, text)
    if ",," in text:
        for match in _COMMAS.finditer(text):
            yield Edit(match.start(), match.start() + 2, '"', "N201")
            if match.group(1) == "''":
                yield Edit(match.start(1), match.end(1), '"', "N201")


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """The edits in order, without those that overlap one before them."""
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= done:
            yield edit
            done = edit.end


def _double_primes(text: str) -> Iterator[Edit]:
    """Double primes that quote: in pairs around words, or after a digit where a quote is still open."""
    if "″" not in text:
        return
    for match in _PRIME_PAIR.finditer(text):
        if match.group()[-1] == "″":
            yield Edit(match.start(), match.start() + 1, '"', "N201")
            yield Edit(match.end() - 1, match.end(), '"', "N201")
    for match in _CLOSING_PRIME.finditer(text):
        before = text[max(0, match.start() - _LOOK_AROUND) : match.start()].rpartition("\n")[2]
        after = text[match.end() : match.end() + _LOOK_AROUND].partition("\n")[0]
        if len(_DOUBLE_QUOTE.findall(before)) % 2 and not _closes_first(after):
            yield Edit(match.start(), match.end(), '"', "N201")


def _closes_first(text: str) -> bool:
    """True when the first double quote of the text closes a quotation."""
    found = _DOUBLE_QUOTE.search(text)
    if found is None:
        return False
    place = found.start()
    return not may_open(text[place - 1 : place] or "x", text[place + 1 : place + 2])


def _single_primes(text: str) -> Iterator[Edit]:
    """Primes that quote in pairs or stand for an apostrophe; others are minutes, feet and derivatives."""
    for match in _PRIME_PAIR.finditer(text):
        if match.group()[-1] == "′":
            yield Edit(match.start(), match.start() + 1, "'", "N202")
            yield Edit(match.end() - 1, match.end(), "'", "N202")
    for match in _DECADE_PRIME.finditer(text):
        yield Edit(match.start(), match.end(), "'", "N202")


def _lines_with(mark: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold such a mark, each with its place."""
    found = mark.search(text)
    while found:
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.start())
        end = end if end >= 0 else len(text)
        yield start, text[start:end]
        found = mark.search(text, end)
