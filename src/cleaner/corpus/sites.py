"""Which site a document is of: what templates are counted by.

>>> site_of("https://news.example.co.uk/2025/05/flood.html")
'example.co.uk'
"""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from cleaner.document import Document, Record

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def site_of(
    source: Record | str, metadata: Mapping[str, Any] | None = None, *, document: Document | None = None
) -> str:
    """The site of a record or address: registered domain, else the `site` of its metadata, else its folder.

    `metadata` stands in for a record's own. An HTML page without an address is of the site that
    its head names (`document.head["url"]`). A folder ends in `/`, so that it is never taken for
    a domain; what lies in no folder is of its collection's. `""` when nothing is known.

    >>> site_of("", {"site": "Gazette"}), site_of("", {"file_path": "news/a.txt", "collection": "seeds"})
    ('Gazette', 'seeds/news/')
    >>> site_of("http://127.0.0.1:8000/a"), site_of("about:blank"), site_of("https://anna.github.io/x")
    ('127.0.0.1', '', 'anna.github.io')
    """
    if isinstance(source, Record):
        url, known = source.url, source.metadata if metadata is None else metadata
    else:
        url, known = source, metadata or {}
    stated = document.url or document.head.get("url", "") if document is not None else ""
    domain = registered_domain(url) or registered_domain(stated)
    return domain or str(known.get("site") or "").strip() or _folder(known)


def registered_domain(url: str) -> str:
    """The domain that somebody registered for the address; the host itself if it has no public suffix.

    >>> registered_domain("//WWW.Example.org./a"), registered_domain("http://localhost/"), registered_domain("a/b.txt")
    ('example.org', 'localhost', '')
    """
    match = _HOST.match(url)
    host = (match["bracketed"] or match["host"] or "").rstrip(".").lower() if match else ""
    if not host or _is_address(host):
        return host
    return _suffixes().privatesuffix(host) or host


_HOST = re.compile(
    r"\s*(?:(?:https?|ftp):)?//(?:[^/?#@]*@)?(?:\[(?P<bracketed>[0-9a-f:.]+)\]|(?P<host>[^/?#:@\s]+))", re.IGNORECASE
)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@functools.cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # a tenth of a second: not for `cleaner --version`

    return PublicSuffixList()


def _folder(metadata: Mapping[str, Any]) -> str:
    path = metadata.get("file_path")
    if not path:
        return ""
    parent = PurePosixPath(str(metadata.get("collection") or ""), PurePosixPath(str(path)).parent)
    return f"{parent.as_posix()}/" if parent.parts else ""
