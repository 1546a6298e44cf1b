"""How `cleaner clean -o` does on many documents: workers, overhead, memory.

    python benchmarks/corpus_speed.py [--data ../shared/data] [--documents 20000] [--memory-documents 20000]

The documents are paragraphs of `texts_train`, shuffled by a fixed seed, about 3 kB each. Told are the wall
time of one and two workers (on a machine with other work, best of `--repeats`), what reading, writing and the ledger
cost beside the cleaning itself in processor time, and the peak memory of all processes at 1, 4 and 16
times the documents. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT_CHARS = 3_000
PLAIN = ("--templates", "off", "--duplicates", "keep")
"""Without what looks at many documents: reading, cleaning, writing."""


def main() -> None:
    """Prints a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--memory-documents", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args()
    path = given.data / "texts_train.jsonl.xz"
    if not path.is_file():
        sys.exit(f"skipped: no {path}; name the folder with --data (CONTRIBUTING.md says where it comes from)")
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "documents.jsonl"
        size = write_sources(sources, path, given.documents)
        print(f"{given.documents} documents, {size / 1e6:.0f} MB", flush=True)
        tell_workers(sources, Path(folder), given.repeats)
        tell_overhead(sources, Path(folder), size)
        for share in (16, 4, 1):
            few = Path(folder) / f"{share}.jsonl"
            write_sources(few, path, given.memory_documents // share)
            peak = tree_peak([str(few), "-o", str(Path(folder) / f"m{share}"), "--workers", "1"])
            count = given.memory_documents // share
            print(f"peak memory of all processes, {count} documents: {peak:.0f} MB", flush=True)


def write_sources(target: Path, texts: Path, count: int) -> int:
    """Writes that many documents as JSON lines; their size in bytes of text."""
    with lzma.open(texts, "rt", encoding="utf-8") as file:
        paragraphs = [[line for line in json.loads(row)["text"].split("\n") if line.strip()] for row in file]
    paragraphs = [lines for lines in paragraphs if lines]
    chooser, size = random.Random(0), 0
    with target.open("w", encoding="utf-8") as file:
        for number in range(count):
            pool = [line for near in range(3) for line in paragraphs[(number + near) % len(paragraphs)]]
            chosen: list[str] = []
            while sum(map(len, chosen)) < DOCUMENT_CHARS:
                chosen.append(chooser.choice(pool)[:DOCUMENT_CHARS])
            text = "\n\n".join(chosen)
            size += len(text.encode("utf-8", "replace"))
            file.write(json.dumps({"id": f"{number:06}", "text": text}) + "\n")
    return size


def tell_workers(sources: Path, folder: Path, repeats: int) -> None:
    """Prints the wall time with one and two workers, and their ratio."""
    walls = {workers: min(cleaned(sources, folder, workers)[0] for _ in range(repeats)) for workers in (1, 2)}
    for workers, wall in walls.items():
        print(f"{workers} workers: {wall:.1f} s by the clock", flush=True)
    print(f"two workers are {walls[1] / walls[2]:.2f} times as fast as one", flush=True)


def tell_overhead(sources: Path, folder: Path, size: int) -> None:
    """Prints the processor time of the command beside that of `clean_many` alone."""
    core = processor_of([sys.executable, "-c", _CORE, str(sources)])
    plain = cleaned(sources, folder, 0, *PLAIN)[1]
    full = cleaned(sources, folder, 0)[1]
    print(f"clean_many alone: {core:.1f} s of processor time, {size / 1e6 / core:.1f} MB/s", flush=True)
    print(f"with reading, writing, ledger: {plain:.1f} s, {plain / core - 1:+.1%}", flush=True)
    print(f"and site templates, duplicates: {full:.1f} s, {full / core - 1:+.1%}", flush=True)


_CORE = """
import json, sys
import cleaner
with open(sys.argv[1], encoding="utf-8") as file:
    records = (cleaner.Record(id="", payload=json.loads(row)["text"].encode("utf-8", "replace")) for row in file)
    for result in cleaner.clean_many(records):
        pass
"""


def cleaned(sources: Path, folder: Path, workers: int, *options: str) -> tuple[float, float]:
    """Wall and processor seconds of cleaning the sources into a new corpus."""
    target = folder / "corpus"
    subprocess.run(["rm", "-rf", str(target)], check=True)
    command = [str(sources), "-o", str(target), "--workers", str(workers), *options]
    start = time.perf_counter()
    processor = processor_of([sys.executable, "-m", "cleaner", "clean", "--quiet", *command])
    return time.perf_counter() - start, processor


def processor_of(command: list[str]) -> float:
    """Seconds of processor time of a command without processes of its own."""
    before = os.times()
    subprocess.run(command, env=environment(), check=True, cwd=ROOT)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def tree_peak(arguments: list[str]) -> float:
    """The most memory, in MB, that the command and all its processes had at one time."""
    peak = 0
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner", "clean", "--quiet", *arguments], env=environment(), cwd=ROOT
    ) as process:
        done = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not done.wait(0.1):
                peak = max(peak, sum(resident(each) for each in tree(process.pid)))

        watcher = threading.Thread(target=watch)
        watcher.start()
        process.wait()
        done.set()
        watcher.join()
    return peak / 1e6


def tree(pid: int) -> list[int]:
    """The process and all that it started, as far as they are still there."""
    found = [pid]
    for each in found:
        try:
            tasks = Path(f"/proc/{each}/task").iterdir()
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def resident(pid: int) -> int:
    """Bytes of memory of a process; pages that it shares with others count in part."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}


if __name__ == "__main__":
    main()
