"""Which site a document is of."""

from __future__ import annotations

import pytest

from cleaner.config import Config
from cleaner.corpus.site_dates import numeric_order, site_order
from cleaner.corpus.sites import registered_domain, site_of
from cleaner.document import Record
from cleaner.parse import parse

DOMAINS = [
    ("a host below a registered domain", "https://www.news.example.org/a?b#c", "example.org"),
    ("a suffix of two parts", "http://www.example.co.uk/", "example.co.uk"),
    ("a suffix that a company keeps for its customers", "https://anna.blogspot.com/2025/", "anna.blogspot.com"),
    ("capitals, port, user, dot at the end", "HTTP://anna:x@WWW.Example.ORG.:8080/", "example.org"),
    ("an international name", "https://www.bücher.example.de/", "example.de"),
    ("no scheme", "//example.org/a", "example.org"),
    ("an address of four numbers is no domain with a suffix", "http://127.0.0.1:8000/", "127.0.0.1"),
    ("an address in brackets", "http://[2001:DB8::1]:80/", "2001:db8::1"),
    ("a name without a suffix", "http://localhost/x", "localhost"),
    ("a bare suffix", "http://co.uk/", "co.uk"),
    ("a path", "news/a.html", ""),
    ("a file", "file:///home/a.html", ""),
    ("no address", "", ""),
    ("nonsense", "http://", ""),
    ("brackets that hold no address", "http://[:::]/", ":::"),
]


@pytest.mark.parametrize(("title", "url", "expected"), DOMAINS, ids=[row[0] for row in DOMAINS])
def test_registered_domain(title: str, url: str, expected: str) -> None:
    assert registered_domain(url) == expected


SITES = [
    ("the address counts first", "https://a.example.org/", {"site": "Gazette", "file_path": "x/a"}, "example.org"),
    ("then what the container says", "", {"site": " Gazette ", "file_path": "x/a"}, "Gazette"),
    ("then the folder, below its collection", "", {"file_path": "x/y/a.txt", "collection": "seeds"}, "seeds/x/y/"),
    ("a file right in the collection", "", {"file_path": "a.txt", "collection": "seeds"}, "seeds/"),
    ("a file in no folder and no collection", "", {"file_path": "a.txt"}, ""),
    ("an address without a host", "about:blank", {"file_path": "x/a.txt"}, "x/"),
    ("an empty site", "", {"site": "", "file_path": "x/a.txt"}, "x/"),
    ("a site that is no text", "", {"site": 12}, "12"),
    ("nothing known", "", {}, ""),
]


@pytest.mark.parametrize(("title", "url", "metadata", "expected"), SITES, ids=[row[0] for row in SITES])
def test_site(title: str, url: str, metadata: dict[str, object], expected: str) -> None:
    assert site_of(url, metadata) == expected
    assert site_of(Record(id="a", payload=b"", url=url, metadata=metadata)) == expected


def test_a_saved_page_is_of_the_site_that_its_head_names() -> None:
    html = b'<head><link rel="canonical" href="https://www.example.org/a"></head><p>It rained.</p>'
    record = Record(id="a", payload=html, media_type="text/html", metadata={"file_path": "saved/a.html"})
    document, _ = parse(record, Config())
    assert site_of(record, document=document) == "example.org"
    assert site_of(record) == "saved/"


ORDERS = [
    ("a day past the twelfth in front", "25.4.2025", "dmy"),
    ("behind", "4/25/2025", "mdy"),
    ("either way is no proof", "3/4/2025", ""),
    ("both are none", "25/4/2025 and 4/25/2025", ""),
    ("two digits of the year", "25-04-25", "dmy"),
    ("the year in front", "2025-04-25", ""),
    ("a version, a score, an address", "1.25.3.4 or 25/4 or 192.25.4.25 or /25/4/2025/", ""),
    ("mixed separators", "25/4-2025", ""),
    ("no month", "45/25/2025", ""),
]


@pytest.mark.parametrize(("title", "text", "expected"), ORDERS, ids=[row[0] for row in ORDERS])
def test_order_of_numeric_dates(title: str, text: str, expected: str) -> None:
    assert numeric_order(text) == expected


VOTES = [
    ("two pages", ["dmy", "dmy"], "dmy"),
    ("one page", ["dmy", "", ""], ""),
    ("one in twenty may differ", ["mdy"] * 19 + ["dmy"], "mdy"),
    ("one in ten may not", ["mdy"] * 9 + ["dmy"], ""),
    ("none", [], ""),
]


@pytest.mark.parametrize(("title", "votes", "expected"), VOTES, ids=[row[0] for row in VOTES])
def test_order_of_a_site(title: str, votes: list[str], expected: str) -> None:
    assert site_order(votes) == expected
