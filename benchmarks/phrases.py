"""Where the phrases of the rules are met: in chrome or in content.

    python -m benchmarks.phrases --data ../shared/data --cache training/cache [--language de] [--code C108]

Counts, over the plain-text dumps of `wcxb_dev` and `pages_train`, the lines in which each phrase of the kinds `line`,
`start` and `part` is met: apart those that the gold text has (content) and the others (chrome). Told are the sums of
each code and kind, and the phrases met in content, most often first: some are no phrase of pages only, and for some
the rule must look at more than the phrase.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.dumps import read_pages

from benchmarks.tables import are_there, rows_with_gold
from cleaner.chrome.rules.phrase_lists import tables
from cleaner.chrome.rules.phrases import fold, scan

SOURCES = ("wcxb_dev", "pages_train")
Key = tuple[str, str, str]
Counts = dict[Key, Counter[str]]


def main() -> int:
    """Print the sums, and the phrases met in content."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--language", default="", help="only phrases of this language")
    parser.add_argument("--code", default="", help="only phrases of codes that begin so")
    parser.add_argument("--show", type=int, default=40, help="so many phrases met in content")
    options = parser.parse_args()
    if not are_there(options.data / "wcxb_dev.jsonl.xz", options.cache / "wcxb_dev.dumps.jsonl.xz"):
        return 0
    counts: Counts = defaultdict(Counter)
    for text, gold in pages(options.data, options.cache):
        known = {" ".join(fold(line).split()) for line in gold.splitlines()}
        for key, line in met(text):
            counts[key]["content" if line in known else "chrome"] += 1
    wanted = {key for key in counts if key[0].startswith(options.code) and _is_of(key, options.language)}
    tell({key: counts[key] for key in wanted}, options.show)
    return 0


def pages(data: Path, cache: Path) -> Iterator[tuple[str, str]]:
    """The dump of each page that has human gold, and the gold text."""
    for source in SOURCES:
        dumps = {row["id"]: row["dumps"]["resiliparse"] for row in read_pages(cache / f"{source}.dumps.jsonl.xz")}
        for row in rows_with_gold(data, source):
            yield dumps[row["id"]], row["gold_text"]


def met(text: str) -> Iterator[tuple[Key, str]]:
    """The code, kind and phrase of each hit in the text, and the folded line it is met in."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    folded = [fold(line) for line in lines]
    for hit in scan(folded, [len(line) for line in lines]):
        yield (hit.code, hit.kind, hit.phrase), folded[hit.line]


def tell(counts: Counts, show: int) -> None:
    """Print what was counted."""
    sums: Counts = defaultdict(Counter)
    for (code, kind, _), seen in counts.items():
        sums[code, kind, ""].update(seen)
    for (code, kind, _), seen in sorted(sums.items()):
        print(f"{code}.{kind:6} {seen['chrome']:7} lines of chrome {seen['content']:6} of content")
    worst = sorted(counts.items(), key=lambda entry: (-entry[1]["content"], entry[0]))
    for (code, kind, phrase), seen in [entry for entry in worst if entry[1]["content"]][:show]:
        print(f"  {code}.{kind} {phrase!r}: {seen['content']} of content, {seen['chrome']} of chrome")


def _is_of(key: Key, language: str) -> bool:
    code, kind, phrase = key
    lists: Iterable[str] = tables()[code][kind].get(language, ())
    return not language or any(fold(each).strip(" :|") == phrase.strip(" :|") for each in lists)


if __name__ == "__main__":
    sys.exit(main())
