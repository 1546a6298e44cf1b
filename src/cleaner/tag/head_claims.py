"""A claim: one value that a page gives for one field, and where it stood."""

from __future__ import annotations

from typing import NamedTuple

FIELDS = (
    "title", "author", "date", "modified", "site", "section", "tags", "language", "url", "image", "licence",
    "description",
)  # fmt: skip
"""What is read from a page's markup."""


class Claim(NamedTuple):
    """A value and its source: `"json-ld"`, `"opengraph"`, `"dublin-core"`, `"meta"`, `"microdata"`,
    `"time"`, `"link"`, `"heading"`, `"title"`, `"byline"`, `"url"` or `"html"`."""

    value: str
    source: str


Claims = dict[str, list[Claim]]
"""Claims by field, most trusted first."""


def source_of(name: str) -> str:
    """The source that the name of a `<meta>` stands for.

    >>> source_of("article:published_time"), source_of("dc.date"), source_of("author")
    ('opengraph', 'dublin-core', 'meta')
    """
    if name.startswith(("og:", "article:", "book:", "profile:", "video:")):
        return "opengraph"
    return "dublin-core" if name.startswith(("dc.", "dc:", "dcterms.", "dcterms:")) else "meta"
