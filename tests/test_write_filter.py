"""Which documents a filter leaves out, why, and that they come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

import cleaner
from cleaner.document import Document, Metadata, Record, Result
from cleaner.errors import ArgumentError
from cleaner.read import to_record
from cleaner.write import Filter, filtered, restore_corpus, write_corpus

TEXT = "It rained all day in the valley, and the river rose. Nobody was hurt."  # 14 words

# title, what is tagged, the filter, the code ("" stays)
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("no filter", {}, {}, ""),
    ("a wanted language", {"language": "en"}, {"languages": ("de", "en")}, ""),
    ("another language", {"language": "fr"}, {"languages": ("de", "en")}, "E050"),
    ("no language", {}, {"languages": ("en",)}, "E050"),
    ("a language by its first part", {"language": "zh-cn"}, {"languages": ("zh",)}, ""),
    ("a language by its whole name", {"language": "zh-cn"}, {"languages": ("zh-cn",)}, ""),
    ("the other script", {"language": "zh-tw"}, {"languages": ("zh-cn",)}, "E050"),
    ("sure enough", {"language": "en", "language_score": 0.9}, {"min_language_score": 0.9}, ""),
    ("not sure enough", {"language": "en", "language_score": 0.89}, {"min_language_score": 0.9}, "E051"),
    ("as many words as wanted", {}, {"min_words": 14}, ""),
    ("one word less", {}, {"min_words": 15}, "E052"),
    ("as many words as allowed", {}, {"max_words": 14}, ""),
    ("one word more", {}, {"max_words": 13}, "E053"),
    ("a wanted type", {"page_type": "article"}, {"page_types": ("article", "forum")}, ""),
    ("another type", {"page_type": "listing"}, {"page_types": ("article", "forum")}, "E054"),
    ("no type", {}, {"page_types": ("article",)}, "E054"),
    ("a day between", {"date": "2025-05-14"}, {"since": "2025-05-01", "until": "2025-05-31"}, ""),
    ("the first day", {"date": "2025-05-01"}, {"since": "2025-05-01"}, ""),
    ("the last day", {"date": "2025-05-31"}, {"until": "2025-05-31"}, ""),
    ("the day before", {"date": "2025-04-30"}, {"since": "2025-05-01"}, "E055"),
    ("the day after", {"date": "2025-06-01"}, {"until": "2025-05-31"}, "E055"),
    ("a month that reaches in", {"date": "2025-05"}, {"since": "2025-05-20"}, ""),
    ("a month before", {"date": "2025-04"}, {"since": "2025-05-20"}, "E055"),
    ("a year that reaches in", {"date": "2025"}, {"since": "2025-05-20", "until": "2025-05-21"}, ""),
    ("a day in the last month", {"date": "2025-05-31"}, {"until": "2025-05"}, ""),
    ("a time of the last day", {"date": "2025-05-31T23:00"}, {"until": "2025-05-31"}, ""),
    ("no date", {}, {"since": "2025"}, "E055"),
    ("of several reasons the first", {"language": "fr"}, {"languages": ("en",), "min_words": 99}, "E050"),
]


@pytest.mark.parametrize(("title", "tagged", "wanted", "code"), CASES, ids=[case[0] for case in CASES])
def test_what_leaves(title: str, tagged: dict[str, Any], wanted: dict[str, Any], code: str) -> None:
    result = Result(document=Document(id="a", text=TEXT), text=TEXT, metadata=Metadata(**tagged))
    kept = filtered(result, Filter(**wanted))
    if not code:
        assert kept is result
        return
    assert [(finding.code, finding.verdict) for finding in kept.findings] == [(code, "remove")]
    assert (kept.refused, kept.text, kept.metadata) == (True, "", result.metadata)
    assert cleaner.restore(kept) == TEXT


def test_what_is_refused_keeps_its_reason() -> None:
    refused = cleaner.clean(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)))
    assert filtered(refused, Filter(languages=("en",), min_words=5)) is refused


@pytest.mark.parametrize(
    "wanted", [{"since": "May 2025"}, {"until": "2025-5-1"}, {"min_words": 5, "max_words": 4}], ids=lambda one: str(one)
)
def test_filters_that_can_not_be_meant(wanted: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        Filter(**wanted)


def test_a_filter_goes_to_the_manifest_and_back() -> None:
    wanted = Filter(languages=("en",), max_words=9, since="2025")
    assert msgspec.convert(msgspec.to_builtins(wanted), Filter) == wanted


def test_documents_that_leave_are_counted_and_come_back(tmp_path: Path) -> None:
    short, french = "It rained all day in the town.", "Le garçon a mangé à midi. " * 9
    texts = {"long.txt": TEXT * 3, "short.txt": short, "french.txt": french}
    records = [to_record(Record(id=name, payload=text.encode())) for name, text in texts.items()]
    wanted = Filter(languages=("en",), min_words=10)
    summary = write_corpus([(record, filtered(cleaner.clean(record), wanted)) for record in records], tmp_path)
    assert (summary.inputs, summary.documents, dict(summary.rejected)) == (3, 1, {"E050": 1, "E052": 1})
    restored = {source.file_path: source for source in restore_corpus(tmp_path)}
    assert {name: source.payload.decode() for name, source in restored.items() if source.ok} == texts
    assert {source.refused for source in restored.values()} == {"", "E050", "E052"}
