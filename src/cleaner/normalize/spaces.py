"""Spaces: between words, at the ends of lines, before paragraphs (N302)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.layout import Block, blocks, is_list_item
from cleaner.normalize.replacing import minimal_edit

ODD_SPACES = frozenset(map(chr, (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
_ODD = "".join(sorted(ODD_SPACES))
_SPACES = re.compile(f"[ \t{_ODD}]{{2,}}|[\t{_ODD}]| (?=\n|\\Z)|^ ", re.MULTILINE)
_ONE_ODD = re.compile(f"[{_ODD}]")
_GAP = re.compile(f"[ {_ODD}]{{3,}}")
_CJK = re.compile(r"[\u2e80-\u2fff\u3001-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def unify_spaces(text: str, language: str, config: Config) -> Iterator[Edit]:
    """One plain space between words, none at the ends of a line.

    What: trailing spaces go; runs of spaces become one; no-break, thin and other odd spaces
    become plain ones; the indentation of paragraphs goes. Kept: one tab between cells (more
    where the rows of a table agree), the ideographic space inside Chinese and Japanese text,
    no-break spaces inside guillemets, gaps that line up in columns with the line above or
    below, gaps and indentation of code, the indentation of nested list items.

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
    line = _Line(text, next(following), 0, -1)
    for match in _SPACES.finditer(text):
        start, end = match.span()
        if match.group() == "\u3000" and _CJK.match(text[start - 1 : start]) and _CJK.match(text, end):
            continue
        if start > line.end:
            line = _line_at(match, text, line, following)
        if end == line.end:
            spaces = ""
        elif start == line.start:
            spaces = line.indent(match.group())
        else:
            spaces = line.gap(match)
        yield from minimal_edit(start, match.group(), spaces, "N302")


class _Line:
    """The line `text[start:end]` in its block. What takes a look at all of it is looked up once."""

    def __init__(self, text: str, block: Block, start: int, end: int) -> None:
        self.text = text
        self.block = block
        self.start = start
        self.end = end

    def indent(self, spaces: str) -> str:
        """What stays of the spaces in front of the line."""
        if self.block.is_code(self.text) or self.is_aligned:
            return _ONE_ODD.sub(" ", spaces)
        if not is_list_item(self.text[self.start : self.end]):
            return ""
        return _ONE_ODD.sub(" ", spaces[self.block.first_item_indent(self.text) :])

    def gap(self, match: re.Match[str]) -> str:
        """What stays of the spaces between two words."""
        run, before, after = match.group(), self.text[match.start() - 1], self.text[match.end()]
        if "\t" in run:
            is_cells = len(run) > 1 and run == "\t" * len(run) and self.is_row
            return run if is_cells or self.block.is_code(self.text) else "\t"
        if "\u3000" in run and (_CJK.match(before) or _CJK.match(after)):
            return "\u3000"
        if len(run) == 1 and (before in "«‹" or after in "»›"):
            return run
        if len(run) > 1 and (self.block.is_code(self.text) or self.is_aligned):
            return _ONE_ODD.sub(" ", run)
        return " "

    @cached_property
    def is_row(self) -> bool:
        """True when the block has another line with as many cells."""
        return self.block.is_row(self.text, self.text[self.start : self.end])

    @cached_property
    def is_aligned(self) -> bool:
        """True when a gap of the line ends at the same column as a gap of the line above or below."""
        gaps = _gap_ends(self.text, self.start, self.end)
        if not gaps:
            return False
        above = self.text.rfind("\n", 0, max(0, self.start - 1)) + 1
        if self.start > 0 and gaps & _gap_ends(self.text, above, self.start - 1):
            return True
        below = self.text.find("\n", self.end + 1)
        below = below if below >= 0 else len(self.text)
        return self.end < len(self.text) and bool(gaps & _gap_ends(self.text, self.end + 1, below))


def _line_at(match: re.Match[str], text: str, last: _Line, following: Iterator[Block]) -> _Line:
    """The line of the match, which stands after the `last` line looked at."""
    searched = max(last.end, 0)
    start = text.rfind("\n", searched, match.start()) + 1 or searched
    end = text.find("\n", match.end())
    block = last.block
    while match.start() > block.end or (match.start() == block.end < len(text)):
        block = next(following)
    return _Line(text, block, start, end if end >= 0 else len(text))


def _gap_ends(text: str, start: int, end: int) -> set[int]:
    return {gap.end() - start for gap in _GAP.finditer(text, start, end) if start < gap.start() and gap.end() < end}
