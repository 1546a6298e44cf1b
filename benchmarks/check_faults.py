"""Planted faults found by `cleaner check`, and what it tells of the same texts untouched.

    python -m benchmarks.check_faults --data FOLDER [--texts 200] [--only CODE]

Each fault of `plants/` is planted into each text of `texts_train.jsonl.xz`, a file each; found means that the
command tells its code at that file, line and column. The untouched texts are checked for all codes of the families
E, N, D and M: what is told is counted by code and, with `--untouched FILE`, written with its place, for a person to
judge.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.plants import FAULTS, NOT_PLANTED, Fault, Place
from benchmarks.plants.project import told_by

LEAST_CHARS, MOST_CHARS = 1_000, 20_000
Row = dict[str, Any]


def main() -> None:
    """Prints a line for each fault, and the findings on untouched texts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--only", default="", help="only faults of codes that begin so")
    parser.add_argument("--untouched", type=Path, help="where to write what is told of the texts as they are")
    given = parser.parse_args()
    path = given.data / "texts_train.jsonl.xz"
    if not path.is_file():
        sys.exit(f"{path}: not there; nothing measured")
    rows = read_rows(path, given.texts)
    found = planted = 0
    for title, fault in FAULTS.items():
        if fault.code.startswith(given.only):
            right, wrong = measure(fault, rows)
            found, planted = found + right, planted + right + len(wrong)
            print(f"{fault.code} {title}: {right} of {right + len(wrong)} at the right place", flush=True)
            for place, told in wrong:
                print(f"    {place[0].stem}:{place[1]}:{place[2]}: told {told}")
    print(f"all: {found} of {planted}")
    for code, reason in NOT_PLANTED.items():
        print(f"not planted: {code}, {reason}")
    tell_untouched(rows, given.untouched)


def read_rows(path: Path, count: int) -> list[Row]:
    """So many texts of a size that a source has, evenly from all collections."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if LEAST_CHARS < len(row["text"]) < MOST_CHARS]
    chosen = [rows[number * len(rows) // count] for number in range(min(count, len(rows)))]
    return [row | {"text": row["text"].encode("utf-8", "replace").decode()} for row in chosen]


def measure(fault: Fault, rows: list[Row]) -> tuple[int, list[tuple[Place, list[str]]]]:
    """How often the fault was told where it was planted; where it was not, with what was told of the file instead."""
    fitting = [row["text"] for row in rows if fault.language in ("", row["lang"])]
    groups = [[text] for text in fitting[: fault.most]] if fault.alone else [fitting]
    count, wrong = 0, []
    for group in groups:
        with tempfile.TemporaryDirectory() as name:
            places, missed = measure_together(fault, group, Path(name))
        count += places
        wrong += missed
    return count - len(wrong), wrong


def measure_together(fault: Fault, texts: list[str], folder: Path) -> tuple[int, list[tuple[Place, list[str]]]]:
    """How often the fault was planted into the texts, and what was missed, in one project in the folder."""
    (folder / "seeds").mkdir()
    settings = f"[tool.cleaner]\n{fault.clean}\n[tool.cleaner.check]\n{fault.check}\n"
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    places: list[Place] = []
    for number, text in enumerate(texts):
        if len(places) < fault.most:
            places += fault.plant(text, folder / "seeds" / f"{number:03}")
    told = check(folder, fault.code)
    wrong = []
    for place in places:
        key = place[0].relative_to(folder).as_posix()
        begin = key.rpartition("-")[0] if fault.either else key
        own = [(line, column) for path, line, column, _ in told if path == key or path.startswith(f"{begin}-")]
        if not any(line == place[1] and place[2] <= column <= place[2] + fault.slack for line, column in own):
            wrong.append((place, [f"{line}:{column}" for line, column in own][:5]))
    return len(places), wrong


def check(folder: Path, codes: str) -> list[tuple[str, int, int, Row]]:
    """What the command tells of the folder's seeds: path, line, column, and all of it."""
    output, errors = told_by(folder, "check", "seeds", "--select", codes, "--output-format", "json", "--workers", "1")
    if not output:
        sys.exit(errors)
    return [(row["path"], row["line"], row["column"], row) for row in json.loads(output)]


def tell_untouched(rows: list[Row], target: Path | None) -> None:
    """Prints how often each code is told of the texts as they are."""
    with tempfile.TemporaryDirectory() as name:
        seeds = Path(name) / "seeds"
        seeds.mkdir()
        (Path(name) / "pyproject.toml").touch()
        for number, row in enumerate(rows):
            (seeds / f"{number:03}.txt").write_bytes(row["text"].encode())
        told = check(Path(name), "E,N,D,M")
        counts = Counter(row["code"] for *_, row in told)
        files = {code: len({path for path, _, _, row in told if row["code"] == code}) for code in counts}
        print(f"untouched: {len(rows)} texts")
        for code, count in sorted(counts.items()):
            print(f"  {code}: {count} in {files[code]} texts")
        if target:
            with target.open("w", encoding="utf-8") as file:
                for path, line, column, row in told:
                    text = (Path(name) / path).read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")
                    shown = text.split("\n")[line - 1][max(0, column - 30) : column + 40]
                    file.write(f"{path}:{line}:{column}: {row['code']} {row['message']} | {shown!r}\n")


if __name__ == "__main__":
    main()
