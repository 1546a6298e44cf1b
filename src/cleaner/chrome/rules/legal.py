"""C4xx: consent and legal. Cookie notices, copyright lines, bars of terms, paywalls and sign-in prompts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.phrases import fold, trim, words
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import bar_parts, begins_sentence, closes_sentence

_MANY_NOTICES = 4
"""With more lines about cookies than this the document is about them: a policy, an article."""


@rule("C401")
def cookie_notice(page: Page) -> Iterator[Evidence]:
    """A notice that asks for consent to cookies, and its buttons.

    Removes:
        -We use cookies to improve your visit. By continuing to use this site you agree.
        -Accept all

         The council voted on Monday to close the two oldest schools in the city.
    Keeps:
         The bakery says: we use cookies to test every new oven before we bake bread in it.
    """
    notices = [hit for hit in page.first_hits("C401", "part") if page.words[hit.line] <= 120]
    about = len(notices) > _MANY_NOTICES and page.first_body < len(page)
    for hit in notices:
        begins = begins_sentence(page.folded[hit.line], hit.phrase)
        scores = {"head": 0.92, "tail": 0.92, "body": 0.65} if begins else {"head": 0.7, "tail": 0.7, "body": 0.3}
        score = 0.35 if about else scores[page.place(hit.line)]
        yield *page.span(hit.line), score, "asks for consent to cookies"
    lines = {hit.line for hit in notices}
    for hit in page.first_hits("C401", "line"):
        beside = any(hit.line + step in lines for step in range(-4, 5)) or page.near_furniture(hit.line)
        scores = {"head": 0.85, "tail": 0.85, "body": 0.6} if beside else {"head": 0.5, "tail": 0.6, "body": 0.25}
        if hit.line not in lines and not about:
            yield *page.span(hit.line), scores[page.place(hit.line)], "a button of a consent notice"


@rule("C402")
def copyright_line(page: Page) -> Iterator[Evidence]:
    """Who holds the rights to the page.

    Removes:
         The council voted on Monday to close the two oldest schools in the city.

        -© 2021 The Island Herald. All rights reserved.
    Keeps:
         Copyright law protects the map for seventy years after the death of its maker.
    """
    lines = set()
    for hit in page.first_hits("C402", "part"):
        if page.words[hit.line] <= 60:
            lines.add(hit.line)
            brief = page.words[hit.line] <= 25
            scores = {"head": 0.85, "tail": 0.95, "body": 0.75} if brief else {"head": 0.6, "tail": 0.8, "body": 0.5}
            yield *page.span(hit.line), scores[page.place(hit.line)], "says who holds the rights"
    for index, text in enumerate(page.texts):
        if index not in lines and page.words[index] <= 30 and _COPYRIGHT.match(text):
            yield *page.span(index), {"head": 0.8, "tail": 0.92, "body": 0.7}[page.place(index)], "a copyright line"


@rule("C403")
def legal_links(page: Page) -> Iterator[Evidence]:
    """Links to the terms of the site, its small print and the pages about it.

    Removes:
         The council voted on Monday to close the two oldest schools in the city.

        -Terms of Use | Privacy Policy | Contact us
    Keeps:
         Privacy Policy

         We keep your address only as long as we need it to send you what you ordered.
    """
    known = words("C403", "words")
    for index, (text, label) in enumerate(zip(page.texts, page.labels, strict=True)):
        if len(text) > 400 or page.words[index] > 50:
            continue
        if label in known:
            beside = page.near_furniture(index) or any(page.label(index + step) in known for step in (-1, 1))
            scores = {"head": 0.65 if beside else 0.3, "tail": 0.8 if beside else 0.65, "body": 0.2}
            yield *page.span(index), scores[page.place(index)], "a link to a page about the site"
            continue
        parts = page.parts.get(index, ())
        wide = len(text) > len(page.folded[index]) or not text.isascii()
        if wide and _GAP.search(text):
            parts = tuple(filter(None, (trim(fold(piece)) for part in bar_parts(text) for piece in _GAP.split(part))))
        share = sum(part in known for part in parts) / len(parts) if len(parts) > 1 else 0.0
        if share >= 0.6:
            yield (
                *page.span(index),
                {"head": 0.85, "tail": 0.92, "body": 0.75}[page.place(index)],
                "links to pages about the site",
            )


@rule("C404")
def paywall(page: Page) -> Iterator[Evidence]:
    """A prompt to pay or to sign in before one may read, comment or go on.

    A headline that speaks of passwords and the steps of a guide are none.

    Removes:
         The council voted on Monday to close the two oldest schools in the city.

        -Already a subscriber? Sign in
    Keeps:
         Half of those who were asked are already a subscriber of one of the two papers there.
    """
    for hit in page.first_hits("C404", "part"):
        begins = begins_sentence(page.folded[hit.line], hit.phrase)
        if page.words[hit.line] > 45 or page.is_step(hit.line) or (hit.line == 0 and not begins):
            continue
        brief = page.words[hit.line] <= 16
        if begins:
            scores = {"head": 0.85, "tail": 0.88, "body": 0.75 if brief else 0.5}
        else:
            scores = {"head": 0.7 if brief else 0.4, "tail": 0.75 if brief else 0.6, "body": 0.5 if brief else 0.25}
        if page.words[hit.line] > 12 and closes_sentence(page.texts[hit.line]) and not begins:
            scores = {"head": 0.35, "tail": 0.5, "body": 0.2}
        yield *page.span(hit.line), scores[page.place(hit.line)], "asks to pay or to sign in"


_COPYRIGHT = re.compile(
    r"(?:©|ⓒ|&copy;)\s?\S|(?:copyright|\(c\))\s*(?:©|\(c\))?\s*(?:\d{4}|(?:by|the)\s+\w+\s+\d{4})", re.I
)
_GAP = re.compile(r"\s\s\s+")
