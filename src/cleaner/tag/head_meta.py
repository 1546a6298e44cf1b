"""What the `<meta>`, `<link>` and `<html>` of a page claim, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from cleaner.parse.facts import PageFacts
from cleaner.tag.head_claims import FIELDS, Claim, Claims, source_of
from cleaner.tag.head_dates import day_in_url, read_day
from cleaner.tag.head_people import join_names, names_in, opening_chars
from cleaner.tag.head_words import head_keys

_LONGEST = 4000  # code points of a value that is read

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=[-_,;. ]|\Z)")


def meta_claims(facts: PageFacts, url: str, *, latest: str = "") -> Claims:
    """The claims of the head alone, by field, in the order of trust of `data/head.toml`."""
    values: dict[str, list[str]] = {}
    for name, content in facts.metas:
        if content.strip():
            values.setdefault(name, []).append(" ".join(content[:_LONGEST].split()))
    claims: Claims = {field: [] for field in FIELDS}
    for field in FIELDS:
        for name in head_keys(field):
            stated = values.get(name, [])
            if name == "citation_author":
                stated = [_turned(value) for value in stated]
            for value in _read(field, stated, facts.language, latest):
                claims[field].append(Claim(value, source_of(name)))
    claims["author"] += _labelled_authors(values)
    known = {*head_keys("date"), *head_keys("modified")}
    for name in values:  # in the page's order
        if name in known:
            continue
        if (found := _DATED.search(name)) and (days := _read("date", values[name], facts.language, latest)):
            claims["date" if found[1] else "modified"].append(Claim(days[0], "meta"))
    _add_links(claims, facts)
    for field in ("url", "image"):
        claims[field] = [Claim(absolute(claim.value, facts.base, url), claim.source) for claim in claims[field]]
    if language := _language(facts.language):
        claims["language"].insert(0, Claim(language, "html"))
    if day := day_in_url(url, latest=latest):
        claims["date"].append(Claim(day, "url"))
    return claims


def _read(field: str, values: list[str], language: str, latest: str) -> list[str]:
    """The values as the field has them; several authors or tags are one value."""
    if not values:
        return []
    if field in ("date", "modified"):
        return [day for value in values if (day := read_day(value, language=language, latest=latest))]
    if field == "author":
        names = dict.fromkeys(name for value in values for name in names_in(value))
        return [join_names(names)] if names else []
    if field == "tags":
        return [", ".join(dict.fromkeys(values))]
    if field == "language":
        return [found for value in values if (found := _language(value))]
    return values


def _turned(name: str) -> str:
    """A name as catalogues have it, family name first, turned: `Berg, Eva` is Eva Berg."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


# Names that a site made up: `w-published-date`.
_DATED = re.compile(r"(publish|publication)|modifi|updat")


def _labelled_authors(values: dict[str, list[str]]) -> Iterator[Claim]:
    """The author in the `twitter:data1` of a `twitter:label1` that says so: `Written by`, in any language of `C502`."""
    for number in "12":
        labels, data = values.get(f"twitter:label{number}"), values.get(f"twitter:data{number}")
        if labels and data and opening_chars(f"{labels[0]}:") >= len(labels[0]) and (names := names_in(data[0])):
            yield Claim(join_names(names), "meta")


def _language(value: str) -> str:
    found = _LANGUAGE.match(value.strip())
    return found[0].lower() if found else ""


def absolute(address: str, base: str, url: str) -> str:
    """The address in full, as far as the page's `<base>` and own address tell; as it is if it can't be read.

    >>> absolute("rain.jpg", "/pictures/", "https://herald.example/news/1")
    'https://herald.example/pictures/rain.jpg'
    """
    try:
        return urljoin(urljoin(url, base), address)
    except ValueError:
        return address


def _add_links(claims: Claims, facts: PageFacts) -> None:
    for rel, href in facts.links:
        if rel == "canonical":
            claims["url"].insert(0, Claim(href, "link"))
        elif rel == "license":
            claims["licence"].append(Claim(href, "link"))
        elif rel == "image_src":
            claims["image"].append(Claim(href, "link"))
