"""From the lines of a site's pages to its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from cleaner.corpus.site_facts import site_order
from cleaner.corpus.template_pages import distinct_pages

EDGE = ""
"""Stands before the first and after the last line of a page."""


class TemplateOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What it takes to learn a template."""

    min_pages: int = 4
    """On so many different pages of a site a line must stand."""

    prose_pages: int = 8
    """Running text on fewer pages is doubtful: authors repeat themselves, and a copy that was edited may pass for
    another page. On plain text (DAnIEL) word F1 gains 0.040 without such text, 0.043 with it as doubtful."""

    max_pages: int = 500
    """Of a larger site so many pages are looked at, chosen by digest: more change no line that matters, and memory
    and time stay bounded."""


class PageLines(msgspec.Struct, frozen=True, array_like=True):
    """The lines of a page, in order: their keys (`line_key`) and masses (`line_mass`). And its order of dates."""

    keys: list[str]
    masses: list[int]
    date_order: str = ""


class SiteTemplate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What recurs on a site.

    `pages`: how many different ones were seen; running text on fewer than `prose_pages` of them is
    doubtful. `lines`: the key of each recurring line and on how many of the pages it is, most
    first. `pairs`: which of them (by number, from 0) follow each
    other on at least two pages; -1 is the edge of a page. `date_order`: of numeric dates, `"dmy"`,
    `"mdy"` or `""`.
    """

    pages: int
    prose_pages: int = 0
    lines: dict[str, int] = {}
    pairs: tuple[tuple[int, int], ...] = ()
    date_order: str = ""


def learn_site(pages: Sequence[PageLines], options: TemplateOptions) -> SiteTemplate:
    """The template of the pages of one site. Copies of a page count once.

    >>> menu = [("home", 4), ("news", 4)]
    >>> pages = [PageLines(*map(list, zip(*menu, (letter * 90, 90)))) for letter in "abcd"]
    >>> template = learn_site(pages, TemplateOptions(min_pages=4))
    >>> template.lines, template.pairs
    ({'home': 4, 'news': 4}, ((-1, 0), (0, 1)))
    """
    firsts = distinct_pages([list(zip(page.keys, page.masses, strict=True)) for page in pages])
    articles: dict[int, list[PageLines]] = {}
    for first, page in zip(firsts, pages, strict=True):
        articles.setdefault(first, []).append(page)
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for copies in articles.values():
        counts.update({key for page in copies for key in page.keys})
        pairs.update({pair for page in copies for pair in _neighbours(page.keys)})
    recurring = {key: seen for key, seen in counts.items() if seen >= options.min_pages}
    lines = dict(sorted(recurring.items(), key=lambda line: (-line[1], line[0])))
    numbers = {key: number for number, key in enumerate(lines)} | {EDGE: -1}
    followed = (
        (numbers[one], numbers[other])
        for (one, other), seen in pairs.items()
        if seen >= _PAIR_PAGES and one in numbers and other in numbers
    )
    order = site_order(_only(page.date_order for page in copies) for copies in articles.values())
    return SiteTemplate(len(articles), options.prose_pages, lines, tuple(sorted(followed)), order)


_PAIR_PAGES = 2


def _only(orders: Iterable[str]) -> str:
    """The one order of all copies of a page that show any."""
    seen = {order for order in orders if order}
    return seen.pop() if len(seen) == 1 else ""


def _neighbours(keys: Sequence[str]) -> zip[tuple[str, str]]:
    return zip([EDGE, *keys], [*keys, EDGE], strict=True)
