"""Deciding: thresholds, keeping against removing, line breaks, the configuration, the safety floor."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.chrome.decide import decide, prose_floor
from cleaner.chrome.segments import unit_spans
from cleaner.chrome.tagger import Scored
from cleaner.config import Config
from cleaner.document import Document, Finding, Line
from cleaner.edits import apply

PROSE = "The last ferry will leave the island in October, the company that runs it said on Tuesday."


def document(text: str) -> Document:
    lines: list[Line] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(len(lines), at, at + len(line)))
        at += len(line) + 1
    return Document(id="test", text=text, lines=tuple(lines))


def see(text: str, part: str, score: float, code: str = "C999", verdict: str = "remove") -> Finding:
    start = text.index(part)
    return Finding(code, start, start + len(part), verdict, score, "seen")  # type: ignore[arg-type]


BREAKS = [
    ("first line", "X\n\nOne\n", "One\n"),
    ("first line after blank lines", "\n\nX\nOne", "One"),
    ("last line", "One\n\nX\n", "One\n"),
    ("last line without a break", "One\n\nX", "One"),
    ("between paragraphs", "One\n\nX\n\nTwo", "One\n\nTwo"),
    ("tight above", "One\nX\n\nTwo", "One\n\nTwo"),
    ("tight below", "One\n\nX\nTwo", "One\n\nTwo"),
    ("inside a paragraph", "One\nX\nTwo", "One\nTwo"),
    ("several", "One\nX\n\nX\nTwo", "One\n\nTwo"),
    ("indented", "One\n   X  \nTwo", "One\nTwo"),
    ("windows breaks", "One\r\nX\r\nTwo", "One\r\nTwo"),
    ("all", "X\n\nX\n", ""),
]


@pytest.mark.parametrize(("source", "expected"), [case[1:] for case in BREAKS], ids=[case[0] for case in BREAKS])
def test_a_line_goes_with_its_break(source: str, expected: str) -> None:
    spans = [index for index, char in enumerate(source) if char == "X"]
    findings = [Finding("C999", at, at + 1, "remove", 1.0, "seen") for at in spans]
    parsed = document(source.replace("\r", " "))
    parsed = Document(id="test", text=source, lines=parsed.lines)
    assert apply(source, decide(parsed, findings, Config()).edits).replace(" ", "") == expected


LEVELS = [(0.9, True, True, True), (0.7, False, True, True), (0.5, False, False, True), (0.3, False, False, False)]


@pytest.mark.parametrize(("score", "careful", "balanced", "thorough"), LEVELS)
def test_aggressiveness(score: float, careful: bool, balanced: bool, thorough: bool) -> None:
    text = f"Chrome\n\n{PROSE}\n"
    found = [see(text, "Chrome", score)]
    gone = {
        level: bool(decide(document(text), found, Config(aggressiveness=level)).edits)  # type: ignore[arg-type]
        for level in ("careful", "balanced", "thorough")
    }
    assert gone == {"careful": careful, "balanced": balanced, "thorough": thorough}


def test_codes_add_up_and_one_code_does_not() -> None:
    text = f"Chrome\n\n{PROSE}\n"
    one, other = see(text, "Chrome", 0.45, "C101"), see(text, "Chrome", 0.45, "C901")
    assert not decide(document(text), [one, one], Config()).edits
    assert decide(document(text), [one, other], Config()).edits


def test_keep_beats_weaker_evidence_and_says_so() -> None:
    text = f"Chrome\n\n{PROSE}\n"
    remove, keep = see(text, "Chrome", 0.8), see(text, "Chrome", 0.9, "C001", "keep")
    decision = decide(document(text), [remove, keep], Config())
    assert decision.edits == ()
    assert [(finding.code, finding.verdict) for finding in decision.findings] == [("C999", "note"), ("C001", "keep")]
    assert decide(document(text), [remove, see(text, "Chrome", 0.7, "C001", "keep")], Config()).edits


def test_a_part_of_a_line_goes_alone() -> None:
    text = f"OSLO - {PROSE}\n"
    decision = decide(document(text), [see(text, "OSLO - ", 0.9), see(text, PROSE, 0.9, "C002", "keep")], Config())
    assert apply(text, decision.edits) == f"{PROSE}\n"


def test_overlapping_parts_make_a_valid_step() -> None:
    text = f"OSLO - {PROSE}\n"
    found = [see(text, "OSLO - ", 0.9, "C501"), see(text, "LO - The last", 0.9, "C505")]
    assert [edit.code for edit in decide(document(text), found, Config()).edits] == ["C501"]


@pytest.mark.parametrize(
    ("config", "kept"),
    [
        (Config(ignore=("C5",)), True),
        (Config(ignore=("C506",)), True),
        (Config(keep_title=True), True),
        (Config(), False),
    ],
)
def test_configuration_keeps(config: Config, kept: bool) -> None:
    text = f"Ferry line to close\n\n{PROSE}\n"
    decision = decide(document(text), [see(text, "Ferry line to close", 0.9, "C506")], config)
    assert (not decision.edits) is kept
    assert decision.findings[0].verdict == ("note" if kept else "remove")


def test_floor_keeps_everything_when_most_prose_would_go() -> None:
    paragraphs = [f"{number}. {PROSE}" for number in range(10)]
    text = "\n\n".join(["Menu", *paragraphs])
    found = [see(text, paragraph, 1.0) for paragraph in paragraphs[:6]] + [see(text, "Menu", 1.0)]
    decision = decide(document(text), found, Config())
    assert decision.edits == ()
    assert [finding.code for finding in decision.findings if finding.code == "E008"] == ["E008"]
    assert all(finding.verdict == "note" for finding in decision.findings)
    assert decide(document(text), found, Config(max_removed_prose=0.7)).edits


FLOORS = [  # what may go of cleaned text, how surely it is a whole page, what may go of it
    ("as configured", 0.5, 0.0, 0.5),
    ("a whole page may lose all", 0.5, 1.0, 1.0),
    ("all of a whole page, whatever is configured", 0.0, 1.0, 1.0),
    ("between", 0.25, 0.5, 0.5),
    ("a strict limit stays strict unless it is surely a page", 0.0001, 0.25, 0.001),
    ("nothing", 0.0, 0.75, 0.0),
]


@pytest.mark.parametrize(("given", "whole_page", "share"), [c[1:] for c in FLOORS], ids=[c[0] for c in FLOORS])
def test_what_may_go_of_a_page(given: float, whole_page: float, share: float) -> None:
    assert prose_floor(Config(max_removed_prose=given), whole_page) == pytest.approx(share)


def test_only_chrome_is_noted() -> None:
    decision = decide(document("Menu\nHome\n"), [see("Menu\nHome\n", "Menu\nHome", 1.0)], Config())
    assert apply("Menu\nHome\n", decision.edits) == ""
    assert [finding.verdict for finding in decision.findings if finding.code == "E007"] == ["note"]


def test_nothing_to_decide() -> None:
    assert decide(document(""), (), Config()).edits == ()


def test_white_space_at_the_edge_of_a_line_that_goes_is_no_removal_of_its_own() -> None:
    line = "     " + "Home   News   Sport   Weather   Sign in   Contact   " * 6
    own = document(f"The council met.\n{line}\nIt voted to close the bridge.\n")
    spans = np.array(list(unit_spans(own)), np.int64)
    scores = np.full(len(spans), 0.9, np.float32)
    scores[1] = 0.001  # the indentation
    menu = Finding("C105", own.lines[1].start, own.lines[1].end, "remove", 0.99, "a menu")
    edits = decide(own, (menu,), Config(), Scored(spans, scores, 0.9, "article", 1.0)).edits
    assert apply(own.text, edits) == "The council met.\nIt voted to close the bridge.\n"
