"""C108: what stands in and under the forms of a page."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.phrases import words
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import begins_sentence

MOST_WORDS = 45
"""A longer line is no notice."""

FORM_LINES = 6
"""A form has so few lines between a label and its notice or button."""


@rule("C108")
def form(page: Page) -> Iterator[Evidence]:
    """The form to comment, to search or to write to the site: its notices, its buttons, and the labels of its fields.

    A label (`Name`, `Email`) goes only near a notice or a button.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -Leave a Reply
        -Your email address will not be published. Required fields are marked *
        -Name *
        -Email *
        -Save my name, email, and website in this browser for the next time I comment.
    Keeps:
         The form asks for three things, and most people on the island fill in two of them:
         Name
         Email
         She told them that their addresses would not be published without their consent.
    """
    met: set[int] = set()
    for hit in page.first_hits("C108", "line"):
        met.add(hit.line)
        yield *page.span(hit.line), 0.92 if page.place(hit.line) != "body" else 0.75, "a heading or button of a form"
    notices: dict[int, bool] = {}  # whether one of the line's begins a sentence
    for hit in page.hits("C108", "part"):
        if page.words[hit.line] <= MOST_WORDS and hit.line not in met:
            begins = begins_sentence(page.folded[hit.line], hit.phrase)
            notices[hit.line] = begins or notices.get(hit.line, False)
    for index, begins in notices.items():
        scores = {"head": 0.85, "tail": 0.92, "body": 0.75} if begins else {"head": 0.55, "tail": 0.7, "body": 0.4}
        if begins:
            met.add(index)
        yield *page.span(index), scores[page.place(index)], "a notice in a form"
    fields = words("C108", "fields") if met else frozenset()
    for index, label in enumerate(page.labels):
        if label in fields and index not in met and _is_near(index, met):
            yield *page.span(index), {"head": 0.7, "tail": 0.85, "body": 0.65}[page.place(index)], "a field of a form"


def _is_near(index: int, met: set[int]) -> bool:
    return not met.isdisjoint(range(index - FORM_LINES, index + FORM_LINES + 1))
