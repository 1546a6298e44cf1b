"""HTML to lines: the text that a reader sees, block by block, with what the tree knows of each line.

Paragraph-like blocks are set apart by a blank line; list items, rows and `<br>` by a line
break. The cells of a row are divided by tabs, list items begin with `• ` or their number.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple, cast

from lxml import etree

from cleaner.document import Line
from cleaner.parse import elements
from cleaner.parse.elements import ACTIONS
from cleaner.parse.markers import Markers
from cleaner.parse.places import Places
from cleaner.parse.tree import parse_tree, readable
from cleaner.parse.visible import find_hidden
from cleaner.parse.writer import LINE_BREAK, PARAGRAPH_BREAK, Drawn, Writer

_ENOUGH_CHARS = 200
"""A page that shows less is looked at again: its text may stand where scripts would take it from."""

_FEW_CHARS = 2000
"""A page that shows less may be one that a script uncovers; hidden text is then counted."""

_WITH_NOSCRIPT = {tag: action for tag, action in ACTIONS.items() if tag != "noscript"}


def render(page: str | etree._Element) -> tuple[str, tuple[Line, ...]]:
    """The visible text of the page and its non-blank lines, with what the tree knows of each.

    `page` is the HTML or the root that `parse_tree` gave for it.

    >>> text, lines = render("<body><h1>Rain</h1><ul class=menu><li><a>Home</a> page<li>News</ul></body>")
    >>> text
    'Rain\\n\\n• Home page\\n• News\\n'
    >>> lines[1].tag_path, lines[1].chars_in_links, lines[1].hints
    ('html/body/ul/li', 4, 'menu')
    """
    root = parse_tree(page) if isinstance(page, str) else page
    hidden = find_hidden(root)
    drawing = _draw(root, hidden.elements)
    uncovered = hidden.uncovered
    if len(drawing.skipped) and (fuller := _fuller(root, drawing, hidden.elements)):
        drawing, uncovered = fuller, uncovered | hidden.elements
    return _placed(drawing.lines, uncovered)


class Drawing(NamedTuple):
    """The lines of a tree, and the elements that were passed over."""

    lines: list[Drawn]
    skipped: list[etree._Element]

    @property
    def chars(self) -> int:
        return sum(len(line.text) for line in self.lines)


def _fuller(root: etree._Element, drawing: Drawing, hidden: Set[etree._Element]) -> Drawing | None:
    """A drawing with what scripts would show or replace, if that is more than the page shows."""
    chars = drawing.chars
    behind = sum(len(piece) for element in drawing.skipped if element.tag == "noscript" for piece in element.itertext())
    if behind > max(chars, _ENOUGH_CHARS):
        return _draw(root, hidden, _WITH_NOSCRIPT)
    if hidden and chars < _FEW_CHARS:
        fuller = _draw(root, frozenset())
        if fuller.chars > 2 * chars:
            return fuller
    return None


def _draw(root: etree._Element, hidden: Set[etree._Element], actions: Mapping[str, int] = ACTIONS) -> Drawing:
    """The lines of the tree, in one walk."""
    writer = Writer()
    markers = Markers()
    add, action_of = writer.add, actions.get
    opened: list[int] = []
    skipped: list[etree._Element] = []
    links = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            action = action_of(element.tag, 0)
            if action == elements.DIALOG and element.get("open") is None:
                action = elements.SKIP
            if action == elements.SKIP or element in hidden:
                action = 0
                skipped.append(element)
                walker.skip_subtree()
            else:
                if action == elements.LINK:
                    links += 1
                    writer.link = links
                elif action:
                    _start(action, element, writer, markers)
                if text := element.text:
                    add(text, element, False)
            opened.append(action)
        else:
            if action := opened.pop():
                _end(action, element, writer, markers)
            if text := element.tail:
                add(text, element, True)
    return Drawing(writer.finish(), skipped)


def _start(action: int, element: etree._Element, writer: Writer, markers: Markers) -> None:
    if action in (elements.PARAGRAPH, elements.DIALOG):
        writer.break_line(PARAGRAPH_BREAK)
        markers.block(element, writer)
    elif action == elements.BREAK:
        writer.break_again()
    elif action == elements.ITEM:
        writer.break_line(LINE_BREAK)
        writer.mark(markers.item(element))
    elif action == elements.LIST:
        writer.break_line(LINE_BREAK if markers.start_list(element) else PARAGRAPH_BREAK)
        writer.mark("")
    elif action == elements.LINE:
        writer.break_line(LINE_BREAK)
    elif action == elements.CELL:
        writer.start_cell()
    elif action == elements.ROW:
        writer.start_row()
    elif action == elements.PRE:
        writer.break_line(PARAGRAPH_BREAK)
        writer.preformatted += 1
    elif action == elements.QUOTE:
        writer.add('"', element, False)
    elif action == elements.BOX:
        writer.add(" ", element, False)


def _end(action: int, element: etree._Element, writer: Writer, markers: Markers) -> None:
    if action == elements.LINK:
        writer.link = 0
    elif action in (elements.PARAGRAPH, elements.DIALOG):
        writer.break_line(PARAGRAPH_BREAK)
        markers.end_block(element)
    elif action == elements.ITEM:
        writer.break_line(LINE_BREAK)
        writer.mark("")
    elif action == elements.LIST:
        writer.break_line(LINE_BREAK if markers.end_list() else PARAGRAPH_BREAK)
    elif action == elements.LINE:
        writer.break_line(LINE_BREAK)
    elif action == elements.CELL:
        writer.end_cell()
    elif action == elements.ROW:
        writer.end_row()
    elif action == elements.PRE:
        writer.break_line(PARAGRAPH_BREAK)
        writer.preformatted -= 1
    elif action == elements.QUOTE:
        writer.add('"', element, True)
    elif action == elements.BOX:
        writer.add(" ", element, True)


def _placed(drawn: list[Drawn], uncovered: Set[etree._Element]) -> tuple[str, tuple[Line, ...]]:
    """The text, and its lines with the facts of their places."""
    places = Places(uncovered)
    at = [places.at(_around(line)) for line in drawn]
    places.settle()
    parts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for index, (line, place) in enumerate(zip(drawn, at, strict=True)):
        if index:
            parts.append("\n" * max(line.gap, 1))
            offset += max(line.gap, 1)
        parts.append(line.text)
        lines.append(
            Line(
                index=index,
                start=offset,
                end=offset + len(line.text),
                tag_path=place.path,
                source_line=cast(int, line.first.element.sourceline) or 0,
                chars_in_links=line.chars_in_links,
                hints=place.hints,
                kind=place.kind,
                level=place.level,
                regions=place.regions,
                depth=place.depth,
                links=line.links,
                pieces=line.pieces,
                alike=place.alike,
                repeats=place.repeats,
                containers=place.containers,
            )
        )
        offset += len(line.text)
    text = readable("".join(parts))
    return text + "\n" if lines else "", tuple(lines)


def _around(line: Drawn) -> etree._Element:
    """The element that the line begins in."""
    first = line.first
    parent = first.element.getparent() if first.is_tail else None
    return first.element if parent is None else parent
