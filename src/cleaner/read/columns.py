"""Which column of a row holds what: named by the options, or by what such columns are usually called.

>>> Columns.of(("ID", "body", "link"), ReadOptions())
Columns(text='body', html='', id='ID', url='link', site='', fetched='')
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from cleaner.read.options import ReadOptions

# The first that is there counts. Columns of common data sets: C4, Dolma, FineWeb, news-please, CC-News, mC4,
# RedPajama (`raw_content`), Wikipedia dumps, Scrapy's feeds.
USUAL_NAMES = {
    "text": ("text", "raw_text", "plain_text", "maintext", "main_text", "full_text", "content", "raw_content", "body",
             "article", "article_text", "document"),
    "html": ("html", "raw_html", "html_content", "content_html", "page_html", "body_html"),
    "id": ("id", "_id", "doc_id", "docid", "document_id", "uuid", "guid", "record_id"),
    "url": ("url", "uri", "link", "source_url", "web_url", "page_url", "canonical_url", "warc-target-uri",
            "metadata.url", "meta.url"),
    "site": ("site", "domain", "source_domain", "hostname", "host"),
    "fetched": ("fetched", "fetched_at", "date_download", "download_date", "crawl_date", "crawled_at", "scraped_at",
                "retrieved", "warc-date"),
}  # fmt: skip

MAX_COLUMN_CHARS = 2000
"""A longer value of another column is a text of its own (a summary, the page again), and is left out."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")


class Columns(msgspec.Struct, frozen=True):
    """The names of the columns that count, `""` where there is none."""

    text: str = ""
    html: str = ""
    id: str = ""
    url: str = ""
    site: str = ""
    fetched: str = ""

    @classmethod
    def of(cls, names: tuple[str, ...], options: ReadOptions) -> Columns:
        """The columns that count among those of these names; a name with a dot is taken on trust."""
        lower = {name.lower(): name for name in reversed(names)}
        return cls(**{kind: _chosen(kind, names, lower, options) for kind in USUAL_NAMES})


def _chosen(kind: str, names: tuple[str, ...], lower: Mapping[str, str], options: ReadOptions) -> str:
    if wanted := getattr(options, f"{kind}_column", ""):
        return wanted if wanted in names or wanted.partition(".")[0] in names else ""
    if kind in ("text", "html") and (options.text_column or options.html_column):
        return ""  # who names one of the two wants that one
    for usual in USUAL_NAMES[kind]:
        if usual in lower:
            return lower[usual]
        outer, dot, inner = usual.partition(".")
        if dot and outer in lower:
            return f"{lower[outer]}.{inner}"
    return ""


def value_of(row: Mapping[str, Any], column: str) -> Any:
    """The row's value in the column, or `None`; a dot leads into nested objects.

    >>> value_of({"meta": {"url": "https://example.org"}}, "meta.url")
    'https://example.org'
    """
    if not column:
        return None
    if column in row:
        return row[column]
    value: Any = row
    for name in column.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def scalars_of(row: Mapping[str, Any], left_out: tuple[str, ...]) -> dict[str, Any]:
    """The row's other values, as JSON has them: strings (not long ones), numbers, true, false and null.

    >>> scalars_of({"text": "It rained.", "n": 3, "tags": ["a"], "q": float("nan")}, ("text",))
    {'n': 3, 'q': None}
    """
    kept: dict[str, Any] = {}
    for name, value in row.items():
        if name in left_out:
            continue
        if isinstance(value, bytes):  # a string of Parquet
            value = value.decode("utf-8", "replace")
        if isinstance(value, str):
            if len(value) <= MAX_COLUMN_CHARS:
                kept[printable(name)] = printable(value)
        elif isinstance(value, float):
            kept[printable(name)] = value if math.isfinite(value) else None
        elif isinstance(value, int):
            kept[printable(name)] = value if -(1 << 63) <= value < 1 << 64 else str(value)
        elif value is None:
            kept[printable(name)] = None
    return kept


def printable(text: str) -> str:
    """The text with lone surrogates as U+FFFD: names and values go where no encoding can hold them."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def day_of(value: str) -> str:
    """The day with which the value begins, as ISO has it, or `""`.

    >>> day_of("2024-05-31T10:00:00Z"), day_of("2024-13-01"), day_of("yesterday")
    ('2024-05-31', '', '')
    """
    match = _DAY.match(value)
    try:
        return datetime.date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""
