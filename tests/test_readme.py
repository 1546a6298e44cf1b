"""What the README shows is what the tool does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.config import config_from_mapping, config_from_toml

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("Meta's plan was rejected by the court, two people said.\n")


def test_the_configuration_example_is_valid(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "c.toml").write_text(example, encoding="utf-8")
    assert config_from_toml(tmp_path / "c.toml") == config_from_mapping({"ignore": ["C5", "N401"]})


def test_the_first_example_is_what_cleaning_gives() -> None:
    (example,) = blocks("diff")
    source = (ROOT / "seeds/003_da730214459d4f75.txt").read_text(encoding="utf-8")
    text = cleaner.clean(source).text
    for line in example.split("\n"):
        shown = line[1:].rstrip("…").rstrip()
        if shown:
            assert (shown in source) == (line[0] in "- "), line
            assert (shown in text) == (line[0] in "+ "), line
