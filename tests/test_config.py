"""The configuration: where it comes from, and what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cleaner.config import Config, config_from_mapping, config_from_toml
from cleaner.errors import ConfigError


@pytest.mark.parametrize(
    ("toml", "config"),
    [
        ("", Config()),
        ("[tool.other]\nx = 1\n", Config()),
        ('[tool.cleaner]\nquotes = "typographic"\nkeep_title = true\n', Config(quotes="typographic", keep_title=True)),
        ('[tool.cleaner]\nignore = ["C5", "N201"]\n', Config(ignore=("C5", "N201"))),
    ],
)
def test_from_toml(tmp_path: Path, toml: str, config: Config) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(toml, encoding="utf-8")
    assert config_from_toml(path) == config


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"quote": "keep"}, "did you mean 'quotes'"),
        ({"zzz": 1}, "known keys: aggressiveness"),
        ({"quotes": "curly"}, "'curly' - at `$.quotes`; choose 'straight' or 'typographic' or 'keep'"),
        ({"keep_title": "yes"}, "keep_title"),
        ({"max_chars": 1.5}, "max_chars"),
        ({"max_chars": 0}, "max_chars"),
        ({"ignore": ["C5", "Q9"]}, "no code 'Q9'"),
        ({"ignore": ["E07"]}, "did you mean E007"),
        ({"ignore": [""]}, "an empty code"),
    ],
)
def test_wrong_values(values: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        config_from_mapping(values, origin="here")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"aggressiveness": "high"}, "aggressiveness: Invalid enum value 'high'; choose 'careful' or 'balanced'"),
        ({"keep_title": "yes"}, "keep_title"),
        ({"max_removed_prose": 50}, "max_removed_prose"),
        ({"ignore": "C5"}, "ignore"),
        ({"ignore": ("Q9",)}, "ignore: no code 'Q9'"),
    ],
)
def test_wrong_values_from_python(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        Config(**values)


def test_codes_are_taken_in_any_case_and_from_any_list() -> None:
    assert Config(ignore=["c5", "N201"]) == Config(ignore=("C5", "N201"))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"[tool.cleaner", b"\xff\xfe", None])
def test_a_file_that_is_no_toml(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "pyproject.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"pyproject\.toml: can't read"):
        config_from_toml(path)
