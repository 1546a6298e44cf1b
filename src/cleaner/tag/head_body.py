"""What elements of the body claim of author and dates: microdata, `<time>`, elements named for what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cleaner.chrome.rules.phrases import fold, words
from cleaner.parse.facts import PageFacts
from cleaner.parse.marks import Mark
from cleaner.tag.head_claims import Claim, Claims
from cleaner.tag.head_dates import days_in, has_digit, read_day
from cleaner.tag.head_people import join_names, names_in, opening_chars, without_opening
from cleaner.tag.head_words import head_words

# Regions of a page that speak of other pages or of its readers; class and id words.
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:comments?(?!able)|respond|responses?(?!i)|repl(?:y|ies)|related|sidebar|recommend|trending|popular|teaser|"
    r"carousel|latest|promo|newsletter|menu|modal|popup|testimonial|ratings?|reviews?-|feedback|quote|signin|login)(?![a-z])|"
    r"<nav>|<aside>|site-footer|page-footer|(?:more|other|next|recent|similar)[-_](?:posts?|articles?|stor(?:y|ies)|news)",
    re.IGNORECASE,
)
_FORUM = re.compile(r"username|post_?author|postprofile|postbody|message-user|poster", re.IGNORECASE)
_MODIFIED = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
_NOT_WRITTEN = re.compile(r"event|upcoming|copyright|expir|deadline", re.IGNORECASE)

MAX_BYLINES = 3
"""Different names in the bylines of one page; a page with more of them lists other pages' authors."""

MAX_BYLINE = 160
"""Code points of a byline; what is longer tells of the author instead of naming him."""


def body_claims(facts: PageFacts, start: int, *, latest: str = "") -> Claims:
    """The claims of the body by field, most trusted first; the headline stands at the place `start`."""
    claims: Claims = {"author": [], "date": [], "modified": [], "title": [], "section": []}
    _add_items(claims, facts, latest)
    for source, marks in (("time", facts.times), ("byline", _by_nearness(facts, start)), ("byline", facts.near)):
        for mark in marks:
            if not (has_digit(mark.text) or has_digit(mark.value)) or _NOT_WRITTEN.search(mark.hints):
                continue
            if _is_close(mark, start) or not is_elsewhere(mark):
                for field, day in _days(mark, facts.language, latest):
                    claims[field].append(Claim(day, source))
    if names := _byline(facts, start) or _byline_in_text(facts):
        claims["author"].append(Claim(names, "byline"))
    return claims


def is_elsewhere(mark: Mark) -> bool:
    """True when the element stands in a part of the page that speaks of something else."""
    return _ELSEWHERE.search(mark.around) is not None or _ELSEWHERE.search(mark.hints) is not None


def _is_close(mark: Mark, start: int) -> bool:
    """True right behind the headline, whatever the region is called."""
    return 0 < mark.place - start <= CLOSE


CLOSE = 30
"""Elements behind the headline that still belong to it."""


def _by_nearness(facts: PageFacts, start: int) -> Sequence[Mark]:
    """Marks for dates and bylines (a day stands in them, too), those behind the headline first."""
    marks = [mark for mark in (*facts.dates, *facts.bylines) if len(mark.text) <= MAX_BYLINE]
    return sorted(marks, key=lambda mark: (mark.place < start, mark.place))


def _days(mark: Mark, language: str, latest: str) -> Iterator[tuple[str, str]]:
    """The fields and days that the mark states: its machine-readable value, or the days in its text."""
    is_change = _MODIFIED.search(f"{mark.hints} {mark.name}") is not None
    if day := read_day(mark.value, language=language, latest=latest):
        yield "modified" if is_change or _says_updated(mark.text) else "date", day
        return
    if len(mark.text) > MAX_BYLINE:
        return
    days = days_in(mark.text, language=language, latest=latest)
    if not days and (day := read_day(mark.text, language=language, latest=latest)):
        days = ((day, mark.text),)
    for day, before in days:
        yield "modified" if is_change or _says_updated(before) else "date", day


def _says_updated(text: str) -> bool:
    return bool(text) and _updated().search(fold(text[:MAX_BYLINE])) is not None


@cache
def _updated() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words("C303", "updated")))))


def _add_items(claims: Claims, facts: PageFacts, latest: str) -> None:
    for mark in sorted((*facts.items, *facts.times), key=lambda mark: mark.place):
        name = mark.name.lower()
        if mark.scope in head_words("parts"):
            continue
        if name in ("datepublished", "datecreated", "datemodified", "dateline"):
            for _, day in _days(mark, facts.language, latest):
                claims["modified" if name == "datemodified" else "date"].append(Claim(day, "microdata"))
        elif name in ("author", "creator"):
            if names := names_in(mark.text or mark.value):
                claims["author"].append(Claim(join_names(names), "microdata"))
        elif name == "headline" and mark.text:
            claims["title"].append(Claim(mark.text, "microdata"))
        elif name == "articlesection" and (mark.text or mark.value):
            claims["section"].append(Claim(mark.text or mark.value, "microdata"))


def _byline(facts: PageFacts, start: int) -> str:
    """The names in the page's byline; `""` if it has none, or bylines of many."""
    marks = [
        mark
        for mark in facts.bylines
        if mark.text and (_is_close(mark, start) or not (is_elsewhere(mark) or "address" in mark.hints))
    ]
    marks.sort(key=lambda mark: (mark.place < start, mark.place))
    is_forum = any(_FORUM.search(mark.hints) for mark in marks)
    found: dict[str, None] = {}
    for mark in marks:
        names = _names(mark)
        # An element around the one with the name holds its text and more.
        if names and not any(names in longer or longer in names for longer in found):
            found[names] = None
        elif names:
            longer = next(longer for longer in found if names in longer or longer in names)
            if len(names) < len(longer) and _is_name_alone(mark):
                found = {names if name == longer else name: None for name in found}
    if is_forum or 0 < len(found) <= MAX_BYLINES:
        return next(iter(found), "")
    return ""


def _byline_in_text(facts: PageFacts) -> str:
    """The names in a short text near a heading that opens as bylines do, or in the one behind `Written by`."""
    for index, mark in enumerate(facts.near):
        if opening_chars(mark.text) and len(mark.text.split()) <= _LONGEST_NAME + 2:
            rest = without_opening(mark.text)
            following = facts.near[index + 1].text if index + 1 < len(facts.near) else ""
            names = [name for name in names_in(rest or following) if _has_capitals(name)]
            if names:
                return join_names(names)
    return ""


def _has_capitals(name: str) -> bool:
    """True when the name begins its words with capitals, where its script has them, and has two words."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() or not word[0].islower() for word in (words[0], words[-1]))


def _is_name_alone(mark: Mark) -> bool:
    return "name" in mark.hints or "rel=author" in mark.hints or mark.name in ("a", "strong", "b", "span")


def _names(mark: Mark) -> str:
    if len(mark.text) > MAX_BYLINE:
        return ""
    names = names_in(_behind_by(mark.text))
    return join_names(name for name in names if len(name.split()) <= _LONGEST_NAME)


_LONGEST_NAME = 7


def _behind_by(text: str) -> str:
    """The text behind a word such as `by` inside it: `Updated May 5 Written by Eva Berg`."""
    tokens = text.split(" ")
    for index, token in enumerate(tokens[:-1]):
        if fold(token) in head_words("by"):
            return " ".join(tokens[index + 1 :])
    return text
