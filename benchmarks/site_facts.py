"""What the pages of a site settle for one that leaves it open: its author and its language, right or wrong.

    python -m benchmarks.site_facts --data ../shared/data --cache training/cache [--site-pages 4] [--errors]

Pages: those of `pages_train` and `wcxb_dev` whose site (registered domain) has at least `--site-pages` of them. Each
page is told by what its site's *other* pages teach, in four ways:

- head hidden: HTML whose head names the author, with JSON-LD and the `<meta>` taken out. Gold: what they said.
  `without`: what the body and the rules say; `with`: the site's byline lines where these are silent.
- all hidden: any page whose author is known, from head or body; `with`: the site's byline lines alone.
- plain text: the page's whole-page dump; gold: what the HTML said, where the dump shows the name.
- WCXB gold: pages as they are, beside the annotated author; `none`: a page without one.

An author is right when the words are those of the gold, `with and without joining words; too few or too many words are
wrong. Language: pieces of so many characters from the beginning and the middle of the gold text of `pages_train`,
beside the page's language; `foreign`: such pieces of other languages in the same script, as if they were of the site.
`--errors` prints what was told wrong with the facts.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from training.dumps import dump_all, read_pages
from training.examples import document_of

from benchmarks.tables import SKIPPED
from cleaner.chrome.rules import find_by_rules
from cleaner.config import Config
from cleaner.corpus.page_facts import page_facts
from cleaner.corpus.site_bylines import author_of
from cleaner.corpus.site_facts import SiteFacts
from cleaner.corpus.site_language import site_language
from cleaner.corpus.sites import site_of
from cleaner.corpus.template_counts import count_page
from cleaner.corpus.template_learning import SiteTemplate, TemplateOptions, learn_site
from cleaner.document import Document, Record
from cleaner.parse import parse
from cleaner.tag.attribution import read_attribution
from cleaner.tag.language import detect_language

PIECES = (12, 20, 30, 40, 60, 80, 120, 200)
SOURCES = ("pages_train", "wcxb_dev")
OF_THE_HEAD = ("json-ld", "opengraph", "dublin-core", "meta")
MOST_ERRORS = 30
OPTIONS = TemplateOptions()


class Page(msgspec.Struct):
    """A page of a site: as HTML, as HTML whose head names no author, as plain text."""

    id: str
    site: str
    language: str
    gold_text: str
    gold_author: str | None
    html: Document
    bare: Document
    text: Document

    @property
    def author(self) -> str:
        return self.html.head.get("author", "")


def load(data: Path, cache: Path, site_pages: int) -> dict[str, list[Page]]:
    """The pages of sites that have enough of them, by source and site."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    dumps: dict[str, str] = {}
    for source in SOURCES:
        for row in read_pages(data / f"{source}.jsonl.xz"):
            if site := site_of(row.get("url") or ""):
                rows[f"{source} {site}"].append(row)
        for row in read_pages(cache / f"{source}.dumps.jsonl.xz"):
            dumps[row["id"]] = row["dumps"]["resiliparse"]
    return {
        site: [_page(row, site, dumps[row["id"]]) for row in members]
        for site, members in sorted(rows.items())
        if len(members) >= site_pages
    }


def _page(row: dict[str, Any], site: str, text: str) -> Page:
    html, url = row["html"], row.get("url") or ""
    return Page(
        row["id"], site, row.get("lang") or "", row.get("gold_text") or "", row.get("author"),
        html=_parsed(html, url), bare=_parsed(_HEAD_AUTHOR.sub(" ", html), url), text=document_of(text),
    )  # fmt: skip


def _parsed(html: str, url: str) -> Document:
    payload = html.encode("utf-8", "surrogatepass")
    return parse(Record(id="a", payload=payload, media_type="text/html; charset=utf-8", url=url), Config())[0]


