"""Which elements of a page a reader sees: at once, after a click, or never."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice

from lxml import etree

from cleaner.parse.elements import UNSEEN
from cleaner.parse.writer import collapsed

_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_NO_BOX = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_CHROME = frozenset(["nav", "footer", "form", "dialog", "aside", "button", "label"])
_NEAR = 4  # enclosing elements whose names are looked at
_MAX_ANCESTORS = 100
_MAX_PIECES = 300  # of a hidden element, to tell prose: nested hidden elements must not cost their square
_LONG_PIECE, _MUCH = 60, 100
"""Code points. Hidden text is prose when it has `_MUCH`, half of it in pieces of `_LONG_PIECE` and more."""


class Visibility:
    """Tells of each element of a tree, asked in document order, whether a reader sees it.

    Hidden is what `hidden`, `aria-hidden` or an inline style hides. But what a click uncovers
    is content of the page, and `uncovered`: the panel of a tab or an accordion, told by
    `role=tabpanel`, by a control that names its id, by `<details>` around it, or by its name
    when it holds much text; prose that is hidden from screen readers only (the slides of a
    carousel, once each); prose that keeps its room (`visibility: hidden`) until a script shows
    it. Of the words in the first kind 7 in 10 are in the pages' main text, of those in other
    hidden elements 1 in 10. With `all_shown`, all is uncovered.

    >>> from cleaner.parse.tree import parse_tree
    >>> page = '<p hidden>no<ul><li role=tab aria-controls=two></ul><div id=two style="display:none">yes</div>'
    >>> visibility = Visibility(parse_tree(page))
    >>> [visibility.is_hidden(element) for element in visibility.root.find("body")]
    [True, False, False]
    >>> [element.text for element in visibility.uncovered]
    ['yes']
    """

    def __init__(self, root: etree._Element, *, all_shown: bool = False) -> None:
        self.root = root
        self.all_shown = all_shown
        self.uncovered: set[etree._Element] = set()
        self._controlled: set[str] | None = None
        self._texts: set[str] = set()  # of what is uncovered: `aria-hidden` stands on copies

    def is_hidden(self, element: etree._Element) -> bool:
        """True if the element and all it holds is not seen."""
        get = element.get
        if get("hidden") is None and get("aria-hidden") != "true":
            style = get("style")
            if style is None or not _HIDDEN_STYLE.search(style):
                return False
        if element.tag in ("html", "body"):  # a script uncovers the page: there is no page that shows nothing
            return False
        if self.all_shown or self._is_uncovered(element):
            self.uncovered.add(element)
            return False
        return True

    def _is_uncovered(self, element: etree._Element) -> bool:
        name = element.get("id")
        if not name and not len(element) and len(element.text or "") < _MUCH and element.get("role") != "tabpanel":
            return False
        around = [above for above in islice(element.iterancestors(), _MAX_ANCESTORS) if not _is_page_form(above)]
        tags = {above.tag for above in around}
        if element.tag in _CHROME or not tags.isdisjoint(_CHROME) or ("header" in tags and "article" not in tags):
            return False
        if _words("chrome").search(" ".join(map(_names, (element, *around[:_NEAR])))):
            return False
        if element.get("role") == "tabpanel" or "details" in tags or (name and name in self._controls()):
            return True
        is_folded = _words("folded").search(_names(element)) is not None
        is_drawn = element.get("hidden") is None and not _NO_BOX.search(element.get("style") or "")
        text = _long_text(element, prose=not is_folded) if is_folded or is_drawn else ""
        if not text or text in self._texts:
            return False
        self._texts.add(text)
        return True

    def _controls(self) -> set[str]:
        """The ids that controls of the page name."""
        if self._controlled is None:
            named: set[str | None] = set()
            for element in self.root.iter("*"):  # as fast as XPath
                get = element.get
                named.update((get("aria-controls"), get("data-target"), get("data-bs-target")))
            self._controlled = {name.lstrip("#") for value in named if value for name in value.split()}
        return self._controlled


def _is_page_form(element: etree._Element) -> bool:
    """True for a form that a whole page stands in (ASP.NET)."""
    return element.tag == "form" and (parent := element.getparent()) is not None and parent.tag == "body"


def _long_text(element: etree._Element, *, prose: bool) -> str:
    """The element's text (of a large one, its beginning) if it is long, and with `prose` if it is prose; else `""`."""
    pieces: list[str] = []
    for inner in islice(element.iter(), _MAX_PIECES):
        if inner.tag not in UNSEEN:
            pieces.append(inner.text or "")
        if inner is not element:
            pieces.append(inner.tail or "")
    pieces = [collapsed(piece) for piece in pieces]
    total = sum(map(len, pieces))
    long = sum(len(piece) for piece in pieces if len(piece) >= _LONG_PIECE)
    return " ".join(pieces) if total >= _MUCH and (2 * long >= total or not prose) else ""


def _names(element: etree._Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"


@cache
def _words(kind: str) -> re.Pattern[str]:
    table = tomllib.loads((files("cleaner") / "data" / "html_words.toml").read_text(encoding="utf-8"))
    return re.compile(f"(?<![a-z])(?:{'|'.join(table['concealed'][kind])})", re.IGNORECASE)
