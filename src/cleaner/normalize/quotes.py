"""One style of quotes: double (N201) and single, with apostrophes (N202)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.code_blocks import MAX_CODE_LINE_CHARS, is_code_line
from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.double_marks import DOUBLE_MARKS, double_marks
from cleaner.normalize.replacing import minimal_edit
from cleaner.normalize.single_marks import CHANGING_MARKS, apostrophes, single_marks
from cleaner.normalize.tables import quote_style
from cleaner.normalize.typed_marks import single_primes, typed_double_marks

_DOUBLE = re.compile("[“”„‟❝❞]")
_GUILLEMETS = re.compile("«([^«»\n]*)»|»(?! )([^«»\n]*)(?<! )«")
_ANY_QUOTE = "\"'“”„‟″‶‘’‚‛′‹›«»"
_LONE_GUILLEMET = re.compile(
    f"(?:(?<=[\\s(\\[{_ANY_QUOTE}—–-])|^)«[\xa0\u202f]?(?=[^\\s])"  # opens a quote that goes on
    f"|(?:(?<=\\S)[\xa0\u202f]|(?<=\\S))»(?=[\\s.,;:!?)\\]{_ANY_QUOTE}…]|\\Z)",  # closes one
    re.MULTILINE,
)
_LONE_SPACED = re.compile("^« (?=[^«»\n]{30,2000}[.!?…,;:]$)|(?<=[.!?…]) »(?=[\\s.,;:)]|\\Z)", re.MULTILINE)

_SINGLE = re.compile("[‘’‚‛❛❜]")
_ANGLES = re.compile("‹([^‹›\n]*)›|›(?! )([^‹›\n]*)(?<! )‹")
_ANY_DOUBLE = re.compile(f"[{DOUBLE_MARKS}]")
_QUOTED_IN_CODE = re.compile(r"[\w\]]\([\"']|[\"']\w+[\"']: ?[\[{\"'\d]|\w=[\"'][^\"'\n]*[\"']")
_ANY_SINGLE = re.compile(f"[{CHANGING_MARKS}]")


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
        if typed := list(typed_double_marks(text)):  # the chain comes back for them
            yield from _apart(typed)
            return
        for place, line in _lines_with(_ANY_DOUBLE, text):
            for start, end, marks in double_marks(line, language):
                yield from minimal_edit(place + start, line[start:end], marks, "N201")
    elif config.quotes == "straight":
        yield from _apart([*_each(_DOUBLE, text), *_pairs(text, language), *typed_double_marks(text)])


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
        edits.extend(single_primes(text))
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


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """The edits in order, without those that overlap one before them."""
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= done:
            yield edit
            done = edit.end


def _lines_with(mark: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold such a mark and are no code, each with its place."""
    found = mark.search(text)
    while found:
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.start())
        end = end if end >= 0 else len(text)
        line = text[start:end]
        if not _is_code(line):
            yield start, line
        found = mark.search(text, end)


def _is_code(line: str) -> bool:
    return is_code_line(line.rstrip("; ")) or (len(line) < MAX_CODE_LINE_CHARS and bool(_QUOTED_IN_CODE.search(line)))
