"""One style of quotes: double (N201) and single, with apostrophes (N202)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.curling import curl_line
from cleaner.normalize.replacing import minimal_edit

_DOUBLE = re.compile("[“”„‟″‶]")
_GUILLEMETS = re.compile("«([^«»\n]*)»|»(?! )([^«»\n]*)(?<! )«")
_ANY_QUOTE = "\"'“”„‟″‶‘’‚‛′‹›«»"
_LONE_GUILLEMET = re.compile(
    f"(?:(?<=[\\s(\\[{_ANY_QUOTE}—–-])|^)«[\xa0\u202f]?(?=[^\\s])"  # opens a quote that goes on
    f"|(?:(?<=\\S)[\xa0\u202f]|(?<=\\S))»(?=[\\s.,;:!?)\\]{_ANY_QUOTE}…]|\\Z)",  # closes one
    re.MULTILINE,
)
_TICKS = re.compile("(``|‘‘)(?=\\S| \\w)[^`\n‘’']{1,600}(?:['‘’](?!['’])[^`\n‘’']{0,300}){0,20}(''|’’)")

_SINGLE = re.compile("[‘’‚‛′]")
_ACCENT = re.compile(r"(?<=[^\W\d_])[`´](?=[^\W\d_])")
_ANGLES = re.compile("‹([^‹›\n]*)›|›(?! )([^‹›\n]*)(?<! )‹")


def unify_double_quotes(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Double quotes in one style, by `quotes`.

    What: with `quotes = "straight"`, every double quote (curly, low, guillemets in pairs with
    the spaces inside them, ``ticks'') and the double prime become `"`. With `"typographic"`,
    straight ones become those of the language; inches and seconds (`5'10"`) stay. With
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
        yield from _curled(text, language, '"', "N201")
    elif config.quotes == "straight":
        edits = [*_each(_DOUBLE, text), *_pairs(text), *_ticks(text)]
        yield from _apart(edits)


def unify_single_quotes(text: str, language: str, config: Config) -> Iterator[Edit]:
    """Apostrophes and single quotes in one style, by `quotes`.

    What: with `quotes = "straight"`, single quotes, apostrophes, the prime, and a backtick or
    acute accent that stands for an apostrophe inside a word become `'`. With `"typographic"`,
    apostrophes become `’` (also in `’90s` and `rock ’n’ roll`) and single quotes those of the
    language; feet and minutes (`5'10"`) stay. With `"keep"`, nothing changes.

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
        yield from _curled(text, language, "'", "N202")
    elif config.quotes == "straight":
        edits = [Edit(match.start(), match.end(), "'", "N202") for match in _SINGLE.finditer(text)]
        if "‹" in text:
            edits.extend(_paired(_ANGLES, text, "'", "N202"))
        if "`" in text or "´" in text:
            edits.extend(Edit(match.start(), match.end(), "'", "N202") for match in _ACCENT.finditer(text))
        yield from _apart(edits)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    return (Edit(match.start(), match.end(), '"', "N201") for match in pattern.finditer(text))


def _pairs(text: str) -> Iterator[Edit]:
    """Guillemets that quote: in pairs on a line, or attached to a word as in print."""
    if "«" not in text and "»" not in text:
        return
    yield from _paired(_GUILLEMETS, text, '"', "N201")
    yield from _each(_LONE_GUILLEMET, text)


def _paired(pattern: re.Pattern[str], text: str, quote: str, code: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        inner = match.group(1) or match.group(2) or ""
        if not inner.strip():
            continue
        (start, end), spaces = match.span(), " \xa0\u202f"
        yield Edit(start, start + 1 + (inner[0] in spaces), quote, code)
        yield Edit(end - 1 - (inner[-1] in spaces), end, quote, code)


def _ticks(text: str) -> Iterator[Edit]:
    if "``" in text or "‘‘" in text:
        for match in _TICKS.finditer(text):
            for group in (1, 2):
                yield Edit(match.start(group), match.end(group), '"', "N201")


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """The edits in order, without those that overlap one before them."""
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= done:
            yield edit
            done = edit.end


def _curled(text: str, language: str, quote: str, code: str) -> Iterator[Edit]:
    """The edits that make straight quotes of one kind typographic."""
    place = text.find(quote)
    while place >= 0:
        line_start, line_end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        line_end = line_end if line_end >= 0 else len(text)
        for offset, glyph in curl_line(text[line_start:line_end], language):
            start = line_start + offset
            if text[start] == quote:
                yield from minimal_edit(start, quote, glyph, code)
        place = text.find(quote, line_end)
