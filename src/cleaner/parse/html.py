"""HTML to lines: the text that a reader sees, block by block, with what the tree knows of each line.

Paragraph-like blocks are set apart by a blank line, list items, rows and `<br>` by a line
break, so that later steps can tell a broken line from a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import msgspec
from lxml import etree

from cleaner.document import Line
from cleaner.parse.tree import parse_tree, readable

# fmt: off
_UNSEEN = frozenset({
    "head", "title", "script", "style", "noscript", "template", "svg", "math", "canvas", "object", "embed", "iframe",
    "audio", "video", "select", "datalist", "textarea", "dialog", "map",
})
_PARAGRAPHS = frozenset({
    "html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "thead", "tbody",
    "tfoot", "caption", "section", "article", "main", "header", "footer", "nav", "aside", "form", "fieldset", "figure",
    "hr", "figcaption", "blockquote", "pre", "address", "details", "summary", "center",
})
# fmt: on
_LINES = frozenset(["li", "dt", "dd", "tr", "br", "legend"])
_CELLS = frozenset(["td", "th"])
_MAX_DEPTH = 40  # deeper paths say no more of a line, and a page nested 100,000 deep must not cost its square
_MAX_HINTS = 12
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def render(page: str | etree._Element) -> tuple[str, tuple[Line, ...]]:
    """The visible text of the page and its non-blank lines, with their tag path, links and hints.

    `page` is the HTML or the root that `parse_tree` gave for it.

    >>> text, lines = render("<body><h1>Rain</h1><ul class=menu><li><a>Home</a> page<li>News</ul></body>")
    >>> text
    'Rain\\n\\nHome page\\nNews\\n'
    >>> lines[1].tag_path, lines[1].chars_in_links, lines[1].hints
    ('html/body/ul/li', 4, 'menu')
    """
    writer = _Writer()
    for place, event in _walk(parse_tree(page) if isinstance(page, str) else page):
        if isinstance(event, str):
            writer.add(readable(event), place)
        else:
            writer.break_line(event)
    return writer.finish()


class _Place(msgspec.Struct, frozen=True, gc=False):
    """Where a text node stands: facts of its enclosing elements, shared down the tree."""

    path: str = ""
    hints: tuple[str, ...] = ()
    source_line: int = 0
    depth: int = 0
    in_link: bool = False
    preformatted: bool = False

    def inside(self, tag: etree._Element) -> _Place:
        name = str(tag.tag)
        is_block = name in _PARAGRAPHS or name in _LINES or name in _CELLS
        too_deep = self.depth >= _MAX_DEPTH
        return _Place(
            path=f"{self.path}/{name}".lstrip("/") if is_block and not too_deep else self.path,
            hints=self.hints if too_deep else (*self.hints, *_hints(tag))[-_MAX_HINTS:],
            source_line=cast(int, tag.sourceline) or self.source_line,
            depth=self.depth + 1,
            in_link=self.in_link or name == "a",
            preformatted=self.preformatted or name == "pre",
        )


def _hints(tag: etree._Element) -> Iterator[str]:
    for key in ("id", "class", "role"):
        yield from (tag.get(key) or "").split()


def _walk(root: etree._Element) -> Iterator[tuple[_Place, str | int]]:
    """Text pieces and breaks (1: line, 2: paragraph), in order, without recursion."""
    stack: list[_Place] = [_Place()]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = str(element.tag)
        strength = 2 if name in _PARAGRAPHS else 1 if name in _LINES else 0
        if event == "start":
            stack.append(stack[-1].inside(element))
            if strength:
                yield stack[-1], strength
            elif name in _CELLS:
                yield stack[-1], " "
            if _is_unseen(element):
                walker.skip_subtree()
            elif element.text:
                yield stack[-1], element.text
        else:
            if strength:
                yield stack[-1], strength
            stack.pop()
            if element.tail:
                yield stack[-1], element.tail


def _is_unseen(element: etree._Element) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


class _Writer:
    """Builds the text and its lines from pieces and breaks."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._lines: list[Line] = []
        self._length = 0
        self._pending = 0
        self._pieces: list[tuple[str, _Place]] = []

    def add(self, piece: str, place: _Place) -> None:
        if place.preformatted:
            first, *rest = re.split("\r\n|[\n\r]", piece)
            self._pieces.append((first, place))
            for line in rest:
                self.break_line(1)
                self._pieces.append((line, place))
        else:
            self._pieces.append((_SPACE.sub(" ", piece), place))

    def break_line(self, strength: int) -> None:
        text, in_links, place = self._line()
        self._pieces.clear()
        if place is not None:
            if self._lines:
                self._append("\n" * max(1, self._pending))
            self._lines.append(
                Line(
                    index=len(self._lines),
                    start=self._length,
                    end=self._length + len(text),
                    tag_path=place.path,
                    source_line=place.source_line,
                    chars_in_links=in_links,
                    hints=" ".join(place.hints),
                )
            )
            self._append(text)
            self._pending = 0
        self._pending = max(self._pending, strength)

    def finish(self) -> tuple[str, tuple[Line, ...]]:
        self.break_line(1)
        return "".join(self._texts) + ("\n" if self._lines else ""), tuple(self._lines)

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def _line(self) -> tuple[str, int, _Place | None]:
        """The line's text, how much of it stands in links, and the place of its first visible piece."""
        parts: list[str] = []
        in_links, first, spaced = 0, None, True
        for piece, place in self._pieces:
            if not place.preformatted and spaced:
                piece = piece.lstrip(" ")
            if piece:
                spaced = piece.endswith(" ")
                parts.append(piece)
                if piece.strip():
                    first = first or place
                    in_links += len(piece.strip()) if place.in_link else 0
        return "".join(parts).rstrip(), in_links, first
