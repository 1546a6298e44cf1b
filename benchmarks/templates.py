"""Site templates (C902): what pages gain when lines that recur on their site count, from plain text and HTML.

    python -m benchmarks.templates --data ../shared/data --cache training/cache [--site-pages 5] [--no-html]

Pages: those of `pages_train` from DAnIEL whose site (registered domain) has at least
`--site-pages` of them. Plain text is the page's whole-page dump; the tagger is scored out of
fold, as in `chrome_text`. Templates are learned from the very pages that they then clean, as in
a run over a corpus; the gold texts are not looked at.

Figures: mean word F1 without and with templates for several minimum page numbers (the pages
stay the same), the worst page's loss and how many lose more than 0.05; for the default minimum
the same by language and by size of the site, and the 20 pages that lose most.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from training.dumps import dump_all, read_pages
from training.examples import document_of
from training.scoring import word_f1, words_of

from benchmarks.tables import Page, are_there, batches, fold_weights, mean, page_of, rows_with_gold
from cleaner.chrome.decide import decide
from cleaner.chrome.rules import find_by_rules
from cleaner.chrome.tagger import Scored, score_documents
from cleaner.config import Config
from cleaner.corpus.site_dates import numeric_order, site_order
from cleaner.corpus.sites import site_of
from cleaner.corpus.templates import TemplateCounts, TemplateOptions, Templates, count_page
from cleaner.document import Document, Finding, Record
from cleaner.edits import apply
from cleaner.parse import parse

CONFIG = Config(keep_title=True)
MIN_PAGES = (3, 4, 5, 8, 12)
HURT = 0.05
WORST = 20
SIZES = (5, 10, 20, 50)


class Sample(msgspec.Struct):
    """A page with what the tagger and the rules see, and its F1 without templates by evidence."""

    page: Page
    site: str
    document: Document
    scored: Scored
    rules: tuple[Finding, ...]
    before: dict[bool, float] = {}

    def f1(self, with_rules: bool, templates: Templates | None) -> float:
        """The word F1 of what stays."""
        found = templates.find(self.document, self.site) if templates else ()
        evidence = (*(self.rules if with_rules else ()), *found)
        text = apply(self.document.text, decide(self.document, evidence, CONFIG, self.scored).edits)
        return word_f1(words_of(text), words_of(self.page.gold))[0]


def load(data: Path, cache_folder: Path, site_pages: int) -> list[Page]:
    """DAnIEL's pages with human gold, of sites with enough of them."""
    dumped = {row["id"]: row["dumps"]["resiliparse"] for row in read_pages(cache_folder / "pages_train.dumps.jsonl.xz")}
    by_site: dict[str, list[Page]] = defaultdict(list)
    for row in rows_with_gold(data, "pages_train"):
        if row["source"] == "daniel":
            by_site[site_of(row["url"])].append(page_of(row, dumped[row["id"]], {}))
    return [page for pages in by_site.values() if len(pages) >= site_pages for page in pages]


def samples_of(pages: Sequence[Page], read: Callable[[Page], Document], cache_folder: Path) -> list[Sample]:
    """The pages, read, scored out of fold, and seen by the rules."""
    samples = []
    for fold, batch in batches(pages):
        documents = [read(page) for page in batch]
        scores = score_documents(documents, fold_weights(cache_folder, fold))
        for page, document, scored in zip(batch, documents, scores, strict=True):
            sample = Sample(page, site_of(page.url), document, scored, find_by_rules(document))
            sample.before = {with_rules: sample.f1(with_rules, None) for with_rules in (False, True)}
            samples.append(sample)
    return samples


def text_of(page: Page) -> Document:
    """The page as plain text."""
    return document_of(page.text)


def html_of(page: Page) -> Document:
    """The page as HTML."""
    payload = page.html.encode("utf-8", "surrogatepass")
    return parse(Record(id=page.id, payload=payload, media_type="text/html; charset=utf-8", url=page.url), Config())[0]


def learned(samples: Sequence[Sample], options: TemplateOptions) -> Templates:
    """The templates of the samples' sites."""
    with TemplateCounts() as counts:
        for sample in samples:
            counts.add(count_page(sample.document, sample.site))
        return counts.learn(options)


def gains(samples: Sequence[Sample], with_rules: bool, templates: Templates) -> list[float]:
    """What each page's F1 gains."""
    return [sample.f1(with_rules, templates) - sample.before[with_rules] for sample in samples]


