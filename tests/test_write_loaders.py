"""The libraries that people load corpora with read each format, and get the values that were written."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.document import Record, Result
from cleaner.pipeline import clean
from cleaner.read import to_record
from cleaner.write import WRITERS, write_corpus

# Their own warnings are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore")

PAYLOADS = {
    "news/one.txt": "LYON, 14 May 2025 - The city’s river rose on May 27, 2025.\r\n\r\nREAD MORE:\r\n".encode(),
    "news/two.txt": "Le garçon a mangé à midi, et l'été fut très beau à Orléans.\n".encode("cp1252"),
    "empty.txt": b"",
    "川.txt": "月曜日に川は増水し、町の人々は高台に避難した。けが人はいなかった。\n".encode(),
    "page.html": b"<!DOCTYPE html><title>Rain</title><meta name=date content=2024-05><p>It rained all day in the town.",
}
COLUMNS = ("id", "text", "source", "url", "date", "created", "file_path", "language", "language_score", "token_count")
NEEDED = {"jsonl.zst": ("backports.zstd",), "parquet": ("pyarrow",)}
BY_FORMAT = pytest.mark.parametrize("format", list(WRITERS))
OF_ROWS = pytest.mark.parametrize("format", [format for format in WRITERS if format != "text"])
OF_LINES = pytest.mark.parametrize("format", [format for format in WRITERS if format.startswith("jsonl")])


def written(folder: Path, format: str) -> list[dict[str, Any]]:
    """The rows of a corpus in that format, of several shards, which is written to the folder."""
    for name in NEEDED.get(format, ()):
        pytest.importorskip(name)
    write_corpus(pairs(), folder, added="2025-05-31", format=format, shard_bytes=3500)
    write_corpus(pairs(), folder.with_name("plain"), added="2025-05-31")
    lines = (folder.with_name("plain") / "documents/00000.jsonl").read_text(encoding="utf-8").split("\n")
    assert len(list((folder / "documents").iterdir())) > 1
    return [json.loads(line) for line in lines if line]


def pairs() -> Iterator[tuple[Record, Result]]:
    for name, payload in PAYLOADS.items():
        record = to_record(Record(id=name, payload=payload, metadata={"file_path": name, "collection": "texts"}))
        yield record, clean(record)


def chosen(row: dict[str, Any]) -> dict[str, Any]:
    return {column: row[column] for column in COLUMNS}


def shards(folder: Path) -> list[Path]:
    return sorted((folder / "documents").iterdir())


@BY_FORMAT
def test_datasets(tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = pytest.importorskip("datasets")
    rows = written(tmp_path / "corpus", format)
    loaded = datasets.load_dataset(str(tmp_path / "corpus"), split="train", cache_dir=str(tmp_path / "cache"))
    if format == "text":
        assert sorted(loaded["text"]) == sorted(row["text"] for row in rows)
        return
    assert [chosen(row) for row in loaded] == [chosen(row) for row in rows]
    # A column of nothing but days it takes for times, and gives them as strings again. Parquet's strings stay.
    assert set(loaded["added"]) == {"2025-05-31" if format == "parquet" else "2025-05-31 00:00:00"}
    metadata = loaded["metadata"]
    if format == "parquet":
        assert [json.loads(one) for one in metadata] == [row["metadata"] for row in rows]
    else:
        assert list(metadata) == [row["metadata"] for row in rows]


@OF_ROWS
def test_datatrove(tmp_path: Path, format: str) -> None:
    readers = pytest.importorskip("datatrove.pipeline.readers")
    for name in {"parquet": (), "jsonl.zst": ("orjson", "zstandard")}.get(format, ("orjson",)):
        pytest.importorskip(name)
    rows = written(tmp_path / "corpus", format)
    reader = readers.ParquetReader if format == "parquet" else readers.JsonlReader
    documents = list(reader(str(tmp_path / "corpus/documents")).run())
    assert [(one.id, one.text) for one in documents] == [(row["id"], row["text"]) for row in rows]
    assert [one.metadata["digest"] for one in documents] == [row["metadata"]["digest"] for row in rows]
    assert [one.metadata["date"] for one in documents] == [row["date"] for row in rows]


@OF_LINES
def test_dolma(tmp_path: Path, format: str) -> None:
    runtime = pytest.importorskip("dolma.core.runtime")
    importlib.import_module("dolma.taggers")
    from queue import Queue

    if format == "jsonl.zst":
        pytest.importorskip("zstandard")
    rows = written(tmp_path / "corpus", format)
    counted: list[tuple[str, str]] = []
    for shard in shards(tmp_path / "corpus"):
        attributes = tmp_path / "corpus/attributes/lengths/documents" / f"{shard.name.partition('.')[0]}.jsonl"
        attributes.parent.mkdir(parents=True, exist_ok=True)
        runtime.TaggerProcessor.process_single(
            str(shard), str(attributes), Queue(), taggers_names=["char_length_v1"], experiment_name="lengths"
        )
        tagged = (json.loads(line) for line in attributes.read_text(encoding="utf-8").split("\n") if line)
        counted += [(one["id"], one["attributes"]["lengths__char_length_v1__length"][0][1]) for one in tagged]
    assert counted == [(row["id"], len(row["text"])) for row in rows]


@OF_ROWS
def test_polars(tmp_path: Path, format: str) -> None:
    polars = pytest.importorskip("polars")
    rows = written(tmp_path / "corpus", format)
    scan = polars.scan_parquet if format == "parquet" else polars.scan_ndjson
    frame = scan(shards(tmp_path / "corpus")).collect()
    assert [chosen(row) for row in frame.to_dicts()] == [chosen(row) for row in rows]
    assert frame["added"].to_list() == ["2025-05-31"] * len(rows)


@OF_ROWS
def test_pandas(tmp_path: Path, format: str) -> None:
    pandas = pytest.importorskip("pandas")
    if format == "jsonl.zst":
        pytest.importorskip("zstandard")
    rows = written(tmp_path / "corpus", format)
    frames = [
        pandas.read_parquet(shard) if format == "parquet" else pandas.read_json(shard, lines=True, dtype=False)
        for shard in shards(tmp_path / "corpus")
    ]
    loaded = [chosen(row) for row in pandas.concat(frames).to_dict("records")]
    if format != "parquet":  # it makes times of the columns called date and created
        loaded = [{**row, "date": expected["date"]} for row, expected in zip(loaded, rows, strict=True)]
    assert loaded == [chosen(row) for row in rows]


@OF_ROWS
def test_duckdb(tmp_path: Path, format: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = written(tmp_path / "corpus", format)
    columns = ", ".join(COLUMNS)
    title = "metadata->>'title'" if format == "parquet" else "metadata.title"
    query = f"SELECT {columns}, {title} FROM '{tmp_path}/corpus/documents/*.{format}' ORDER BY file_path"
    loaded = duckdb.sql(query.replace("date,", "date::VARCHAR,")).fetchall()
    expected = sorted((*chosen(row).values(), row["metadata"]["title"]) for row in rows)
    assert sorted(loaded) == expected


@BY_FORMAT
def test_croissant(tmp_path: Path, format: str) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    rows = written(tmp_path / "corpus", format)
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "corpus/croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    if format == "jsonl.zst":
        return  # described, but its loader unpacks gzip only
    texts, metadata = ("text/text", "rows/metadata") if format == "text" else ("default/text", "default/metadata")
    records = {name.id: list(dataset.records(name.id)) for name in dataset.metadata.record_sets}
    loaded = records["text" if format == "text" else "default"]
    assert sorted(record[texts].decode() for record in loaded) == sorted(row["text"] for row in rows)
    if format != "parquet":
        digests = [record[metadata][f"{metadata}/digest"].decode() for record in records[metadata.partition("/")[0]]]
        assert sorted(digests) == sorted(row["metadata"]["digest"] for row in rows)
