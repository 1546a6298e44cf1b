"""Headlines that a page repeats with the label of their section glued on."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.chrome.rules.page import Page

HEAD_LINES = 60
"""Headlines are looked for in so many lines from the top; below stand lists, not the page's head."""


def glued_headlines(page: Page) -> Iterator[tuple[int, int, int]]:
    """The lines that repeat an earlier line or the next with a label glued on.

    Each gives its index, the other line's index, and the length of the label.
    """
    before: dict[str, int] = {}
    for index in range(min(len(page), page.second_body + 1, HEAD_LINES)):
        text = page.texts[index]
        if len(text) <= _HEADLINE_CHARS:
            after = page.texts[index + 1] if index + 1 < len(page) else ""
            for cut in range(2, min(len(text) - _SHORTEST_HEADLINE, _LONGEST_LABEL) + 1):
                first = text[cut]
                if first.islower() or first.isspace() or first in ".,;:!?)" or text[cut - 1].isspace():
                    continue
                rest = text[cut:]
                twin = before.get(rest, index + 1 if rest == after else -1)
                if twin >= 0:
                    yield index, twin, cut
                    break
            before[text] = index


_HEADLINE_CHARS = 300
_SHORTEST_HEADLINE = 15
_LONGEST_LABEL = 40
