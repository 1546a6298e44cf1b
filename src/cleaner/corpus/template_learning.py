"""From the lines of a site's pages to its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from cleaner.corpus.page_facts import PageFacts, facts_of_copies
from cleaner.corpus.site_bylines import Byline, site_bylines
from cleaner.corpus.site_dates import site_order
from cleaner.corpus.site_language import SiteLanguage, site_language
from cleaner.corpus.template_pages import distinct_pages

EDGE = ""
"""Stands before the first and after the last line of a page."""


class TemplateOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What it takes to learn a template."""

    min_pages: int = 4
    """On so many different pages of a site a line must stand."""

    prose_pages: int = 8
    """Running text on fewer pages is doubtful: authors repeat themselves, and a copy that was edited may pass for
    another page. Word F1 gains 0.040 without such text (DAnIEL, plain text), 0.043 with it where the tagger agrees."""

    max_pages: int = 500
    """Of a larger site so many pages are looked at, chosen by digest: a line on 2 % of the pages is among
    them ten times, and memory and time stay bounded."""


class PageLines(msgspec.Struct, frozen=True, array_like=True):
    """The lines of a page that have letters, in order: their keys (`line_key`), masses (`line_mass`) and digits.

    `facts` is what else the page says of its site.
    """

    keys: list[str]
    masses: list[int]
    digits: list[str]
    facts: PageFacts = PageFacts()


class SiteTemplate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What recurs on a site.

    `pages`: how many different ones were seen; running text on fewer than `prose_pages` of them is
    doubtful. `lines`: the key of each recurring line and on how many of the pages it is, most
    first. `pairs`: which of them (by number, from 0) follow each other on at least two pages; -1 is
    the edge of a page. `varying`: which of them have other digits on most pages. `date_order`: of
    numeric dates, `"dmy"`, `"mdy"` or `""`. `language`: that of nearly all pages. `bylines`: the lines in
    which pages show their authors.
    """

    pages: int
    prose_pages: int = 0
    lines: dict[str, int] = {}
    pairs: tuple[tuple[int, int], ...] = ()
    varying: tuple[int, ...] = ()
    date_order: str = ""
    language: SiteLanguage | None = None
    bylines: tuple[Byline, ...] = ()


def learn_site(pages: Sequence[PageLines], options: TemplateOptions) -> SiteTemplate:
    """The template of the pages of one site. Copies of a page count once.

    >>> pages = [PageLines(["home", "news", letter * 90], [4, 4, 90], ["", "", ""]) for letter in "abcd"]
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
    facts = [facts_of_copies([page.facts for page in copies]) for copies in articles.values()]
    return SiteTemplate(
        pages=len(articles),
        prose_pages=options.prose_pages,
        lines=lines,
        pairs=tuple(sorted(followed)),
        varying=tuple(sorted(numbers[key] for key in _varying(articles.values(), lines))),
        date_order=site_order(page.date_order for page in facts),
        language=site_language(page.language for page in facts),
        bylines=site_bylines([(page.author, page.bylines) for page in facts]),
    )


_PAIR_PAGES = 2


def _varying(articles: Iterable[list[PageLines]], lines: dict[str, int]) -> set[str]:
    """The keys of the lines whose commonest digits are on less than half of their pages."""
    seen: Counter[tuple[str, str]] = Counter()
    for copies in articles:
        written = {pair for page in copies for pair in zip(page.keys, page.digits, strict=True)}
        seen.update(pair for pair in written if pair[0] in lines)
    commonest: dict[str, int] = {}
    for (key, _), pages in seen.items():
        commonest[key] = max(commonest.get(key, 0), pages)
    return {key for key, pages in commonest.items() if 2 * pages < lines[key]}


def _neighbours(keys: Sequence[str]) -> zip[tuple[str, str]]:
    return zip([EDGE, *keys], [*keys, EDGE], strict=True)
