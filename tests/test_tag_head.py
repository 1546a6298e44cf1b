"""What pages say of themselves: titles, authors, days and the rest, right and wrong, and what contradicts itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.config import Config
from cleaner.document import Record
from cleaner.parse.facts import MAX_MARKS, collect_facts
from cleaner.parse.tree import parse_tree
from cleaner.tag.head import Head, read_head

URL = "https://www.herald.example/2024/03/02/rain-in-the-valley"


def head_of(html: str, url: str = "", latest: str = "") -> Head:
    return read_head(collect_facts(parse_tree(html)), url, latest=latest)


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


def article(**fields: object) -> str:
    return ld({"@context": "https://schema.org", "@type": "NewsArticle", **fields})


OG = '<meta property="og:{}" content="{}">'
META = '<meta name="{}" content="{}">'

TITLES = [
    ("the title alone", "<title>Rain in the valley</title>", "Rain in the valley", "title"),
    (
        "a site name behind",
        "<title>Rain in the valley - The Herald</title>" + OG.format("site_name", "The Herald"),
        "Rain in the valley",
        "title",
    ),
    (
        "a site name in front",
        "<title>The Herald | Rain in the valley</title>" + OG.format("site_name", "Herald"),
        "Rain in the valley",
        "title",
    ),
    ("what follows a bar", "<title>Rain in the valley | Weather | Elsewhere</title>", "Rain in the valley", "title"),
    (
        "a dash inside stays",
        "<title>Rain - and more rain - in the valley</title>",
        "Rain - and more rain - in the valley",
        "title",
    ),
    ("a colon stays", "<title>Rain: what to know</title>", "Rain: what to know", "title"),
    (
        "the headline, longer than the head",
        OG.format("title", "Rain in the valley") + "<h1>Rain in the valley for days</h1>",
        "Rain in the valley for days",
        "heading",
    ),
    ("a slogan as h1", "<title>Rain in the valley</title><h1>Welcome to us</h1>", "Rain in the valley", "title"),
    (
        "the second h1",
        "<title>Rain in the valley</title><h1>Weather desk</h1><h1>Rain in the valley</h1>",
        "Rain in the valley",
        "heading",
    ),
    (
        "the site's name as h1",
        "<title>Rain in the valley</title><h1>The Herald</h1>" + OG.format("site_name", "Herald"),
        "Rain in the valley",
        "title",
    ),
    ("only an h1", "<h1>Rain<br>in the valley</h1>", "Rain in the valley", "heading"),
    ("a mark behind a heading", "<h1>Rain in the valley<a href='#rain'>¶</a></h1>", "Rain in the valley", "heading"),
    ("JSON-LD", article(headline="Rain in the valley"), "Rain in the valley", "json-ld"),
    ("only the site", "<title>The Herald</title>" + OG.format("site_name", "The Herald"), "The Herald", "title"),
    (
        "Russian",
        "<title>Дождь в долине — Вестник</title>" + OG.format("site_name", "Вестник"),
        "Дождь в долине",
        "title",
    ),
    ("Chinese", "<title>山谷下雨_晚报</title><h1>山谷下雨</h1>", "山谷下雨", "heading"),
    ("none", "<p>It rained.", "", ""),
]


@pytest.mark.parametrize(("html", "title", "source"), [case[1:] for case in TITLES], ids=[case[0] for case in TITLES])
def test_titles(html: str, title: str, source: str) -> None:
    head = head_of(html)
    assert (head.values.get("title", ""), head.sources.get("title", "")) == (title, source)


def test_the_address_confirms_a_headline() -> None:
    page = "<title>Herald</title><h1>Rain in the valley</h1>"
    assert head_of(page, URL).values["title"] == "Rain in the valley"


AUTHORS = [
    ("JSON-LD, a person", article(author={"@type": "Person", "name": "Eva Berg"}), "Eva Berg", "json-ld"),
    ("JSON-LD, a list", article(author=[{"name": "Eva Berg"}, {"name": "Ali Can"}]), "Eva Berg, Ali Can", "json-ld"),
    ("JSON-LD, a text", article(author="By Eva Berg and Ali Can"), "Eva Berg, Ali Can", "json-ld"),
    (
        "JSON-LD, by reference",
        ld(
            {
                "@graph": [
                    {"@type": "Article", "author": {"@id": "#eva"}},
                    {"@type": "Person", "@id": "#eva", "name": "Eva Berg"},
                ]
            }
        ),
        "Eva Berg",
        "json-ld",
    ),
    (
        "JSON-LD, an organisation with an and",
        article(author={"@type": "Organization", "name": "Berg and Sons"}),
        "Berg and Sons",
        "json-ld",
    ),
    ("JSON-LD, nobody", article(author=[None, {}, {"name": ""}, "  "]), "", ""),
    ("meta", META.format("author", "Eva Berg"), "Eva Berg", "meta"),
    ("meta twice", META.format("author", "Eva Berg") + META.format("author", "Ali Can"), "Eva Berg, Ali Can", "meta"),
    ("meta, capitals", '<META NAME="Author" CONTENT="Eva Berg">', "Eva Berg", "meta"),
    ("Dublin Core", META.format("DC.Creator", "Eva Berg"), "Eva Berg", "dublin-core"),
    ("catalogues turn names", META.format("citation_author", "Berg, Eva"), "Eva Berg", "meta"),
    ("an address", OG.replace("og:", "article:").format("author", "https://social.example/eva"), "", ""),
    ("e-mail beside the name", META.format("author", "eva@herald.example (Eva Berg)"), "Eva Berg", "meta"),
    ("an account", META.format("author", "admin"), "", ""),
    ("degrees stay", META.format("author", "Eva Berg, MD, PhD"), "Eva Berg, MD, PhD", "meta"),
    ("degrees and a second name", META.format("author", "Eva Berg, MD; Ali Can"), "Eva Berg, MD; Ali Can", "meta"),
    ("a role goes", META.format("author", "Eva Berg, Senior Reporter"), "Eva Berg", "meta"),
    (
        "one name with and",
        META.format("author", "Centre for Research and Development"),
        "Centre for Research and Development",
        "meta",
    ),
    ("Portuguese e inside a name", META.format("author", "João Costa e Silva"), "João Costa e Silva", "meta"),
    ("markup in it", META.format("author", "&lt;a href='/eva'&gt;Eva Berg&lt;/a&gt;"), "Eva Berg", "meta"),
    (
        "labelled",
        META.format("twitter:label1", "Written by") + META.format("twitter:data1", "Eva Berg"),
        "Eva Berg",
        "meta",
    ),
    (
        "labelled in German",
        META.format("twitter:label1", "Verfasst von") + META.format("twitter:data1", "Eva Berg"),
        "Eva Berg",
        "meta",
    ),
    (
        "another label",
        META.format("twitter:label1", "Est. reading time") + META.format("twitter:data1", "5 minutes"),
        "",
        "",
    ),
    (
        "microdata",
        '<div itemprop="author" itemscope><img alt="x"><span itemprop="name">Eva Berg</span>, Rome</div>',
        "Eva Berg",
        "microdata",
    ),
    (
        "microdata of a comment",
        '<div itemscope itemtype="https://schema.org/Comment"><i itemprop="author">Ali Can</i></div>',
        "",
        "",
    ),
    (
        "a byline",
        '<h1>Rain</h1><p class="byline">By <a href="/eva">Eva Berg</a> | May 5, 2020</p>',
        "Eva Berg",
        "byline",
    ),
    (
        "a byline, the name in it",
        '<h1>Rain</h1><div class="author-info"><b class="author-name">Eva Berg</b> Senior Reporter, Rome</div>',
        "Eva Berg",
        "byline",
    ),
    ("rel=author", '<h1>Rain</h1><a rel="author" href="/x">Eva Berg</a>', "Eva Berg", "byline"),
    ("a byline in words", "<h1>Rain</h1><p>Written by</p><p>Eva Berg</p>", "Eva Berg", "byline"),
    ("a byline in German", "<h1>Regen</h1><p>Von Eva Berg</p>", "Eva Berg", "byline"),
    ("no byline", "<h1>Rain</h1><p>By the sea it rained.</p><p>DIY tips</p>", "", ""),
    ("a label with a colon", "<h1>Rain</h1><p>Main Topics:</p>", "", ""),
    ("a date as byline", '<h1>Rain</h1><p class="byline">March 20, 2023</p>', "", ""),
    (
        "authors of related stories",
        '<h1>Rain</h1><div class="related">' + "<i class=author>Ali Can</i>" * 2 + "</div>" + "<p>x" * 40,
        "Ali Can",
        "byline",
    ),
    (
        "authors of many stories",
        "".join(f'<div><i class="author">{name} Berg</i></div>' for name in ("Eva", "Jo", "Ana", "Kim")),
        "",
        "",
    ),
    (
        "a person before the site",
        OG.format("site_name", "The Herald")
        + article(author="The Herald")
        + "<h1>Rain</h1><i class=byline>By Eva Berg</i>",
        "Eva Berg",
        "byline",
    ),
    (
        "the site beside people goes",
        OG.format("site_name", "The Herald") + article(author=["Eva Berg", "The Herald"]),
        "Eva Berg",
        "json-ld",
    ),
    ("the site alone stays", OG.format("site_name", "Eva Berg") + article(author="Eva Berg"), "Eva Berg", "json-ld"),
    ("reviewers of a product", OG.format("type", "product") + "<h1>Umbrella</h1><i class=author>Ali Can</i>", "", ""),
    ("Japanese", article(author={"name": "大渡 美咲"}), "大渡 美咲", "json-ld"),
    ("Russian byline", '<h1>Дождь</h1><p class="author">Автор: Ева Берг</p>', "Ева Берг", "byline"),
]


@pytest.mark.parametrize(
    ("html", "author", "source"), [case[1:] for case in AUTHORS], ids=[case[0] for case in AUTHORS]
)
def test_authors(html: str, author: str, source: str) -> None:
    head = head_of(html)
    assert (head.values.get("author", ""), head.sources.get("author", "")) == (author, source)


PUBLISHED = '<meta property="article:published_time" content="{}">'
DATES = [
    ("ISO with a time", PUBLISHED.format("2024-03-02T23:10:00+02:00"), "2024-03-02", "opengraph"),
    ("RFC 2822", META.format("date", "Sat, 02 Mar 2024 08:00:00 GMT"), "2024-03-02", "meta"),
    ("Unix time", META.format("date", "1709366400"), "2024-03-02", "meta"),
    ("Unix time in milliseconds", META.format("date", "1709366400000"), "2024-03-02", "meta"),
    ("without marks", META.format("date", "20240302"), "2024-03-02", "meta"),
    ("in words", META.format("date", "March 2, 2024"), "2024-03-02", "meta"),
    ("in German words", META.format("date", "2. März 2024"), "2024-03-02", "meta"),
    ("in Chinese", META.format("date", "2024年3月2日"), "2024-03-02", "meta"),
    ("figures in one possible order", META.format("date", "23/04/2024"), "2024-04-23", "meta"),
    ("figures in either order", META.format("date", "03/04/2024"), "", ""),
    (
        "figures in a language with one order",
        '<html lang="fr">' + META.format("date", "03/04/2024"),
        "2024-04-03",
        "meta",
    ),
    ("no day of the calendar", PUBLISHED.format("2025-02-31"), "", ""),
    ("the zero of a clock", PUBLISHED.format("0001-01-01T00:00:00Z"), "", ""),
    ("another zero", META.format("date", "1970-01-01"), "", ""),
    ("nonsense", META.format("date", "yesterday, 99:99") + PUBLISHED.format("-"), "", ""),
    ("JSON-LD first", PUBLISHED.format("2024-03-09") + article(datePublished="2024-03-02"), "2024-03-02", "json-ld"),
    ("JSON-LD, a list", article(datePublished=["", "2024-03-02"]), "2024-03-02", "json-ld"),
    ("a name that a site made up", META.format("w-published-date", "2024-03-02"), "2024-03-02", "meta"),
    (
        "several of these, the first of them",
        META.format("w-publish-day", "2024-03-02") + META.format("x-publication", "2024-03-03"),
        "2024-03-02",
        "meta",
    ),
    ("an expiry is none", META.format("expires", "2024-03-02"), "", ""),
    ("microdata", '<meta itemprop="datePublished" content="2024-03-02">', "2024-03-02", "meta"),
    ("microdata in the body", '<p itemprop="datePublished">2 March 2024</p>', "2024-03-02", "microdata"),
    ("time", '<h1>Rain</h1><time datetime="2024-03-02">Saturday</time>', "2024-03-02", "time"),
    (
        "time in a comment",
        "<h1>Rain</h1>" + "<p>x</p>" * 40 + '<div class="comment"><time datetime="2024-03-02"></div>',
        "",
        "",
    ),
    ("an element named so", '<h1>Rain</h1><p class="publish-date">March 2, 2024</p>', "2024-03-02", "byline"),
    ("under the headline", "<h1>Rain</h1><p>March 2, 2024 · 5 min read</p>", "2024-03-02", "byline"),
    ("over the headline", "<div><p>March 2, 2024</p></div><h1>Rain</h1>", "2024-03-02", "byline"),
    ("in a sentence far down", "<h1>Rain</h1>" + "<p>Rain.</p>" * 150 + "<p>March 2, 2024</p>", "", ""),
    (
        "published and updated",
        "<h1>Rain</h1><p>Updated May 6, 2024 | Published March 2, 2024</p>",
        "2024-03-02",
        "byline",
    ),
    ("only updated", "<h1>Rain</h1><p>Last updated: March 2, 2024</p>", "2024-03-02", "modified"),
]


@pytest.mark.parametrize(("html", "date", "source"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_dates(html: str, date: str, source: str) -> None:
    head = head_of(html)
    assert (head.values.get("date", ""), head.sources.get("date", "")) == (date, source)


def test_the_address_dates_a_page() -> None:
    head = head_of("<title>Rain</title>", URL)
    assert (head.values["date"], head.sources["date"]) == ("2024-03-02", "url")
    assert "date" not in head_of("<title>Rain</title>", "https://herald.example/2024/99/02/x").values


def test_nobody_writes_after_the_page_was_fetched() -> None:
    page = PUBLISHED.format("2024-03-09") + '<h1>Rain</h1><p class="date">March 2, 2024</p>'
    assert head_of(page).values["date"] == "2024-03-09"
    assert head_of(page, latest="2024-03-05").values["date"] == "2024-03-02"
    record = Record(id="a", payload=page.encode(), media_type="text/html", metadata={"fetched": "2024-03-05"})
    assert cleaner.clean(record).metadata.date == "2024-03-02"


EVERYTHING = (
    '<html lang="en-GB"><head><title>Rain | The Herald</title><base href="https://www.herald.example/">'
    '<link rel="canonical" href="/rain"><link rel="license" href="https://licence.example/by">'
    + OG.format("site_name", "The Herald")
    + OG.format("image", "/rain.jpg")
    + OG.format("description", "It rained.")
    + '<meta property="article:tag" content="rain"><meta property="article:tag" content="floods">'
    + '<meta property="article:section" content="Weather">'
    + META.format("last-modified", "2024-03-04")
    + article(headline="Rain", datePublished="2024-03-02", author={"name": "Eva Berg"})
    + "</head><body><h1>Rain</h1>"
)


def test_every_field_has_its_source() -> None:
    head = head_of(EVERYTHING, URL)
    assert {field: (value, head.sources[field]) for field, value in head.values.items()} == {
        "title": ("Rain", "heading"),
        "author": ("Eva Berg", "json-ld"),
        "date": ("2024-03-02", "json-ld"),
        "modified": ("2024-03-04", "meta"),
        "site": ("The Herald", "opengraph"),
        "section": ("Weather", "opengraph"),
        "tags": ("rain, floods", "opengraph"),
        "language": ("en", "html"),
        "url": ("https://www.herald.example/rain", "link"),
        "image": ("https://www.herald.example/rain.jpg", "opengraph"),
        "licence": ("https://licence.example/by", "link"),
        "description": ("It rained.", "opengraph"),
    }
    assert not head.findings


def test_metadata_has_the_fields_of_the_head() -> None:
    metadata = cleaner.clean(EVERYTHING + "<p>It rained all day in the valley, people said.", url=URL).metadata
    assert (metadata.title, metadata.title_source) == ("Rain", "heading")
    assert (metadata.author, metadata.author_source, metadata.date_source) == ("Eva Berg", "json-ld", "json-ld")
    assert (metadata.declared_language, metadata.canonical_url) == ("en", "https://www.herald.example/rain")
    assert (metadata.tags, metadata.licence, metadata.description_source) == (
        "rain, floods",
        "https://licence.example/by",
        "opengraph",
    )


def test_thorough_looks_into_the_text() -> None:
    page = "<title>Rain</title>" + "<p>It rained all day in the valley.</p>" * 150 + "<p>Published: March 2, 2024</p>"
    assert (
        cleaner.clean(page, media_type="text/html", config=Config(dates="keep")).metadata.date_source != "trafilatura"
    )
    metadata = cleaner.clean(page, media_type="text/html", config=Config(aggressiveness="thorough")).metadata
    assert (metadata.date, metadata.date_source) == ("2024-03-02", "trafilatura")


PLAIN_URL = "https://www.herald.example/rain"
FINDINGS = [
    ("nothing odd", EVERYTHING, []),
    ("a fragment", "<p>It rained.", []),
    ("no title", META.format("viewport", "width") + "<p>It rained.", ["M101"]),
    ("no day", article(headline="Rain"), ["M102"]),
    ("no day, by OpenGraph", "<title>Rain</title>" + OG.format("type", "article"), ["M102"]),
    ("two days", article(headline="Rain", datePublished="2024-03-02") + PUBLISHED.format("2024-05-02"), ["M103"]),
    ("two time zones", article(headline="Rain", datePublished="2024-03-02") + PUBLISHED.format("2024-03-03"), []),
    ("changed before", article(headline="Rain", datePublished="2024-03-02", dateModified="2024-01-02"), ["M104"]),
    (
        "two authors",
        article(headline="Rain", datePublished="2024-03-02", author="Eva Berg") + META.format("author", "Ali Can"),
        ["M105"],
    ),
    (
        "one author, shorter",
        article(headline="Rain", datePublished="2024-03-02", author="Eva Berg") + META.format("author", "E. Berg"),
        [],
    ),
    (
        "two titles",
        OG.format("title", "Snow") + "<title>Rain in the valley</title><h1>Rain in the valley</h1>",
        ["M106"],
    ),
    ("two languages", '<html lang="en"><title>Rain</title>' + OG.format("locale", "de_DE"), ["M107"]),
    ("two countries", '<html lang="en-GB"><title>Rain</title>' + OG.format("locale", "en_US"), []),
    ("another site", '<title>Rain</title><link rel="canonical" href="https://other.example/rain">', ["M108"]),
    ("another page of the site", '<title>Rain</title><link rel="canonical" href="https://herald.example/a">', []),
    ("broken JSON-LD", "<title>Rain</title>" + ld('{"a": "b'), ["M109"]),
]


@pytest.mark.parametrize(("html", "codes"), [case[1:] for case in FINDINGS], ids=[case[0] for case in FINDINGS])
def test_findings(html: str, codes: list[str]) -> None:
    assert [finding.code for finding in head_of(html, PLAIN_URL).findings] == codes


def test_findings_reach_the_result() -> None:
    page = "<title>Rain</title>" + ld("{") + "<p>It rained all day in the valley, people said.</p>"
    assert "M109" in [finding.code for finding in cleaner.check(page)]


BROKEN = [
    ("a comma too many", '{"@type":"Article","headline":"Rain",}'),
    ("comments", '/* a */ {"@type":"Article", // b\n "headline":"Rain"}'),
    ("a comment around it", '<!-- {"@type":"Article","headline":"Rain"} -->'),
    ("CDATA", '//<![CDATA[\n{"@type":"Article","headline":"Rain"}\n//]]>'),
    ("CDATA in comments", '/*<![CDATA[*/{"@type":"Article","headline":"Rain"}/*]]>*/'),
    ("control characters", '{"@type":"Article","description":"a\n\tb","headline":"Rain"}'),
    ("entities", "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Rain&quot;}"),
    ("several objects", '{"@type":"WebSite","name":"Herald"}{"@type":"Article","headline":"Rain"};'),
    ("cut off behind the first", '{"@type":"Article","headline":"Rain"},{"@type":'),
    ("a comment mark in a text", '{"@type":"Article","url":"https://a.example//b","headline":"Rain",}'),
    ("types with addresses", '{"@type":["http://schema.org/Article"],"headline":"Rain"}'),
    ("in a graph in a list", '[{"@graph":[{"@type":"Article","headline":"Rain"}]}]'),
]


@pytest.mark.parametrize("text", [case[1] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_json_ld_is_read(text: str) -> None:
    head = head_of(ld(text))
    assert (head.values["title"], head.sources["title"]) == ("Rain", "json-ld")


def test_of_several_articles_the_own_one_counts() -> None:
    nodes = [
        {"@type": "Article", "headline": f"Story {n}", "author": f"Eva Berg {n}", "url": f"{URL}/{n}"} for n in "abc"
    ]
    assert "author" not in head_of(ld(nodes), URL).values
    assert head_of(ld(nodes), f"{URL}/b?from=x").values["author"] == "Eva Berg b"
    assert head_of("<title>Story c</title>" + ld(nodes), URL).values["author"] == "Eva Berg c"


FLOODS = [
    ("open brackets", ld("[" * 300_000)),
    ("open objects", ld('{"a":' * 100_000)),
    ("open strings", ld('{"@type":"Article","a":"' + 'x\\"' * 300_000)),
    ("open comments", ld("/*" * 400_000)),
    ("commas", ld(", " * 400_000)),
    ("five million characters", ld('{"@type":"Article","a":"' + "x" * 5_000_000 + '"}')),
    ("graph", ld({"@graph": [{"@type": "Article", "headline": f"Rain {n}"} for n in range(20_000)]})),
    ("headings", "<h1>" * 5_000 + "x"),
    ("authors", '<div class="author">' * 5_000 + "x"),
    ("items", "<p itemprop=author>Eva Berg</p>" * 50_000),
    ("metas", META.format("author", "Eva Berg") * 50_000),
    ("a title of bars", "<title>" + "Rain | " * 100_000 + "</title>"),
    ("an author of commas", META.format("author", "Eva Berg, " * 100_000)),
    ("a day of digits", META.format("date", "1" * 1_000_000)),
]


@pytest.mark.parametrize("html", [case[1] for case in FLOODS], ids=[case[0] for case in FLOODS])
def test_floods_are_read(html: str) -> None:
    facts = collect_facts(parse_tree(html))
    assert max(map(len, (facts.headings, facts.bylines, facts.times, facts.near))) <= MAX_MARKS + 40
    assert read_head(facts).values.keys() <= set(Head.__struct_fields__) | set(read_head(facts).sources)


PIECES = st.sampled_from(
    [
        "<h1>",
        "</h1>",
        "<p class=byline>",
        "<time datetime=",
        "By ",
        "Eva Berg",
        " | ",
        "2024-03-02",
        "&amp;",
        "\ud800",
        "\0",
        '<script type="application/ld+json">',
        "</script>",
        '{"@type":"Article","author":',
        "[",
        "{",
        "}",
        '"',
        ",",
        ":",
        "\\u",
        '<meta name="author" content="',
        '">',
        "<title>",
        "</title>",
        "31/02/2025",
        "  ",
        "。",
        "<a rel=author>",
        "<div itemprop=author itemscope>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_any_page_is_read(html: str) -> None:
    head = head_of(html, URL)
    assert head.values.keys() == head.sources.keys()
    assert all(value == " ".join(value.split()) and value for value in head.values.values())
    assert head == head_of(html, URL)
