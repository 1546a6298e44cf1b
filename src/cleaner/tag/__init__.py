"""Tagging: what the document says of itself, read from what was seen in its chrome and from its HTML head.

The head wins over the text: it is written for machines, and says the day of writing rather
than the day of showing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cleaner.chrome.rules.page import Page
from cleaner.config import Config
from cleaner.dates.anchors import read_reference
from cleaner.document import Document, Finding, Metadata
from cleaner.edits import apply_steps
from cleaner.normalize import normalize_steps
from cleaner.tag.attribution import Attribution, read_attribution

if TYPE_CHECKING:
    from cleaner.chrome.tagger import Scored

__all__ = ["tag"]


def tag(
    document: Document,
    findings: Sequence[Finding],
    *,
    language: str,
    language_score: float,
    config: Config,
    scored: Scored | None = None,
    site_author: str = "",
) -> Metadata:
    """The document's metadata, from its HTML head and from the attribution that the rules found.

    `scored` is the line tagger's view of the document: it knows the page type. `site_author` counts where
    neither head nor text names an author: other pages of the site showed where theirs stand.

    >>> from cleaner.document import Line
    >>> document = Document(id="a", text="ROME (AP) — It rained.", lines=(Line(0, 0, 22),))
    >>> found = (Finding("C501", 0, 12, "remove", 0.95, "a dateline in front of the first sentence"),)
    >>> metadata = tag(document, found, language="en", language_score=1.0, config=Config())
    >>> metadata.place, metadata.agency
    ('ROME', 'AP')
    """
    seen = read_attribution(document, findings)
    head = document.head
    date, date_source = _date(head, seen)

    def tidy(text: str) -> str:
        return " ".join(apply_steps(text, normalize_steps(text, language=language, config=config)).split())

    named = _named(head, seen, tidy, document, findings)
    if site_author and not named["author"]:
        named |= {"author": tidy(site_author), "author_source": "site"}
    return Metadata(
        **_stated(head, tidy),
        **named,
        date=date,
        date_source=date_source,
        language=language,
        language_score=language_score,
        url=document.url or head.get("url", ""),
        place=tidy(seen.place),
        caption=tidy(seen.caption),
        credit=tidy(seen.credit),
        agency=tidy(seen.agency),
        page_type=scored.page_type if scored and len(scored.content) else "",
        page_type_score=round(scored.page_type_score, 4) if scored else 0.0,
    )


def _stated(head: dict[str, str], tidy: Callable[[str], str]) -> dict[str, str]:
    """The fields that only an HTML head states, each with its source."""
    fields = {"site": "site", "tags": "tags", "licence": "licence", "description": "description"}
    stated = {field: tidy(head.get(key, "")) for field, key in fields.items()}
    fields |= {"declared_language": "language", "canonical_url": "url", "image": "image"}
    stated |= {field: head.get(key, "") for field, key in fields.items() if field not in stated}
    return stated | {f"{field}_source": head.get(f"{key}_source", "") for field, key in fields.items()}


def _named(
    head: dict[str, str],
    seen: Attribution,
    tidy: Callable[[str], str],
    document: Document,
    findings: Sequence[Finding],
) -> dict[str, str]:
    """The fields that a head or a text names, each with its source; the head counts first."""
    named = {
        "title": seen.title or ("" if head.get("title") else _open_title(document, findings)),
        "author": seen.author,
        "section": seen.section,
        "modified": _first_date(seen.modified),
    }
    stated = {field: head.get(field, "") for field in named} | {"modified": _first_date(head.get("modified", ""))}
    values = {field: tidy(stated[field] or text) for field, text in named.items()}
    sources = {field: head.get(f"{field}_source", "head") if stated[field] else "text" for field in named}
    return values | {f"{field}_source": sources[field] for field in named if values[field]}


def _date(head: dict[str, str], seen: Attribution) -> tuple[str, str]:
    for date, source in (
        (head.get("date", ""), head.get("date_source", "head")),
        (seen.dateline_date, "dateline"),
        (seen.posted_date, "byline"),
        (seen.masthead_date, "masthead"),
    ):
        if _first_date(date):
            return date, source
    return "", ""


def _first_date(*dates: str) -> str:
    """The first that is ISO 8601 and a day of the calendar: a page may say anything."""
    return next((date for date in dates if read_reference(date)), "")


def _open_title(document: Document, findings: Sequence[Finding]) -> str:
    """The first line that stays, when it looks like a headline over running text; `""` otherwise."""
    gone = sorted((finding.start, finding.end) for finding in findings if finding.verdict == "remove")
    page = Page(_beginning(document))
    reached = 0
    stay = []
    for index in range(min(len(page), page.first_body)):
        start, end = page.span(index)
        while reached < len(gone) and gone[reached][1] <= start:
            reached += 1
        if reached == len(gone) or gone[reached][0] >= end:
            stay.append(index)
    if not stay or len(stay) > 2 or page.first_body == len(page):
        return ""
    first = stay[0]
    named = page.is_title(first) and page.words[first] > 3 and not page.has(first, "C001.line", "C502.start")
    return page.texts[first] if named else ""


def _beginning(document: Document) -> Document:
    """The document's first lines: all that a headline can stand among."""
    lines = document.lines[:_HEADLINE_LINES]
    end = lines[-1].end if lines else 0
    return Document(id=document.id, text=document.text[:end], lines=lines)


_HEADLINE_LINES = 30
