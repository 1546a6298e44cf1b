"""What a page says of itself, out of all the places where pages say it, each value with its source.

Order of trust, first that holds: JSON-LD, then `<meta>` (OpenGraph, Dublin Core and the
rest in the order of `data/head.toml`) and `<link>`, a day in the address, microdata,
`<time>`, elements named for what they hold, short texts beside the headline. Three
exceptions: what readers see as the headline is the title when the head confirms it, for
heads shorten, lengthen and sell; `<html lang>` and the canonical link come before the rest;
of authors, people come before accounts and the site's own name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import msgspec

from cleaner.document import Finding
from cleaner.parse.facts import PageFacts
from cleaner.tag.head_body import body_claims
from cleaner.tag.head_claims import FIELDS, Claim, Claims
from cleaner.tag.head_findings import head_findings
from cleaner.tag.head_json import read_nodes, types_of
from cleaner.tag.head_main import PageNodes, node_claims, page_nodes
from cleaner.tag.head_meta import absolute, meta_claims
from cleaner.tag.head_people import trusted_authors
from cleaner.tag.head_titles import choose_title, site_words


class Head(msgspec.Struct, frozen=True):
    """What the markup says, by field (unknown fields are missing), where each was found, and what is odd about it."""

    values: dict[str, str]
    sources: dict[str, str]
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, str]:
        """Values and sources in one table: `title`, `title_source`, …, as `Document.head` holds them."""
        return self.values | {f"{field}_source": source for field, source in self.sources.items()}


def read_head(facts: PageFacts, url: str = "", *, latest: str = "") -> Head:
    """What the page at `url` says of itself; `latest` is the ISO day it was fetched, where known.

    A day after `latest` is none: nobody writes tomorrow. Without it the core, which has no
    clock, believes any day up to 2100. When only a change is dated, that day is the date, with
    the source `"modified"`.

    >>> from cleaner.parse.tree import parse_tree
    >>> from cleaner.parse.facts import collect_facts
    >>> page = '<title>Rain | The Herald</title><meta property="og:site_name" content="The Herald">'
    >>> read_head(collect_facts(parse_tree(page))).as_dict()
    {'title': 'Rain', 'site': 'The Herald', 'title_source': 'title', 'site_source': 'opengraph'}
    """
    nodes, unread = read_nodes(facts.json_ld)
    meta = meta_claims(facts, url, latest=latest)
    titles = [facts.title, *(claim.value for claim in meta["title"][:2]), *(mark.text for mark in facts.headings[:2])]
    about = page_nodes(nodes, url, [title for title in titles if title])
    claims = _joined(node_claims(about, language=facts.language, latest=latest), meta)
    claims["image"] = [Claim(absolute(claim.value, facts.base, url), claim.source) for claim in claims["image"]]
    sites = site_words([claim.value for claim in claims["site"][:_SITE_NAMES]], url)
    title, place = choose_title(facts, claims["title"], sites, url)
    claims = _joined(claims, body_claims(facts, place, latest=latest))
    claims["author"] = trusted_authors(claims["author"], sites, is_product=_is_of(facts, about, "product"))
    chosen = {field: claims[field][0] for field in FIELDS if claims[field]}
    if "date" in chosen:
        chosen["date"] = _local_day(chosen["date"], claims["date"])
    elif "modified" in chosen:
        chosen["date"] = Claim(chosen["modified"].value, "modified")
    chosen = {"title": title} | {field: claim for field, claim in chosen.items() if field != "title"}
    chosen = {field: claim for field, claim in chosen.items() if claim.value.strip()}
    kind = "article" if about.writing or _is_of(facts, about, "article") else "page" if _has_head(facts) else ""
    return Head(
        values={field: " ".join(claim.value.split()) for field, claim in chosen.items()},
        sources={field: claim.source for field, claim in chosen.items()},
        findings=tuple(head_findings(claims, chosen, url, unread=unread, kind=kind)),
    )


_SITE_NAMES = 6


def _local_day(date: Claim, claims: Iterable[Claim]) -> Claim:
    """The day in the address where it is next to the day stated: one moment, in the time zone of the site."""
    address = next((claim for claim in claims if claim.source == "url"), date)
    days = (datetime.date.fromisoformat(claim.value) for claim in (date, address))
    return address if abs(next(days) - next(days)) == datetime.timedelta(days=1) else date


def _is_of(facts: PageFacts, about: PageNodes, kind: str) -> bool:
    """True when OpenGraph or JSON-LD says that the page is of the kind (`"article"`, `"product"`)."""
    typed = any(name == "og:type" and kind in content.lower() for name, content in facts.metas)
    return typed or any(kind == name.lower() for node in (about.writing, about.thing) for name in types_of(node))


def _has_head(facts: PageFacts) -> bool:
    return bool(facts.metas or facts.links or facts.json_ld)


def _joined(*tables: Claims) -> Claims:
    joined: Claims = {field: [] for field in FIELDS}
    for table in tables:
        for field, claims in table.items():
            joined[field] += claims
    return joined
