"""C3xx: page status. Weather, masthead dates, when the page was posted, counters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.chrome.rules.counters import CLOSING_MARKS, NO_NUMBERS, OPENING_MARKS, heads_comments, is_folded_counter
from cleaner.chrome.rules.date_lines import date_line, is_date_word, is_relative_time
from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import closes_sentence, is_weather_of_place, weather
from cleaner.chrome.rules.status_line import MOST_CHARS, may_be_signed, read_status, tells_time


@rule("C301")
def weather_line(page: Page) -> Iterator[Evidence]:
    """The weather of the moment.

    Removes:
        -72°F Partly cloudy
        -New York +14°C

         The council voted on Monday to close the two oldest schools in the city.
    Keeps:
         Put the dish into the oven when it is hot enough, and leave it there for an hour:
         180 C
         Oven 80°C
         Then let it cool, and serve it with what is left of the cream and a little mint.
    """
    for index, text in enumerate(page.texts):
        if not page.digits[index]:
            continue
        if sure := weather(text):
            scores = {"head": 0.92, "tail": 0.85, "body": 0.5 if sure == "certain" else 0.3}
            if page.first_body == len(page) and not page.near_furniture(index, 2):
                scores["head"] = 0.5
        elif is_weather_of_place(text) and page.near_furniture(index, 2):
            scores = {"head": 0.85, "tail": 0.7, "body": 0.2}
        else:
            continue
        yield *page.span(index), scores[page.place(index)], "the weather of the moment"


@rule("C302")
def masthead(page: Page) -> Iterator[Evidence]:
    """The place and the date in the head of the page: when and where it was shown.

    A date alone on the first line of a text (a letter) stays, and so do the dates of a diary.

    Removes:
         22.9 C
        -Beijing
        -Saturday, May 31, 2025

         The council voted on Monday to close the two oldest schools in the city.
    Keeps:
         May 31, 1871

         My dear brother, we have now been at sea for nine days, and all of us are well.
    """
    if _is_diary(page):
        return
    for index, text in enumerate(page.texts):
        if index >= page.second_body and index > _MASTHEAD_LINES:
            break
        if not page.digits[index]:
            continue
        if weather(text) and page.place(index) == "head":
            yield from _masthead_place(page, index)
        named = date_line(text) if page.furniture[index] and page.place(index) != "body" else None
        if named is None:
            continue
        weekday = named[1]
        beside = page.near_furniture(index, 2)
        score = (0.9 if weekday else 0.82) if beside else (0.55 if weekday else 0.4)
        yield *page.span(index), score, "the date the page was shown"


@rule("C303")
def posted(page: Page) -> Iterator[Evidence]:
    """When the page was posted or updated.

    A line that says by whom as well goes if it says nothing else. More than two of those are a list of articles or a
    thread of comments, where they may be a part of the text.

    Removes:
        -Posted
        -and last updated

         The council voted on Monday to close the two oldest schools in the city.

        -Last updated on 3 May 2021 by Jane Miller
    Keeps:
         Posted to the island as a young man, he never thought of leaving it again.
         Updated maps are in the harbour office, and visitors may copy them for nothing.
    """
    for hit in page.first_hits("C303", "line"):
        beside = page.has(hit.line - 1, "C303.line") or page.has(hit.line + 1, "C303.line")
        scores = {"head": 0.85, "tail": 0.85, "body": 0.85 if beside else 0.7}  # two labels in a row are no text
        yield *page.span(hit.line), scores[page.place(hit.line)], "says when the page was posted"
    for hit in page.first_hits("C303", "start"):
        begins = not page.has(hit.line, "C303.line") and len(page.texts[hit.line]) <= 100
        if begins and tells_time(hit.rest):
            sure = len(hit.phrase) > 4
            scores = {"head": 0.92, "tail": 0.9, "body": 0.85} if sure else {"head": 0.65, "tail": 0.65, "body": 0.5}
            yield *page.span(hit.line), scores[page.place(hit.line)], "says when the page was posted"
    signed = _signed(page)
    for index in signed:
        if len(signed) <= _SIGNATURES or index < page.first_body:
            scores = {"head": 0.92, "tail": 0.85, "body": 0.7}
            yield *page.span(index), scores[page.place(index)], "says when the page was posted, and by whom"
    for index, text in enumerate(page.texts):
        if page.furniture[index] and page.digits[index] and len(text) <= 40 and is_relative_time(text):
            scores = {"head": 0.88, "tail": 0.85, "body": 0.65}
            yield *page.span(index), scores[page.place(index)], "says how long ago the page was posted"


@rule("C304")
def counter(page: Page) -> Iterator[Evidence]:
    """How many comments, views or minutes to read the page has, and the heading of its comments.

    Removes:
        -5 min read
        -12 comments

         The council voted on Monday to close the two oldest schools in the city.

        -3 thoughts on “Two schools to close”
    Keeps:
         12 views of the harbour hang in the hall, all of them painted by the same hand.

         1 Materials
         We counted all ships that came into the harbour between the spring and the autumn.

         2 Comments
         The third ship was counted twice, because it left in the night and came back at once.
    """
    numbered: set[tuple[int, str]] | None = None
    for index, text in enumerate(page.texts):
        if (text[-1] in CLOSING_MARKS or text[0] in OPENING_MARKS) and heads_comments(text):
            yield *page.span(index), {"head": 0.5, "tail": 0.92, "body": 0.8}[page.place(index)], "heads the comments"
        if len(text) > 60 or not (page.digits[index] or page.labels[index].startswith(NO_NUMBERS)):
            continue
        if page.words[index] > 8 or closes_sentence(text) or not is_folded_counter(page.folded[index]):
            continue
        numbered = _headings_numbered(page) if numbered is None else numbered
        number = _NUMBERED.match(text) if page.gaps[index] else None
        if number is None or (int(number["number"]) - 1, number["mark"]) not in numbered:
            yield *page.span(index), {"head": 0.9, "tail": 0.9, "body": 0.75}[page.place(index)], "counts something"


def _headings_numbered(page: Page) -> set[tuple[int, str]]:
    """The numbers of headings like `2 Methods`, with what stands behind the number."""
    lines = (index for index, gap in enumerate(page.gaps) if gap and page.digits[index])
    matches = (_NUMBERED.match(page.texts[index]) for index in lines if not is_folded_counter(page.folded[index]))
    return {(int(match["number"]), match["mark"]) for match in matches if match}


def _is_diary(page: Page) -> bool:
    """True for a text with nothing like a page's furniture but dates, three or more, each of which begins a block."""
    dates = [index for index, furniture in enumerate(page.furniture) if furniture]
    return len(dates) >= _DIARY_DAYS and all(
        page.digits[index] and page.gaps[index] and date_line(page.texts[index]) is not None for index in dates
    )


