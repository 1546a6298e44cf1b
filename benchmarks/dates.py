"""How well `find_dates` finds and resolves dates, on every gold standard, beside its peers.

For each set: relaxed precision, recall and F1 (spans that overlap), of these the share with the
right type and value, value F1 (found and right), the same for explicit dates (a day, month and
year named), and by language where a set has several. Then speed on news text, by CPU time.

    python benchmarks/dates.py [--data ../shared/data] [--sets meantime_en,krauts_de] [--half odd]
        [--errors 20] [--language de] [--no-peers]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import find_dates

SETS = ("meantime_en", "wikiwars_en", "wikiwars_el", "krauts_de", "recognizers_multi", "duckling_multi",
        "dateparser_search_multi")  # fmt: skip
SPEED_SETS = ("meantime_en", "krauts_de")
_AMBIGUOUS = "ambiguous-numeric"
_CALENDAR = re.compile(r"\d{4}|BC\d{4}|\d{2,3}\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_DAY_NUMBER = re.compile(r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_PEER_TEXTS = 12
"""Texts a peer is timed on: dateparser takes seconds for each."""


class Found(NamedTuple):
    """A date as a system gives it."""

    start: int
    end: int
    type: str
    value: str


class Pair(NamedTuple):
    """A gold expression and what was found there; either may be missing. `language` is the text's.

    `overlaps`: what was found has no gold expression for its own, but lies in one (half of a range).
    """

    language: str
    gold: dict[str, Any] | None
    found: Found | None
    context: str
    overlaps: bool = False

    @property
    def right(self) -> bool:
        """True when the value is the gold value, or one of its alternatives."""
        if self.gold is None or self.found is None:
            return False
        return self.found.value in (self.gold["value"], *self.gold.get("alt_values", ()))


Finder = Callable[[dict[str, Any]], Iterable[Found]]


def main() -> None:
    """Parse the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with the gold standards")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--half", choices=["all", "even", "odd"], default="all", help="every second text only")
    parser.add_argument("--language", default="", help="only texts of this language")
    parser.add_argument("--errors", type=int, default=0, help="how many differences of each kind to print")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    for name in options.sets.split(","):
        rows = read_rows(options.data / f"{name}.jsonl", options.half, options.language)
        if not rows:
            print(f"{name}: skipped, {options.data / (name + '.jsonl')} has no such texts; give its folder with --data")
            continue
        pairs = [pair for row in rows for pair in pairs_of(row, ours(row))]
        print_scores(name, pairs)
        print_errors(pairs, options.errors)
    if not options.no_peers:
        print_speed(options.data)


def read_rows(path: Path, half: str, language: str) -> list[dict[str, Any]]:
    """The texts of a set, without sentences whose numeric dates may be read both ways."""
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if all(gold.get("kind") != _AMBIGUOUS for gold in row["expressions"])]
    rows = {"all": rows, "even": rows[::2], "odd": rows[1::2]}[half]
    return [row for row in rows if language in ("", row["lang"])]


def ours(row: dict[str, Any]) -> Iterator[Found]:
    """What `find_dates` finds in a text, told its language and date."""
    for mention in find_dates(row["text"], language=row["lang"], reference_date=row["reference_date"] or None):
        yield Found(mention.start, mention.end, mention.type, mention.value)


def pairs_of(row: dict[str, Any], mentions: Iterable[Found]) -> Iterator[Pair]:
    """Each gold span with the first mention that overlaps it, and what is left on either side."""
    free = list(mentions)
    for gold in row["expressions"]:
        match = next((found for found in free if found.start < gold["end"] and gold["start"] < found.end), None)
        if match is not None:
            free.remove(match)
        yield Pair(row["lang"], gold, match, _around(row["text"], gold["start"], gold["end"]))
    for found in free:
        overlaps = any(found.start < gold["end"] and gold["start"] < found.end for gold in row["expressions"])
        yield Pair(row["lang"], None, found, _around(row["text"], found.start, found.end), overlaps)


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".replace("\n", "|")


def print_scores(name: str, pairs: list[Pair]) -> None:
    """One line for the set, one for its explicit dates, one a language if there are several."""
    print(f"{name:24s} {scores(pairs)}")
    golden = [
        pair for pair in pairs if pair.gold and pair.found and _is_explicit(pair.gold["text"], pair.gold["value"])
    ]
    given = [pair for pair in pairs if pair.found and _is_explicit(_inside(pair.context), pair.found.value)]
    if golden and given:
        precision = sum(pair.gold is not None or pair.overlaps for pair in given) / len(given)
        value = sum(pair.right for pair in golden) / len(golden)
        print(f"  explicit: {len(given)} found, precision {precision:.3f}; {len(golden)} gold found, value {value:.3f}")
    calendar = [pair for pair in pairs if pair.gold and pair.found and pair.gold["type"] == "DATE"]
    calendar = [pair for pair in calendar if pair.gold and _CALENDAR.match(pair.gold["value"])]
    print(
        f"  calendar dates: {len(calendar)}, value {sum(pair.right for pair in calendar) / max(1, len(calendar)):.3f}"
    )
    by_language = defaultdict(list)
    for pair in pairs:
        by_language[pair.language].append(pair)
    if len(by_language) > 1:
        for language, own in sorted(by_language.items()):
            print(f"    {language:4s} {scores(own)}")


