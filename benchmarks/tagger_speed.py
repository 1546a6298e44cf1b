"""How fast the line tagger is: MB of text a second of CPU time, and the time to load it.

    python -m benchmarks.tagger_speed --data ../shared/data

Texts: whole-page dumps of the first pages of `wcxb_dev`, in batches of about a million
characters, as `clean_many` makes them.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from pathlib import Path

from training.dumps import dump_resiliparse, read_pages

from cleaner.chrome.tagger import load_weights, score_documents
from cleaner.config import Config
from cleaner.document import Document
from cleaner.parse import parse
from cleaner.read import to_record

PAGES = 300
BATCH_CHARS = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    path: Path = parser.parse_args().data / "wcxb_dev.jsonl.xz"
    if not path.exists():
        print(f"skipped: no {path}; name the data folder with --data", file=sys.stderr)
        return 0
    texts = [dump_resiliparse(row["html"]) for row in itertools.islice(read_pages(path), PAGES)]
    documents = [parse(to_record(text, media_type="text/plain"), Config())[0] for text in texts]
    started = time.process_time()
    load_weights()
    print(f"load: {1000 * (time.process_time() - started):.0f} ms")
    batches: list[list[Document]] = [[]]
    for document in documents:
        if sum(len(member.text) for member in batches[-1]) > BATCH_CHARS:
            batches.append([])
        batches[-1].append(document)
    score_documents(documents[:3])
    started = time.process_time()
    for batch in batches:
        score_documents(batch)
    seconds = time.process_time() - started
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    print(f"tagger: {size / seconds:.1f} MB/s of CPU time, {len(texts) / seconds:.0f} pages/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
