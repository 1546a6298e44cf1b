"""Every format holds the same rows, in shards, in bytes that do not change, and gives them back."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Config
from cleaner.document import Record, Result
from cleaner.errors import ArgumentError, CorpusError
from cleaner.pipeline import clean
from cleaner.read import to_record
from cleaner.write import (
    WRITERS,
    CorpusWriter,
    Encoded,
    Summary,
    encode_result,
    read_manifest,
    read_rows,
    restore_corpus,
    verify_corpus,
    with_duplicate,
    without_duplicate,
    write_corpus,
)
from cleaner.write.formats.text import file_name_of
from cleaner.write.lines import to_json_line, with_drop, without_drop

BY_FORMAT = pytest.mark.parametrize("format", list(WRITERS))
PAYLOADS = {
    "plain.txt": "The city’s river rose on May 27, 2025.\r\n\r\nREAD MORE:\r\n".encode(),
    "News/Été.txt": "Le garçon a mangé à midi, et l'été fut très beau à Orléans.\n".encode("cp1252"),
    "con.txt": b"It rained all day in the valley, they said.\rAnd then it snowed.",
    "caf\udce9.txt": "Größe schön für alle, über die Brücke ".encode() + b"\xff and on.\n",
    "picture.txt": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)),
    "blank.txt": b" \n\n",
    "twin.txt": b"It rained all day in the valley, they said again.\n",
    "page.html": b"<!DOCTYPE html><title>Rain</title><p>It rained all day in the valley.</p>",
    "long.txt": b"It rained all day in the valley, and nobody was hurt, they said. " * 40,
}
KEEPING = Config(ignore=("N",))  # lone surrogates stay in the text


def pairs(config: Config = KEEPING) -> Iterator[tuple[Record, Result]]:
    for name, payload in PAYLOADS.items():
        metadata = {"file_path": name, "collection": "texts", "columns": {"score": 0.5, "note": "a \udcff b"}}
        record = to_record(Record(id=name, payload=payload, metadata=metadata))
        yield record, clean(record, config=config)


@pytest.fixture(scope="module")
def encoded() -> list[Encoded]:
    return [encode_result(record, result, added="2025-05-31") for record, result in pairs()]


def write(folder: Path, encoded: list[Encoded], format: str = "jsonl", shard_bytes: int = 4000) -> Summary:
    """A corpus of several shards, one of its documents dropped as a duplicate, one tagged as such."""
    with CorpusWriter(folder, format=format, shard_bytes=shard_bytes) as writer:
        for one in encoded:
            if b'"id":"twin.txt"' in one.edits:
                one = Encoded(with_duplicate(one.document, "c1", "con.txt", 0.9), one.edits, one.text_chars)
                writer.add(one, dropped=True, duplicate="D102")
            elif b'"id":"page.html"' in one.edits:
                one = Encoded(with_duplicate(one.document, "c1", "con.txt", 0.8), one.edits, one.text_chars)
                writer.add(one, duplicate="D102")
            else:
                writer.add(one)
        return writer.finish()


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@BY_FORMAT
def test_rows_come_back_byte_for_byte(tmp_path: Path, format: str, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, format)
    assert list(read_rows(tmp_path)) == encoded
    assert verify_corpus(tmp_path) == ()


@BY_FORMAT
def test_sources_come_back(tmp_path: Path, format: str, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, format)
    restored = list(restore_corpus(tmp_path))
    assert [source.file_path for source in restored] == list(PAYLOADS)
    assert {source.file_path for source in restored if not source.is_kept} == {"picture.txt"}
    for source in restored:
        if source.is_kept and not source.is_text:
            assert (source.payload, source.ok) == (PAYLOADS[source.file_path], True)
    assert [(source.payload, source.ok) for source in restored if source.is_text] == [
        (b"It rained all day in the valley.\n", True)
    ]


@BY_FORMAT
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, format: str, encoded: list[Encoded]) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, encoded, format)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    write(tmp_path / "two", encoded[:3], format)
    write(tmp_path / "two", encoded, format)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.parametrize("other", list(WRITERS))
def test_files_of_an_older_corpus_go(tmp_path: Path, other: str, encoded: list[Encoded]) -> None:
    write(tmp_path / "a", encoded, other, shard_bytes=1)
    (tmp_path / "a/documents/mine.md").write_text("mine", encoding="utf-8")
    write_corpus(pairs(), tmp_path / "a")
    write_corpus(pairs(), tmp_path / "b")
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b") | {"documents/mine.md": b"mine"}


@BY_FORMAT
def test_files_of_a_corpus_without_its_manifest_go(tmp_path: Path, format: str, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, format, shard_bytes=1)
    (tmp_path / "manifest.json").write_bytes(b"{")
    (tmp_path / "documents/00001.txt").write_bytes(b"mine")
    write(tmp_path, encoded, shard_bytes=1 << 20)
    (problem,) = verify_corpus(tmp_path)
    assert "documents/00001.txt: is not in the manifest" in problem


@BY_FORMAT
def test_shards_of_a_number_hold_the_same_sources(tmp_path: Path, format: str, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, format)
    manifest = read_manifest(tmp_path)
    documents, edits = manifest.paths("documents"), manifest.paths("edits")
    assert len(documents) == len(edits) > 2
    how = WRITERS[format]
    for number, (document, edit) in enumerate(zip(documents, edits, strict=True)):
        assert (document, edit) == (f"documents/{number:05}{how.suffix}", f"edits/{number:05}{how.edits_suffix}")
        ids = [json.loads(line)["id"] for line in how.read(tmp_path / document)]
        rows = [json.loads(line) for line in WRITERS[how.edits_suffix[1:]].read(tmp_path / edit)]
        assert ids == [row["id"] for row in rows if not row["refused"] and not row["dropped"]]
    assert manifest.paths("duplicates") == [f"duplicates/00000{how.suffix}"]


def test_a_shard_ends_before_it_would_grow_too_large(tmp_path: Path, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, shard_bytes=5000)
    shards = [[len(line) for line in path.read_bytes().splitlines(True)] for path in (tmp_path / "documents").iterdir()]
    assert all(sum(sizes) <= 5000 or len(sizes) == 1 for sizes in shards)
    assert sum(map(len, shards)) == sum(bool(one.document) for one in encoded) - 1


def test_folders_of_text_hold_no_more_than_their_files(
    tmp_path: Path, encoded: list[Encoded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WRITERS, "text", msgspec.structs.replace(WRITERS["text"], max_rows=2))
    write(tmp_path, encoded, "text", shard_bytes=1 << 20)
    assert [len(list(path.glob("*.txt"))) for path in sorted((tmp_path / "documents").iterdir())] == [2, 2, 2]
    assert list(read_rows(tmp_path)) == encoded


def test_gzip_says_no_time_and_no_name(tmp_path: Path, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, "jsonl.gz", shard_bytes=1 << 20)
    packed = (tmp_path / "documents/00000.jsonl.gz").read_bytes()
    assert (packed[3], packed[4:8]) == (0, b"\0\0\0\0")
    assert gzip.decompress(packed).count(b"\n") == 6


def test_parquet_pins_types_and_cuts_row_groups(
    tmp_path: Path, encoded: list[Encoded], monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("cleaner.write.formats.parquet.GROUP_BYTES", 4000)
    write(tmp_path, encoded, "parquet", shard_bytes=1 << 20)
    file = parquet.ParquetFile(tmp_path / "documents/00000.parquet")
    types = {field.name: str(field.type) for field in file.schema_arrow}
    assert {name for name, dtype in types.items() if dtype != "string"} == {"language_score", "token_count"}
    assert (types["language_score"], types["token_count"]) == ("double", "int64")
    assert file.metadata.num_row_groups > 2
    assert sum(file.metadata.row_group(number).num_rows for number in range(file.metadata.num_row_groups)) == 6


def test_text_files_hold_the_texts(tmp_path: Path, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, "text", shard_bytes=1 << 20)
    folder = tmp_path / "documents/00000"
    rows = [json.loads(line) for line in (folder / "metadata.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {json.loads(one.document)["id"]: json.loads(one.document)["text"] for one in encoded if one.document}
    assert {row["id"]: (folder / row["file_name"]).read_bytes().decode() for row in rows} == {
        id: text for id, text in texts.items() if id != "twin.txt"
    }
    assert all("text" not in row for row in rows)


NAMES = [
    ("a plain name stays", "2025-05-14_rain.txt", r"2025-05-14_rain\.txt"),
    ("capitals: folders may not tell them apart", "Rain.txt", r"rain-[0-9a-f]{16}\.txt"),
    ("another ending", "rain.html", r"rain-html-[0-9a-f]{16}\.txt"),
    ("no ending", "rain", r"rain-[0-9a-f]{16}\.txt"),
    ("folders", "news/2025/rain.txt", r"news-2025-rain-[0-9a-f]{16}\.txt"),
    ("up and away", "../../etc/passwd", r"etc-passwd-[0-9a-f]{16}\.txt"),
    ("a Windows device", "con.txt", r"con-[0-9a-f]{16}\.txt"),
    ("a Windows device with an ending", "lpt1.page.txt", r"lpt1-page-[0-9a-f]{16}\.txt"),
    ("no device", "console.txt", r"console\.txt"),
    ("hidden", ".rain.txt", r"rain-[0-9a-f]{16}\.txt"),
    ("marks of the shell and of Windows", 'a?b*c:d"e<f>g|h\\i.txt', r"a-b-c-d-e-f-g-h-i-[0-9a-f]{16}\.txt"),
    ("a line break and a NUL", "a\nb\0c.txt", r"a-b-c-[0-9a-f]{16}\.txt"),
    ("another script", "川の増水.txt", r"document-[0-9a-f]{16}\.txt"),
    ("what looks like a made name", "rain-0123456789abcdef.txt", r"rain-0123456789abcdef-[0-9a-f]{16}\.txt"),
    ("very long", "x" * 5000, r"x{80}-[0-9a-f]{16}\.txt"),
    ("nothing", "", r"document-[0-9a-f]{16}\.txt"),
    ("spaces and dots at the end", "rain. ", r"rain-[0-9a-f]{16}\.txt"),
    ("a lone surrogate", "caf\udce9.txt", r"caf-[0-9a-f]{16}\.txt"),
]


@pytest.mark.parametrize(("title", "id", "name"), NAMES)
def test_file_names(title: str, id: str, name: str) -> None:
    assert re.fullmatch(name, file_name_of(id)), (title, file_name_of(id))


@given(st.text(max_size=200))
def test_file_names_are_safe(id: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,130}\.txt", file_name_of(id))


def test_documents_of_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    record = to_record(Record(id="rain.txt", payload=b"It rained all day in the valley."))
    results = [(record, clean(record))] * 3
    write_corpus(results, tmp_path, format="text")
    names = sorted(path.name for path in (tmp_path / "documents/00000").glob("*.txt"))
    assert names == ["rain.txt", "rain~2.txt", "rain~3.txt"]
    assert len(list(read_rows(tmp_path))) == 3


def test_the_summary_is_the_sum(tmp_path: Path, encoded: list[Encoded]) -> None:
    summary = write(tmp_path, encoded)
    assert summary.inputs == summary.documents + summary.rejected.total() + summary.duplicates == len(PAYLOADS)
    assert (summary.duplicates, summary.findings["D102"]) == (1, 2)
    assert dict(summary.rejected) == {"E001": 1, "E002": 1}
    texts = [clean(record, config=KEEPING) for record, _ in pairs()]
    kept = [result for result in texts if result.text and result.document.id != "twin.txt"]
    assert summary.chars_in == sum(len(result.document.text) for result in kept)
    assert summary.chars_out == sum(len(result.text) for result in kept)


def test_texts_of_rows_are_valid_unicode(encoded: list[Encoded]) -> None:
    row = next(json.loads(one.document) for one in encoded if b"caf" in one.edits)
    assert row["text"].endswith("Brücke \ufffd and on.\n")
    assert row["id"] == "caf\\udce9.txt"
    assert json.loads(row["metadata"]["columns"]) == {"score": 0.5, "note": "a \ufffd b"}


ANY_JSON = st.recursive(
    st.text() | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.floats(0.0001, 1e6).map(lambda x: round(x, 4)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), ANY_JSON, max_size=4))
def test_lines_are_those_of_the_json_module(row: dict[str, object]) -> None:
    assert to_json_line(row).decode() == json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


@given(st.text(), st.text(), st.floats(0, 1))
def test_duplicates_go_in_and_out(encoded: list[Encoded], cluster: str, of: str, similarity: float) -> None:
    for one in encoded:
        if one.document:
            line = with_duplicate(one.document, cluster, of, similarity)
            assert json.loads(line)["metadata"]["duplicate_of"] == of
            assert without_duplicate(with_duplicate(line, of, cluster, similarity)) == one.document
        assert without_drop(with_drop(with_drop(one.edits, of, dropped=True), cluster, dropped=False)) == one.edits


MANIFESTS = [
    ("no JSON", b"{", "not the manifest"),
    ("another thing", b"[]", "not the manifest"),
    ("of the future", b'{"format": 99}', "newer"),
    ("outside", b'{"format": 2, "files": [{"path": "../a", "rows": 0, "bytes": 0, "digest": ""}]}', "names"),
    ("elsewhere", b'{"format": 2, "files": [{"path": "edits/../../a", "rows": 0, "bytes": 0, "digest": ""}]}', "names"),
    ("absolute", b'{"format": 2, "files": [{"path": "/etc/passwd", "rows": 0, "bytes": 0, "digest": ""}]}', "names"),
    ("unknown format", b'{"format": 2, "output": "csv"}', "does not know"),
]


@pytest.mark.parametrize(("title", "manifest", "message"), MANIFESTS)
def test_manifests_that_are_none(tmp_path: Path, title: str, manifest: bytes, message: str) -> None:
    (tmp_path / "manifest.json").write_bytes(manifest)
    with pytest.raises(CorpusError, match=message):
        list(read_rows(tmp_path))


def test_a_corpus_of_the_first_version_is_restored(tmp_path: Path, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded[:3], shard_bytes=1 << 20)
    (tmp_path / "manifest.json").write_text('{"format": 1, "inputs": []}', encoding="utf-8")
    edits = tmp_path / "edits/00000.jsonl"
    edits.write_text(edits.read_text(encoding="utf-8").replace(',"duplicate":"","dropped":false', ""), encoding="utf-8")
    assert [source.ok for source in restore_corpus(tmp_path)] == [True] * 3
    with pytest.raises(CorpusError, match="clean the sources again"):
        list(read_rows(tmp_path))
    assert "older" in verify_corpus(tmp_path)[0]


@BY_FORMAT
def test_damage_is_told(tmp_path: Path, format: str, encoded: list[Encoded]) -> None:
    write(tmp_path, encoded, format)
    shard = tmp_path / read_manifest(tmp_path).paths("documents")[0]
    path = shard / "metadata.jsonl" if shard.is_dir() else shard
    whole = path.read_bytes()
    for damaged in (whole[:200] + bytes(8) + whole[208:], whole[: len(whole) // 2], b""):
        path.write_bytes(damaged)
        assert len(verify_corpus(tmp_path)) == 1
    with pytest.raises(CorpusError):
        list(restore_corpus(tmp_path))
    path.write_bytes(whole)
    (tmp_path / "documents/99999.jsonl").write_bytes(b"")
    (problem,) = verify_corpus(tmp_path)
    assert "not in the manifest" in problem
    assert list(read_rows(tmp_path)) == encoded


@pytest.mark.parametrize("arguments", [{"format": "csv"}, {"format": ""}, {"shard_bytes": 0}])
def test_bad_arguments(tmp_path: Path, arguments: dict[str, object]) -> None:
    with pytest.raises(ArgumentError):
        CorpusWriter(tmp_path, **arguments)  # type: ignore[arg-type]


def test_the_guide_names_every_format_and_column(encoded: list[Encoded]) -> None:
    guide = (Path(__file__).parents[1] / "docs/corpus.md").read_text(encoding="utf-8")
    rows = [json.loads(line) for one in encoded for line in (one.document, one.edits) if line]
    for name in {*WRITERS, *(key for row in rows for key in row)}:
        assert f"`{name}`" in guide, name
