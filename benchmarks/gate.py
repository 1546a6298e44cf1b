"""The quality gate: chrome removal on a fixed sample must not fall below pinned floors.

    python -m benchmarks.gate --data ../shared/data
    python -m benchmarks.gate --data ../shared/data --pin              # raise the floors to today's figures
    python -m benchmarks.gate --data ../shared/data --lower "reason"   # let them fall; the commit says why

It cleans a sample of `wcxb_dev` and `pages_train` with the weights that ship: as HTML, as the HTML that trafilatura
leaves, as whole-page text, as what trafilatura and resiliparse leave, and as clean text. The shipped weights were
trained on these pages, so the figures say nothing about other pages (`chrome_text` does, out
of fold): they only show when something broke. Exit code 0 at or above the floors, 1 below.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from training.dumps import dump_resiliparse, read_pages
from training.scoring import word_f1, words_of

import cleaner
from benchmarks.peers import resiliparse_html, trafilatura_html
from cleaner.config import Config

FLOORS = Path(__file__).with_name("floors.json")
SAMPLE = {"wcxb_dev": 16, "pages_train": 30}  # one page in so many
MARGIN = 0.003  # below a measured figure: the floor. Rounding differs a little between machines
MAX_HTML_CHARS = 1_000_000
CONFIG = Config(keep_title=True, dates="keep", quotes="keep")

Row = dict[str, Any]


def sample(data: Path) -> Iterator[Row]:
    """The sampled pages with human gold: chosen by their id, so always the same."""
    for source, one_in in SAMPLE.items():
        for row in read_pages(data / f"{source}.jsonl.xz"):
            chosen = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % one_in == 0
            human = (row.get("gold_kind") or "human").startswith("human")
            if chosen and human and row.get("gold_text") and len(row["html"]) < MAX_HTML_CHARS:
                yield row


def measure(rows: Sequence[Row]) -> dict[str, float]:
    """The figures by name; all are better when higher."""
    shapes: dict[str, Callable[[str], str]] = {
        "whole page": dump_resiliparse, "after trafilatura": trafilatura_html, "after resiliparse": resiliparse_html,
    }  # fmt: skip
    figures: dict[str, float] = {}
    for name, shape in shapes.items():
        before = [shape(row["html"]) for row in rows]
        after = [result.text for result in cleaner.clean_many(before, media_type="text/plain", config=CONFIG)]
        gains = [_f1(late, row) - _f1(early, row) for early, late, row in zip(before, after, rows, strict=True)]
        figures[f"{name}: F1 gained"] = sum(gains) / len(rows)
        figures[f"{name}: share of pages not hurt"] = sum(gain > -0.02 for gain in gains) / len(rows)
    html = cleaner.clean_many([row["html"] for row in rows], media_type="text/html", config=CONFIG)
    figures["HTML: word F1"] = sum(_f1(result.text, row) for result, row in zip(html, rows, strict=True)) / len(rows)
    left = [_left_by_trafilatura(row["html"]) for row in rows]
    results = cleaner.clean_many(left, media_type="text/html", config=CONFIG)
    gains = [_f1(each.text, row) - _f1(each.document.text, row) for each, row in zip(results, rows, strict=True)]
    figures["HTML after trafilatura: F1 gained"] = sum(gains) / len(rows)
    figures["HTML after trafilatura: share of pages not hurt"] = sum(gain > -0.02 for gain in gains) / len(rows)
    golds = [row["gold_text"] for row in rows]
    kept = [result.text for result in cleaner.clean_many(golds, media_type="text/plain", config=CONFIG)]
    words = sum(sum(words_of(text).values()) for text in golds)
    figures["clean text: share of words kept"] = sum(sum(words_of(text).values()) for text in kept) / words
    return figures


def _left_by_trafilatura(html: str) -> str:
    """What trafilatura keeps of the page, as HTML."""
    import trafilatura

    return trafilatura.extract(html, output_format="html", include_links=True) or ""


def _f1(text: str, row: Row) -> float:
    return word_f1(words_of(text), words_of(row["gold_text"]))[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pin", action="store_true", help="raise the floors to today's figures")
    parser.add_argument("--lower", metavar="REASON", default="", help="set the floors to today's figures, lower or not")
    options = parser.parse_args()
    if not (options.data / "wcxb_dev.jsonl.xz").exists():
        print(f"skipped: no wcxb_dev.jsonl.xz in {options.data}; name the data folder with --data", file=sys.stderr)
        return 0
    rows = list(sample(options.data))
    figures = measure(rows)
    stored = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"floors": {}, "lowered": ""}
    floors: dict[str, float] = stored["floors"]
    fallen = [name for name, value in figures.items() if value < floors.get(name, 0.0)]
    print(f"{len(rows)} pages")
    for name, value in figures.items():
        print(f"{name:45} {value:.4f}  floor {floors.get(name, 0.0):.4f}{'  FALLEN' if name in fallen else ''}")
    if options.pin or options.lower:
        lowest = {} if options.lower else floors
        new = {name: max(lowest.get(name, 0.0), round(value - MARGIN, 4)) for name, value in figures.items()}
        FLOORS.write_text(json.dumps({"floors": new, "lowered": options.lower or stored["lowered"]}, indent=2) + "\n")
        return 0
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
