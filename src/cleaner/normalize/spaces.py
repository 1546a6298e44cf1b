"""Spaces: between words, at the ends of lines, before paragraphs (N302)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.layout import Block, blocks, is_list_item
from cleaner.normalize.replacing import minimal_edit

_ODD = "\xa0\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f"[ \t{_ODD}]{{2,}}|[\t{_ODD}]| (?=\n|\\Z)|^ ", re.MULTILINE)
_ONE_ODD = re.compile(f"[{_ODD}]")
_GAP = re.compile(f"[ {_ODD}]{{3,}}")
_INDENT = re.compile(f"[ \t{_ODD}]*")
_CJK = re.compile(r"[\u2e80-\u2fff\u3001-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def unify_spaces(text: str, language: str, config: Config) -> Iterator[Edit]:
    """One plain space between words, none at the ends of a line.

    What: trailing spaces go; runs of spaces become one; no-break, thin and other odd spaces
    become plain ones; the indentation of paragraphs goes. Kept: one tab between cells, the
    ideographic space inside Chinese and Japanese text, no-break spaces inside guillemets,
    gaps that line up in columns with the line above or below, gaps and indentation of code,
    the indentation of nested list items.

    Why: spaces are layout of the source; two spellings of a gap make two texts.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("  It  cost 5\\xa0euros. \\n", unify_spaces)
    'It cost 5 euros.\\n'

    Kept:
    >>> rewritten("Name    Age\\nAnna    31\\n", unify_spaces)
    'Name    Age\\nAnna    31\\n'
    """
    following = blocks(text)
    block, line_start, line_end = next(following), 0, -1
    for match in _SPACES.finditer(text):
        start, end = match.span()
        if start > line_end:
            line_start = text.rfind("\n", max(line_end, 0), start) + 1 or max(line_end, 0)
            line_end = text.find("\n", end)
            line_end = line_end if line_end >= 0 else len(text)
        if end == line_end:
            yield Edit(start, end, "", "N302")
            continue
        while start >= block.end:
            block = next(following)
        if start == line_start:
            spaces = _indent(text, block, line_start, line_end)
        else:
            spaces = _between_words(text, block, match, line_start, line_end)
        yield from minimal_edit(start, match.group(), spaces, "N302")


def _indent(text: str, block: Block, line_start: int, line_end: int) -> str:
    """The indentation that stays in front of a line."""
    match = _INDENT.match(text, line_start, line_end)
    indent = match.group() if match else ""
    if block.is_code(text) or _is_aligned(text, line_start, line_end):
        return _ONE_ODD.sub(" ", indent)
    if not is_list_item(text[line_start:line_end]):
        return ""
    return _ONE_ODD.sub(" ", indent[block.first_item_indent(text) :])


def _between_words(text: str, block: Block, match: re.Match[str], line_start: int, line_end: int) -> str:
    run, before, after = match.group(), text[match.start() - 1], text[match.end()]
    if "\t" in run:
        return run if block.is_code(text) else "\t"
    if "\u3000" in run and (_CJK.match(before) or _CJK.match(after)):
        return "\u3000"
    if len(run) == 1 and (before in "«‹" or after in "»›"):
        return run
    if len(run) > 1 and (block.is_code(text) or _is_aligned(text, line_start, line_end)):
        return _ONE_ODD.sub(" ", run)
    return " "


def _is_aligned(text: str, line_start: int, line_end: int) -> bool:
    """True when a gap of the line ends at the same column as a gap of the line above or below."""
    gaps = _gap_ends(text, line_start, line_end)
    if not gaps:
        return False
    above = text.rfind("\n", 0, max(0, line_start - 1)) + 1
    if line_start > 0 and gaps & _gap_ends(text, above, line_start - 1):
        return True
    below = text.find("\n", line_end + 1)
    return line_end < len(text) and bool(gaps & _gap_ends(text, line_end + 1, below if below >= 0 else len(text)))


def _gap_ends(text: str, start: int, end: int) -> set[int]:
    return {gap.end() - start for gap in _GAP.finditer(text, start, end) if start < gap.start() and gap.end() < end}
