"""Kills, full disks and folders that go away: the older corpus or the new one, never a mixture that nobody tells."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.document import Record
from cleaner.errors import ArgumentError, OutputError
from cleaner.pipeline import clean
from cleaner.read import to_record
from cleaner.write import WRITERS, CorpusWriter, Encoded, encode_result, read_rows, recover_corpus, verify_corpus

BY_FORMAT = pytest.mark.parametrize("format", list(WRITERS))


class KilledError(BaseException):
    """Stands for `kill -9`: nothing is cleaned up."""


def encoded(*texts: str) -> list[Encoded]:
    rows = []
    for number, text in enumerate(texts):
        record = to_record(Record(id=f"{number}.txt", payload=text.encode()))
        rows.append(encode_result(record, clean(record)))
    return rows


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for the disk (what a power cut leaves can't be tested here), and a short card: both take 50 ms."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr("cleaner.write.corpus.dataset_card", lambda summary, format: f"{summary} as {format}")


@pytest.fixture(scope="module")
def older() -> list[Encoded]:
    return encoded("It rained all day in the valley.", "It snowed in the hills on that day.", "The sun.", "", "Hail.")


@pytest.fixture(scope="module")
def newer() -> list[Encoded]:
    return encoded("It rained all day in the valley.", "The river rose at night, they said.", "")


def write(folder: Path, rows: list[Encoded], format: str) -> None:
    with CorpusWriter(folder, format=format, shard_bytes=1) as writer:
        for number, row in enumerate(rows):
            writer.add(row, dropped=number == 1, duplicate="D101" if number == 1 else "")
        writer.finish()


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".partial" not in path.parts
    }


def counted(monkeypatch: pytest.MonkeyPatch, fails_at: int) -> list[int]:
    """Makes the call of that number, of all that change the disk, the last; the count of calls."""
    calls = [0]

    def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **keywords: Any) -> Any:
            calls[0] += 1
            if calls[0] == fails_at:
                raise KilledError(name)
            return function(*arguments, **keywords)

        return call

    for owner, names in ((os, ("replace", "fsync")), (shutil, ("rmtree",)), (Path, ("mkdir", "rmdir", "unlink"))):
        for name in names:
            monkeypatch.setattr(owner, name, watched(name, getattr(owner, name)))
    monkeypatch.setattr("cleaner.write.corpus.discard", lambda folder: None)
    return calls


@pytest.mark.parametrize(
    ("before", "after"), [("jsonl", "jsonl"), ("text", "text"), ("jsonl.gz", "text"), ("text", "jsonl"), ("", "jsonl")]
)
def test_a_kill_at_any_step(
    tmp_path: Path, before: str, after: str, older: list[Encoded], newer: list[Encoded]
) -> None:
    write(tmp_path / "new", newer, after)
    new = snapshot(tmp_path / "new")
    if before:
        write(tmp_path / "old", older, before)
    else:
        (tmp_path / "old").mkdir()
    old = snapshot(tmp_path / "old")
    seen = set()
    for step in range(1, 200):
        folder = tmp_path / f"step-{step}"
        shutil.copytree(tmp_path / "old", folder)
        with pytest.MonkeyPatch.context() as patch:
            counted(patch, step)
            try:
                write(folder, newer, after)
            except KilledError:
                pass
            else:
                break
        left = snapshot(folder)
        assert left in (old, new) or verify_corpus_if_any(folder), step
        recovered = recover_corpus(folder)
        seen.add(recovered)
        left = snapshot(folder)
        assert left == (new if recovered else old) or (left == new and not (folder / ".partial").exists()), step
        write(folder, newer, after)
        assert snapshot(folder) == new
        assert not verify_corpus(folder)
    assert seen == {True, False}


def verify_corpus_if_any(folder: Path) -> bool:
    """True when the state is told: by what is wrong, or because no corpus was there before."""
    return not (folder / "manifest.json").exists() or bool(verify_corpus(folder))


@BY_FORMAT
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(
    tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch, older: list[Encoded], newer: list[Encoded]
) -> None:
    write(tmp_path, older, format)
    before = snapshot(tmp_path)
    opened = Path.open

    def full(path: Path, mode: str = "r", **keywords: Any) -> Any:
        return opened(Path("/dev/full") if "w" in mode or "x" in mode else path, mode.replace("x", "w"), **keywords)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError, match="no space left"):
        write(tmp_path, newer, format)
    monkeypatch.undo()
    assert snapshot(tmp_path) == before
    assert not (tmp_path / ".partial").exists()
    assert len(list(read_rows(tmp_path))) == len(older)


@BY_FORMAT
def test_the_folder_goes_away(tmp_path: Path, format: str, newer: list[Encoded]) -> None:
    folder = tmp_path / "corpus"

    def write_and_remove() -> None:
        with CorpusWriter(folder, format=format, shard_bytes=1) as writer:
            writer.add(newer[0])
            shutil.rmtree(folder)
            for row in newer:
                writer.add(row)
            writer.finish()

    with pytest.raises(OutputError, match="was removed"):
        write_and_remove()
    assert not folder.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder(tmp_path: Path, newer: list[Encoded]) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="can't write"):
        write(tmp_path, newer, "jsonl")


def test_no_place_for_a_folder(tmp_path: Path, newer: list[Encoded]) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(OutputError, match="can't write"):
        write(tmp_path / "file/corpus", newer, "jsonl")
    (tmp_path / "README.md").mkdir()
    with pytest.raises(OutputError, match="is a folder where a file must go"):
        write(tmp_path, newer, "jsonl")
    assert snapshot(tmp_path) == {"file": b"mine"}


def test_files_that_can_not_be_moved_are_moved_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: list[Encoded], newer: list[Encoded]
) -> None:
    write(tmp_path / "new", newer, "jsonl")
    write(tmp_path / "old", older, "jsonl")
    moved = os.replace

    def failing(source: Path, target: Path) -> None:
        if target.name == "README.md":
            raise PermissionError(13, "Permission denied")
        moved(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match="the next run there moves them"):
        write(tmp_path / "old", newer, "jsonl")
    monkeypatch.undo()
    assert "goes on from there" in verify_corpus(tmp_path / "old")[0]
    assert recover_corpus(tmp_path / "old")
    assert snapshot(tmp_path / "old") == snapshot(tmp_path / "new")


@pytest.mark.parametrize(("format", "module"), [("parquet", "pyarrow"), ("jsonl.zst", "backports")])
def test_a_library_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, module: str, older: list[Encoded]
) -> None:
    write(tmp_path, older, "jsonl")
    before = snapshot(tmp_path)
    name = "compression" if module == "backports" and sys.version_info >= (3, 14) else module
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ArgumentError, match="needs the extra"):
        write(tmp_path, older, format)
    assert snapshot(tmp_path) == before
    assert not (tmp_path / ".partial").exists()
