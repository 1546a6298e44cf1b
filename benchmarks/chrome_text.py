"""Chrome removal from plain text: cleaner beside its peers, same pages, same run.

    python -m benchmarks.chrome_text --data ../shared/data --cache training/cache [--limit N]

Text systems get the page's whole-page dump (`training/dumps.py`: resiliparse's plain text,
what a WET file holds; with `--noscript` that of pages whose content stands in `<noscript>`
holds it), HTML systems get the HTML. cleaner is scored out of fold: each page with a tagger
that saw no page of its registered domain (`training/train.py` writes them to the cache).

Figures: word F1, precision and recall as WCXB publishes them (lower-cased `\\w+` multisets,
mean over pages), by page type and language; the share of WCXB's `with` sentences that are
found and of its `without` sentences that are not; pages/s and MB/s of input, CPU time.
Then, for cleaner: texts without line breaks, residual text (what extractors left), clean
text, and the human-labelled lines of `lines_train`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from training.dumps import dump_all, read_pages
from training.examples import document_of, fold_of
from training.scoring import word_f1, words_of

from benchmarks import peers
from benchmarks.tables import Page, Spent, are_there, batches, fold_weights, mean, page_of, rows_with_gold, table, timed
from cleaner.chrome.decide import decide
from cleaner.chrome.rules import find_by_rules
from cleaner.chrome.tagger import Scored, score_documents
from cleaner.config import Config
from cleaner.document import Document
from cleaner.edits import apply

RESIDUAL_TOOLS = ("trafilatura_main", "resiliparse_main", "readability_main")
HURT = 0.02  # a page that loses more F1 than this was hurt
DAMAGED = 0.05  # a clean text that loses more of its words than this was damaged


class Cleaner:
    """cleaner's chrome removal with the taggers of the folds. `rules`, `tagger`: which evidence counts."""

    def __init__(self, cache_folder: Path, *, rules: bool = True, tagger: bool = True, **options: Any) -> None:
        self.folder, self.rules, self.tagger = cache_folder, rules, tagger
        self.config = Config(keep_title=True, **options)

    def clean(self, texts: Sequence[str], fold: int) -> list[str]:
        """What stays of the texts."""
        documents = [document_of(text) for text in texts]
        weights = fold_weights(self.folder, fold) if self.tagger else None
        scores: Sequence[Scored | None] = score_documents(documents, weights) if weights else [None] * len(documents)
        return [self._decided(document, scored) for document, scored in zip(documents, scores, strict=True)]

    def _decided(self, document: Document, scored: Scored | None) -> str:
        findings = find_by_rules(document) if self.rules else ()
        return apply(document.text, decide(document, findings, self.config, scored).edits)


def load(data: Path, cache_folder: Path, source: str, limit: int, noscript: bool) -> list[Page]:
    """The source's pages with human gold."""
    pages: list[Page] = []
    dumped = {row["id"]: row["dumps"] for row in read_pages(cache_folder / f"{source}.dumps.jsonl.xz")}
    for row in rows_with_gold(data, source):
        dumps = dumped[row["id"]]
        served = noscript and len(dumps["noscript"]) > 1.3 * len(dumps["resiliparse"])
        text = dumps["noscript"] if served else dumps["resiliparse"]
        pages.append(page_of(row, text, {name: dumps[name] for name in RESIDUAL_TOOLS}))
        if len(pages) == limit:
            break
    return pages


def run(pages: Sequence[Page], cache_folder: Path, aggressiveness: str, peers_too: bool) -> Spent:
    """Fill in each page's outputs; CPU seconds and input bytes for each system."""
    spent: Spent = {}
    ours = {
        "cleaner": Cleaner(cache_folder, aggressiveness=aggressiveness),
        "tagger only": Cleaner(cache_folder, rules=False, aggressiveness=aggressiveness),
        "rules only": Cleaner(cache_folder, tagger=False, aggressiveness=aggressiveness),
    }
    for name, system in ours.items():
        seconds = sum(_clean_batch(name, system, batch, fold) for fold, batch in batches(pages))
        spent[name] = seconds, sum(len(page.text.encode("utf-8", "replace")) for page in pages)
    if not peers_too:
        return spent
    text_peers: dict[str, Callable[[str, str], str]] = {
        "remove nothing": peers.remove_nothing,
        "C4 line rules": peers.c4_line_rules,
        "jusText on lines": peers.justext_lines,
    }
    for name, text_peer in text_peers.items():
        seconds = sum(timed(page, name, lambda page=page, f=text_peer: f(page.text, page.language)) for page in pages)
        spent[name] = seconds, spent["cleaner"][1]
    html_bytes = sum(len(page.html.encode("utf-8", "replace")) for page in pages)
    html_peers = {"trafilatura (HTML)": peers.trafilatura_html, "resiliparse (HTML)": peers.resiliparse_html}
    for name, html_peer in html_peers.items():
        seconds = sum(timed(page, name, lambda page=page, f=html_peer: f(page.html)) for page in pages)
        spent[name] = seconds, html_bytes
    return spent


