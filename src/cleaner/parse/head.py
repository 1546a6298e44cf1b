"""What an HTML head says of its page."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")

_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
"""How to read the date: from the head alone, and up to a fixed day, for by default the clock decides."""


def read_head(html: str, url: str = "") -> dict[str, str]:
    """What the page's head says of it: `title, author, date, site, section, language`, those that are known.

    Read from `<meta>`, OpenGraph and JSON-LD by trafilatura; the body is not searched for dates.

    >>> read_head('<html lang="de-AT"><head><title>Regen</title><meta name="author" content="Eva Berg"></head></html>')
    {'title': 'Regen', 'author': 'Eva Berg', 'language': 'de'}
    """
    from trafilatura import extract_metadata

    start = html[: _head_end(html)].encode("utf-8", "replace").decode("utf-8")
    try:
        found = extract_metadata(f"{start}<body></body></html>", default_url=url or None, date_config=dict(_DATES))
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return _language(start)  # lxml refuses some malformed heads; the text is unaffected
    if found is None:
        return _language(start)
    head = {
        "title": found.title,
        "author": found.author,
        "date": found.date,
        "site": found.sitename,
        "section": "/".join(found.categories or ()),
    }
    return {key: _SPACE.sub(" ", value).strip() for key, value in head.items() if value} | _language(start)


def _head_end(html: str) -> int:
    match = re.search(r"</head\s*>|<body[\s>]", html, re.IGNORECASE)
    return match.start() if match else min(len(html), 100_000)


def _language(start: str) -> dict[str, str]:
    match = re.search(r"<html\b[^>]{0,2000}?\slang\s{0,5}=\s{0,5}[\"']?([A-Za-z]{2,3})\b", start, re.IGNORECASE)
    return {"language": match[1].lower()} if match else {}
