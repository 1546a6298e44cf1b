"""How much the chrome rules take from texts that have no chrome: the share of words removed, by code.

    python benchmarks/clean_text.py [--data ../shared/data] [--show 20]

Two sets: the essentially clean news of `fake.br` (plain text), and the human gold text of
300 pages. What the rules remove there is damage, apart from the few lines of chrome that the
sets still hold.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cleaner.chrome.decide import decide
from cleaner.chrome.rules import find_by_rules
from cleaner.config import Config
from cleaner.document import Record
from cleaner.parse import parse

GOLD_PAGES = 300


def main() -> int:
    """Prints a table for each set; exit code 0, also when the data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", type=int, default=0, help="how many removals of each code to print")
    parser.add_argument("--aggressiveness", default="balanced", choices=("careful", "balanced", "thorough"))
    options = parser.parse_args()
    if not (options.data / "texts_train.jsonl.xz").exists():
        print(f"skipped: no texts_train.jsonl.xz in {options.data}; name the data folder with --data", file=sys.stderr)
        return 0
    config = Config(aggressiveness=options.aggressiveness)
    measure("fake.br", fake_br(options.data), config, options.show)
    measure("gold text", gold_texts(options.data), config, options.show)
    return 0


def measure(name: str, texts: Iterator[str], config: Config, show: int) -> None:
    """Prints the share of words removed from the texts, in all and by code, and some removals."""
    removed: Counter[str] = Counter()
    samples: dict[str, list[str]] = {}
    total = documents = touched = floor = 0
    for text in texts:
        record = Record(id="text", payload=text.encode("utf-8", "surrogatepass"), media_type="text/plain")
        document, _ = parse(record, config)
        decision = decide(document, find_by_rules(document), config)
        documents += 1
        touched += bool(decision.edits)
        floor += any(finding.code == "E008" for finding in decision.findings)
        total += len(document.text.split())
        for edit in decision.edits:
            gone = document.text[edit.start : edit.end]
            removed[edit.code] += len(gone.split())
            samples.setdefault(edit.code, []).append(" ⏎ ".join(gone.split("\n"))[:240])
    share = sum(removed.values()) / max(1, total)
    print(f"{name}: {documents} documents ({touched} touched, {floor} kept whole), {total} words, {share:.3%} removed")
    for code, words in removed.most_common():
        print(f"  {code} {words / total:8.4%} {words:6}")
        for sample in samples[code][:show]:
            print(f"      {sample!r}")


def fake_br(data: Path) -> Iterator[str]:
    """The texts of fake.br in the plain-text set."""
    return (row["text"] for row in rows(data / "texts_train.jsonl.xz") if row["source"] == "fake.br")


def gold_texts(data: Path) -> Iterator[str]:
    """The human gold text of the first pages that have one, every fourth page so that the sources mix."""
    human = (row["gold_text"] for row in rows(data / "pages_train.jsonl.xz") if row.get("gold_kind") == "human")
    return islice((text for text in human if text), 0, GOLD_PAGES * 6, 6)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a compressed JSON lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main())
