"""Pieces of text and breaks to lines: white space collapses, cells and markers are set, gaps are kept."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from lxml import etree

from cleaner.parse.places import Place, Places
from cleaner.parse.tree import source_line

NO_BREAK, LINE_BREAK, PARAGRAPH_BREAK = range(3)
LONG_CELL = 300
"""Code points. A row with a longer cell is layout: its cells are lines of their own."""

_INVISIBLE = "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # a line of these alone shows nothing
_MAX_INVISIBLE = 8  # of them in a row: longer lines are not looked at


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A piece of text; `link` is the number of the `<a>` around it, 0 without.

    Of a piece that begins a line or cell, `place` is where it stands and `source_line` the line
    of the last element that began before it.
    """

    text: str
    link: int
    place: Place | None = None
    source_line: int = 0


class Drawn(msgspec.Struct, frozen=True, gc=False):
    """A line as it will stand in the text, `gap` line breaks after the line before it."""

    gap: int
    text: str
    first: Piece
    chars_in_links: int
    links: int
    pieces: int


class Writer:
    """Makes lines of pieces and breaks. A break is carried out only when more text comes."""

    def __init__(self, places: Places) -> None:
        self.lines: list[Drawn] = []
        self.link = 0
        self.preformatted = 0
        self._places = places
        self._pieces: list[Piece] = []
        self._is_code = False  # of the line under way
        self._gap = self._pending = NO_BREAK
        self._marker = self._next_marker = ""
        self._borders: list[int] = []  # where in the pieces a further cell begins
        self._next_borders = 0
        self._rows: list[int] = []  # cells so far of the rows under way
        self._cells: list[int] = []  # of the cells under way, the number of the line they began with, or -1
        self._in_empty_cell = False
        self._line_number = 0

    def add(self, text: str, element: etree._Element) -> None:
        """Add a text node; `element` is the last that began before it."""
        if self.preformatted:
            self._add_code(text, element)
        elif self._pending or self._in_empty_cell or not self._pieces:
            if not text.isspace():
                self._begin(text, element)
        else:
            self._pieces.append(Piece(text, 0 if text.isspace() else self.link))

    def break_line(self, strength: int) -> None:
        """End the line; `strength` line breaks at least will stand before the next."""
        if strength > self._pending and not self._in_empty_cell:
            self._pending = strength

    def start_block(self) -> None:
        """A paragraph-like block begins: it is set apart, and takes the marker back."""
        if not self._in_empty_cell:
            self._pending = PARAGRAPH_BREAK
        self._next_marker = ""

    def end_block(self) -> None:
        """A paragraph-like block ends."""
        if not self._in_empty_cell:
            self._pending = PARAGRAPH_BREAK

    def break_again(self) -> None:
        """`<br>`: end the line, or leave an empty one."""
        self.break_line(PARAGRAPH_BREAK if self._pending else LINE_BREAK)

    def mark(self, marker: str) -> None:
        """Put the marker of a list item before the next text; `""` takes it back if none came."""
        self._next_marker = marker

    def start_row(self) -> None:
        self.break_line(LINE_BREAK)
        self._rows.append(0)

    def end_row(self) -> None:
        self.break_line(LINE_BREAK)
        self._rows.pop()

    def start_cell(self) -> None:
        """A further cell of a row goes on in the row's line, if the cell before it ended in it."""
        if self._rows:
            if self._rows[-1] and self._pieces and not self._pending:
                self._next_borders += 1
            self._rows[-1] += 1
        self._cells.append(-1)
        self._in_empty_cell = True

    def end_cell(self) -> None:
        began = self._cells.pop()
        self._in_empty_cell = False
        if began == self._line_number:
            self._pending = NO_BREAK
        elif began >= 0:
            self._pending = max(self._pending, LINE_BREAK)

    def finish(self) -> list[Drawn]:
        """All lines."""
        self._flush()
        return self.lines

    def _begin(self, text: str, element: etree._Element) -> None:
        """Carry out what is pending, and add the first piece of a line or cell."""
        if self._pending:
            self._flush()
        if not self._pieces:
            self._is_code = self.preformatted > 0
            self._marker, self._next_marker = self._next_marker, ""
        if self._in_empty_cell:
            self._cells = [self._line_number if began < 0 else began for began in self._cells]
            self._in_empty_cell = False
        if self._next_borders:
            self._borders += [len(self._pieces)] * self._next_borders
            self._next_borders = 0
        self._pieces.append(Piece(text, self.link, self._places.here(), source_line(element)))

    def _add_code(self, text: str, element: etree._Element) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                self.break_again()
            if part and (self._pending or self._in_empty_cell or not self._pieces):
                self._begin(part, element)
            elif part:
                self._pieces.append(Piece(part, self.link))

    def _flush(self) -> None:
        """End the line under way."""
        before = len(self.lines)
        if self._borders:
            self._draw_row()
        elif self._pieces:
            self._draw(self._gap, self._pieces)
        if len(self.lines) > before:
            self._gap = self._pending
        else:
            self._gap = max(self._gap, self._pending)
        self._pieces, self._borders = [], []
        self._pending, self._next_borders = NO_BREAK, 0
        self._line_number += 1

    def _draw(self, gap: int, pieces: list[Piece]) -> None:
        first = pieces[0]
        text = first.text if len(pieces) == 1 else "".join([piece.text for piece in pieces])
        text = text.rstrip() if self._is_code else collapsed(text)
        if text and (len(text) > _MAX_INVISIBLE or text.strip(_INVISIBLE)):
            self._append(gap, text, pieces)

    def _draw_row(self) -> None:
        """The row's line; of a layout's row, a line a cell."""
        bounds = [0, *self._borders, len(self._pieces)]
        cells = [self._pieces[start:end] for start, end in pairwise(bounds)]
        texts = [collapsed("".join([piece.text for piece in cell])) for cell in cells]
        if max(map(len, texts)) > LONG_CELL:
            for cell in filter(None, cells):
                self._draw(max(self._gap, LINE_BREAK), cell)
        elif text := "\t".join(texts).strip():
            self._append(self._gap, text, self._pieces)

    def _append(self, gap: int, text: str, pieces: list[Piece]) -> None:
        first = pieces[0]
        if first.place is not None:
            first.place.lines += 1
        if len(pieces) == 1:
            chars, links, inked = (len(text), 1, 1) if first.link else (0, 0, 1)
        else:
            chars, links, inked = _linked(pieces, len(text))
        self.lines.append(Drawn(gap, self._marker + text, first, chars, links, inked))


def collapsed(text: str) -> str:
    r"""The text with each run of white space of HTML as one space, and none at its ends.

    >>> collapsed("  It\n rained\u00a05 mm \t")
    'It rained\xa05 mm'
    """
    if text.isascii():
        return " ".join(text.split())
    return b" ".join(text.encode().split()).decode().strip()  # str.split takes no-break spaces as well


def _linked(pieces: list[Piece], length: int) -> tuple[int, int, int]:
    """How many code points of a line of this length stand in links, in how many links, and its pieces with ink."""
    inked = [piece for piece in pieces if not piece.text.isspace()]
    links = {piece.link for piece in inked}
    if 0 not in links:
        return length, len(links), len(inked)
    if len(links) == 1:
        return 0, 0, len(inked)
    chars = sum([len(collapsed(piece.text)) for piece in inked if piece.link])
    return min(chars, length), len(links) - 1, len(inked)
