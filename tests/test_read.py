"""Sources to records: what is read, how it is named, what can't be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.errors import ArgumentError, SourceError
from cleaner.read import digest_of, find_files, read_sources, to_record


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.txt", "a/y.html", ".hidden", ".git/config", "a.txt"):
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The text of {name}.", encoding="utf-8")
    return tmp_path / "texts"


def test_a_folder_is_read_in_order_without_hidden_files(tree: Path) -> None:
    records = list(read_sources([tree]))
    assert [record.id for record in records] == ["a/y.html", "a/z.txt", "a.txt", "b.txt"]
    assert records[0].metadata == {"file_path": "a/y.html", "collection": "texts"}
    assert records[0].payload == b"The text of a/y.html."
    assert records[0].digest == digest_of(b"The text of a/y.html.")


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["texts/b.txt"], ["b.txt"]),
        (["texts/"], ["a/y.html", "a/z.txt", "a.txt", "b.txt"]),
        (["texts/a", "texts/b.txt"], ["a/y.html", "a/z.txt", "b.txt"]),
        (["texts/b.txt", "texts/b.txt"], ["b.txt"]),
        (["texts/.hidden"], [".hidden"]),
    ],
)
def test_names_say_nothing_of_the_machine(
    tree: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], ids: list[str]
) -> None:
    monkeypatch.chdir(tree.parent)
    assert [record.id for record in read_sources(paths)] == ids
    assert [record.id for record in read_sources([tree.parent / path for path in paths])] == ids


def test_excluded_folders_are_left_out(tree: Path) -> None:
    assert [record.id for record in read_sources([tree], exclude=[tree / "a"])] == ["a.txt", "b.txt"]


def test_clashing_names_are_an_error(tmp_path: Path) -> None:
    for folder in ("one/texts", "two/texts"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text("It rained.", encoding="utf-8")
    with pytest.raises(SourceError, match="same name"):
        find_files([tmp_path / "one/texts", tmp_path / "two/texts"])


@pytest.mark.parametrize(("name", "words"), [("missing.txt", "no such file"), ("empty", "no files")])
def test_paths_without_sources(tree: Path, name: str, words: str) -> None:
    (tree / "empty").mkdir()
    with pytest.raises(SourceError, match=words):
        list(read_sources([tree / name]))
    errors: list[SourceError] = []
    assert len(find_files([tree / name, tree / "b.txt"], on_error=errors.append)) == 1
    assert len(errors) == 1


def test_an_unreadable_file_is_a_finding(tree: Path) -> None:
    os.symlink(tree / "gone.txt", tree / "dangling.txt")
    records = {record.id: record for record in read_sources([tree])}
    assert [finding.code for finding in records["dangling.txt"].findings] == ["E005"]
    assert (records["dangling.txt"].payload, records["dangling.txt"].digest) == (b"", "")
    assert len(records) == 5


@pytest.mark.parametrize(
    ("source", "payload", "media_type"),
    [
        ("naïve", "naïve".encode(), "; charset=utf-8; decoded=1"),
        (b"\xff\xfe", b"\xff\xfe", ""),
        ("a\udcff", b"a\\udcff", "; charset=unicode_escape; decoded=1"),
    ],
)
def test_to_record(source: str | bytes, payload: bytes, media_type: str) -> None:
    record = to_record(source, url="https://example.org/a")
    assert (record.payload, record.media_type, record.url) == (payload, media_type, "https://example.org/a")
    assert record.digest == digest_of(payload)
    assert to_record(record) == record


@pytest.mark.parametrize("source", [None, 3, Path("a.txt"), bytearray(b"a")])
def test_what_is_no_source(source: object) -> None:
    with pytest.raises(ArgumentError, match="str, bytes or Record"):
        to_record(source)  # type: ignore[arg-type]
