"""How fast `cleaner check` is: start to finish on one small file, and files a second on a thousand of 5 kB.

    python benchmarks/check_speed.py [--files 1000]

The files are paragraphs of `seeds/`, shuffled by a fixed seed, with the lines of page chrome that are among
them. Python keeps its compiled modules, as it does of an installed package. Told are wall and processor time:
on a machine with other work the second is the one to compare.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE_CHARS = 5_000
REPEATS = 5


def main() -> None:
    """Prints a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=1000)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        sources, compiled = Path(folder) / "seeds", Path(folder) / "compiled"
        write_sources(sources, count)
        one = [timed([str(sources / "0000.txt")], compiled) for _ in range(REPEATS)]
        print(f"one file of {FILE_CHARS} characters: {tell(min(one))}, best of {REPEATS}")
        wall, processor = timed([str(sources)], compiled)
        print(f"{count} files, one process: {tell((wall, processor))}")
        print(f"files a second: {count / wall:.0f} by wall time, {count / processor:.0f} by processor time")


def write_sources(folder: Path, count: int) -> None:
    """Writes that many files of about `FILE_CHARS` characters."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    chooser = random.Random(0)
    for number in range(count):
        chosen: list[str] = []
        while sum(map(len, chosen)) < FILE_CHARS:
            chosen.append(chooser.choice(lines))
        (folder / f"{number:04}.txt").write_text("\n\n".join(chosen) + "\n", encoding="utf-8")


def timed(arguments: list[str], compiled: Path) -> tuple[float, float]:
    """Wall and processor seconds of a check. `compiled`: a folder for Python's compiled modules."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
    environment |= {"PYTHONPYCACHEPREFIX": str(compiled), "PYTHONDONTWRITEBYTECODE": ""}
    options = ["--exit-zero", "--output-format", "concise", "--workers", "1"]
    command = [sys.executable, "-m", "cleaner", "check", *options, *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def tell(times: tuple[float, float]) -> str:
    """The times in words."""
    return f"{times[0]:.2f} s ({times[1]:.2f} s of processor time)"


if __name__ == "__main__":
    main()
