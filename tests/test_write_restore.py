"""`cleaner restore`, of each format, and of sources that were rows of a file or packed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main
from cleaner.pipeline import clean, clean_many
from cleaner.read import ReadOptions, read_sources
from cleaner.write import WRITERS, CorpusWriter, encode_result, write_corpus

ROWS = [
    {"text": "It rained all day in the valley, they said.", "lang": "en"},
    {"text": "It snowed in the hills on that day.\r\nNobody was hurt.", "url": "https://example.org/snow"},
    {"html": "<!DOCTYPE html><title>Rain</title><p>It rained all day in the valley.</p>"},
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with sources: a plain file, a packed one, and one of many rows, one of them broken."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    lines = [json.dumps(row) for row in ROWS]
    lines.insert(1, "no JSON")
    (tmp_path / "sources/pages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "sources/packed.txt.gz").write_bytes(gzip.compress("The city’s river rose.\n".encode()))
    (tmp_path / "sources/plain.txt").write_bytes("READ MORE:\r\n\r\nThe city’s river rose.\r\n".encode())
    return tmp_path


def write(place: Path, format: str = "jsonl") -> None:
    records = list(read_sources([place / "sources"]))
    write_corpus(zip(records, clean_many(records), strict=True), place / "corpus", format=format, shard_bytes=1500)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("format", list(WRITERS))
def test_against_the_originals(place: Path, format: str) -> None:
    write(place, format)
    result = run("restore", "corpus", "--against", "sources")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "packed.txt.gz: equals sources/packed.txt.gz",
        "pages.jsonl row 1: equals sources/pages.jsonl",
        "pages.jsonl row 2: not kept (E020)",
        "pages.jsonl row 3: equals sources/pages.jsonl",
        "pages.jsonl row 4: its text is that of sources/pages.jsonl",
        "plain.txt: equals sources/plain.txt",
    ]


def test_each_source_gets_a_file(place: Path) -> None:
    write(place)
    assert run("restore", "corpus", "-o", "back").exit_code == 0
    found = {str(path.relative_to("back")): path.read_bytes() for path in Path("back").rglob("*") if path.is_file()}
    assert found == {
        "packed.txt.gz.txt": "The city’s river rose.\n".encode(),
        "pages.jsonl/000001.txt": ROWS[0]["text"].encode(),
        "pages.jsonl/000003.txt": ROWS[1]["text"].encode(),
        "pages.jsonl/000004.txt": b"It rained all day in the valley.\n",
        "plain.txt": "READ MORE:\r\n\r\nThe city’s river rose.\r\n".encode(),
    }


def test_originals_are_read_as_for_the_corpus(place: Path) -> None:
    (place / "sources/pages.jsonl").write_text('{"body": "It rained all day.", "text": "No."}\n', encoding="utf-8")
    options = ReadOptions(text_column="body")
    records = list(read_sources([place / "sources"], options=options))
    with CorpusWriter(place / "corpus") as writer:
        for record in records:
            writer.add(encode_result(record, clean(record)))
        writer.finish(settings={"read": msgspec.to_builtins(options)})
    result = run("restore", "corpus", "--against", "sources")
    assert (result.exit_code, "pages.jsonl row 1: equals sources/pages.jsonl" in result.output) == (0, True)


CHANGES = [
    ("a row that changed", "pages.jsonl", "snowed", "hailed", "pages.jsonl row 3: differs from sources/pages.jsonl"),
    ("rows that are gone", "pages.jsonl", "\n", "", "pages.jsonl row 3: differs from sources/pages.jsonl"),
    ("a file that changed", "plain.txt", "river", "lake", "plain.txt: differs from sources/plain.txt"),
    ("a file that is gone", "plain.txt", "", "", "plain.txt: differs: sources/plain.txt can't be read"),
]


@pytest.mark.parametrize(("title", "name", "old", "new", "told"), CHANGES, ids=[case[0] for case in CHANGES])
def test_differences_are_told(place: Path, title: str, name: str, old: str, new: str, told: str) -> None:
    write(place)
    path = place / "sources" / name
    if old:
        path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    else:
        path.unlink()
    result = run("restore", "corpus", "--against", "sources")
    assert (result.exit_code, told in result.output) == (1, True), result.output
