"""The chrome rules: the fixtures of each code, and the examples on each rule's page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.chrome.decide import decide
from cleaner.chrome.rules import all_rules, find_by_rules
from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.rule import Rule, examples
from cleaner.config import Config
from cleaner.document import Document, Record
from cleaner.edits import apply
from cleaner.parse import parse

FIXTURES = Path(__file__).parent / "rules"
RULES = {rule.code: rule for rule in all_rules()}


def document(text: str) -> Document:
    record = Record(id="test", payload=text.encode("utf-8", "surrogatepass"), media_type="text/plain")
    return parse(record, Config())[0]


def cleaned(text: str, rule: Rule | None = None) -> str:
    """The text after the rule's findings alone (without a rule: after all rules' findings)."""
    parsed = document(text)
    findings = find_by_rules(parsed) if rule is None else tuple(rule.findings(Page(parsed)))
    return apply(parsed.text, decide(parsed, findings, Config()).edits)


def triples(path: Path) -> list[tuple[str, str, str]]:
    """The (title, input, expected) triples of a fixture file; a line with `.` alone closes each part."""
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    assert len(parts) % 3 == 1, f"{path.name}: {len(parts)} parts do not make triples"
    return [(parts[i].strip(), parts[i + 1], parts[i + 2]) for i in range(0, len(parts) - 1, 3)]


CASES = [
    pytest.param(path.stem, source, expected, id=f"{path.stem}: {title}")
    for path in sorted(FIXTURES.glob("C*.txt"))
    for title, source, expected in triples(path)
]


@pytest.mark.parametrize(("code", "source", "expected"), CASES)
def test_rule_alone(code: str, source: str, expected: str) -> None:
    assert cleaned(source, RULES[code]) == expected


@pytest.mark.parametrize("code", sorted(RULES))
def test_examples_on_the_page(code: str) -> None:
    found = list(examples(RULES[code].page))
    assert any(example.kind == "Keeps" for example in found)
    assert RULES[code].verdict == "keep" or any(example.kind == "Removes" for example in found)
    for example in found:
        assert (example.before == example.after) is (example.kind == "Keeps"), example
        assert _paragraphs(cleaned(example.before, RULES[code])) == _paragraphs(example.after)


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if rule.verdict == "keep"))
def test_a_keep_rule_speaks_for_its_examples(code: str) -> None:
    for example in examples(RULES[code].page):
        assert list(RULES[code].findings(Page(document(example.before))))
        assert _paragraphs(cleaned(example.before)) == _paragraphs(example.after)


@pytest.mark.parametrize(("code", "lost"), [("C005", "image:"), ("C006", "Contact us")])
def test_an_example_that_the_other_rules_would_take(code: str, lost: str) -> None:
    (example,) = examples(RULES[code].page)
    parsed = document(example.before)
    others = [finding for finding in find_by_rules(parsed) if finding.code != code]
    assert lost not in apply(parsed.text, decide(parsed, others, Config()).edits)


def _paragraphs(text: str) -> str:
    return re.sub(r"\n\n+", "\n\n", text.strip("\n"))


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_fixture_with_more_keeps_than_removes(code: str) -> None:
    if RULES[code].verdict == "keep":
        return
    cases = triples(FIXTURES / f"{code}.txt")
    kept = sum(source == expected for _, source, expected in cases)
    assert kept > len(cases) - kept > 0
