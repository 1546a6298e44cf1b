"""Content that the first script of a page moves to its place: done without the script."""

from __future__ import annotations

from lxml import etree

_MAX_MOVED = 1000
"""Parts of one page. Each may stand in the one before it, and a chain of them must not cost its square."""


def put_in_place(root: etree._Element) -> None:
    """Put the parts of a streamed page where they belong, and open declarative shadow roots.

    A server that streams (React) sends late parts at the end of the page, in
    `<div hidden id="S:1">`, and leaves `<template id="B:1">` or `<template id="P:1">` in
    their place. What `<template shadowrootmode>` holds is shown as it stands.

    >>> from cleaner.parse.tree import parse_tree
    >>> page = '<p>a</p><template id="B:0"></template><p>c</p><div hidden id="S:0"><p>b</p></div>'
    >>> "".join(parse_tree(page).itertext())
    'abc'
    """
    gaps: dict[str, etree._Element] = {}
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"
        elif (name := template.get("id") or "")[:2] in ("B:", "P:"):
            gaps.setdefault(name[2:], template)
    parts = [part for part in root.iter("div") if (part.get("id") or "").startswith("S:")]
    for number, part in enumerate(parts):
        if part.get("hidden") is not None:
            del part.attrib["hidden"]
            gap = gaps.pop(str(part.get("id"))[2:], None)
            if gap is not None and number < _MAX_MOVED and not _encloses(part, gap):
                _move(part, gap)


def _encloses(element: etree._Element, inner: etree._Element) -> bool:
    return any(above is element for above in inner.iterancestors())


def _move(part: etree._Element, gap: etree._Element) -> None:
    """Put the part where the gap is; the text after each stays where it was."""
    after, part.tail = part.tail, None
    before, parent = part.getprevious(), part.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (after or "")
    elif parent is not None:
        parent.text = (parent.text or "") + (after or "")
    gap.addprevious(part)
