"""C0xx: what stays. Evidence against removing a line, whatever the other rules saw in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.code_blocks import is_code

ITEM_WORDS = 4
"""Mean words of a summary's items, at least: below are menus (`Overview`, `Features`, `Pricing`)."""


@rule("C001", verdict="keep")
def summary_block(page: Page) -> Iterator[Evidence]:
    """A summary inside the document: its heading and the list under it, if its items are no menu.

    Keeps:
         Key Takeaways
         - The last ferry leaves the island in October.
         - Sport clubs lose their cheapest way to the mainland.
    """
    for hit in page.first_hits("C001", "line"):
        end = hit.line + 1
        while end < len(page) and _ITEM.match(page.texts[end]):
            end += 1
        words = sum(page.words[hit.line + 1 : end])
        if _ITEM.match(page.texts[hit.line]) or words < ITEM_WORDS * (end - hit.line - 1):
            continue  # an entry of a menu, or a heading over one
        yield *page.span(hit.line), 1.0, "the heading of a part of the text"
        for index in range(hit.line + 1, end):
            yield *page.span(index), 1.0, "an item of a summary"


@rule("C002", verdict="keep")
def running_text(page: Page) -> Iterator[Evidence]:
    """A line of running text.

    Keeps:
         Advertisement is an old word for a public notice, and the law still uses it so.
    """
    for index, body in enumerate(page.body):
        if body:
            yield *page.span(index), 0.9, "running text"


@rule("C003", verdict="keep")
def quotation(page: Page) -> Iterator[Evidence]:
    """A line that is what someone said.

    Keeps:
         “Subscribe to our newsletter? I never did,” she said.
    """
    for index, text in enumerate(page.texts):
        if text[0] in _OPENING and page.words[index] > 3 and any(mark in text[1:] for mark in _CLOSING):
            yield *page.span(index), 0.9, "a quotation"


@rule("C004", verdict="keep")
def list_item(page: Page) -> Iterator[Evidence]:
    """An item of a list inside the text.

    Keeps:
         Three things must be ready before the first frost comes, the gardener says:
         - Business plants in the shed
         - News of the weather at hand
         Then the winter may come, and nobody in the valley has to worry about it at all.
    """
    for index, text in enumerate(page.texts):
        if _ITEM.match(text) and page.words[index] > 3 and page.place(index) == "body" and "|" not in text:
            yield *page.span(index), 0.75, "an item of a list in the text"


@rule("C005", verdict="keep")
def source_code(page: Page) -> Iterator[Evidence]:
    """Source code or settings, told by their indentation and their signs.

    Keeps:
         The web server and its database are two services, and both start with the machine:

         services:
           web:
             image: nginx:1.14.2
           db:
             image: postgres
    """
    lines = page.document.lines
    indents = [start - line.start for start, line in zip(page.starts, lines, strict=True)]
    if not any(indents):
        return
    starts = [index for index, gap in enumerate(page.gaps) if gap]
    for first, end in pairwise((*starts, len(page))):
        if len(set(indents[first:end])) > 1 and is_code(
            [page.text[line.start : line.end] for line in lines[first:end]]
        ):
            for index in range(first, end):
                yield *page.span(index), 0.9, "a line of source code"


_ITEM = re.compile(r"[-*•–·▪◦]\s|\d{1,3}[.)]\s")
_OPENING = "\"“„«‘'「『"
_CLOSING = "\"”“»’'」』"
