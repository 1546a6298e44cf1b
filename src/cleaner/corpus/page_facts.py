"""What a page adds to the facts of its site: order of numeric dates, language, author and where he stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from cleaner.corpus.site_bylines import Sighting, sightings_of
from cleaner.corpus.site_dates import numeric_order
from cleaner.corpus.site_language import PageLanguage, page_language
from cleaner.document import Document


class PageFacts(msgspec.Struct, frozen=True, array_like=True):
    """What a page, or the copies of it, say: the order of numeric dates, the language, the author and his lines."""

    date_order: str = ""
    language: PageLanguage = PageLanguage()
    author: str = ""
    bylines: tuple[Sighting, ...] = ()


def page_facts(document: Document) -> PageFacts:
    """What the document says of its site.

    >>> page_facts(Document(id="a", text="Sent 25/04/2025")).date_order
    'dmy'
    """
    author, bylines = sightings_of(document)
    return PageFacts(numeric_order(document.text), page_language(document.text), author, bylines)


def facts_of_copies(copies: Sequence[PageFacts]) -> PageFacts:
    """What the copies of a page say together: where two disagree, nothing.

    >>> facts_of_copies([PageFacts("dmy"), PageFacts()]).date_order, facts_of_copies([PageFacts("dmy")] * 2).author
    ('dmy', '')
    """
    if len(copies) == 1:
        return copies[0]
    language = _only(page.language.language for page in copies)
    author = _only(page.author for page in copies)
    return PageFacts(
        _only(page.date_order for page in copies),
        min((page.language for page in copies if language and page.language.language == language), key=_scripts,
            default=PageLanguage()),
        author,
        tuple(sorted({one for page in copies if author for one in page.bylines}, key=msgspec.structs.astuple)),
    )  # fmt: skip


def _scripts(page: PageLanguage) -> tuple[str, ...]:
    return page.scripts


def _only(values: Iterable[str]) -> str:
    """The one value of all copies that have any."""
    seen = {value for value in values if value}
    return seen.pop() if len(seen) == 1 else ""
