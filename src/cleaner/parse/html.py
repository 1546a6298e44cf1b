"""HTML to lines: the text that a reader sees, block by block, with what the tree knows of each line.

Paragraph-like blocks are set apart by a blank line, list items, rows and `<br>` by a line
break, so that later steps can tell a broken line from a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from cleaner.document import Line

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
_MARKED_SECTION = re.compile(r"<!\[+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def render(html: str) -> tuple[str, tuple[Line, ...]]:
    """The visible text of the page and its non-blank lines, with their tag path, links and hints.

    >>> text, lines = render("<body><h1>Rain</h1><ul class=menu><li><a>Home</a> page<li>News</ul></body>")
    >>> text
    'Rain\\n\\nHome page\\nNews\\n'
    >>> lines[1].tag_path, lines[1].chars_in_links, lines[1].hints
    ('body/ul/li', 4, 'menu')
    """
    writer = _Writer()
    for place, event in _walk(_parsed(html)):
        if isinstance(event, str):
            writer.add(event, place)
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

    def inside(self, tag: Tag) -> _Place:
        name = tag.name
        is_block = name in _PARAGRAPHS or name in _LINES or name in _CELLS
        too_deep = self.depth >= _MAX_DEPTH
        return _Place(
            path=f"{self.path}/{name}".lstrip("/") if is_block and not too_deep else self.path,
            hints=self.hints if too_deep else (*self.hints, *_hints(tag))[-_MAX_HINTS:],
            source_line=tag.sourceline or self.source_line,
            depth=self.depth + 1,
            in_link=self.in_link or name == "a",
            preformatted=self.preformatted or name == "pre",
        )


def _hints(tag: Tag) -> Iterator[str]:
    for key in ("id", "class", "role"):
        value = tag.get(key) or ()
        yield from value.split() if isinstance(value, str) else value


def _parsed(html: str) -> BeautifulSoup:
    html = _MARKED_SECTION.sub("<!", html)  # as browsers read `<![CDATA[` and `<![if !IE]>`: up to the next `>`
    # A comment in front, for bs4 takes a short text without markup for the name of a file.
    return BeautifulSoup("<!---->" + _without_open_ends(html), "html.parser")


def _without_open_ends(html: str) -> str:
    """The page with all markup that opens after the last place where it could close turned to text.

    The parser searches to the end of the page for each of these, which costs the square of a
    flood of them, and in the end reads them as text as well.

    >>> _without_open_ends("<p>1 <!-- > 2 <a ")
    '<p>1 &lt;!-- > 2 &lt;a '
    """
    for opening, closing in (("<!--", "-->"), ("<", ">")):
        before, mark, after = html.rpartition(closing)
        html = before + mark + after.replace(opening, "&lt;" + opening[1:])
    return html


def _walk(soup: BeautifulSoup) -> Iterator[tuple[_Place, str | int]]:
    """Text pieces and breaks (1: line, 2: paragraph), in order, without recursion."""
    stack: list[tuple[_Place, Iterator[object], int]] = [(_Place(), iter(soup.contents), 0)]
    while stack:
        place, children, closing = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if closing:
                yield place, closing
        elif isinstance(child, Tag):
            if not _is_unseen(child):
                strength = 2 if child.name in _PARAGRAPHS else 1 if child.name in _LINES else 0
                inside = place.inside(child)
                if strength:
                    yield inside, strength
                elif child.name in _CELLS:
                    yield inside, " "
                stack.append((inside, iter(child.contents), strength))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield place, str(child)


def _is_unseen(tag: Tag) -> bool:
    if tag.name in _UNSEEN or tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return isinstance(style, str) and _HIDDEN_STYLE.search(style) is not None


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
