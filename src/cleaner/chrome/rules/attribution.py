"""C5xx: attribution. Datelines, bylines, captions, credits, agencies, headlines: out of the text, into metadata."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from cleaner.chrome.rules.date_lines import date_line
from cleaner.chrome.rules.dateline import read_dateline
from cleaner.chrome.rules.headlines import HEAD_LINES, glued_headlines
from cleaner.chrome.rules.names import are_caseless_names, are_names, before_date, behind, is_reporter
from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.phrases import Hit, edge_hits, fold, trim, words
from cleaner.chrome.rules.rule import Evidence, rule
from cleaner.chrome.rules.shapes import closes_sentence, is_cut_off
from cleaner.chrome.rules.status_line import read_status, tells_time


@rule("C501")
def dateline(page: Page) -> Iterator[Evidence]:
    """The dateline in front of the first sentence: place, date, agency. The sentence stays.

    Removes:
        -LONDON, May 14 (Reuters) - The last ferry will leave the island in October, it said.
        +The last ferry will leave the island in October, it said.
    Keeps:
         NATO - The alliance was founded in 1949, and twelve countries were members at first.
         FERRIES: The last one will leave the island in October, the company said on Tuesday.
    """
    candidates = {page.first_body, 0}
    if page.first_body < page.second_body:
        candidates.add(page.second_body)
    for index in sorted(candidates):
        if index < len(page) and (page.prose[index] or page.is_sentence(index)):
            start = page.document.lines[index].start
            found = read_dateline(page.text[start : min(page.ends[index], start + _DATELINE_CHARS)])
            if found:
                yield start, start + found.length, found.score, "a dateline in front of the first sentence"


@rule("C502")
def byline(page: Page) -> Iterator[Evidence]:
    """A line that names the author.

    Removes:
         Ferry line to close after forty years
        -By Jane Miller, Staff Writer

         The last ferry will leave the island in October, the company said on Tuesday.
    Keeps:
         By Monday Afternoon

         By Monday the ferry had made nine trips, and still people were waiting on the pier.
    """
    for hit in page.first_hits("C502", "start"):
        score = _byline_score(page, hit)
        if score:
            yield *page.span(hit.line), score, "names the author"
    yield from _closing_reporters(page)


@rule("C503")
def caption(page: Page) -> Iterator[Evidence]:
    """The caption of a picture that is gone: a few words between the standfirst and the page's status.

    Removes:
         Ferry line to close after forty years

         The last ferry will leave the island in October, the company said on Tuesday.
        -The old ferry
         Posted
         and last updated

         Nobody on the island had expected the news, and few of them believe it even now.
    Keeps:
         The old ferry

         The last ferry will leave the island in October, the company said on Tuesday.
    """
    for index in range(1, min(len(page) - 1, page.second_body)):
        text = page.texts[index]
        after = not page.gaps[index + 1] and (_is_time(page, index + 1) or _is_credit(page, index + 1))
        if after and page.first_body < index and 1 < page.words[index] <= 8 and not page.furniture[index]:
            ends_open = not closes_sentence(text) and not is_cut_off(text) and text[-1] not in ":;,"
            if ends_open and not text[0].islower() and not page.digits[index] and not page.has(index, "C502.start"):
                yield *page.span(index), 0.72, "a caption beside the status of the page"


@rule("C504")
def photo_credit(page: Page) -> Iterator[Evidence]:
    """Who made the picture.

    Removes:
         The last ferry will leave the island in October, the company said on Tuesday.
        -Photo: Jane Miller/Getty Images
    Keeps:
         Photo by photo, she rebuilt the harbour of her childhood on the walls of the hall.
    """
    best: dict[int, float] = {}
    for hit in page.hits("C504", "start"):  # all of a line's: a longer one may be all of the line
        best[hit.line] = max(_credit_score(page, hit), best.get(hit.line, 0.0))
    for index, score in best.items():
        if score:
            yield *page.span(index), score, "says who made the picture"
    for index, text in enumerate(page.texts):
        credited = page.words[index] <= 12 and text.endswith(_CREDIT_ENDS) and _AGENCY_CREDIT.search(text)
        if credited and not page.has(index, "C504.start"):
            yield *page.span(index), 0.7, "names a picture agency"


@rule("C505")
def agency(page: Page) -> Iterator[Evidence]:
    """The news agency that the text comes from, on a line of its own or in brackets at the end.

    Removes:
        -The last ferry will leave the island in October, the company said on Tuesday. (AFP)
        +The last ferry will leave the island in October, the company said on Tuesday.
    Keeps:
         The last ferry will leave the island in October, the company told the Reuters agency.
    """
    for hit in page.first_hits("C505", "line"):
        yield *page.span(hit.line), {"head": 0.8, "tail": 0.8, "body": 0.5}[page.place(hit.line)], "a news agency"
    for hit in page.first_hits("C505", "start"):
        if page.words[hit.line] <= 30 and not page.has(hit.line, "C505.line"):
            yield (
                *page.span(hit.line),
                {"head": 0.75, "tail": 0.8, "body": 0.55}[page.place(hit.line)],
                "names the agency",
            )
    if page.last_body < len(page):
        start, end = page.span(page.last_body)
        tail = page.text[max(start, end - 60) : end]
        match = _CLOSING_AGENCY.search(tail)
        if match and trim(fold(match["name"])) in words("C501", "agencies"):
            yield end - len(tail) + match.start(), end, 0.8, "the news agency at the end of the text"


@rule("C506")
def headline(page: Page) -> Iterator[Evidence]:
    """The headline, when the page around it shows that it is one.

    With `keep_title` it stays. A title on top of a text that has no page around it stays.

    Removes:
         News
        -Ferry line to close after forty years

         The last ferry will leave the island in October, the company said on Tuesday.
    Keeps:
         Ferry line to close after forty years

         The last ferry will leave the island in October, the company said on Tuesday.
    """
    if page.first_body == len(page):
        return
    repeated = sorted({twin for _, twin, _ in glued_headlines(page)} or _doubled(page))
    for index in repeated:
        yield *page.span(index), 0.95, "the headline: the page repeats it"
    if repeated:
        return
    first = next((i for i in range(page.first_body) if _may_be_headline(page, i)), None)
    if first is None or page.first_body - first > 6:
        return
    below = first > 0 and page.furniture[first - 1]
    around = range(first + 1, min(page.second_body, first + 7))
    status = any(page.furniture[i] or _is_time(page, i) or _is_byline(page, i) for i in around)
    if below or (status and first == 0):
        yield *page.span(first), 0.85 if below and status else 0.75, "the headline: it stands below the page's head"


def names_in_byline(text: str) -> str:
    """The names in a byline, without its opening words; `""` if they don't look like names.

    >>> names_in_byline("By Jane Miller and Ali Can, Staff Writers"), names_in_byline("By the sea")
    ('Jane Miller and Ali Can', '')
    >>> names_in_byline("Von Jan Novak am 3. Mai 2021"), names_in_byline("الكاتب: محمد أحمد")
    ('Jan Novak', 'محمد أحمد')
    """
    text = text.strip()
    openings = [hit.phrase for hit in edge_hits([fold(text)], [""]) if hit.code == "C502"]
    if not openings:
        return ""
    opening = max(openings, key=len)
    if trim(opening) in words("C502", "sources"):
        return ""
    names = _names_of(behind(text, opening))
    return names if are_names(names) or are_caseless_names(names) else ""


def _names_of(rest: str) -> str:
    """What stands behind the opening words of a byline, without roles and dates."""
    return _ROLE.split(before_date(rest.strip(" :/—–-＝|")), maxsplit=1)[0].strip(" ,;|.–—-")


def _byline_score(page: Page, hit: Hit) -> float:
    text, count = page.texts[hit.line], page.words[hit.line]
    if count > 14 or len(text) > 140 or (closes_sentence(text) and text[-1] != "."):
        return 0.0
    rest = behind(text, hit.phrase).strip(" :/—–-＝")
    marked = hit.phrase[-1] in ":/=" or hit.rest.lstrip()[:1] in (":", "/")
    if not rest or date_line(rest) is not None:
        return 0.0
    place = page.place(hit.line)
    names = _names_of(rest)
    if not are_names(names):
        if are_caseless_names(names) and _opens_names(hit.phrase, marked=marked):
            return {"head": 0.85, "tail": 0.65, "body": 0.4}[place]
        if page.digits[hit.line] and place != "body" and (status := read_status(text)) and status.is_dated:
            return 0.8
        return 0.55 if marked and count <= 8 and place != "body" else 0.0
    score = {"head": 0.85, "tail": 0.65, "body": 0.4}[place]
    if len(hit.phrase) > 3 or marked:
        score = min(0.92, score + 0.1)
    if hit.line <= page.second_body and score < 0.7:
        score = 0.7
    return score


def _is_time(page: Page, index: int) -> bool:
    """True for a line that says when the page was posted."""
    return page.has(index, "C303.line") or any(tells_time(hit.rest) for hit in page.openings("C303", index))


def _is_credit(page: Page, index: int) -> bool:
    return any(_credit_score(page, hit) >= 0.5 for hit in page.openings("C504", index))


def _opens_names(phrase: str, *, marked: bool) -> bool:
    """True where names without capitals may follow: behind `by`, and behind a word for the author with a mark."""
    bare = trim(phrase)
    return bare in words("C502", "by") or (marked and bare in words("C502", "author"))


def _credit_score(page: Page, hit: Hit) -> float:
    text, count = page.texts[hit.line], page.words[hit.line]
    if count > 18 or not trim(hit.rest) or (closes_sentence(text) and not text.endswith(")") and count > 8):
        return 0.0
    names_agency = any(agency in hit.rest for agency in _picture_agencies())
    marked = hit.phrase.endswith(":") or hit.rest.lstrip()[:1] in (":", "/", "|", "©")
    strong = names_agency or (marked and hit.phrase.startswith(tuple(words("C504", "picture"))))
    if not strong and not marked and not are_names(behind(text, hit.phrase)):
        return 0.3
    if strong:
        scores = {"head": 0.85, "tail": 0.75, "body": 0.75}
        return min(scores[page.place(hit.line)] + (0.08 if names_agency else 0.0), 0.95)
    return {"head": 0.6, "tail": 0.55, "body": 0.5}[page.place(hit.line)]


def _closing_reporters(page: Page) -> Iterator[Evidence]:
    """The lines that end in the word for a reporter behind the name: `홍길동 기자`."""
    for index, text in enumerate(page.texts):
        if not text.isascii() and is_reporter(text):
            yield *page.span(index), {"head": 0.85, "tail": 0.8, "body": 0.5}[page.place(index)], "names the reporter"


def _is_byline(page: Page, index: int) -> bool:
    return page.has(index, "C502.start") and bool(names_in_byline(page.texts[index]))


def _doubled(page: Page) -> set[int]:
    """The two lines of the first headline that stands twice above the text; none if no headline does."""
    seen: dict[str, int] = {}
    for index in range(min(HEAD_LINES, page.first_body)):
        if page.words[index] > 3 and _may_be_headline(page, index):
            if index - seen.get(page.texts[index], -_TWIN_LINES) < _TWIN_LINES:
                return {seen[page.texts[index]], index}
            seen[page.texts[index]] = index
    return set()


def _may_be_headline(page: Page, index: int) -> bool:
    if page.furniture[index] or not page.is_title(index) or not 4 <= page.words[index] <= _HEADLINE_WORDS:
        return False
    if _is_byline(page, index):
        return False
    if any(code.startswith(("C2", "C4")) for code in page.codes(index)):
        return False
    following = page.texts[index + 1] if index + 1 < len(page) else ""
    return not is_cut_off(following)


@functools.cache
def _picture_agencies() -> frozenset[str]:
    return frozenset(name for name in words("C504", "agencies") if len(name) > 3)


_DATELINE_CHARS = 160
_HEADLINE_WORDS = 20
_TWIN_LINES = 8
_ROLE = re.compile(r"[,|;•(]|\s[-–—]\s|\s(?:on|in|for|at)\s|\d")
_CREDITED = (
    *("Getty Images", "Getty", "Reuters", "REUTERS", "AFP", "AP", "EPA", "EPA-EFE"),
    *("Shutterstock", "iStock", "Alamy", "dpa", "Imago", "Bloomberg"),
)
_CREDIT_ENDS = (*_CREDITED, *(f"{name})" for name in _CREDITED))
_AGENCY_CREDIT = re.compile(rf"(?:/|©\s?|\bvia\s|\()(?:{'|'.join(_CREDITED)})\)?$")
_CLOSING_AGENCY = re.compile(r"\s*[-–—]?\s*[(\[](?P<name>[^()\[\]]{2,30})[)\]]\.?$")