def _masthead_place(page: Page, index: int) -> Iterator[Evidence]:
    for other in (index + 1, index - 1):
        if not 0 <= other < len(page) or page.furniture[other]:
            continue
        text = page.texts[other]
        bare = text.replace(" ", "").replace(",", "").replace("-", "").replace(".", "")
        if page.words[other] <= 4 and len(text) <= 40 and bare.isalpha() and not text[0].islower():
            yield *page.span(other), 0.85, "the place in the head of the page"
            return


def _signed(page: Page) -> list[int]:
    """The lines that say nothing but when the page was posted, and by whom or how many answered."""
    begun = {hit.line for hit in page.hits("C303", "start")}
    return [
        index
        for index, folded in enumerate(page.folded)
        if page.digits[index]
        and len(folded) <= MOST_CHARS
        and page.words[index] <= _SIGNED_WORDS
        and (index in begun or (is_date_word(folded.partition(" ")[0]) and may_be_signed(folded)))
        and not page.furniture[index]
        and (status := read_status(page.texts[index]))
        and status.is_dated
        and (status.is_signed or (status.is_labelled and status.others))
    ]


_DIARY_DAYS = 3
_NUMBERED = re.compile(r"(?P<number>[1-9]\d?)(?P<mark>\.?\s+)(?=[^\W\d_])")
_MASTHEAD_LINES = 15
_SIGNED_WORDS = 24
_SIGNATURES = 2
