"""Planted faults found by `cleaner check`, and what it tells of the same texts untouched.

    python -m benchmarks.check_faults --data FOLDER [--texts 200]

Each text of `texts_train.jsonl.xz` gets one fault at a known place, in turn; found means the fault's code at
that line and column. The untouched texts are checked in the profile `raw`: each finding but notes is listed
with its excerpt, for a person to judge.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from cleaner.checks import CheckSettings, CheckSource, Problem, check_sources
from cleaner.checks.formats.names import printable
from cleaner.checks.selection import PROFILES, Selection
from cleaner.config import Config
from cleaner.document import Record

MOST_CHARS = 20_000
Fault = Callable[[str, int], tuple[bytes, int]]
"""From a text and a place in a word to the file's bytes and the place of the fault in its text."""

MOJIBAKE = "cafÃ© crÃ¨me"


def inserted(what: str) -> Fault:
    """A fault that is characters put into a word."""
    return lambda text, at: ((text[:at] + what + text[at:]).encode(), at)


def bad_byte(text: str, at: int) -> tuple[bytes, int]:
    """A byte that no UTF-8 has."""
    return text[:at].encode() + b"\xff" + text[at:].encode(), at


def cut_off(text: str, at: int) -> tuple[bytes, int]:
    """A text that ends in the middle of a character."""
    kept = text[:at] + " é"
    return kept.encode()[:-1], len(kept) - 1


FAULTS: dict[str, tuple[str, Fault]] = {
    "zero-width space": ("N104", inserted("\u200b")),
    "bidirectional control": ("N104", inserted("\u202e")),
    "byte order mark inside": ("N104", inserted("\ufeff")),
    "control character": ("N105", inserted("\x07")),
    "colour sequence": ("N105", inserted("\x1b[31m")),
    "mojibake": ("N102", lambda text, at: inserted(f" {MOJIBAKE} ")(text, at)),
    "invalid byte": ("E003", bad_byte),
    "cut character": ("E009", cut_off),
    "empty": ("E001", lambda text, at: (b"", -1)),
    "white space only": ("E001", lambda text, at: (b" \n\n", -1)),
    "a picture": ("E002", lambda text, at: (b"\xff\xd8\xff\xe0\0\x10JFIF" + text.encode(), -1)),
    "control data": ("E002", lambda text, at: (b"\0\1\2\3" * 200, -1)),
    "chrome only": ("E007", lambda text, at: (b"READ MORE:\n\nMost Popular Articles\n", -1)),
    "another language than allowed": ("M202", lambda text, at: (text.encode(), -1)),
}


def main() -> None:
    """Prints a line for each fault, and the findings on untouched texts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--texts", type=int, default=200)
    given = parser.parse_args()
    path = given.data / "texts_train.jsonl.xz"
    if not path.is_file():
        sys.exit(f"{path}: not there; nothing measured")
    texts = list(islice(read_texts(path), given.texts))
    found, planted, missed = Counter[str](), Counter[str](), []
    faults = list(FAULTS.items())
    for number, (name, text) in enumerate(texts):
        title, (code, fault) = faults[number % len(faults)]
        planted[title] += 1
        payload, place = fault(text, middle_of_a_word(text))
        if is_found(check(name, payload, code), code, *line_and_column(text, place)):
            found[title] += 1
        else:
            missed.append((title, name))
    for title, (code, _) in faults:
        print(f"{title} ({code}): {found[title]} of {planted[title]} found at the right place")
    print(f"all: {found.total()} of {planted.total()}; missed: {missed}")
    tell_untouched(texts)


def tell_untouched(texts: list[tuple[str, str]]) -> None:
    """Prints what is told of the texts as they are, notes counted only."""
    notes, others = Counter[str](), []
    for name, text in texts:
        for problem in check(name, text.encode("utf-8", "surrogateescape"), ""):
            if problem.level == "note":
                notes[problem.code] += 1
            else:
                others.append(problem)
    print(f"untouched: notes {dict(notes)}; others {dict(Counter(problem.code for problem in others))}")
    for problem in others:
        excerpt = printable(problem.place.excerpt)[:80]
        print(f"  {problem.path}: {problem.code} {printable(problem.message)} | {excerpt}")


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every eleventh text, for variety of sources, of a size that a source has."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if number % 11 == 0 and 1_000 < len(row["text"]) < MOST_CHARS:
                yield str(row["id"]), row["text"]


def check(name: str, payload: bytes, code: str) -> tuple[Problem, ...]:
    """What the profile `raw` tells."""
    settings = CheckSettings(languages=("xx",)) if code == "M202" else CheckSettings()
    source = CheckSource(Record(id=name, payload=payload), name, Selection(PROFILES["raw"]))
    [(_, problems)] = check_sources([source], Config(), settings)
    return problems


def middle_of_a_word(text: str) -> int:
    """A place inside the longest line, between two letters: running text, which stays when cleaned."""
    longest = max(text.split("\n"), key=len)
    start = text.index(longest)
    spot = start + len(longest) // 2
    while not (text[spot - 1].isascii() and text[spot - 1].isalpha() and text[spot].isascii() and text[spot].isalpha()):
        spot += 1
        if spot >= start + len(longest) - 1:
            return start + len(longest) // 2
    return spot


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """1-based, as an editor counts; 1, 1 for a fault of the whole file."""
    if place < 0:
        return 1, 1
    before = text[:place].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def is_found(problems: tuple[Problem, ...], code: str, line: int, column: int) -> bool:
    """True when the code is told at that place; mojibake begins at its first odd character."""
    slack = len(MOJIBAKE) if code == "N102" else 0
    return any(
        problem.code == code and problem.place.line == line and column <= problem.place.column <= column + slack + 1
        if slack
        else problem.code == code and (problem.place.line, problem.place.column) == (line, column)
        for problem in problems
    )


if __name__ == "__main__":
    main()
