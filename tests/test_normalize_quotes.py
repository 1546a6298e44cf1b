"""Quotes by language, as whole chain: one file a language, a case a line, and what ftfy publishes.

A line holds style, text and expected text, with tabs between them; `=` expects the text as it is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cleaner.config import Config
from cleaner.edits import apply_steps
from cleaner.normalize import normalize_steps

TABLES = Path(__file__).parent / "normalizers" / "quotes"
FTFY = Path(__file__).parent / "normalizers" / "ftfy" / "quotes.json"
_ESCAPE = re.compile(r"\\(n|u[0-9a-f]{4})")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: found.group().encode().decode("unicode_escape"), text)


def _cases() -> list[tuple[str, str, str, str]]:
    """Language, style, text and expected text."""
    cases = []
    for path in sorted(TABLES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            style, before, after = map(_unescaped, line.split("\t"))
            cases.append((path.stem, style, before, before if after == "=" else after))
    return cases


def _normalized(text: str, language: str, config: Config) -> str:
    return apply_steps(text, normalize_steps(text, language=language, config=config))


@pytest.mark.parametrize(("language", "style", "before", "after"), _cases())
def test_quotes(language: str, style: str, before: str, after: str) -> None:
    config = Config(quotes="typographic" if style == "typographic" else "straight", dates="keep")
    # A no-break space inside French guillemets is quoting too; elsewhere it becomes a plain one.
    assert _normalized(before, language, config) == after
    assert _normalized(after, language, config) == after


def test_every_language_has_as_many_negatives_as_positives() -> None:
    cases = _cases()
    languages = {language for language, *_ in cases}
    assert len(languages) >= 12
    kept = sum(before == after for _, _, before, after in cases)
    assert kept >= len(cases) - kept


def test_the_quote_setting_keep_keeps_all_marks() -> None:
    config = Config(quotes="keep", dates="keep", ignore=("N203", "N302"))
    for language, _, before, _ in _cases():
        assert _normalized(before, language, config) == before


@pytest.mark.parametrize("case", json.loads(FTFY.read_text(encoding="utf-8")), ids=lambda case: str(case["label"])[:40])
def test_ftfy_cases(case: dict[str, str]) -> None:
    """What ftfy expects of its own cases with quotes, but for what cleaner does otherwise by design."""
    assert _normalized(case["original"], "", Config(dates="keep")) == case["expected"]
