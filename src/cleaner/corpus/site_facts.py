"""Facts that many pages of a site settle for the one that leaves them open.

The order of day and month in numeric dates, the language, the usual byline line. They are learned with the
site's template, saved in its file, and count for the digest that pages are cleaned again by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from cleaner.corpus.site_language import SiteLanguage, is_settled
from cleaner.document import Finding

if TYPE_CHECKING:
    from cleaner.corpus.site_bylines import Author


class SiteFacts(msgspec.Struct, frozen=True):
    """What the pages of a site settle for one of them: order of numeric dates, language, and who wrote it, if known."""

    site: str = ""
    date_order: str = ""
    language: SiteLanguage | None = None
    author: Author | None = None

    @property
    def author_finding(self) -> Finding | None:
        """A `C502` finding for the line that names the author."""
        if self.author is None:
            return None
        line, byline = self.author.line, self.author.byline
        message = f"names the author, as on {byline.pages} of {byline.of} pages of {self.site}"
        return Finding("C502", line.start, line.end, "remove", BYLINE_SCORE, message)

    def settle_language(
        self, text: str, language: str, score: float, *, declared: str = ""
    ) -> tuple[str, float, tuple[Finding, ...]]:
        """The language of the text, how sure it is, and an `M110` finding where the site settles what was told.

        >>> site = SiteFacts("example.pl", language=SiteLanguage("pl", ("LATIN",), 40, 40))
        >>> language, score, (finding,) = site.settle_language("Powrót", "fr", 0.71)
        >>> language, score, finding.message
        ('pl', 1.0, 'fr by its own words, pl as 40 of 40 pages of example.pl')
        """
        site = self.language
        if site is None or not is_settled(text, language, score, site, declared=declared):
            return language, score, ()
        own = f"{language} by its own words" if language else "too few words to tell"
        message = f"{own}, {site.language} as {site.pages} of {site.of} pages of {self.site}"
        return site.language, round(site.pages / site.of, 4), (Finding("M110", 0, 0, "note", 1.0, message),)


NO_FACTS = SiteFacts()

BYLINE_SCORE = 0.8
"""How sure the line is one that names the author: so little that `careful` keeps it in the text."""
