"""The pages of the codes: complete, and as they are in `docs/rules/`."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.checks.pages import FAMILIES, facts, markdown
from cleaner.cli import main
from cleaner.codes import CodePage, all_pages, page_of

DOCS = Path(__file__).parents[1] / "docs"


def test_docs_are_what_the_docstrings_give() -> None:
    spec = importlib.util.spec_from_file_location("make_rules", DOCS / "make_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "rules").glob("*.md")}
    assert written == module.pages(), "out of date: run `python docs/make_rules.py`"


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.code)
def test_every_page_is_whole(page: CodePage) -> None:
    text = markdown(page)
    assert any(page.code.startswith(family) for family in FAMILIES)
    for heading in ("## Why it matters", "## How to turn it off"):
        assert text.count(heading) == 1
    assert text.count("```") % 2 == 0
    if page.code.startswith(("C1", "C2", "C3", "C4", "C5")):
        assert "## Removes\n\n```diff\n" in text
        assert "## Keeps\n" in text
    if page.code.startswith("N"):
        assert "## Changed\n\n```python\n>>> " in text
        assert "## Kept\n" in text
    if page.code.startswith(("C9", "D", "E", "M", "S")) and page.code not in WITHOUT_EXAMPLE:
        assert "## Found\n\n```console\n$ " in text
        assert "## Not found\n\n```console\n$ " in text


WITHOUT_EXAMPLE = ("E040", "E041", "E042")
"""What depends on the machine or on a bug."""
EXAMPLES = [
    pytest.param(page, block, id=f"{page.code} {head}")
    for page in all_pages()
    for head, block in re.findall(r"^(Found|Not found):\n((?:    .*\n?)+)", page.page, re.MULTILINE)
]


@pytest.mark.parametrize(("page", "block"), EXAMPLES)
def test_transcripts(page: CodePage, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are run, and what the page shows of their output is there; `...` stands for the rest of a line."""
    monkeypatch.chdir(tmp_path)
    output: list[str] = []
    for line in inspect.cleandoc(block).split("\n"):
        if line.startswith("$ "):
            output = _output(line[2:])
        elif line.endswith("..."):
            assert any(told.startswith(line[:-3]) for told in output), (line, output)
        else:
            assert line in output
    assert any(page.code in told for told in output) == (f"Found:\n{block}" in page.page)


def _output(line: str) -> list[str]:
    if not line.startswith("cleaner "):
        return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False).stdout.split("\n")
    fast = ["--workers", "0"] if line.startswith("cleaner clean") else []
    return CliRunner().invoke(main, [*shlex.split(line)[1:], *fast]).output.split("\n")


def test_examples_are_fenced_and_what_follows_is_not() -> None:
    page = CodePage("C201", "Title.\n\nRemoves:\n    -Menu\n     We met.\n\nKeeps:\n     We met.\n\nMore words.\n")
    text = markdown(page)
    assert "## Removes\n\n```diff\n-Menu\n We met.\n```\n" in text
    assert "## Keeps\n\n```text\n We met.\n```\n\nMore words." in text


def test_rule_as_json() -> None:
    rows = json.loads(CliRunner().invoke(main, ["rule", "--all", "--output-format", "json"]).stdout)
    assert [row["code"] for row in rows] == [page.code for page in all_pages()]
    assert rows == [facts(page) for page in all_pages()]
    [row] = json.loads(CliRunner().invoke(main, ["rule", "N102", "--output-format", "json"]).stdout)
    assert row == facts(page_of("N102"))
    assert CliRunner().invoke(main, ["rule", "N102", "--all"]).exit_code == 2
