"""Chrome removal from HTML: cleaner beside its peers, same pages, same run.

    python -m benchmarks.chrome_html --data ../shared/data --cache training/cache [--limit N] [--no-peers]

cleaner does all of its work (lines, chrome, normalisation, language, dates, metadata) and is
scored out of fold: each page with a tagger that saw no page of its registered domain
(`training/train.py` writes them to the cache). Quotes are kept and dates only tagged, so that
words compare; the headline stays in the text, as in the gold texts.

Figures: as in `chrome_text`; then the memory that each system needs beyond the interpreter
with the pages loaded (each runs in a process of its own on the largest pages).
Last, how well title, author and date are read: `metadata_html`.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import cleaner
from benchmarks import metadata_html, peers
from benchmarks.tables import Page, Spent, are_there, batches, fold_weights, page_of, rows_with_gold, table, timed
from cleaner.chrome import tagger
from cleaner.config import Config
from cleaner.document import Record

SOURCES = ("wcxb_dev", "pages_train")
LARGEST_PAGES = 40
HTML_PEERS: dict[str, Callable[[str], str]] = {
    "trafilatura": peers.trafilatura_html,
    "trafilatura+metadata": peers.trafilatura_with_metadata,
    "resiliparse": peers.resiliparse_html,
    "readability-lxml": peers.readability_html,
    "jusText": peers.justext_html,
    "boilerpy3": peers.boilerpy3_html,
    "newspaper4k": peers.newspaper_html,
}
CONFIG = Config(keep_title=True, dates="tag", quotes="keep")


def clean_pages(pages: Sequence[Page], config: Config) -> list[str]:
    """What cleaner keeps of the pages."""
    records = [
        Record(id=page.id, payload=page.html.encode("utf-8", "surrogatepass"), media_type="text/html; charset=utf-8",
               url=page.url)
        for page in pages
    ]  # fmt: skip
    return [result.text for result in cleaner.clean_many(records, config=config)]


def run(pages: Sequence[Page], cache: Path, config: Config, peer_names: Sequence[str]) -> Spent:
    """Fill in each page's outputs."""
    spent: Spent = {}
    size = sum(len(page.html.encode("utf-8", "replace")) for page in pages)
    seconds = 0.0
    clean_pages(pages[:2], config)  # loads tables
    for fold, batch in batches(pages):
        weights = fold_weights(cache, fold)
        with mock.patch.object(tagger, "load_weights", lambda weights=weights: weights):
            started = time.process_time()
            outputs = clean_pages(batch, config)
            seconds += time.process_time() - started
        for page, output in zip(batch, outputs, strict=True):
            page.outputs["cleaner"] = output
    spent["cleaner"] = seconds, size
    for name in peer_names:
        peer = HTML_PEERS[name]
        spent[name] = sum(timed(page, name, lambda page=page, peer=peer: peer(page.html)) for page in pages), size
    return spent


def memory(pages: Sequence[Page], peer_names: Sequence[str]) -> None:
    """Print the peak memory of each system on the largest pages."""
    largest = sorted(pages, key=lambda page: -len(page.html))[:LARGEST_PAGES]
    print(f"\npeak memory on the {len(largest)} largest pages (up to {len(largest[0].html) / 1e6:.1f} MB), MB added:")
    context = multiprocessing.get_context("fork")
    for name in ("cleaner", *peer_names):
        queue = context.SimpleQueue()
        process = context.Process(target=_peak, args=(name, largest, queue))
        process.start()
        process.join(600)
        print(f"  {name:22} {queue.get():7.0f}" if process.exitcode == 0 else f"  {name:22} failed")


def _peak(name: str, pages: Sequence[Page], queue: multiprocessing.SimpleQueue[float]) -> None:
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if name == "cleaner":
        clean_pages(pages, CONFIG)
    else:
        for page in pages:
            timed(page, name, lambda page=page: HTML_PEERS[name](page.html))
    queue.put((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("training/cache"))
    parser.add_argument("--source", choices=SOURCES, action="append", help="only these pages; may be repeated")
    parser.add_argument("--limit", type=int, default=0, help="only so many pages of each source")
    parser.add_argument("--aggressiveness", default="balanced", choices=("careful", "balanced", "thorough"))
    parser.add_argument("--no-peers", action="store_true", help="only cleaner")
    parser.add_argument("--peers", default=",".join(HTML_PEERS), help="only these, with commas between")
    options = parser.parse_args()
    if not are_there(options.data / "wcxb_dev.jsonl.xz", options.cache / "folds/0.npz"):
        return 0
    names = [] if options.no_peers else options.peers.split(",")
    config = Config(keep_title=True, dates="tag", quotes="keep", aggressiveness=options.aggressiveness)
    for source in options.source or SOURCES:
        pages = [page_of(row, "", {}) for row in rows_with_gold(options.data, source)][: options.limit or None]
        print(f"\n{source}: {len(pages)} pages with human gold")
        table(pages, run(pages, options.cache, config, names))
        if source == "wcxb_dev":
            memory(pages, names)
            print("\nmetadata")
            metadata_html.tell(metadata_html.pages_of(options.data, options.limit), with_peer="trafilatura" in names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
