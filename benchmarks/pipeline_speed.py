"""What the whole pipeline costs, stage by stage, beside trafilatura on the same pages in the same run.

    python -m benchmarks.pipeline_speed --data ../shared/data [--source wcxb_dev] [--every N] [--limit N]

CPU milliseconds a page, one core:

- `clean_many` on HTML, everything on (metadata, language, dates), and on the same pages' text; beside
  it trafilatura's `extract` (no metadata) and `bare_extraction(with_metadata=True)`, with the ratios.
  The three take turns in rounds, the least of the rounds counts: other work on the machine only adds.
- the cost of each stage, its own time without that of the stages inside it. The clock around each
  stage costs a little, so the sum is more than the cost above it.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from training.dumps import read_pages

import cleaner
from cleaner.document import Record

SKIPPED = "skipped: no {}; name the data folder with --data (CONTRIBUTING.md says where it comes from)"
ROUNDS = 3
STAGES = (
    ("cleaner.parse", "decode"),
    ("cleaner.parse", "control_share"),
    ("cleaner.parse.tree", "read_tree"),
    ("cleaner.parse.facts", "collect_facts"),
    ("cleaner.tag.head", "read_head"),
    ("cleaner.parse.html", "render"),
    ("cleaner.pipeline", "parse"),
    ("cleaner.chrome", "find_by_rules"),
    ("cleaner.chrome.tagger", "score_documents"),
    ("cleaner.pipeline", "decide"),
    ("cleaner.pipeline", "detect_language"),
    ("cleaner.pipeline", "normalize_steps"),
    ("cleaner.pipeline", "tag"),
    ("cleaner.pipeline", "find_dates"),
)
"""Where each stage's function is looked up when it is called."""


def cost(run: Callable[[], object], pages: int) -> float:
    """CPU milliseconds a page of one run."""
    started = time.process_time()
    run()
    return 1000 * (time.process_time() - started) / pages


def cleaned(records: Sequence[Record]) -> list[cleaner.Result]:
    return list(cleaner.clean_many(records))


def stage_costs(records: Sequence[Record]) -> dict[str, float]:
    """CPU milliseconds a page of each stage, without the stages inside it, in the order of `STAGES`."""
    own: defaultdict[str, float] = defaultdict(float)
    inside = [0.0]

    def clocked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def stage(*arguments: Any, **named: Any) -> Any:
            inside.append(0.0)
            started = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                spent = time.process_time() - started
                own[name] += spent - inside.pop()
                inside[-1] += spent

        return stage

    patches = []
    for module, name in STAGES:
        place = importlib.import_module(module)
        patches.append(patch.object(place, name, clocked(name, getattr(place, name))))
    for each in patches:
        each.start()
    try:
        cleaned(records)
    finally:
        for each in patches:
            each.stop()
    return {name: 1000 * own[name] / len(records) for _, name in STAGES}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--source", default="wcxb_dev", help="name of the file of pages")
    parser.add_argument("--every", type=int, default=14, help="take every so many pages of the file")
    parser.add_argument("--limit", type=int, default=100, help="take so many pages")
    options = parser.parse_args()
    path: Path = options.data / f"{options.source}.jsonl.xz"
    if not path.exists():
        print(SKIPPED.format(path), file=sys.stderr)
        return 0
    pages = list(itertools.islice(itertools.islice(read_pages(path), 0, None, options.every), options.limit))
    measure(pages)
    return 0


def measure(pages: Sequence[dict[str, Any]]) -> None:
    """Print the costs of the pages as HTML and as text, and trafilatura's."""
    import trafilatura

    sources = [page["html"] for page in pages]
    html = [
        Record(
            id=str(page["id"]),
            payload=page["html"].encode("utf-8", "surrogatepass"),
            media_type="text/html; charset=utf-8",
            url=page.get("url") or "",
        )
        for page in pages
    ]
    text = [
        Record(id=record.id, payload=each.document.text.encode("utf-8", "surrogatepass"), media_type="text/plain")
        for record, each in zip(html, cleaned(html), strict=True)
    ]
    runs: dict[str, Callable[[], object]] = {
        "cleaner, HTML": lambda: cleaned(html),
        "cleaner, plain text": lambda: cleaned(text),
        "trafilatura extract": lambda: [trafilatura.extract(source) for source in sources],
        "trafilatura with metadata": lambda: [
            trafilatura.bare_extraction(source, with_metadata=True) for source in sources
        ],
    }
    rounds = [{name: cost(run, len(pages)) for name, run in runs.items()} for _ in range(ROUNDS)]
    least = {name: min(costs[name] for costs in rounds) for name in runs}
    size = sum(len(record.payload) for record in html) / len(html) / 1000
    print(f"{len(pages)} pages, {size:.0f} kB of HTML each; CPU ms a page, and how many times that of cleaner on HTML")
    for name, milliseconds in least.items():
        print(f"{name:28}{milliseconds:8.2f}{milliseconds / least['cleaner, HTML']:8.2f}x")
    print(f"\n{'stage':28}{'HTML':>8}{'text':>8}")
    for (name, of_html), of_text in zip(stage_costs(html).items(), stage_costs(text).values(), strict=True):
        print(f"{name:28}{of_html:8.2f}{of_text:8.2f}")


if __name__ == "__main__":
    sys.exit(main())
