"""C0xx: what stays. Evidence against removing a line, whatever the other rules saw in it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.phrases import words
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import closes_sentence
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


@rule("C006", verdict="keep")
def block_heading(page: Page) -> Iterator[Evidence]:
    """A heading in a text whose blocks nearly all have one (a notice, a guide, questions): `Contact`, `Log in`.

    Keeps:
         Opening hours
         Tuesday to Saturday, 9 to 18

         Loans
         Five books at a time, for two weeks.

         Contact us
         Call 555 0134 in the morning.
    """
    if not any(_is_named_as_chrome(page, index) for index in range(len(page))):
        return
    starts = [index for index, gap in enumerate(page.gaps) if gap]
    headings = [first for first, end in pairwise((*starts, len(page))) if _is_headed(page, first, end)]
    if len(headings) < _FEWEST_HEADINGS or len(headings) < _HEADED_SHARE * len(starts):
        return
    for index in headings:
        if _is_named_as_chrome(page, index):
            yield *page.span(index), 0.97, "the heading of a block, as others have one"


def _is_named_as_chrome(page: Page, index: int) -> bool:
    """True for a line that would be a label, a notice or a prompt if it stood on a page."""
    return page.label(index) in _labels_of_pages() or page.has(index, "C401.part", "C404.part")


def _is_headed(page: Page, first: int, end: int) -> bool:
    """True when the first line of the block heads the others, which are text."""
    heading = page.texts[first]
    if end - first < 2 or page.words[first] > _MOST_HEADING_WORDS:
        return False
    if closes_sentence(heading) and heading[-1] in ".!。":
        return False
    return page.words[first + 1] > 1 and not page.furniture[first + 1] and sum(page.words[first + 1 : end]) >= 4


@functools.cache
def _labels_of_pages() -> frozenset[str]:
    return words("C102", "line") | words("C102", "weak") | words("C403", "words")


_FEWEST_HEADINGS, _HEADED_SHARE, _MOST_HEADING_WORDS = 3, 0.5, 6
_ITEM = re.compile(r"[-*•–·▪◦]\s|\d{1,3}[.)]\s")
_OPENING = "\"“„«‘'「『"
_CLOSING = "\"”“»’'」』"
