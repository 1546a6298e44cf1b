"""What is odd about a page's statements: missing, unreadable, or against each other (`M1xx`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from cleaner.document import Finding
from cleaner.tag.head_claims import Claim, Claims
from cleaner.tag.head_titles import held_in, host_of, words_of

MACHINE_SOURCES = frozenset(["json-ld", "opengraph", "dublin-core", "meta", "microdata"])
"""Statements made for machines; what stands in the body may belong to something else."""

MAX_DAYS_APART = 1
"""One moment is written as two neighbouring days in two time zones."""


def head_findings(
    claims: Claims, chosen: Mapping[str, Claim], url: str, *, unread: int, kind: str
) -> Iterator[Finding]:
    """The notes on the statements, ordered by code. Their span is empty: they stand in the markup, not in the text.

    `kind` is `"article"`, `"page"`, or `""` for a fragment, of which no title is asked.
    """
    for code, message in _messages(claims, chosen, url, unread, kind):
        yield Finding(code, 0, 0, "note", 1.0, message)


def _messages(
    claims: Claims, chosen: Mapping[str, Claim], url: str, unread: int, kind: str
) -> Iterator[tuple[str, str]]:
    if kind and "title" not in chosen:
        yield "M101", "neither the head nor a heading names a title"
    if kind == "article" and "date" not in chosen:
        yield "M102", "the page says that it is an article, but not of which day"
    days = _stated(claims["date"])
    if len(days) > 1 and _days_between(min(days), max(days)) > MAX_DAYS_APART:
        yield "M103", f"published on {_list(days)}"
    if (change := chosen.get("modified")) and days and _days_between(change.value, min(days)) > MAX_DAYS_APART:
        yield "M104", f"changed on {change.value}, published on {min(days)}"
    authors = _stated(claims["author"])
    if len(authors) > 1 and not _agree(authors):
        yield "M105", f"written by {_list(authors)}"
    titles = _stated(claims["title"])
    if "title" in chosen and titles and not _agree({chosen["title"].value: "", next(iter(titles)): ""}):
        yield "M106", f"the title is {chosen['title'].value!r} here and {next(iter(titles))!r} in the head"
    languages = dict.fromkeys(claim.value.lower()[:2] for claim in claims["language"])
    if len(languages) > 1:
        yield "M107", f"the languages {', '.join(languages)}"
    address = chosen.get("url")
    if address and url and (host := host_of(address.value)) and host_of(url) and host != host_of(url):
        yield "M108", f"the page of {host_of(url)} calls itself {address.value[:200]}"
    if unread:
        yield "M109", f"{unread} block{'s' * (unread > 1)} of JSON-LD can't be read"


def _stated(claims: Iterable[Claim]) -> dict[str, str]:
    """The different values stated for machines, in order, with their source: of each source the first."""
    first: dict[str, str] = {}
    for claim in claims:
        if claim.source in MACHINE_SOURCES:
            first.setdefault(claim.source, claim.value)
    return {value: source for source, value in reversed(first.items())}


def _days_between(first: str, last: str) -> int:
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


def _agree(values: Iterable[str]) -> bool:
    """True when any two neighbours among the values share a word."""
    texts = [words_of(value) for value in values]
    return all(held_in(one, other) > 0 or not one or not other for one, other in pairwise(texts))


def _list(values: Mapping[str, str]) -> str:
    return "; ".join(f"{value} ({source})" for value, source in list(values.items())[:4])
