"""The word lists of the rules: every file as its README says."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from cleaner.chrome.rules.phrase_lists import compiled, encoded, tables
from cleaner.chrome.rules.phrases import fold, phrase_book, trim

FOLDER = resources.files("cleaner").joinpath("data", "phrases")
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".txt"))
KNOWN = set(re.findall(r"`(C\d{3}\.[a-z]+)`", FOLDER.joinpath("README.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FILES)
def test_each_file(name: str) -> None:
    first, *lines = FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    lists: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("["):
            key = line.strip("[]")
            assert key in KNOWN, f"{key}: no list of README.md"
            assert key not in lists, f"{key} twice"
            lists[key] = []
        elif line and not line.startswith("#"):
            lists[key].append(line)
    for key, phrases in lists.items():
        assert phrases, f"{key} is empty"
        assert len(phrases) == len(set(phrases)), f"{key}: {[each for each in phrases if phrases.count(each) > 1]}"
        for phrase in phrases:
            assert phrase == " ".join(phrase.split()), f"{key}: {phrase!r}"
            assert phrase == phrase.lower() or "İ" in phrase, f"{key}: {phrase!r} is not in lower case"
            assert trim(fold(phrase)), f"{key}: {phrase!r} has no letter"


def test_every_list_of_the_readme_is_filled() -> None:
    assert {f"{code}.{kind}" for code, kinds in tables().items() for kind in kinds} == KNOWN


def test_short_phrases_are_not_looked_for_everywhere() -> None:
    short = [phrase for entries in phrase_book().part.values() for _, phrase, _, _ in entries if len(phrase) < 4]
    assert short == []


def test_the_book_is_what_the_lists_give() -> None:
    book = resources.files("cleaner").joinpath("data", "phrases.json").read_bytes()
    assert book == encoded(compiled()), "run python -m training.phrases"
