"""Reading by format: megabytes of payload a second of CPU time, and peak memory, on files it writes itself.

    python -m benchmarks.read_speed --megabytes 100

The texts are made of random words, in documents of 1 to 12 kB as web texts have. Each format is read in a process of
its own, so that the peak memory is its own. `--formats jsonl,csv.gz` reads some only.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import multiprocessing
import random
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Write = Callable[[Path, Iterator[str]], None]


def texts(megabytes: float) -> Iterator[str]:
    """Documents of random words, the same each time."""
    chance = random.Random(1)
    letters = "eeeeettttaaaooiinnsshhrrddlluccmmwfgypbvk"
    words = ["".join(chance.choices(letters, k=chance.randint(1, 11))) for _ in range(20_000)]
    left = megabytes * 1e6
    while left > 0:
        size = chance.randint(20, 240)
        lines = (" ".join(chance.choices(words, k=chance.randint(1, 16))) for _ in range(size))
        text = "\n".join(lines) + " “quoted”.\n"
        left -= len(text.encode())
        yield text


def row_of(number: int, text: str) -> dict[str, Any]:
    """A row with the columns that crawls have."""
    url = f"https://example.org/pages/{number}"
    return {"id": f"page-{number}", "url": url, "date": "2024-05-31", "score": 0.5, "text": text}


def write_jsonl(path: Path, documents: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(documents):
            file.write(json.dumps(row_of(number, text), ensure_ascii=False) + "\n")


def write_csv(path: Path, documents: Iterator[str]) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row_of(0, "").keys())
        writer.writeheader()
        writer.writerows(row_of(number, text) for number, text in enumerate(documents))


def write_parquet(path: Path, documents: Iterator[str]) -> None:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.Table.from_pylist([row_of(number, text) for number, text in enumerate(documents)])
    pyarrow.parquet.write_table(table, path, row_group_size=5000)


def warc_record(kind: str, body: bytes, number: int, content_type: str) -> bytes:
    """A WARC record with the usual header."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2024-05-31T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def write_warc(path: Path, documents: Iterator[str]) -> None:
    with path.open("wb") as file:
        for number, text in enumerate(documents):
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>" + text.encode()
            file.write(warc_record("response", body, number, "application/http; msgtype=response"))


def write_wet(path: Path, documents: Iterator[str]) -> None:
    with path.open("wb") as file:
        for number, text in enumerate(documents):
            file.write(warc_record("conversion", text.encode(), number, "text/plain"))


def write_warc_gz(path: Path, documents: Iterator[str]) -> None:
    with path.open("wb") as file:
        for number, text in enumerate(documents):
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>" + text.encode()
            record = warc_record("response", body, number, "application/http; msgtype=response")
            file.write(gzip.compress(record, 6))


def write_tar(path: Path, documents: Iterator[str]) -> None:
    with tarfile.open(path, "w") as archive:
        for number, text in enumerate(documents):
            payload = text.encode()
            member = tarfile.TarInfo(f"pages/{number}.txt")
            member.size = len(payload)
            archive.addfile(member, io.BytesIO(payload))


def write_zip(path: Path, documents: Iterator[str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(documents):
            archive.writestr(f"pages/{number}.txt", text)


def write_folder(path: Path, documents: Iterator[str]) -> None:
    path.mkdir()
    for number, text in enumerate(documents):
        (path / f"{number:06}.txt").write_bytes(text.encode())


def packed(write: Write, compress: Callable[[bytes], bytes]) -> Write:
    """Writes the file, then packs it."""

    def both(path: Path, documents: Iterator[str]) -> None:
        write(path, documents)
        path.write_bytes(compress(path.read_bytes()))

    return both


def zstd(data: bytes) -> bytes:
    from backports.zstd import compress

    return compress(data)


WRITE: dict[str, Write] = {
    "folder": write_folder,
    "jsonl": write_jsonl,
    "jsonl.gz": packed(write_jsonl, gzip.compress),
    "jsonl.zst": packed(write_jsonl, zstd),
    "csv": write_csv,
    "parquet": write_parquet,
    "warc": write_warc,
    "warc.gz": write_warc_gz,
    "warc.wet": write_wet,
    "tar": write_tar,
    "tar.gz": packed(write_tar, gzip.compress),
    "zip": write_zip,
}


def peak_megabytes() -> float:
    """The most memory that the process had, as Linux says it; 0 elsewhere."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def measure(path: Path, queue: Any) -> None:
    """Reads the path; CPU seconds, payload bytes, records, findings and peak memory in MB go to the queue."""
    from cleaner.read import read_sources

    before = peak_megabytes()
    size = records = findings = 0
    start = time.process_time()
    for record in read_sources([path]):
        size += len(record.payload)
        records += 1
        findings += len(record.findings)
    seconds = time.process_time() - start
    after = peak_megabytes()
    queue.put((seconds, size, records, findings, before, after))


def main() -> None:
    """Prints a table, a row a format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--formats", default=",".join(WRITE))
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    print("format\trecords\tpayload MB\tMB/s of CPU\trecords/s\tpeak MB above start\tfindings")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.formats.split(","):
            path = Path(folder) / f"pages.{name}"
            WRITE[name](path, texts(arguments.megabytes))
            queue = context.Queue()
            process = context.Process(target=measure, args=(path, queue))
            process.start()
            seconds, size, records, findings, before, after = queue.get()
            process.join()
            megabytes = size / 1e6
            print(
                f"{name}\t{records}\t{megabytes:.0f}\t{megabytes / seconds:.0f}\t{records / seconds:.0f}"
                f"\t{after - before:.0f}\t{findings}",
                flush=True,
            )


if __name__ == "__main__":
    main()
