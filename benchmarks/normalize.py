"""How fast the normaliser is, step by step, beside ftfy; and whether normalised text stays as it is.

    python -m benchmarks.normalize --data ../shared/data
    python -m benchmarks.normalize --data ../shared/data --quotes typographic --megabytes 40

Texts: `texts_train` and the gold texts of `pages_train`, all languages, in an order that depends on
their ids alone. "As found" is the texts as they are, "clean" what normalising them gave. Figures are
MB of UTF-8 a second of CPU time; steps are in milliseconds a MB. `all but N401` leaves the dates out.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from training.dumps import read_pages

from cleaner.config import Config
from cleaner.edits import apply, apply_steps
from cleaner.normalize import NORMALIZERS, normalize_steps
from cleaner.normalize.gates import may_change
from cleaner.normalize.inventory import unusual

Text = tuple[str, str]
"""A language and a text."""


def texts(data: Path, megabytes: float) -> Iterator[Text]:
    """The texts of the data folder, about so many MB, without lone surrogates (ftfy refuses them)."""
    rows = [
        (row["id"], row["lang"], text)
        for name in ("texts_train", "pages_train")
        for row in read_pages(data / f"{name}.jsonl.xz")
        if (text := row.get("text") or row.get("gold_text"))
    ]
    size = 0.0
    for _, language, text in sorted(rows, key=lambda row: hashlib.sha256(row[0].encode()).digest()):
        size += len(text.encode("utf-8", "replace")) / 1e6
        if size > megabytes:
            return
        yield {"zh": "zh-cn"}.get(language, language), text.encode("utf-8", "replace").decode("utf-8")


def megabytes_of(sample: Sequence[Text]) -> float:
    return sum(len(text.encode("utf-8")) for _, text in sample) / 1e6


def seconds(run: Callable[[str, str], object], sample: Sequence[Text]) -> float:
    """CPU seconds for all texts."""
    started = time.process_time()
    for language, text in sample:
        run(text, language)
    return time.process_time() - started


def steps(sample: Sequence[Text], config: Config) -> Counter[str]:
    """CPU seconds by code, `characters` for the look at the characters of each text."""
    spent: Counter[str] = Counter()
    for language, text in sample:
        started = time.process_time()
        seen = unusual(text)
        spent["characters"] += time.process_time() - started
        for code, run in NORMALIZERS:
            started = time.process_time()
            edits = tuple(run(text, language, config)) if may_change(code, text, seen, config) else ()
            spent[code] += time.process_time() - started
            if edits:
                text = apply(text, edits)
                seen = unusual(text)
    return spent


def report(name: str, sample: Sequence[Text], config: Config) -> None:
    import ftfy

    size = megabytes_of(sample)
    without_dates = Config(quotes=config.quotes, dates="keep")
    whole = seconds(lambda text, language: normalize_steps(text, language=language, config=config), sample)
    rest = seconds(lambda text, language: normalize_steps(text, language=language, config=without_dates), sample)
    peer = seconds(lambda text, _: ftfy.fix_text(text), sample)
    print(f"{name}: {len(sample)} texts, {size:.1f} MB")
    print(f"  cleaner {size / whole:.1f} MB/s, all but N401 {size / rest:.1f}; ftfy.fix_text {size / peer:.1f}")
    by_code = steps(sample, config)
    print("  ms a MB: " + ", ".join(f"{code} {1000 * spent / size:.1f}" for code, spent in by_code.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--quotes", choices=("straight", "typographic", "keep"), default="straight")
    parser.add_argument("--megabytes", type=float, default=10.0)
    options = parser.parse_args()
    if not (options.data / "texts_train.jsonl.xz").exists():
        print(f"skipped: no texts_train.jsonl.xz in {options.data}; name the data folder with --data", file=sys.stderr)
        return 0
    config = Config(quotes=options.quotes)
    found = list(texts(options.data, options.megabytes))
    clean: list[Text] = []
    edits: Counter[str] = Counter()
    for language, text in found:
        made = normalize_steps(text, language=language, config=config)
        edits.update(edit.code for step in made for edit in step)
        clean.append((language, apply_steps(text, made)))
    report("as found", found, config)
    report("clean", clean, config)
    again = sum(bool(normalize_steps(text, language=language, config=config)) for language, text in clean)
    print(f"edits: {', '.join(f'{code} {count}' for code, count in sorted(edits.items()))}")
    print(f"texts that a second run changes: {again} of {len(clean)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
