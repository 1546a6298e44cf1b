"""The corpus on disk: its schema, its sums, its way back, and what failures leave behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.config import Config
from cleaner.document import Record, Result
from cleaner.errors import CorpusError, OutputError
from cleaner.pipeline import clean
from cleaner.read import to_record
from cleaner.write import restore_corpus, write_corpus
from cleaner.write.rows import FROM_THE_PAGE

KEYS = [
    "id", "text", "source", "url", "date", "added", "created", "file_path", "language", "language_score", "token_count",
    "metadata",
]  # fmt: skip
NO_STRINGS = {"language_score", "token_count", "metadata", "dates", "page_type_score", "duplicate_similarity"}
METADATA = [
    "title", "author", "date_source", "modified", "site", "section", "place", "caption", "credit", "agency",
    *FROM_THE_PAGE, "media_type", "digest", "fetched", "columns", "page_type", "page_type_score",
    "dates", "duplicate_cluster", "duplicate_of", "duplicate_similarity",
]  # fmt: skip
ANY_BYTES = st.binary(max_size=60) | st.text(max_size=60).map(str.encode)

PAYLOADS = {
    "plain.txt": "The city’s river rose on May 27, 2025.\r\n\r\nREAD MORE:\r\n".encode(),
    "latin.txt": "Le garçon a mangé à midi, et l'été fut très beau à Orléans.\n".encode("cp1252"),
    "wide.txt": "Größer als gedacht: Der Fluss stieg am Montag über die Ufer.".encode("utf-16"),
    "broken.txt": "Größe schön für alle, über die Brücke ".encode() + b"\xff and on.\n",
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "picture.txt": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)),
    "page.html": b"<!DOCTYPE html><title>Rain</title><p>It rained all day in the valley.</p>",
}


def pairs(payloads: dict[str, bytes], config: Config | None = None) -> Iterator[tuple[Record, Result]]:
    for name, payload in payloads.items():
        record = to_record(Record(id=name, payload=payload, metadata={"file_path": name, "collection": "texts"}))
        yield record, clean(record, config=config or Config())


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_rows_have_every_key_in_order_and_no_nulls(tmp_path: Path) -> None:
    write_corpus(pairs(PAYLOADS), tmp_path, added="2025-05-31")
    documents = rows(tmp_path / "documents/00000.jsonl")
    assert [row["id"] for row in documents] == ["plain.txt", "latin.txt", "wide.txt", "broken.txt", "page.html"]
    for row in documents:
        assert list(row) == KEYS
        assert list(row["metadata"]) == METADATA
        assert all(isinstance(row[key], str) for key in KEYS if key not in NO_STRINGS)
        values = {key: value for key, value in row["metadata"].items() if key not in NO_STRINGS}
        assert all(isinstance(value, str) for value in values.values())
        assert isinstance(row["metadata"]["page_type_score"], float)
        for mention in row["metadata"]["dates"]:
            assert list(mention) == ["start", "end", "text", "type", "value", "mod", "alternatives"]
            assert row["text"][mention["start"] : mention["end"]] == mention["text"]
        assert (row["source"], row["added"], row["file_path"]) == ("texts", "2025-05-31", row["id"])


def test_inputs_are_documents_and_rejected(tmp_path: Path) -> None:
    summary = write_corpus(pairs(PAYLOADS), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    counts = manifest["counts"]
    assert counts["inputs"] == counts["documents"] + counts["rejected"] + counts["duplicates"] == len(PAYLOADS)
    assert counts["documents"] == len(rows(tmp_path / "documents/00000.jsonl"))
    assert manifest["rejected"] == {"E001": 2, "E002": 1} == dict(summary.rejected)
    assert [row["file_path"] for row in rows(tmp_path / "edits/00000.jsonl")] == list(PAYLOADS)


def test_every_source_comes_back(tmp_path: Path) -> None:
    write_corpus(pairs(PAYLOADS), tmp_path)
    restored = {source.file_path: source for source in restore_corpus(tmp_path)}
    assert list(restored) == list(PAYLOADS)
    for name, payload in PAYLOADS.items():
        if name == "picture.txt":
            assert (restored[name].is_kept, restored[name].refused) == (False, "E002")
        elif name == "page.html":
            assert (restored[name].payload, restored[name].ok) == (b"It rained all day in the valley.\n", True)
        else:
            assert (restored[name].payload, restored[name].ok) == (payload, True)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_BYTES, max_size=4))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, payloads: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    named = {str(number): payload for number, payload in enumerate(payloads)}
    write_corpus(pairs(named), folder)
    for source in restore_corpus(folder):
        if source.is_kept and not source.is_text:
            assert (source.payload, source.ok) == (named[source.file_path], True)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_corpus(pairs(PAYLOADS), tmp_path / name)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_a_failure_leaves_the_old_corpus(tmp_path: Path) -> None:
    write_corpus(pairs(PAYLOADS), tmp_path)
    before = snapshot(tmp_path)

    def failing() -> Iterator[tuple[Record, Result]]:
        yield from pairs({"new.txt": b"A new text which is not to be kept."})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_corpus(failing(), tmp_path)
    assert snapshot(tmp_path) == before


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        write_corpus(pairs(PAYLOADS), tmp_path / "file")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/edits").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="can't write"):
        write_corpus(pairs(PAYLOADS), tmp_path / "corpus")
    assert snapshot(tmp_path) == {"file": b"mine", "corpus/edits": b"mine"}


def damage_missing(folder: Path) -> None:
    (folder / "edits/00000.jsonl").unlink()


def damage_json(folder: Path) -> None:
    (folder / "edits/00000.jsonl").write_text("{\n", encoding="utf-8")


def damage_order(folder: Path) -> None:
    path = folder / "documents/00000.jsonl"
    path.write_text("\n".join(reversed(path.read_text(encoding="utf-8").split("\n"))), encoding="utf-8")


def damage_extra(folder: Path) -> None:
    path = folder / "documents/00000.jsonl"
    path.write_bytes(path.read_bytes() * 2)


def damage_keys(folder: Path) -> None:
    (folder / "edits/00000.jsonl").write_text("{}\n", encoding="utf-8")


def damage_encoding(folder: Path) -> None:
    (folder / "edits/00000.jsonl").write_bytes(b"\xff\xfe\n")


@pytest.mark.parametrize(
    "damage", [damage_missing, damage_json, damage_order, damage_extra, damage_keys, damage_encoding]
)
def test_a_damaged_corpus(tmp_path: Path, damage: Any) -> None:
    write_corpus(pairs({"a": b"It rained in the valley.", "b": b"It rained in the hills."}), tmp_path)
    damage(tmp_path)
    with pytest.raises(CorpusError, match=r"\.jsonl|lacks"):
        list(restore_corpus(tmp_path))


def test_a_document_changed_by_hand_is_told(tmp_path: Path) -> None:
    write_corpus(pairs({"a": b"It rained in the valley on that day."}), tmp_path)
    path = tmp_path / "documents/00000.jsonl"
    path.write_bytes(path.read_bytes().replace(b"rained", b"snowed"))
    assert [source.ok for source in restore_corpus(tmp_path)] == [False]


def test_the_card_pins_every_column(tmp_path: Path) -> None:
    write_corpus(pairs(PAYLOADS), tmp_path)
    _, front, body = (tmp_path / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    assert [line.split(": ")[1] for line in front.split("\n") if line.startswith("  - name: ")] == KEYS
    assert [line.split(": ")[1] for line in front.split("\n") if line.startswith("    - name: ")] == METADATA
    assert f"| sources | {len(PAYLOADS)} |" in body
    assert "| E002 | 1 | 0 | The source is no text. |" in body


def test_a_name_that_is_no_text_can_be_read_and_comes_back(tmp_path: Path) -> None:
    name = "caf\udce9.txt"
    write_corpus(pairs({name: b"It rained all day in the valley.\n"}), tmp_path)
    (document,) = rows(tmp_path / "documents/00000.jsonl")
    assert document["id"] == document["file_path"] == "caf\\udce9.txt"
    assert [(restored.file_path, restored.ok) for restored in restore_corpus(tmp_path)] == [(name, True)]