_HEAD_AUTHOR = re.compile(
    r"<meta\b[^<>]{0,200}(?:author|creator|byl)[^<>]{0,400}>|<script[^<>]{0,200}ld\+json[^<>]{0,200}>[^<]{0,200000}</script>",
    re.IGNORECASE,
)


def others(pages: Sequence[Page], of: Callable[[Page], Document]) -> Iterator[tuple[Page, SiteTemplate]]:
    """Each page with what the other pages of its site teach."""
    counts = [count_page(of(page), page.site) for page in pages]
    for index, page in enumerate(pages):
        kept = {
            one.page: one.lines for one in (*counts[:index], *counts[index + 1 :]) if one.page != counts[index].page
        }
        yield page, learn_site(list(kept.values()), OPTIONS) if kept else SiteTemplate(pages=0)


def stated(document: Document) -> str:
    """Who the page says wrote it, by itself."""
    return document.head.get("author", "") or read_attribution(document, find_by_rules(document)).author


def told(document: Document, template: SiteTemplate) -> str:
    """Who the site's byline lines say wrote it."""
    author = author_of(document, template.bylines)
    return author.names if author else ""


class Tally:
    """Right, wrong and silent answers, without and with the fact, of the pages and of those with a fact."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[tuple[str, str]] = Counter()
        self.errors: list[str] = []

    def add(self, page: Page, gold: str, before: str, after: str, *, known: bool) -> None:
        for name, said in (("without", before), ("with", after)):
            self.counts[name, _verdict(gold, said)] += 1
        self.counts["pages", "known" if known else ""] += 1
        if before != after and _verdict(gold, after) == "wrong":
            self.errors.append(f"{page.site} {page.id}: {after!r} for {gold!r} (before {before!r})")

    def show(self, errors: bool) -> None:
        pages = sum(n for (kind, _), n in self.counts.items() if kind == "pages")
        row = "".join(
            f"{self.counts[name, verdict]:8}"
            for name in ("without", "with")
            for verdict in ("right", "wrong", "silent")
        )
        print(f"{self.name:32}{pages:6}{self.counts['pages', 'known']:8}{row}")
        for error in self.errors if errors else ():
            print(f"    {error}")


def _verdict(gold: str, said: str) -> str:
    if not said:
        return "silent"
    return "right" if _words(gold) == _words(said) else "wrong"


def _words(names: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", names).casefold())) - {"and", "by"}


def bylines(sites: dict[str, list[Page]], errors: bool) -> None:
    """Print how the authors are told."""
    hidden, alone, plain = Tally("head hidden"), Tally("all hidden"), Tally("plain text")
    gold, none = Tally("WCXB gold"), Tally("WCXB gold: none")
    learned = 0
    for name, pages in sites.items():
        learned += bool(learn_site([count_page(page.html, name).lines for page in pages], OPTIONS).bylines)
        for page, template in others(pages, lambda page: page.html):
            known = bool(template.bylines)
            if page.html.head.get("author_source") in OF_THE_HEAD:
                before = stated(page.bare)
                hidden.add(page, page.author, before, before or told(page.bare, template), known=known)
            if page.author:
                alone.add(page, page.author, "", told(page.html, template), known=known)
            if page.gold_author is not None or name.startswith("wcxb"):
                before = stated(page.html)
                tally = gold if page.gold_author else none
                tally.add(page, page.gold_author or "", before, before or told(page.html, template), known=known)
            if not page.author and (said := told(page.html, template)) and errors:
                print(f"    no author known: {page.site} {page.id}: {said!r}")
        for page, template in others(pages, lambda page: page.text):
            if page.author and page.author in page.text.text:
                before = stated(page.text)
                plain.add(page, page.author, before, before or told(page.text, template), known=bool(template.bylines))
    print(f"byline lines: learned for {learned} of {len(sites)} sites (HTML); each page told by the others of its site")
    print(f"{'':32}{'':14}{'without the fact':^24}{'with the fact':^24}")
    print(f"{'':32}{'pages':>6}{'learned':>8}" + f"{'right':>8}{'wrong':>8}{'silent':>8}" * 2)
    for tally in (hidden, alone, plain, gold, none):
        tally.show(errors)


def languages(sites: dict[str, list[Page]], errors: bool) -> None:
    """Print how the languages of pieces are told."""
    by_language: dict[str, list[str]] = defaultdict(list)
    counts: Counter[tuple[int, str, str]] = Counter()
    known = 0
    wrong: list[str] = []
    train = {name: pages for name, pages in sites.items() if name.startswith("pages_train")}
    for pages in train.values():
        for page in pages:
            by_language[page.language].append(" ".join(page.gold_text.split()))
    for name, pages in train.items():
        votes = [page_facts(page.html).language for page in pages]
        known += site_language(votes) is not None
        for index, page in enumerate(pages):
            facts = SiteFacts(name, language=site_language(votes[:index] + votes[index + 1 :]))
            for size in PIECES:
                for kind, language, piece in _pieces(page, size, by_language, index):
                    own, score = detect_language(piece)
                    settled, _, _ = facts.settle_language(piece, own, score)
                    for when, said in (("without", own), ("with", settled)):
                        counts[size, kind, f"{when} {_told_right(language, said)}"] += 1
                    if kind == "own" and own != settled and _told_right(language, settled) == "wrong":
                        wrong.append(f"{name}: {settled} for {language} (before {own} {score}): {piece!r}")
    print(f"\nlanguage: known for {known} of {len(train)} sites; pieces of texts, by characters")
    verdicts = [f"{when} {verdict}" for when in ("without", "with") for verdict in ("right", "wrong", "open")]
    print(f"{'':18}{'pieces':>8}" + "".join(f"{verdict:>15}" for verdict in verdicts))
    for kind in ("own", "foreign"):
        for size in PIECES:
            row = [counts[size, kind, verdict] for verdict in verdicts]
            print(f"{kind:10}{size:8}{sum(row) // 2:8}" + "".join(f"{count:15}" for count in row))
    for error in wrong[:: len(wrong) // MOST_ERRORS + 1] if errors else ():
        print(f"    {error}")


def _pieces(page: Page, size: int, by_language: dict[str, list[str]], number: int) -> Iterator[tuple[str, str, str]]:
    """Pieces of the page's text, and of a text of each other language with its script."""
    text = " ".join(page.gold_text.split())
    for start in (0, len(text) // 2):
        if len(piece := text[start : start + size]) == size:
            yield "own", page.language, piece
    script = _SCRIPTS.get(page.language, "Latin")
    for language, texts in by_language.items():
        piece = texts[number * 37 % len(texts)][:size]
        if language != page.language and _SCRIPTS.get(language, "Latin") == script and len(piece) == size:
            yield "foreign", language, piece


_SCRIPTS = {
    "ru": "Cyrillic",
    "uk": "Cyrillic",
    "bg": "Cyrillic",
    "el": "Greek",
    "zh": "Han",
    "ja": "Kana",
    "ar": "Arabic",
}


def _told_right(language: str, said: str) -> str:
    return "open" if not said else "right" if said.partition("-")[0] == language.partition("-")[0] else "wrong"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"), help="whole-page dumps are kept there")
    parser.add_argument("--site-pages", type=int, default=4, help="only sites with at least so many pages")
    parser.add_argument("--no-authors", action="store_true", help="only languages")
    parser.add_argument("--errors", action="store_true", help="print what is told wrong with the facts")
    options = parser.parse_args()
    for source in SOURCES:
        if not (options.data / f"{source}.jsonl.xz").exists():
            print(SKIPPED.format(f"{source}.jsonl.xz", options.data), file=sys.stderr)
            return 0
    dump_all(options.data, options.cache)
    sites = load(options.data, options.cache, options.site_pages)
    print(f"{sum(map(len, sites.values()))} pages of {len(sites)} sites with {options.site_pages} pages or more")
    if not options.no_authors:
        bylines(sites, options.errors)
    languages(sites, options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
