"""C1xx: navigation and site furniture. Menus, breadcrumbs, section labels, labels glued to a headline."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.chrome.rules.headlines import glued_headlines
from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.phrases import fold, trim, words
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import bar_parts, closes_sentence


@rule("C101")
def section_labels(page: Page) -> Iterator[Evidence]:
    """A line that only names the section of the site, or several sections glued together.

    Section names of a menu stand before the text or after it. Inside the text the same word
    is a subheading and stays. The names become the document's `section`.

    Removes:
        -NewsNational

         The council voted on Monday to close the two oldest schools in the city.
    Keeps:
         The report has three parts, and the second is the one that people talk about.
         Health
         Waiting times fell in most hospitals last year, the ministry said on Friday.
    """
    for index in range(len(page)):
        label = page.labels[index]
        if page.words[index] > 8 or not _may_name_sections(label):
            continue
        names = section_names(page.texts[index])
        if not names:
            continue
        place = page.place(index)
        if len(names) > 1:
            score = 0.95 if page.words[index] < len(names) else {"head": 0.85, "tail": 0.8, "body": 0.5}[place]
            yield *page.span(index), score, "names of the site's sections"
        else:
            scores = {"head": 0.75, "tail": 0.6, "body": 0.3} if page.first_body < len(page) else {"head": 0.5}
            yield *page.span(index), scores.get(place, 0.3), "the name of a section of the site"


@rule("C102")
def action_labels(page: Page) -> Iterator[Evidence]:
    """A line that is only an action or a part of the page: `Skip to content`, `Log in`, `Menu`.

    Words that are headings as well (`Menu`, `Contact`) go only before and after the text. What wikis put in
    brackets behind a heading (`History[edit]`) goes, and the heading stays.

    Removes:
        -Skip to content
        -Menu

         The restaurant opened in May and has been full ever since, its owner says.

        -The owner[edit]
        +The owner

         She came to the town as a child and learned to cook in the kitchen of the school.
    Keeps:
         The restaurant opened in May and has been full ever since, its owner says.
         Menu
         Guests choose from three dishes, all of them made from what the garden gives.
    """
    for hit in page.first_hits("C102", "line"):
        yield *page.span(hit.line), 0.9 if page.place(hit.line) != "body" else 0.7, "an action the page offers"
    weak = words("C102", "weak")
    for index, label in enumerate(page.labels):
        if label in weak and page.words[index] <= 3 and not page.has(index, "C102.line"):
            beside = page.near_furniture(index)
            scores = {"head": 0.7, "tail": 0.75 if beside else 0.6, "body": 0.45 if beside else 0.2}
            if page.first_body == len(page):
                scores["head"] = 0.6 if beside else 0.3
            yield *page.span(index), scores[page.place(index)], "an action or a part of the page"
    bracketed = words("C102", "bracketed")
    for index, text in enumerate(page.texts):
        match = _BRACKETED.search(text) if text[-1:] in "]］" else None
        if match and all(trim(fold(action)) in bracketed for action in match[1].split("|")):
            yield page.starts[index] + match.start(), page.ends[index], 0.92, "an action that a wiki offers"


@rule("C103")
def glued_headline(page: Page) -> Iterator[Evidence]:
    """The headline repeated with the label of its section glued to it.

    Removes:
         Ferry line to close after forty years

        -BusinessFerry line to close after forty years

         The last ferry will leave the island in October, the company said on Tuesday.
    Keeps:
         NewsRight buys the Ferry line after forty years

         The last ferry will leave the island in October, the company said on Tuesday.
    """
    for index, twin, length in glued_headlines(page):
        known = bool(section_names(page.texts[index][:length]))
        score = 0.97 if known else 0.85
        yield *page.span(index), score, f"repeats the headline of line {twin + 1} with a label glued on"


@rule("C104")
def breadcrumb(page: Page) -> Iterator[Evidence]:
    """A breadcrumb: the path from the home page to this one.

    Removes:
        -Home > News > Local

         The council voted on Monday to close the two oldest schools in the city.
    Keeps:
         Open the dialog with two clicks, then follow the path that is printed below it.
         Settings > Privacy > Location
         Choose the third entry there and confirm it, and the service will stop at once.
    """
    for hit in page.first_hits("C104", "start"):
        if page.words[hit.line] <= 20:
            yield *page.span(hit.line), 0.9, "says where on the site the page is"
    home = words("C104", "home")
    for index, text in enumerate(page.texts):
        if len(text) > 200 or not _PATH_MARK.search(text) or not _PATH.search(text) or closes_sentence(text):
            continue
        parts = [part for part in _PATH.split(text) if part.strip()]
        if len(parts) < 2 or any(len(part.split()) > 8 for part in parts[:-1]):
            continue
        if trim(fold(parts[0])) in home:
            yield *page.span(index), 0.92, "the path from the home page"
        elif len(parts) > 2 and page.place(index) == "head" and all(part.strip()[:1].isalpha() for part in parts):
            yield *page.span(index), 0.65, "a path through the site"


@rule("C105")
def menu(page: Page) -> Iterator[Evidence]:
    """A menu: a run of short lines, or one line, made of names of sections and actions.

    Removes:
        -Home | News | Sport | Contact

         The council voted on Monday to close the two oldest schools in the city.
    Keeps:
         The flag has three colours, which stand for the three valleys of the country:
         Green
         White
         Blue
         It was first raised in the capital in 1871, on the day the railway was opened.
    """
    known = _menu_words()
    run: list[int] = []
    for index in range(len(page) + 1):
        if index < len(page) and page.words[index] <= 4 and _is_entry(page, index):
            run.append(index)
            continue
        yield from _menu_run(page, run, known)
        run = []
    for index, text in enumerate(page.texts):
        entries = page.parts.get(index, ())
        share = sum(entry in known for entry in entries) / len(entries) if len(entries) > 2 else 0.0
        if (share >= 0.5 or _all_known(page.folded[index], known)) and len(text) <= 400 and not closes_sentence(text):
            yield *page.span(index), 0.7 + 0.25 * share if share >= 0.5 else 0.9, "a menu in one line"


@rule("C106")
def tag_list(page: Page) -> Iterator[Evidence]:
    """A list of tags, its heading, and the tags under it.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -Tags: ferries, islands, transport
    Keeps:
         Tags were sewn into every coat, so that the owners could be found in the spring.

         Tags of tin were the cheapest, and people on the coast still collect them today.
    """
    for hit in page.first_hits("C106", "start"):
        if page.words[hit.line] > 40 or closes_sentence(page.texts[hit.line]):
            continue
        colon = hit.phrase.endswith(":") or hit.rest.lstrip().startswith((":", "|"))
        yield *page.span(hit.line), 0.88 if colon else 0.65, "a list of tags"
    for hit in page.first_hits("C106", "line"):
        place = page.place(hit.line)
        yield *page.span(hit.line), {"head": 0.8, "tail": 0.88, "body": 0.75}[place], "the heading of a list of tags"
        index = hit.line + 1
        while place == "tail" and index < len(page) and page.words[index] <= 3 and _is_entry(page, index):
            yield *page.span(index), 0.75, "a tag under the heading of a list of tags"
            index += 1
    for index, text in enumerate(page.texts):
        if text.startswith("#") and len(text) < 300 and _HASHTAGS.fullmatch(text) and text.count("#") > 1:
            yield *page.span(index), {"head": 0.7, "tail": 0.75, "body": 0.4}[page.place(index)], "a list of hashtags"


@rule("C107")
def pagination(page: Page) -> Iterator[Evidence]:
    """The pages of a list or an article, and the way to the next.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.

        -1 2 3 … 9 Next »
    Keeps:
         1 2 3
         are the numbers that a child of that age can name, and most can write them too.
    """
    for hit in page.first_hits("C107", "line"):
        yield *page.span(hit.line), 0.9 if page.place(hit.line) != "body" else 0.7, "the way to another page"
    beside = words("C107", "words")
    for index, text in enumerate(page.texts):
        if not page.digits[index] or len(text) > 80:
            continue
        first = _PAGE_TOKEN.search(page.folded[index])
        if not first or not (first.group().isdecimal() or first.group() in beside):
            continue
        tokens = _PAGE_TOKEN.findall(page.folded[index])
        numbers = [int(token) for token in tokens if token.isdecimal() and len(token) < 6]
        others = [token for token in tokens if not token.isdecimal()]
        if others and numbers and all(word in beside for word in others) and len(tokens) > 2:
            yield *page.span(index), {"head": 0.75, "tail": 0.88, "body": 0.65}[page.place(index)], "page numbers"
        elif not others and len(numbers) > 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            yield *page.span(index), {"head": 0.5, "tail": 0.75, "body": 0.4}[page.place(index)], "page numbers"


def section_names(text: str) -> list[str]:
    """The names of sections that a whole line consists of, as written; none if anything else is in it.

    >>> section_names("NewsNational"), section_names("World | Business"), section_names("News from home")
    (['News', 'National'], ['World', 'Business'], [])
    """
    known = words("C101", "words")
    if trim(fold(text)) in known:
        return [text.strip(" :|»>-")]
    names = [name for part in bar_parts(text) for name in _unglued(part.strip())]
    names = [name for name in names if name]
    return names if names and all(trim(fold(name)) in known for name in names) else []


@functools.cache
def _section_edges() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The names of sections by their first two letters, and by their last two."""
    begins: dict[str, tuple[str, ...]] = {}
    ends: dict[str, tuple[str, ...]] = {}
    for name in sorted(words("C101", "words")):
        begins[name[:2]] = (*begins.get(name[:2], ()), name)
        ends[name[-2:]] = (*ends.get(name[-2:], ()), name)
    return begins, ends


