"""Sentences as in news, in twenty languages: each date in them with its value, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner

THURSDAY = "2024-10-17"

_MARKED = re.compile(r"\{([^|{}]+)\|(?:(SET) )?([^{}]+)\}")
_LINES = (Path(__file__).parent / "dates" / "news.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [line.split("\t") for line in _LINES if not line.startswith("#")]


@pytest.mark.parametrize(("language", "marked"), SENTENCES)
def test_dates_of_a_news_sentence(language: str, marked: str) -> None:
    text = _MARKED.sub(r"\1", marked)
    gold = [(match[1], match[2] or "", match[3]) for match in _MARKED.finditer(marked)]
    found = cleaner.find_dates(text, language=language, reference_date=THURSDAY)
    assert [(mention.type if mention.type == "SET" else "", mention.value) for mention in found] == [
        (kind, value) for _, kind, value in gold
    ]
    for (words, _, _), mention in zip(gold, found, strict=True):
        start = text.index(words)
        assert mention.start < start + len(words)
        assert start < mention.end


def test_the_sentences_are_of_twenty_languages() -> None:
    assert len({language for language, _ in SENTENCES}) == 20
