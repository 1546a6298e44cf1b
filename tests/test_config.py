"""The configuration: where it comes from, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

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
        ({"quotes": "curly"}, "curly"),
        ({"keep_title": "yes"}, "keep_title"),
        ({"max_chars": 1.5}, "max_chars"),
    ],
)
def test_wrong_values(values: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        config_from_mapping(values, origin="here")


@pytest.mark.parametrize("content", [b"[tool.cleaner", b"\xff\xfe", None])
def test_a_file_that_is_no_toml(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "pyproject.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"pyproject\.toml: can't read"):
        config_from_toml(path)
