"""How fast a corpus is written and read again, in each format, and that memory does not grow with it.

    python -m benchmarks.writing [--documents 20000] [--texts seeds/]

The rows are those of the texts under `--texts`, again and again under other names. Each figure is of a
process of its own, and of CPU time. Peak memory is what the process holds beyond what it held before it wrote.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cleaner.pipeline import clean_many
from cleaner.read import read_sources
from cleaner.write import WRITERS, CorpusWriter, Encoded, encode_result, read_rows, restore_corpus


def main() -> None:
    """Prints a row for each format, then the peak memory for 1, 4 and 16 times the documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--texts", type=Path, default=Path("seeds"))
    options = parser.parse_args()
    header = ("format", "MB of rows", "write MB/s", "read MB/s", "restore MB/s", "bytes on disk / rows", "peak MB")
    print("| " + " | ".join(header) + " |")
    print("|---|" + "---:|" * (len(header) - 1))
    for format in WRITERS:
        print(_apart(format, options.documents, options.texts), flush=True)
    print("\npeak MB at 1, 4 and 16 times the documents")
    for format in WRITERS:
        rows = (_apart(format, options.documents * times // 4, options.texts) for times in (1, 4, 16))
        print(f"{format}: " + ", ".join(row.split("|")[-2].strip() for row in rows), flush=True)


def _apart(format: str, documents: int, texts: Path) -> str:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (format, documents, texts))


def measured(format: str, documents: int, texts: Path) -> str:
    """The row of the table for one format."""
    records = list(read_sources([texts]))
    rows = [encode_result(record, result) for record, result in zip(records, clean_many(records), strict=True)]
    size = sum(len(one.document) + len(one.edits) for one in _many(rows, documents))
    before = _peak()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.process_time()
        with CorpusWriter(folder, format=format, shard_bytes=64 << 20) as writer:
            for row in _many(rows, documents):
                writer.add(row)
            writer.finish()
        wrote = time.process_time()
        assert sum(1 for _ in read_rows(folder)) == documents
        read = time.process_time()
        assert sum(one.ok for one in restore_corpus(folder)) == documents
        restored = time.process_time()
        on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    speeds = (size / 1e6 / seconds for seconds in (wrote - start, read - wrote, restored - read))
    cells = [format, f"{size / 1e6:.0f}", *(f"{speed:.0f}" for speed in speeds), f"{on_disk / size:.2f}"]
    return "| " + " | ".join([*cells, f"{_peak() - before:.0f}"]) + " |"


def _many(rows: list[Encoded], documents: int) -> Iterator[Encoded]:
    """So many rows, each under a name of its own."""
    for number in range(documents):
        row = rows[number % len(rows)]
        name = b'{"id":"%d-' % number
        document, edits = (line.replace(b'{"id":"', name, 1) for line in (row.document, row.edits))
        yield Encoded(document, edits, row.text_chars)


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main()