def _clean_batch(name: str, system: Cleaner, batch: Sequence[Page], fold: int) -> float:
    started = time.process_time()
    outputs = system.clean([page.text for page in batch], fold)
    seconds = time.process_time() - started
    for page, output in zip(batch, outputs, strict=True):
        page.outputs[name] = output
    return seconds


def other_texts(pages: Sequence[Page], cleaner: Cleaner) -> None:
    """Print what cleaner does to texts without line breaks, residual text and clean text."""
    flat = [(page, " ".join(page.text.split())) for page in pages if page.text.strip()]
    outputs = _cleaned(cleaner, flat)
    nothing = mean([_f1(text, page) for page, text in flat])
    lines = mean([_f1(page.outputs["cleaner"], page) for page, _ in flat])
    after = mean([_f1(output, page) for (page, _), output in zip(flat, outputs, strict=True)])
    share = (after - nothing) / (lines - nothing)
    print(f"no line breaks: F1 {nothing:.3f} -> {after:.3f}, with line breaks {lines:.3f}: {share:.0%} of the way")
    for tool in RESIDUAL_TOOLS:
        texts = [(page, page.dumps[tool]) for page in pages if page.dumps[tool].strip()]
        before = [_f1(text, page) for page, text in texts]
        behind = [_f1(output, page) for (page, _), output in zip(texts, _cleaned(cleaner, texts), strict=True)]
        hurt = mean([late < early - HURT for early, late in zip(before, behind, strict=True)])
        print(f"{tool}: F1 {mean(before):.4f} -> {mean(behind):.4f}; {hurt:.1%} of pages lose more than {HURT}")
    texts = [(page, page.gold) for page in pages]
    words = [sum(words_of(text).values()) for _, text in texts]
    left = [sum(words_of(output).values()) for output in _cleaned(cleaner, texts)]
    damaged = mean([late < (1 - DAMAGED) * early for early, late in zip(words, left, strict=True)])
    lost = 1 - sum(left) / sum(words)
    print(f"clean text: {lost:.2%} of words removed; {damaged:.1%} of pages lose more than {DAMAGED:.0%}")


def _cleaned(cleaner: Cleaner, texts: Sequence[tuple[Page, str]]) -> list[str]:
    outputs = [""] * len(texts)
    for fold in sorted({page.fold for page, _ in texts}):
        indices = [index for index, (page, _) in enumerate(texts) if page.fold == fold]
        for index, output in zip(indices, cleaner.clean([texts[i][1] for i in indices], fold), strict=True):
            outputs[index] = output
    return outputs


def _f1(text: str, page: Page) -> float:
    return word_f1(words_of(text), words_of(page.gold))[0]


def labelled_lines(data: Path, cleaner: Cleaner) -> None:
    """Print how many of the lines that cleaner removes people had labelled as noise."""
    removed = right = noise = 0
    for row in read_pages(data / "lines_train.jsonl.xz"):
        if not row["source"].startswith("turku"):
            continue
        lines = [" ".join(line.split()) for line in row["lines"]]
        document = document_of("\n".join(lines))
        fold = fold_of(row.get("url") or "", row["id"])
        scored = score_documents([document], fold_weights(cleaner.folder, fold))[0]
        edits = decide(document, find_by_rules(document), cleaner.config, scored).edits
        offset = 0
        for line, label in zip(lines, row["labels"], strict=True):
            end = offset + len(line)  # a line of which a part stays (a heading without its `[edit]`) is not removed
            gone = bool(line) and any(edit.start <= offset and end <= edit.end for edit in edits)
            removed, right, noise = removed + gone, right + (gone and label == 0), noise + (bool(line) and label == 0)
            offset += len(line) + 1
    print(f"labelled lines (Turku): precision {right / max(removed, 1):.3f}, recall {right / max(noise, 1):.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--limit", type=int, default=0, help="only so many pages of each source")
    parser.add_argument("--noscript", action="store_true", help="dump <noscript> where a page's content stands there")
    parser.add_argument("--aggressiveness", default="balanced", choices=("careful", "balanced", "thorough"))
    parser.add_argument("--no-peers", action="store_true", help="only cleaner")
    arguments = parser.parse_args()
    if not are_there(arguments.data / "wcxb_dev.jsonl.xz", arguments.cache / "folds/0.npz"):
        return 0
    dump_all(arguments.data, arguments.cache)
    cleaner = Cleaner(arguments.cache, aggressiveness=arguments.aggressiveness)
    for source in ("wcxb_dev", "pages_train"):
        pages = load(arguments.data, arguments.cache, source, arguments.limit, arguments.noscript)
        print(f"\n{source}: {len(pages)} pages with human gold")
        table(pages, run(pages, arguments.cache, arguments.aggressiveness, not arguments.no_peers))
        other_texts(pages, cleaner)
    labelled_lines(arguments.data, cleaner)
    return 0


if __name__ == "__main__":
    sys.exit(main())