def report(samples: Sequence[Sample]) -> None:
    """Print the figures of one kind of document."""
    default = TemplateOptions().min_pages
    chosen: list[float] = []
    print(f"{'minimum pages':22} {'evidence':10} {'without':>8} {'with':>8} {'gain':>8} {'worst':>7}  lose > {HURT}")
    for least in MIN_PAGES:
        templates = learned(samples, TemplateOptions(min_pages=least))
        for with_rules in (False, True):
            changes = gains(samples, with_rules, templates)
            chosen = changes if least == default and not with_rules else chosen
            name = f"{least}{' (default)' if least == default else ''}"
            print(_row(name, "with rules" if with_rules else "tagger", samples, changes, with_rules))
    print("\nby language and by pages of the site, tagger only, default:")
    pages = {site: sum(sample.site == site for sample in samples) for site in {sample.site for sample in samples}}
    groups = {f"language {language}": _of_language(language) for language in sorted({s.page.language for s in samples})}
    for least, most in zip(SIZES, (*SIZES[1:], 10**9), strict=True):
        groups[f"{least} to {most - 1} pages" if most < 10**9 else f"{least} pages and more"] = (
            lambda sample, least=least, most=most: least <= pages[sample.site] < most
        )
    for name, belongs in groups.items():
        members = [index for index, sample in enumerate(samples) if belongs(sample)]
        if members:
            row = _row(name, "tagger", [samples[i] for i in members], [chosen[i] for i in members], False)
            print(f"{row}   {len(members)} pages")
    print(f"\nthe {WORST} pages that lose most, tagger only, default:")
    for change, index in sorted((change, index) for index, change in enumerate(chosen))[:WORST]:
        print(
            f"{change:+.4f} from {samples[index].before[False]:.3f} {samples[index].site:20} {samples[index].page.id}"
        )


def _of_language(language: str) -> Callable[[Sample], bool]:
    return lambda sample: sample.page.language == language


def _row(name: str, evidence: str, samples: Sequence[Sample], changes: Sequence[float], with_rules: bool) -> str:
    before = mean([sample.before[with_rules] for sample in samples])
    gain = mean(list(changes))
    lost = sum(change < -HURT for change in changes)
    return f"{name:22} {evidence:10} {before:8.4f} {before + gain:8.4f} {gain:+8.4f} {min(changes):+7.3f}  {lost}"


def orders(samples: Sequence[Sample]) -> None:
    """Print how often the order of dates that the other pages of a site show is that of the page itself."""
    of_site: dict[str, list[str]] = defaultdict(list)
    for sample in samples:
        of_site[sample.site].append(numeric_order(sample.document.text))
    known = sum(bool(site_order(found)) for found in of_site.values())
    told = right = 0
    for found in of_site.values():
        for index, own in enumerate(found):
            others = site_order(found[:index] + found[index + 1 :])
            told, right = told + bool(own and others), right + bool(own and own == others)
    print(f"order of numeric dates: known for {known} sites; of {told} pages that prove one, {right} have their site's")


def speed(samples: Sequence[Sample]) -> None:
    """Print what the two passes cost, in milliseconds of CPU a page."""
    steps = (
        ("count", lambda: [count_page(sample.document, sample.site) for sample in samples]),
        ("learn", lambda: learned(samples, TemplateOptions())),
    )
    for name, step in steps:
        print(f"{name}: {_seconds(step) * 1000 / len(samples):.2f} ms a page", end="; ")
    templates = learned(samples, TemplateOptions())
    seconds = _seconds(lambda: [templates.find(sample.document, sample.site) for sample in samples])
    print(f"find: {seconds * 1000 / len(samples):.2f} ms a page (learn: with counting)")


def _seconds(step: Callable[[], object]) -> float:
    started = time.process_time()
    step()
    return time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--site-pages", type=int, default=5, help="only sites with at least so many pages")
    parser.add_argument("--no-html", action="store_true", help="only plain text")
    options = parser.parse_args()
    if not are_there(options.data / "pages_train.jsonl.xz", options.cache / "folds/0.npz"):
        return 0
    dump_all(options.data, options.cache)
    pages = load(options.data, options.cache, options.site_pages)
    sites = len({site_of(page.url) for page in pages})
    for kind, read in (("plain text", text_of), ("HTML", html_of))[: 1 if options.no_html else 2]:
        print(f"\n{kind}: {len(pages)} pages of {sites} sites with {options.site_pages} pages or more")
        samples = samples_of(pages, read, options.cache)
        report(samples)
        orders(samples)
        speed(samples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
