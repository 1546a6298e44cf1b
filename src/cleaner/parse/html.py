"""HTML to lines: the text that a reader sees, block by block, with what the tree knows of each line.

Paragraph-like blocks are set apart by a blank line; list items, rows and `<br>` by a line
break. The cells of a row are divided by tabs, list items begin with `• ` or their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from cleaner.document import Line
from cleaner.parse import elements
from cleaner.parse.elements import ACTIONS, DIALOG, LINK, PARAGRAPH, SKIP
from cleaner.parse.embedded import embedded_texts
from cleaner.parse.markers import Markers
from cleaner.parse.places import Places
from cleaner.parse.tree import parse_tree, readable, source_line
from cleaner.parse.visible import Visibility
from cleaner.parse.writer import LINE_BREAK, PARAGRAPH_BREAK, Drawn, Piece, Writer

_ENOUGH_CHARS = 200
"""A page that shows less is looked at again: its text may stand where scripts would take it from."""

_FEW_CHARS = 2000
"""A page that shows less may be one that a script uncovers; hidden text is then counted."""

_MUCH_CHARS = 500
"""What is hidden must be this much more than twice what is shown, to count as the page under a curtain."""

_NEARLY_EMPTY = 500
"""A page that shows less may hold its text as data only. (With 1,000, short product pages get all their reviews.)"""

_READ_LATER = frozenset({"noscript", "noframes"})
_WITH_NOSCRIPT = {tag: action for tag, action in ACTIONS.items() if tag != "noscript"}


def render(page: str | etree._Element, *, with_data: bool = True) -> tuple[str, tuple[Line, ...]]:
    """The visible text of the page and its non-blank lines, with what the tree knows of each.

    `page` is the HTML or the root that `parse_tree` gave for it. Of a page that shows next to
    nothing, lines are made of the text in its data too (`embedded_texts`), unless `with_data` is false.

    >>> text, lines = render("<body><h1>Rain</h1><ul class=menu><li><a>Home</a> page<li>News</ul></body>")
    >>> text
    'Rain\\n\\n• Home page\\n• News\\n'
    >>> lines[1].tag_path, lines[1].chars_in_links, lines[1].hints
    ('html/body/ul/li', 4, 'menu')
    """
    root = parse_tree(page) if isinstance(page, str) else page
    drawing = _draw(root)
    if drawing.skipped:
        drawing = _fuller(root, drawing) or drawing
    if with_data and (chars := drawing.chars) < _NEARLY_EMPTY:
        _add_data(root, drawing, chars)
    return _placed(drawing)


class Drawing(NamedTuple):
    """The lines of a tree, the places where they begin, and the elements passed over that may hold more of the text."""

    lines: list[Drawn]
    places: Places
    skipped: list[etree._Element]

    @property
    def chars(self) -> int:
        return sum(len(line.text) for line in self.lines)


def _fuller(root: etree._Element, drawing: Drawing) -> Drawing | None:
    """A drawing with what scripts would show or replace, if that is more than the page shows."""
    chars = drawing.chars
    behind = sum(len(piece) for element in drawing.skipped if element.tag == "noscript" for piece in element.itertext())
    if behind > max(chars, _ENOUGH_CHARS):
        return _draw(root, actions=_WITH_NOSCRIPT)
    frames = "".join(element.text or "" for element in drawing.skipped if element.tag == "noframes")
    if frames and not chars:
        return _draw(parse_tree(frames))  # parsers leave it as text
    if chars < _FEW_CHARS and any(ACTIONS.get(element.tag) != SKIP for element in drawing.skipped):
        fuller = _draw(root, all_shown=True)
        if fuller.chars > 2 * chars + _MUCH_CHARS:
            return fuller
    return None


def _add_data(root: etree._Element, drawing: Drawing, chars: int) -> None:
    """Add lines for the text in the page's data, if that is more than twice what the page shows."""
    found = embedded_texts(root)
    if sum(len(embedded.text) for embedded in found) <= max(2 * chars, _ENOUGH_CHARS):
        return
    for text, element, hint in found:
        place = drawing.places.beside(hint)
        drawing.lines.append(Drawn(PARAGRAPH_BREAK, text, Piece(text, 0, place, source_line(element)), 0, 0, 1))


