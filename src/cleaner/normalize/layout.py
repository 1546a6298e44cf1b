"""What the shape of lines and blocks says: list item, table row, code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from cleaner.code_blocks import is_code

_LIST_ITEM = re.compile(
    r"[ \t\u3000]*(?:[-*•‣▪▫◦·●○■□►▶▸✓✔➤➢»>–—+]{1,3}"
    r"|\(?\d{1,3}[.)、．]|\(?[A-Za-z][.)]|\(?[ivxIVX]{1,5}[.)]|\[\d{1,3}\])(?:\s|\Z|(?<=、))"
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|```|~~~)", re.MULTILINE)
_INDENTED = re.compile(r"(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_GAPS = re.compile(r"\s+")
_TABLE_ROW = re.compile(r"\t|\|.*\||\S {3,}\S")


def is_list_item(line: str) -> bool:
    """True when the line starts with a bullet or a number.

    >>> is_list_item("- milk"), is_list_item("2) eggs"), is_list_item("2 eggs")
    (True, True, False)
    """
    return _LIST_ITEM.match(line) is not None


def is_table_row(line: str) -> bool:
    """True when the line has cells, divided by tabs, bars or wide gaps.

    >>> is_table_row("Oslo\\t12"), is_table_row("| a | b |"), is_table_row("a | b")
    (True, True, False)
    """
    return _TABLE_ROW.search(line) is not None


class Block:
    """A run of lines between blank lines: `text[start:end]`, with facts found when asked for."""

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self._is_code: bool | None = None
        self._first_item_indent: int | None = None
        self._rows: Counter[int] | None = None

    def is_code(self, text: str) -> bool:
        """True when the block's lines look like code, or all are indented as code is in Markdown."""
        if self._is_code is None:
            block = text[self.start : self.end]
            self._is_code = is_code(block.split("\n")) or (
                _INDENTED.fullmatch(block) is not None and not is_list_item(block) and _is_markdown(text)
            )
        return self._is_code

    def first_item_indent(self, text: str) -> int:
        """How far the block's first list item is indented; 0 if the block has none."""
        if self._first_item_indent is None:
            lines = text[self.start : self.end].split("\n")
            self._first_item_indent = next((len(x) - len(x.lstrip()) for x in lines if is_list_item(x)), 0)
        return self._first_item_indent

    def is_row(self, text: str, line: str) -> bool:
        """True when another line of the block has as many tabs: two tabs in a row are an empty cell."""
        if self._rows is None:
            self._rows = Counter(map(_tabs, text[self.start : self.end].split("\n")))
        return self._rows[_tabs(line)] > 1


def blocks(text: str) -> Iterator[Block]:
    """The blocks of the text, in order; the last one ends at the end of the text.

    >>> text = "one\\ntwo\\n \\nthree"
    >>> [text[block.start : block.end] for block in blocks(text)]
    ['one\\ntwo', 'three']
    """
    start = 0
    for blank in _BLANK_LINES.finditer(text):
        yield Block(start, blank.start())
        start = blank.end()
    yield Block(start, len(text))


@lru_cache(maxsize=1)
def _is_markdown(text: str) -> bool:
    """True when the text has headings or fences of Markdown. (Asked block after block of one text.)"""
    return _MARKDOWN.search(text) is not None


def _tabs(line: str) -> int:
    """How many cell borders the line has: a run of tabs alone counts each, one mixed with spaces one."""
    if "\t" not in line:
        return 0
    runs = (run.group() for run in _GAPS.finditer(line.strip()) if "\t" in run.group())
    return sum(len(run) if run == "\t" * len(run) else 1 for run in runs)
