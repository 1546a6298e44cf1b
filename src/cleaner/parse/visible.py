"""Which elements of a page a reader does not see, and which of these a click uncovers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import cast

import msgspec
from lxml import etree

Elements = set[etree._Element]

_MAYBE_HIDDEN = etree.XPath(
    "//@hidden/.. | //@aria-hidden[. = 'true']/.. | //@style[contains(., 'none') or contains(., 'hidden')]/.."
)
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_CONTROLLED = etree.XPath("//@aria-controls | //@data-target | //@data-bs-target")
_CHROME = frozenset(["nav", "header", "footer", "form", "dialog", "aside", "button", "label"])
_NEAR = 4  # enclosing elements whose names are looked at


class Hidden(msgspec.Struct, frozen=True):
    """Elements that are not shown, and elements that the page's controls show (they are not among the first)."""

    elements: Elements
    uncovered: Elements


def find_hidden(root: etree._Element) -> Hidden:
    """The elements that are hidden by `hidden`, `aria-hidden` or an inline style.

    The panel of a tab or of an accordion is content that a click uncovers: it is told by
    `role=tabpanel`, or by a control that names its id. (Of the words in such elements 7 in 10
    are in the pages' main text, of those in others 1 in 10.)

    >>> page = '<p hidden>no<ul><li role=tab aria-controls=two></ul><div id=two style="display:none">yes</div>'
    >>> from cleaner.parse.tree import parse_tree
    >>> hidden = find_hidden(parse_tree(page))
    >>> [element.text for element in hidden.elements], [element.text for element in hidden.uncovered]
    (['no'], ['yes'])
    """
    found = [element for element in cast("list[etree._Element]", _MAYBE_HIDDEN(root)) if _is_hidden(element)]
    controlled: set[str] = set()
    if any(element.get("id") for element in found):
        for value in cast("list[str]", _CONTROLLED(root)):
            controlled.update(name.lstrip("#") for name in value.split())
    uncovered = {element for element in found if _is_panel(element, controlled)}
    return Hidden(set(found) - uncovered, uncovered)


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in ("html", "body"):  # a script uncovers the page: there is no page that shows nothing
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _HIDDEN_STYLE.search(element.get("style") or "") is not None


def _is_panel(element: etree._Element, controlled: set[str]) -> bool:
    if element.get("role") != "tabpanel" and element.get("id") not in controlled:
        return False
    names = [_names(element)]
    for distance, above in enumerate(element.iterancestors()):
        if above.tag in _CHROME:
            return False
        if distance < _NEAR:
            names.append(_names(above))
    return element.tag not in _CHROME and not _chrome_words().search(" ".join(names))


def _names(element: etree._Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"


@cache
def _chrome_words() -> re.Pattern[str]:
    table = tomllib.loads((files("cleaner") / "data" / "html_words.toml").read_text(encoding="utf-8"))
    return re.compile(f"(?<![a-z])(?:{'|'.join(table['concealed']['chrome'])})", re.IGNORECASE)
