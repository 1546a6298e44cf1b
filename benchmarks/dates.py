"""How well `find_dates` finds and resolves dates, on every gold standard, beside its peers.

For each set: relaxed precision, recall and F1 (spans that overlap), of these the share with the
right type and value, value F1 (found and right), the same for explicit dates (a day, month and
year named), and by language where a set has several. Then speed on news text, by CPU time (a peer
in another process by the clock), and how well the peers do on the same texts.

    python benchmarks/dates.py [--data ../shared/data] [--sets meantime_en,krauts_de] [--half odd]
        [--errors 20] [--language de] [--no-peers] [--duckling http://localhost:8000]
        [--heideltime "java -jar de.unihd.dbs.heideltime.standalone.jar {file} -l {language} -dct {date} -t NEWS"]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from cleaner import find_dates

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.dates_peers import Finder, Found, peers

SETS = ("meantime_en", "wikiwars_en", "wikiwars_el", "krauts_de", "recognizers_multi", "duckling_multi",
        "dateparser_search_multi")  # fmt: skip
SPEED_SETS = ("meantime_en", "krauts_de")
_AMBIGUOUS = "ambiguous-numeric"
_CALENDAR = re.compile(r"\d{4}|BC\d{4}|\d{2,3}\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_DAY_NUMBER = re.compile(r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_PEER_TEXTS = 60
"""Texts on which a peer is timed and counted: dateparser takes a second for them."""

_GUESSED_TEXTS = 12
"""The same where the language is not told: dateparser takes a second for one."""

_ROUNDS = 3
"""So often the texts are read; of the speeds of all rounds, the middle one counts."""


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


def main() -> None:
    """Parse the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with the gold standards")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--half", choices=["all", "even", "odd"], default="all", help="every second text only")
    parser.add_argument("--language", default="", help="only texts of this language")
    parser.add_argument("--errors", type=int, default=0, help="how many differences of each kind to print")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--heideltime", default="", help="a command that prints TimeML: {file}, {language}, {date}")
    parser.add_argument("--duckling", default="", help="address of a Duckling server on this machine")
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
        print_speed(options.data, dict(peers(options.heideltime, options.duckling)))


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


def print_speed(data: Path, others: dict[str, Finder]) -> None:
    """Megabytes a second on news, of `find_dates` and of its peers on the same texts, and how well these do."""
    for name in SPEED_SETS:
        rows = read_rows(data / f"{name}.jsonl", "all", "")
        if not rows:
            continue
        told, guessed = rows[:_PEER_TEXTS], [row | {"lang": None} for row in rows[:_GUESSED_TEXTS]]
        list(ours(rows[0])), list(ours(guessed[0])), list(ours({**guessed[0], "text": "27.5.2025"}))  # reads the tables
        first = _speed(rows, ours)
        print(f"{name:24s} find_dates {_usual_speed(rows, ours):.2f} MB/s, when first read {first:.2f} MB/s", end="")
        every = [row | {"lang": None} for row in rows]
        print(f"; language not told {_usual_speed(every, ours):.2f} MB/s")
        for peer_name, peer in others.items():
            list(peer(rows[0]))
            print_peer(peer_name, peer, told)
            if peer_name == "dateparser":
                list(peer(guessed[0]))
                own, other = _usual_speed(guessed, ours), _usual_speed(guessed, peer, rounds=1)
                print(f"    language not told: {other:.4f} MB/s, find_dates {own / other:.0f} times as fast")


def print_peer(name: str, peer: Finder, rows: list[dict[str, Any]]) -> None:
    """How fast and how good the peer is, and how many times as fast `find_dates`: the same texts by turns."""
    clock = time.process_time if name == "dateparser" else time.perf_counter  # the others work in another process
    pace = [(_speed(rows, ours), _speed(rows, peer, clock)) for _ in range(_ROUNDS)]
    times = [own / other for own, other in pace]
    print(
        f"  {name} {median(other for _, other in pace):.4f} MB/s on {len(rows)} texts: "
        f"find_dates {median(times):.0f} times as fast ({min(times):.0f} to {max(times):.0f})"
    )
    print(f"    {scores([pair for row in rows for pair in pairs_of(row, peer(row))])}")
    print(f"    find_dates there: {scores([pair for row in rows for pair in pairs_of(row, ours(row))])}")


def _usual_speed(rows: list[dict[str, Any]], finder: Finder, rounds: int = _ROUNDS) -> float:
    return median(_speed(rows, finder) for _ in range(rounds))


def _speed(rows: list[dict[str, Any]], finder: Finder, clock: Callable[[], float] = time.process_time) -> float:
    started = clock()
    for row in rows:
        list(finder(row))
    return sum(len(row["text"].encode("utf-8", "replace")) for row in rows) / 1e6 / (clock() - started)


if __name__ == "__main__":
    main()
