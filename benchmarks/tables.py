"""What the chrome benchmarks share: pages with their gold text, and one table of figures a run."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from training.dumps import read_pages
from training.examples import fold_of
from training.scoring import word_f1, words_of

from cleaner.chrome.tagger import Weights, read_weights

SKIPPED = "skipped: no {}; name its folder with --data or --cache (CONTRIBUTING.md says where it comes from)"

Spent = dict[str, tuple[float, int]]
"""Of each system: CPU seconds and bytes of input."""


def are_there(*files: Path) -> bool:
    """True if all the files are there; prints which one is not, and where to get it."""
    missing = next((file for file in files if not file.exists()), None)
    if missing:
        print(SKIPPED.format(missing), file=sys.stderr)
    return missing is None


@cache
def fold_weights(cache_folder: Path, fold: int) -> Weights:
    """The tagger that saw no page of the fold."""
    return read_weights((cache_folder / "folds" / f"{fold}.npz").read_bytes())


class Page(msgspec.Struct):
    """A page to score: its input, its gold text, and what each system made of it."""

    id: str
    url: str
    group: str  # page type (WCXB) or language
    language: str
    fold: int
    text: str
    dumps: dict[str, str]
    html: str
    gold: str
    with_: tuple[str, ...]
    without: tuple[str, ...]
    outputs: dict[str, str] = {}


def rows_with_gold(data: Path, source: str) -> Iterator[dict[str, Any]]:
    """The records of the source's pages that have human gold text."""
    for row in read_pages(data / f"{source}.jsonl.xz"):
        if row.get("gold_text") and (row.get("gold_kind") or "human").startswith("human"):
            yield row


def page_of(row: dict[str, Any], text: str, dumps: dict[str, str]) -> Page:
    """The page of a record, to be cleaned from `text` or from its HTML."""
    return Page(
        id=row["id"],
        url=row.get("url") or "",
        group=row.get("page_type") or row["lang"],
        language=row.get("lang") or "en",
        fold=fold_of(row.get("url") or "", row["id"]),
        text=text,
        dumps=dumps,
        html=row["html"],
        gold=row["gold_text"],
        with_=tuple(row.get("with") or ()),
        without=tuple(row.get("without") or ()),
    )


def batches(pages: Sequence[Page], size: int = 64) -> Iterator[tuple[int, list[Page]]]:
    """The pages in groups of one fold."""
    by_fold: dict[int, list[Page]] = defaultdict(list)
    for page in pages:
        by_fold[page.fold].append(page)
    for fold, members in sorted(by_fold.items()):
        for start in range(0, len(members), size):
            yield fold, members[start : start + size]


def timed(page: Page, name: str, system: Callable[[], str]) -> float:
    """Put the system's output in the page; CPU seconds."""
    started = time.process_time()
    try:
        page.outputs[name] = system()
    except Exception as error:  # a peer that fails on a page kept nothing of it
        print(f"{name} failed on {page.id}: {error!r}"[:200], file=sys.stderr)
        page.outputs[name] = ""
    return time.process_time() - started


def table(pages: Sequence[Page], spent: dict[str, tuple[float, int]]) -> None:
    """Print one row a system."""
    groups = sorted({page.group for page in pages}, key=lambda group: -sum(page.group == group for page in pages))
    counts = {group: sum(page.group == group for page in pages) for group in groups}
    head = f"{'':20} {'F1':>7} {'P':>6} {'R':>6} {'with':>6} {'without':>7} {'pages/s':>8} {'MB/s':>6}"
    print(head + " " + " ".join(f"{group[:9]}({counts[group]})".rjust(15) for group in groups))
    for name, (seconds, size) in spent.items():
        figures = [word_f1(words_of(page.outputs[name]), words_of(page.gold)) for page in pages]
        f1, precision, recall = (sum(column) / len(pages) for column in zip(*figures, strict=True))
        kept, gone = _snippets(pages, name)
        by_group = [
            mean(figure[0] for figure, page in zip(figures, pages, strict=True) if page.group == group)
            for group in groups
        ]
        speed = f"{len(pages) / max(seconds, 1e-9):8.0f} {size / 1e6 / max(seconds, 1e-9):6.1f}"
        row = f"{name:20} {f1:7.4f} {precision:6.3f} {recall:6.3f} {kept:6.3f} {gone:7.3f} {speed}"
        print(row + " " + " ".join(f"{value:15.3f}" for value in by_group))


def _snippets(pages: Sequence[Page], name: str) -> tuple[float, float]:
    found = [_has(page.outputs[name], snippet) for page in pages for snippet in page.with_]
    absent = [not _has(page.outputs[name], snippet) for page in pages for snippet in page.without]
    return mean(found), mean(absent)


def _has(text: str, snippet: str) -> bool:
    return " ".join(snippet.split()).lower() in " ".join(text.split()).lower()


def mean(values: Iterator[float] | Sequence[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")