def _inside(context: str) -> str:
    return context[context.index("[") + 1 : context.rindex("]")]


def _is_explicit(text: str, value: str) -> bool:
    return bool(_DAY.match(value) and _YEAR.search(text) and _DAY_NUMBER.search(text))


def scores(pairs: list[Pair]) -> str:
    """The counts and shares, as one line."""
    both = [(pair.gold, pair.found) for pair in pairs if pair.gold and pair.found]
    gold = sum(pair.gold is not None for pair in pairs)
    found = sum(pair.found is not None for pair in pairs)
    types = sum(gold["type"] == found.type for gold, found in both)
    values = sum(pair.right for pair in pairs)
    hit = len(both)
    return (
        f"gold {gold:5d} found {found:5d}  P {hit / max(1, found):.3f} R {hit / max(1, gold):.3f} "
        f"F1 {2 * hit / max(1, found + gold):.3f}  type {types / max(1, hit):.3f} value {values / max(1, hit):.3f} "
        f"value F1 {2 * values / max(1, found + gold):.3f}"
    )


def print_errors(pairs: list[Pair], limit: int) -> None:
    """What was missed, found though it is none, or has another value."""
    missed = [
        f"  {pair.language} {pair.context} {pair.gold['value']}" for pair in pairs if pair.gold and not pair.found
    ]
    extra = [
        f"  {pair.language} {pair.context} {pair.found.type} {pair.found.value}"
        for pair in pairs
        if pair.found and not pair.gold
    ]
    wrong = [
        f"  {pair.language} {pair.context} {pair.found.type} {pair.found.value}, "
        f"gold {pair.gold['type']} {pair.gold['value']}"
        for pair in pairs
        if pair.gold and pair.found and not pair.right
    ]
    for title, lines in (("missed", missed), ("extra", extra), ("wrong value", wrong)):
        if limit:
            print(f"{title}: {len(lines)}", *lines[:: max(1, len(lines) // limit)][:limit], sep="\n")


def print_speed(data: Path) -> None:
    """Megabytes a second of CPU time on news, and dateparser's `search_dates` on a part of the same texts."""
    for name in SPEED_SETS:
        rows = read_rows(data / f"{name}.jsonl", "all", "")
        if not rows:
            continue
        list(ours(rows[0]))  # the tables are read once, and that is not what is timed
        own = _speed(rows, ours)
        print(f"{name:24s} find_dates {own:.2f} MB/s", end="")
        peer = _dateparser()
        if peer is not None:
            list(peer(rows[0]))
            other = _speed(rows[:_PEER_TEXTS], peer)
            print(f", dateparser {other:.4f} MB/s: {own / other:.0f} times as fast", end="")
            pairs = [pair for row in rows[:_PEER_TEXTS] for pair in pairs_of(row, peer(row))]
            print(f"\n  dateparser on {min(len(rows), _PEER_TEXTS)} texts: {scores(pairs)}", end="")
            unknown = [row | {"lang": None} for row in rows]
            list(ours(unknown[0])), list(peer(unknown[0]))
            own, other = _speed(unknown, ours), _speed(unknown[:_PEER_TEXTS], peer)
            print(f"\n  language not given: find_dates {own:.2f} MB/s, dateparser {other:.4f} MB/s: ", end="")
            print(f"{own / other:.0f} times as fast", end="")
        print()


def _speed(rows: list[dict[str, Any]], finder: Finder) -> float:
    started = time.process_time()
    for row in rows:
        list(finder(row))
    return sum(len(row["text"].encode("utf-8", "replace")) for row in rows) / 1e6 / (time.process_time() - started)


def _dateparser() -> Finder | None:
    try:
        from dateparser.search import search_dates
    except ImportError:
        print(" (dateparser is not installed)", end="")
        return None
    import datetime

    def find(row: dict[str, Any]) -> Iterator[Found]:
        base = datetime.datetime.fromisoformat(row["reference_date"])
        languages = [row["lang"]] if row["lang"] else None
        place = 0
        for words, day in search_dates(row["text"], languages=languages, settings={"RELATIVE_BASE": base}) or ():
            start = row["text"].find(words, place)
            if start >= 0:
                place = start + len(words)
                yield Found(start, place, "DATE", day.date().isoformat())

    return find


if __name__ == "__main__":
    main()