def _may_name_sections(label: str) -> bool:
    """True when the label begins and ends with the name of a section, as few lines do."""
    begins, ends = _section_edges()
    return label.startswith(begins.get(label[:2], ())) and label.endswith(ends.get(label[-2:], ()))


@functools.cache
def _menu_words() -> frozenset[str]:
    lists = [words("C101", "words"), words("C102", "line"), words("C102", "weak"), words("C104", "home")]
    return frozenset().union(*lists, words("C403", "words"))


def _is_entry(page: Page, index: int) -> bool:
    text = page.texts[index]
    return len(text) <= 40 and not text[0].islower() and text[-1] not in ",;:" and not closes_sentence(text)


def _menu_run(page: Page, run: list[int], known: frozenset[str]) -> Iterator[Evidence]:
    share = sum(page.labels[index] in known for index in run) / len(run) if len(run) > 3 else 0.0
    if share < 0.4:
        return
    for index in run:
        listed = page.labels[index] in known
        yield *page.span(index), min(0.95, 0.45 + 0.4 * share + (0.15 if listed else 0.0)), "an entry of a menu"


def _all_known(folded: str, known: frozenset[str]) -> bool:
    if folded.partition(" ")[0] not in known:
        return False
    tokens = folded.split()
    if not 3 <= len(tokens) <= 40:
        return False
    distinct = [token for token in tokens if token in known]
    return len(distinct) == len(tokens) and len(set(tokens)) > 2


def _unglued(text: str) -> list[str]:
    cuts = [0, *(i for i in range(1, len(text)) if text[i - 1].islower() and text[i].isupper()), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


_BRACKETED = re.compile(r"\s{0,3}[\[［]([^\[\]［］]{2,60})[\]］]$")
_PATH_MARK = re.compile(r"[>»›→]")
_PATH = re.compile(r"\s[>»›→]\s|\s?[»›]\s")
_HASHTAGS = re.compile(r"(?:#[^\s#]+[\s,]*)+")
_PAGE_TOKEN = re.compile(r"[^\W\d_]+|\d+")
