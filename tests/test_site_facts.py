"""What the pages of a site settle for one that leaves it open: its author and its language."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

import cleaner
from cleaner.config import Config
from cleaner.corpus.options import CorpusOptions
from cleaner.corpus.run import build_corpus
from cleaner.corpus.site_bylines import Byline, author_of, sightings_of, site_bylines
from cleaner.corpus.site_language import PageLanguage, SiteLanguage, is_settled, page_language, site_language
from cleaner.corpus.template_records import learn_records
from cleaner.corpus.templates import Templates
from cleaner.document import Document, Line, Record
from cleaner.parse import parse
from cleaner.read import find_files, to_record

NAMES = ("Eva Berg", "Jo Lindqvist", "Ada van Rey", "Eva Berg", "Ida Holm", "Tom Sand")
TOWNS = ("Aldermouth", "Brackwell", "Cinderford", "Dunmere", "Eastholme", "Farrowby")


def html(town: str, line: str, author: str = "") -> str:
    """A page of the Gazette: `line` is HTML, `author` is what its head says."""
    head = f'<meta name="author" content="{author}">' if author else ""
    return (
        f"<html><head><title>Ferry to {town} runs again</title>{head}</head><body><article><h1>Ferry to {town} runs "
        f"again</h1>{line}<p>The ferry to {town} left the quay on Monday with forty people on board, the first since "
        f"the storm.</p><p>Its captain said that the crossing to {town} had been rough, and that nobody had asked to "
        "turn back before the pier came into sight.</p></article></body></html>"
    )


def record(page: str, number: int = 0, media_type: str = "text/html") -> Record:
    return Record(id=str(number), payload=page.encode("utf-8", "surrogatepass"), media_type=media_type,
                  url=f"https://www.example.org/{number}")  # fmt: skip


def document(page: str, media_type: str = "text/html") -> Document:
    return parse(record(page, media_type=media_type), Config())[0]


def learned(lines: Sequence[str], authors: Sequence[str] = NAMES) -> Templates:
    pages = [html(town, line, author) for town, line, author in zip(TOWNS, lines, authors, strict=False)]
    return learn_records([record(page, number) for number, page in enumerate(pages)])[0]


def shown(frame: str) -> list[str]:
    """The line of each page, with its author in the frame."""
    return [frame.format(name=name) for name in NAMES]


INK = '<div class="ink">{name}</div>'
BYLINES = [
    ("the name alone in an element that is called something", INK, "Kim Dahl", "Kim Dahl"),
    ("behind a word of any language", '<p class="x">Rašė {name}</p>', "Kim Dahl", "Kim Dahl"),
    ("in front of a role", '<p class="x">{name} ⁂ harbour desk</p>', "Kim Dahl", "Kim Dahl"),
    ("in front of a day", '<p class="x">{name} 12/05/2025</p>', "Kim Dahl", "Kim Dahl"),
    ("in front of a word", '<p class="x">{name} skrev</p>', "Kim Dahl", "Kim Dahl"),
    ("several names", INK, "Kim Dahl and Bo Ek", "Kim Dahl, Bo Ek"),
    ("a name of another script", INK, "渡辺 健", "渡辺 健"),
    ("no name", INK, "", ""),
    ("an address", INK, "https://example.org/kim", ""),
    ("a sentence", INK, "Nobody on the whole island had ever seen so much water before.", ""),
    ("an account of a program", INK, "admin", ""),
]


@pytest.mark.parametrize(("title", "frame", "name", "expected"), BYLINES, ids=[row[0] for row in BYLINES])
def test_the_byline_of_the_site_names_the_author(title: str, frame: str, name: str, expected: str) -> None:
    templates = learned(shown(frame))
    found = templates.facts(document(html("Hartfell", frame.format(name=name))), "example.org").author
    assert (found.names if found else "") == expected


SILENT = [
    ("another element", '<div class="quay">Kim Dahl</div>'),
    ("two names in such lines", INK.format(name="Kim Dahl") + INK.format(name="Bo Ek")),
    ("running text", "<p>Kim Dahl</p>"),
    ("code", "<pre class='ink'>Kim Dahl</pre>"),
]


@pytest.mark.parametrize(("title", "line"), SILENT, ids=[row[0] for row in SILENT])
def test_nothing_is_said_without_a_line_or_with_two(title: str, line: str) -> None:
    assert learned(shown(INK)).facts(document(html("Hartfell", line)), "example.org").author is None


UNLEARNED = [
    ("two pages", shown(INK)[:2], NAMES[:2]),
    ("one author of all pages", [INK.format(name="Eva Berg")] * 6, ["Eva Berg"] * 6),
    ("heads without authors", shown(INK), [""] * 6),
    ("heads that name others", shown(INK), ["Kim Dahl"] * 6),
    ("lists of authors", [INK.format(name="Bo Ek") + line for line in shown(INK)], NAMES),
    (
        "the name in running text",
        [f"<p>At {town} {name} went on board.</p>" for town, name in zip(TOWNS, NAMES, strict=True)],
        NAMES,
    ),
]


@pytest.mark.parametrize(("title", "lines", "authors"), UNLEARNED, ids=[row[0] for row in UNLEARNED])
def test_no_byline_is_learned(title: str, lines: Sequence[str], authors: Sequence[str]) -> None:
    templates = learned(lines, authors)
    known = templates.site("example.org")
    assert known is None or known.bylines == ()


def test_the_author_is_metadata_with_source_and_reason() -> None:
    templates = learned(shown(INK))
    page = html("Hartfell", INK.format(name="Kim Dahl"))
    result = cleaner.clean(record(page), templates=templates)
    assert (result.metadata.author, result.metadata.author_source) == ("Kim Dahl", "site")
    assert "Kim Dahl" not in result.text
    assert "names the author, as on 6 of 6 pages of example.org" in {finding.message for finding in result.findings}
    assert cleaner.restore(result) == result.document.text
    alone = cleaner.clean(record(page)).metadata
    assert (alone.author, alone.author_source) == ("", "")


def test_what_a_page_says_itself_counts_first() -> None:
    templates = learned(shown(INK))
    stated = cleaner.clean(record(html("Hartfell", INK.format(name="Kim Dahl"), "Bo Ek")), templates=templates)
    assert (stated.metadata.author, stated.metadata.author_source) == ("Bo Ek", "meta")
    line = f"<p>By Bo Ek</p>{INK.format(name='Kim Dahl')}"
    assert cleaner.clean(record(html("Hartfell", line)), templates=templates).metadata.author == "Bo Ek"


def test_bylines_of_plain_text_teach_their_words() -> None:
    texts = [
        f"Ferry to {town} runs again\n\nBy {name}\n\nThe ferry to {town} left the quay on Monday with forty people on "
        f"board, the first since the storm that broke the pier of {town}.\n"
        for town, name in zip(TOWNS, NAMES, strict=True)
    ]
    records = [record(text, number, "text/plain") for number, text in enumerate(texts)]
    templates, _ = learn_records(records)
    assert [(one.place, one.before, one.pages) for one in templates.site("example.org").bylines] == [("top", "By ", 6)]
    told = ["By Kim van Dahl", "By the sea", "By Monday Afternoon", "By Kim Dahl\nBy Bo Ek", "By Kim 4 Dahl"]
    found = [author_of(document(text, "text/plain"), templates.site("example.org").bylines) for text in told]
    assert [author and author.names for author in found] == ["Kim van Dahl", None, None, None, None]


@pytest.mark.parametrize("line", ["By {name} D\udce9", "By \udce9 {name}", "By {name} \udce9 x", "\udce9{name}\udce9"])
def test_bytes_that_are_no_text_harm_nothing(line: str) -> None:
    text = f"{line.format(name='Kim')}\n\udce9\udce9"
    page = Document(id="a", text=text, lines=(Line(0, 0, len(text) - 3), Line(1, len(text) - 2, len(text))))
    sightings_of(page)
    author_of(page, [Byline("top", "By ", "", 4, 4)])
    lines = [line.format(name=name) for name in NAMES]
    learned([f"<p class=x\udce9>{line}</p>" for line in lines], lines)
    texts = [f"{line}\n\n{POLISH.replace('most', town)}" for town, line in zip(TOWNS, lines, strict=True)]
    learn_records([msgspec.structs.replace(to_record(text), url="https://example.org/") for text in texts])


def test_sightings_are_counted_once_a_page_and_in_any_order() -> None:
    pages = [sightings_of(document(html(town, line, name)))
             for town, line, name in zip(TOWNS, shown(INK), NAMES, strict=True)]  # fmt: skip
    assert site_bylines(pages) == (Byline("div ink", "", "", 6, 6),)
    shuffled = random.Random(1).sample(pages, k=len(pages))
    assert site_bylines(shuffled) == site_bylines(pages)
    assert site_bylines([(name, [*seen, *seen]) for name, seen in pages]) == site_bylines(pages)


def test_pages_are_cleaned_again_when_their_site_settles_more(tmp_path: Path) -> None:
    def build(corpus: str, workers: int = 0) -> dict[str, bytes]:
        build_corpus(find_files([tmp_path / "pages"]), tmp_path / corpus, options=CorpusOptions(workers=workers))
        return {path.name: path.read_bytes() for path in (tmp_path / corpus).rglob("*") if path.is_file()}

    def author() -> tuple[str, str]:
        rows = (tmp_path / "corpus/documents/00000.jsonl").read_text(encoding="utf-8").splitlines()
        (row,) = (row for row in map(json.loads, rows) if row["id"] == "z.html")
        return row["metadata"]["author"], row["metadata"]["author_source"]

    (tmp_path / "pages").mkdir()
    for number, (town, name) in enumerate(zip(TOWNS[:5], NAMES, strict=False)):
        page = html(town, INK.format(name=name if number < 2 else ""), name if number < 2 else "")
        (tmp_path / "pages" / f"{number}.html").write_text(page)
    (tmp_path / "pages/z.html").write_text(html("Hartfell", INK.format(name="Kim Dahl")))
    build("corpus")
    assert author() == ("", "")
    (tmp_path / "pages/y.html").write_text(html("Gorsley", INK.format(name="Ada van Rey"), "Ada van Rey"))
    again = build("corpus")
    assert author() == ("Kim Dahl", "site")
    assert again == build("fresh") == build("by_two", workers=2)


POLISH = "Wczoraj wieczorem mieszkańcy zobaczyli po raz pierwszy nowy most, na który czekali od kilku lat. " * 3
SITE = SiteLanguage("pl", ("LATIN",), 40, 41)
SETTLED = [
    ("undecided", "Powrót Anny", "", 0.0, "", True),
    ("a few words, surely another", "Nowa lista", "it", 0.9999, "", True),
    ("a longer text in doubt", "Nowa lista przebojów tygodnia", "sk", 0.57, "", True),
    ("a longer text that is sure", "The list of this week's songs", "en", 0.9999, "", False),
    ("a long text in doubt", POLISH, "sk", 0.57, "", False),
    ("the same", "Nowa lista", "pl", 0.9999, "", False),
    ("another script", "Новый мост", "bg", 0.57, "", False),
    ("half in another script", "Nowa lista Новый мост", "bg", 0.57, "", False),
    ("no letters", "12:30", "", 0.0, "", False),
    ("declared as another", "Nowa lista", "it", 0.57, "it-IT", False),
    ("declared as the site's", "Nowa lista", "it", 0.57, "PL_pl", True),
    ("bytes that are no text", "Nowa \udce9 lista", "it", 0.57, "", True),
]


@pytest.mark.parametrize(
    ("title", "text", "language", "score", "declared", "expected"), SETTLED, ids=[row[0] for row in SETTLED]
)
def test_what_a_site_settles(title: str, text: str, language: str, score: float, declared: str, expected: bool) -> None:
    assert is_settled(text, language, score, SITE, declared=declared) is expected


LATIN = ("LATIN",)
VOTES = [
    ("four pages", [PageLanguage("pl", LATIN)] * 4, SiteLanguage("pl", LATIN, 4, 4)),
    ("three pages", [PageLanguage("pl", LATIN)] * 3 + [PageLanguage()] * 9, None),
    ("one in twenty may differ", [PageLanguage("pl", LATIN)] * 19 + [PageLanguage("de", LATIN)],
     SiteLanguage("pl", LATIN, 19, 20)),
    ("one in ten may not", [PageLanguage("pl", LATIN)] * 9 + [PageLanguage("de", LATIN)], None),
    ("scripts of half of the pages", [PageLanguage("ja", ("CJK", "HIRAGANA"))] * 3 + [PageLanguage("ja", ("CJK",))] * 4,
     SiteLanguage("ja", ("CJK",), 7, 7)),
    ("none", [], None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "pages", "expected"), VOTES, ids=[row[0] for row in VOTES])
def test_language_of_a_site(title: str, pages: list[PageLanguage], expected: SiteLanguage | None) -> None:
    assert site_language(pages) == expected


def test_only_texts_that_are_sure_vote() -> None:
    assert page_language(POLISH) == PageLanguage("pl", LATIN)
    assert page_language("Nowa lista \udce9") == page_language("") == PageLanguage()


def test_facts_are_saved_and_settle_the_language(tmp_path: Path) -> None:
    texts = [f"Miasto {town}\n\n{POLISH.replace('most', f'most i {town}')}" for town in TOWNS]
    records = [record(text, number, "text/plain") for number, text in enumerate(texts)]
    learn_records(records)[0].save(tmp_path / "a.json")
    learn_records([*reversed(records), *records])[0].save(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    templates = Templates.load(tmp_path / "a.json")
    assert templates.site("example.org").language == SiteLanguage("pl", LATIN, 6, 6)
    few_words = record("Mapa miasta", 9, "text/plain")
    alone, told = (cleaner.clean(few_words, templates=known) for known in (None, templates))
    assert alone.metadata.language != "pl"
    assert (told.metadata.language, told.metadata.language_score) == ("pl", 1.0)
    assert [finding.code for finding in told.findings if finding.code.startswith("M1")] == ["M110"]
    assert "pl as 6 of 6 pages of example.org" in told.findings[0].message