def _draw(root: etree._Element, *, all_shown: bool = False, actions: Mapping[str, int] = ACTIONS) -> Drawing:
    """The lines of the tree, in one walk. (Per element it costs what each call here costs.)"""
    places = Places()
    writer, markers, visibility = Writer(places), Markers(), Visibility(root, all_shown=all_shown)
    places.uncovered = visibility.uncovered
    add, start_block, end_block, is_hidden = writer.add, writer.start_block, writer.end_block, visibility.is_hidden
    action_of, opened, placed = actions.get, places.opened, places.open
    ends: list[int] = []  # what to do at the end of each open element
    skipped: list[etree._Element] = []
    links = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            action = action_of(element.tag, 0)
            opened.append(element)
            get = element.get
            if (action >= DIALOG and (action == SKIP or get("open") is None)) or (
                (get("style") or get("hidden") is not None or get("aria-hidden")) and is_hidden(element)
            ):
                if action != SKIP or element.tag in _READ_LATER:
                    skipped.append(element)
                action = 0
                walker.skip_subtree()
            else:
                if action == PARAGRAPH:
                    start_block()
                elif action == LINK:
                    links += 1
                    writer.link = links
                elif action:
                    _start(action, element, writer, markers)
                if text := element.text:
                    add(text, element)
            ends.append(action)
        else:
            action = ends.pop()
            if action == PARAGRAPH:
                end_block()
            elif action == LINK:
                writer.link = 0
            elif action:
                _end(action, element, writer, markers)
            opened.pop()
            if len(placed) > len(opened):
                placed.pop()
            if text := element.tail:
                add(text, element)
    return Drawing(writer.finish(), places, skipped)


def _start(action: int, element: etree._Element, writer: Writer, markers: Markers) -> None:
    if action == elements.PLAIN:
        writer.break_line(PARAGRAPH_BREAK)
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
    elif action == elements.QUOTE:
        writer.add('"', element)
    elif action == elements.BOX:
        _set_apart(element, writer)
    else:
        writer.break_line(PARAGRAPH_BREAK)
        writer.mark("")
        writer.preformatted += action == elements.PRE
        markers.menus += action == elements.MENU


def _end(action: int, element: etree._Element, writer: Writer, markers: Markers) -> None:
    if action == elements.PLAIN:
        writer.break_line(PARAGRAPH_BREAK)
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
    elif action == elements.QUOTE:
        writer.add('"', element)
    elif action == elements.BOX:
        _set_apart(element, writer)
    elif action != elements.BREAK:
        writer.break_line(PARAGRAPH_BREAK)
        writer.preformatted -= action == elements.PRE
        markers.menus -= action == elements.MENU


def _set_apart(element: etree._Element, writer: Writer) -> None:
    """A button beside text has space around it; one in code, mostly for copying it, is no part of its line."""
    if writer.preformatted:
        writer.break_line(LINE_BREAK)
    else:
        writer.add(" ", element)


def _placed(drawing: Drawing) -> tuple[str, tuple[Line, ...]]:
    """The text, and its lines with the facts of their places."""
    drawing.places.settle()
    hints_of = drawing.places.hints
    parts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for index, line in enumerate(drawing.lines):
        gap, text, place = line.gap, line.text, line.first.place
        assert place is not None
        setting = place.setting
        if index:
            parts.append("\n" * max(gap, 1))
            offset += max(gap, 1)
        parts.append(text)
        end = offset + len(text)
        lines.append(
            Line(
                index,
                offset,
                end,
                setting.path,
                line.first.source_line,
                line.chars_in_links,
                setting.hints or hints_of(setting),
                setting.kind,
                setting.level,
                setting.regions,
                setting.depth,
                line.links,
                line.pieces,
                place.alike,
                place.repeats,
                place.containers,
            )
        )
        offset = end
    text = readable("".join(parts))
    return text + "\n" if lines else "", tuple(lines)
