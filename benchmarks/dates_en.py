"""How well `find_dates` finds and resolves English dates, against a gold standard.

Prints relaxed precision, recall and F1 (spans that overlap), the share of the overlapping
spans with the right type, with the right value, and value F1 (found and right).

    python benchmarks/dates_en.py [--data ../shared/data] [--file meantime_en.jsonl] [--errors 20]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner import DateMention, find_dates

Pair = tuple[dict[str, Any] | None, DateMention | None]


def main() -> None:
    """Parse the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with the gold standard")
    parser.add_argument("--file", default="meantime_en.jsonl")
    parser.add_argument("--errors", type=int, default=0, help="how many differences of each kind to print")
    options = parser.parse_args()
    path = options.data / options.file
    if not path.exists():
        print(f"skipped: {path} is not there; give its folder with --data")
        return
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    find_dates("May 27", language="en")  # the table is read once, and that is not what is timed
    started = time.perf_counter()
    found = [find_dates(row["text"], language="en", reference_date=row["reference_date"] or None) for row in rows]
    seconds = time.perf_counter() - started
    pairs = [pair for row, mentions in zip(rows, found, strict=True) for pair in _pairs(row["expressions"], mentions)]
    _print_scores(pairs, sum(len(row["text"]) for row in rows) / 1e6 / seconds)
    _print_errors(pairs, options.errors)


def _pairs(gold: list[dict[str, Any]], mentions: tuple[DateMention, ...]) -> Iterator[Pair]:
    """Each gold span with the first mention that overlaps it, and what is left on either side."""
    free = list(mentions)
    for span in gold:
        match = next((m for m in free if m.start < span["end"] and span["start"] < m.end), None)
        if match is not None:
            free.remove(match)
        yield span, match
    for mention in free:
        yield None, mention


def _print_scores(pairs: list[Pair], megabytes_per_second: float) -> None:
    both = [(gold, mention) for gold, mention in pairs if gold and mention]
    gold_count = sum(gold is not None for gold, _ in pairs)
    found_count = sum(mention is not None for _, mention in pairs)
    types = sum(gold["type"] == mention.type for gold, mention in both)
    values = sum(gold["value"] == mention.value for gold, mention in both)
    precision, recall = len(both) / max(1, found_count), len(both) / max(1, gold_count)
    print(f"gold {gold_count}, found {found_count}, overlapping {len(both)}; {megabytes_per_second:.2f} MB/s")
    print(f"relaxed P {precision:.3f} R {recall:.3f} F1 {2 * len(both) / max(1, found_count + gold_count):.3f}")
    print(f"of these: type {types / max(1, len(both)):.3f}, value {values / max(1, len(both)):.3f}")
    print(f"value F1 {2 * values / max(1, found_count + gold_count):.3f}")


def _print_errors(pairs: list[Pair], limit: int) -> None:
    missed = [f"  {gold['text']!r} {gold['type']} {gold['value']}" for gold, mention in pairs if gold and not mention]
    extra = [f"  {mention.text!r} {mention.type} {mention.value}" for gold, mention in pairs if mention and not gold]
    wrong = [
        f"  {mention.text!r} {mention.type} {mention.value} should be {gold['text']!r} {gold['type']} {gold['value']}"
        for gold, mention in pairs
        if gold and mention and gold["value"] != mention.value
    ]
    for title, lines in (("missed", missed), ("extra", extra), ("wrong value", wrong)):
        if limit:
            print(f"{title}: {len(lines)}", *lines[:limit], sep="\n")


if __name__ == "__main__":
    main()
