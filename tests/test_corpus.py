"""Whole corpora: the same bytes whatever the workers and the runs before, and what goes wrong on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import cleaner
from cleaner.cli.progress import summary_of
from cleaner.corpus import cleaning, cutting, learning, previous
from cleaner.corpus.current import differences, manifest_of
from cleaner.corpus.cutting import Task
from cleaner.corpus.jobs import Cleaned, Job, clean_task, count_task
from cleaner.corpus.options import CorpusOptions
from cleaner.corpus.run import Outcome, build_corpus
from cleaner.corpus.templates import TemplateOptions, Templates
from cleaner.corpus.workers import Failure, Workers
from cleaner.document import Record
from cleaner.errors import ArgumentError, OutputError
from cleaner.read import find_files
from cleaner.write import Filter, read_rows, restore_corpus

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
MENU = "Home\nNews\nSport\nContact\n\n"


def story(number: int) -> str:
    return f"The river rose on Monday in village number {number}, and nobody was hurt, the mayor of {number} said.\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of thirty texts, three of which are refused."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(27):
        (folder / f"{number:02}.txt").write_text(MENU + story(number) * (number % 3 + 1), encoding="utf-8")
    for number, payload in enumerate((b"", b"\x89PNG\r\n\x1a\n\0\0\0", b" \n")):
        (folder / f"bad{number}.txt").write_bytes(payload)
    return folder


def build(sources: Path, corpus: Path, **options: Any) -> Outcome:
    given = CorpusOptions(**{"workers": 0, **options})
    return build_corpus(find_files([sources]), corpus, options=given)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "TASK_SOURCES", 2)
    monkeypatch.setattr(cutting, "SHARD_SOURCES", 6)


@pytest.mark.usefixtures("small_tasks")
def test_output_does_not_depend_on_workers(sources: Path, tmp_path: Path) -> None:
    outcomes = [build(sources, tmp_path / f"by{workers}", workers=workers) for workers in (0, 1, 3)]
    assert [outcome.manifest["counts"]["documents"] for outcome in outcomes] == [27] * 3
    assert outcomes[0].manifest["rejected"] == {"E001": 2, "E002": 1}
    assert content(tmp_path / "by0") == content(tmp_path / "by1") == content(tmp_path / "by3")
    assert not (tmp_path / "by0/.cleaner").exists()


def test_all_sources_come_back(sources: Path, tmp_path: Path) -> None:
    build(sources, tmp_path / "corpus", duplicates="drop")
    restored = {source.file_path: source for source in restore_corpus(tmp_path / "corpus")}
    assert len(restored) == 30
    kept = {name: source for name, source in restored.items() if source.is_kept}
    assert len(kept) == 29  # a picture is not in the corpus
    assert all(source.payload == (sources / name).read_bytes() and source.ok for name, source in kept.items())


CHANGES = [
    ("nothing", lambda folder: None),
    ("a changed source", lambda folder: (folder / "03.txt").write_text("Nobody was hurt in the flood, she said.\n")),
    ("a new source", lambda folder: (folder / "03a.txt").write_text("The bridge is closed, the city said.\n")),
    ("a source less", lambda folder: (folder / "05.txt").unlink()),
    ("one that can be cleaned now", lambda folder: (folder / "bad0.txt").write_text("It rained all day, she said.\n")),
    ("another order", lambda folder: (folder / "00.txt").rename(folder / "99.txt")),
]


def test_again_cleans_all_sources(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(sources, tmp_path / "corpus")
    before = content(tmp_path / "corpus")
    cleaned: list[str] = []

    def counted(job: Job, task: Task) -> list[Cleaned]:
        cleaned.extend(item.id for item in task.items if isinstance(item, Record))
        return clean_task(job, task)

    monkeypatch.setattr(cleaning, "clean_task", counted)
    assert not build(sources, tmp_path / "corpus", again=True).is_current
    assert content(tmp_path / "corpus") == before
    assert len(cleaned) == 30


@pytest.mark.usefixtures("small_tasks")
@pytest.mark.parametrize(("title", "change"), CHANGES, ids=[title for title, _ in CHANGES])
def test_a_second_run_cleans_only_what_changed(
    sources: Path, tmp_path: Path, title: str, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(sources, tmp_path / "corpus")
    change(sources)
    cleaned: list[str] = []

    def counted(job: Job, task: Task) -> list[Cleaned]:
        cleaned.extend(item.id for item in task.items if isinstance(item, Record))
        return clean_task(job, task)

    monkeypatch.setattr(cleaning, "clean_task", counted)
    outcome = build(sources, tmp_path / "corpus")
    assert outcome.is_current == (title == "nothing")
    assert len(cleaned) <= 1, cleaned
    monkeypatch.undo()
    build(sources, tmp_path / "fresh")
    assert content(tmp_path / "corpus") == content(tmp_path / "fresh")


def test_sources_in_another_order_are_not_cleaned_again(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = CorpusOptions(workers=0)
    parts = [[file for file in find_files([sources]) if int(file.path.stem[-1]) % 3 == rest] for rest in range(3)]
    build_corpus([*parts[0], *parts[1], *parts[2]], tmp_path / "corpus", options=options)
    build_corpus([*parts[2], *parts[0], *parts[1]], tmp_path / "fresh", options=options)
    cleaned: list[str] = []

    def counted(job: Job, task: Task) -> list[Cleaned]:
        cleaned.extend(item.id for item in task.items if isinstance(item, Record))
        return clean_task(job, task)

    monkeypatch.setattr(cleaning, "clean_task", counted)
    build_corpus([*parts[2], *parts[0], *parts[1]], tmp_path / "corpus", options=options)
    assert cleaned == []
    assert content(tmp_path / "corpus") == content(tmp_path / "fresh")
    monkeypatch.setattr(previous, "MAX_READINGS", 1)
    build_corpus([*parts[2], *parts[1], *parts[0]], tmp_path / "corpus", options=options)
    assert len(cleaned) == len(parts[0])


def test_what_is_passed_over_is_counted(sources: Path, tmp_path: Path) -> None:
    def archive(*hidden: str) -> None:
        with zipfile.ZipFile(sources / "more.zip", "w") as file:
            for name in ("a.txt", *hidden):
                file.writestr(name, "The river rose on Monday, and nobody was hurt in the valley.\n")

    archive(".a", ".b")
    manifest = build(sources, tmp_path / "corpus").manifest
    assert manifest["passed_over"] == {"member left out": 2}
    assert "  passed over: member left out 2\n" in summary_of(tmp_path / "corpus", Outcome(False, manifest))
    archive(".a")
    options = CorpusOptions()
    told = differences(find_files([sources]), tmp_path / "corpus", cleaner.Config(), options, options.settings(None))
    assert told == ["what is passed over changed"]
    assert build(sources, tmp_path / "corpus").manifest["passed_over"] == {"member left out": 1}


def test_differences_are_told(sources: Path, tmp_path: Path) -> None:
    def told(**options: Any) -> list[str]:
        given = CorpusOptions(**options)
        return differences(find_files([sources]), tmp_path / "corpus", cleaner.Config(), given, given.settings(None))

    assert told() == ["there is no corpus"]
    build(sources, tmp_path / "corpus")
    assert told() == told(workers=7) == []
    assert told(duplicates="drop") == ["it was made with other settings"]
    assert "another version of cleaner, or with other settings" in told(added="2025-05-31")[0]
    (sources / "new.txt").write_text("It rained.\n")
    (sources / "03.txt").write_text("It rained in the hills.\n")
    (sources / "04.txt").unlink()
    assert told() == ["1 new, 1 changed, 1 gone"]


KILLED = """
import os, sys
from pathlib import Path
from cleaner.corpus import cutting, run, staged
from cleaner.corpus.options import CorpusOptions
from cleaner.read import find_files
from cleaner.write import staging
cutting.TASK_SOURCES, cutting.SHARD_SOURCES = 2, 6
left = int(sys.argv[3])
def killing(function):
    def called(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return function(*arguments, **named)
    return called
os.replace, os.fsync = killing(os.replace), killing(os.fsync)
run.build_corpus(find_files([sys.argv[1]]), Path(sys.argv[2]), options=CorpusOptions(workers=0, duplicates="drop"))
"""


@pytest.mark.usefixtures("small_tasks")
def test_a_run_killed_anywhere_goes_on(sources: Path, tmp_path: Path) -> None:
    build(sources, tmp_path / "whole", duplicates="drop")
    before = 0
    for steps in (0, 4, 9, 14, 18, 22, 25, 28, 31, 40):
        corpus = tmp_path / f"killed{steps}"
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(sources), str(corpus), str(steps)], env=ENVIRONMENT, check=False
        )
        before += done.returncode == -signal.SIGKILL
        build(sources, corpus, duplicates="drop")
        assert content(corpus) == content(tmp_path / "whole"), steps
    assert before >= 6


@pytest.mark.usefixtures("small_tasks")
def test_staged_shards_are_not_done_again(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[str] = []

    def broken(job: Job, task: Task) -> list[Cleaned]:
        if any(item.id == "20.txt" for item in task.items if isinstance(item, Record)) and not cleaned:
            raise KeyboardInterrupt
        return clean_task(job, task)

    monkeypatch.setattr(cleaning, "clean_task", broken)
    with pytest.raises(KeyboardInterrupt):
        build(sources, tmp_path / "corpus")
    cleaned.append("")

    def counted(job: Job, task: Task) -> list[Cleaned]:
        cleaned.extend(item.id for item in task.items if isinstance(item, Record))
        return clean_task(job, task)

    monkeypatch.setattr(cleaning, "clean_task", counted)
    build(sources, tmp_path / "corpus")
    assert cleaned[1] == "18.txt"  # the first of the shard that was not done


def trapped(job: Job, task: Task) -> list[Cleaned]:
    """Cleans, unless a source says otherwise; in a worker process."""
    for item in task.items:
        if isinstance(item, Record) and b"KILL" in item.payload:
            os.kill(os.getpid(), signal.SIGKILL)
        if isinstance(item, Record) and b"RAISE" in item.payload:
            raise RecursionError("too deep")
        if isinstance(item, Record) and b"HANG" in item.payload:
            time.sleep(60)
    return clean_task(job, task)


def test_documents_that_kill_or_hang_are_named(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, word in (("02", "KILL"), ("11", "RAISE"), ("12", "HANG")):
        (sources / f"{name}.txt").write_text(f"{word} them all, the mayor said on Monday.\n", encoding="utf-8")
    notes: list[tuple[str, str]] = []
    monkeypatch.setattr(cleaning, "clean_task", trapped)
    outcome = build_corpus(
        find_files([sources]), tmp_path / "corpus", options=CorpusOptions(workers=2, timeout_s=5, templates="off"),
        on_note=lambda source, finding: notes.append((source, finding.code)),
    )  # fmt: skip
    assert outcome.manifest["counts"]["documents"] == 24
    assert {(name, code) for name, code in notes if code.startswith("E04")} == {
        ("02.txt", "E041"), ("11.txt", "E042"), ("12.txt", "E040"),
    }  # fmt: skip
    assert len(list(restore_corpus(tmp_path / "corpus"))) == 30
    monkeypatch.undo()
    outcome = build(sources, tmp_path / "corpus", templates="off")  # they are tried again, the others are not
    assert (outcome.is_current, outcome.manifest["counts"]["documents"]) == (False, 27)
    assert build(sources, tmp_path / "corpus", templates="off").is_current


def double(number: int) -> int:
    if number == 4:
        os._exit(3)
    return 2 * number


def test_workers_keep_the_order() -> None:
    with Workers(3, timeout_s=30) as workers:
        done = list(workers.ordered(double, range(9)))
    assert [task for task, _ in done] == list(range(9))
    assert [result for _, result in done if not isinstance(result, Failure)] == [0, 2, 4, 6, 10, 12, 14, 16]
    assert done[4][1] == Failure("died", "the worker process ended with exit code 3")


def test_two_runs_do_not_meet(sources: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / ".cleaner").mkdir(parents=True)
    with FileLock(corpus / ".cleaner/lock"), pytest.raises(OutputError, match="another run is writing there"):
        build(sources, corpus)
    build(sources, corpus)


def test_a_removed_output_folder_is_told(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def removing(job: Job, task: Task) -> list[Cleaned]:
        shutil.rmtree(tmp_path / "corpus")
        return clean_task(job, task)

    monkeypatch.setattr(cleaning, "clean_task", removing)
    with pytest.raises(OutputError, match="was removed while"):
        build(sources, tmp_path / "corpus")


def test_filters_count_what_leaves(sources: Path, tmp_path: Path) -> None:
    outcome = build(sources, tmp_path / "corpus", kept=Filter(min_words=30))
    assert outcome.manifest["rejected"] == {"E001": 2, "E002": 1, "E052": 9}
    assert outcome.manifest["counts"]["documents"] == 18


def rows_of(corpus: Path, folder: str = "documents") -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted((corpus / folder).iterdir()) for line in path.read_bytes().splitlines()]


def test_duplicates_are_tagged_or_dropped(sources: Path, tmp_path: Path) -> None:
    (sources / "copy.txt").write_text(story(7).upper() * 2 + "\n", encoding="utf-8")
    build(sources, tmp_path / "tagged")
    tagged = {row["id"]: row["metadata"] for row in rows_of(tmp_path / "tagged")}
    assert tagged["07.txt"]["duplicate_cluster"] == tagged["copy.txt"]["duplicate_cluster"] != ""
    assert {tagged["07.txt"]["duplicate_of"], tagged["copy.txt"]["duplicate_of"]} <= {"07.txt", "copy.txt"}
    outcome = build(sources, tmp_path / "dropped", duplicates="drop")
    assert outcome.manifest["counts"]["duplicates"] == len(rows_of(tmp_path / "dropped", "duplicates")) >= 1
    kept = build(sources, tmp_path / "kept", duplicates="keep")
    assert kept.manifest["counts"]["duplicates"] == 0


def test_new_sources_are_compared_with_a_corpus(sources: Path, tmp_path: Path) -> None:
    build(sources, tmp_path / "old")
    new = tmp_path / "new"
    new.mkdir()
    (new / "again.txt").write_text(story(7) * 2, encoding="utf-8")
    (new / "other.txt").write_text("The bridge over the canal is closed until the autumn, the city said.\n")
    outcome = build(new, tmp_path / "corpus", against=tmp_path / "old", duplicates="drop")
    assert (outcome.manifest["counts"]["documents"], outcome.manifest["counts"]["duplicates"]) == (1, 1)
    assert rows_of(tmp_path / "corpus", "duplicates")[0]["metadata"]["duplicate_of"] == "07.txt"
    with pytest.raises(ArgumentError, match="compared with itself"):
        build(new, tmp_path / "corpus", against=tmp_path / "corpus")


def test_templates_are_learned_and_saved(tmp_path: Path) -> None:
    words = (
        "river", "bridge", "school", "market", "harbour", "library", "station", "museum", "hospital", "theatre",
        "garden", "tower",
    )  # fmt: skip
    pages = [
        {
            "id": number,
            "url": f"https://example.org/{number}",
            "text": f"Zwrumbl ok\n\nThe {word} was closed on Monday after the {word} council had met, two people from "
            f"the {word} said, and the {word} will not open again before the {words[number - 3]} does.\n\nGlorp fizz\n",
        }
        for number, word in enumerate(words)
    ]
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(f"{json.dumps(page)}\n" for page in pages), encoding="utf-8")
    build(path, tmp_path / "corpus")
    assert len(Templates.load(tmp_path / "corpus/templates.json")) == 1
    assert manifest_of(tmp_path / "corpus")["findings"]["C902"] >= 12
    assert build(path, tmp_path / "corpus").is_current
    build(path, tmp_path / "off", templates="off")
    assert not (tmp_path / "off/templates.json").exists()
    assert "C902" not in manifest_of(tmp_path / "off")["findings"]


def test_rows_are_read_again_as_they_were_written(sources: Path, tmp_path: Path) -> None:
    build(sources, tmp_path / "corpus")
    documents = [json.loads(rows.document) for rows in read_rows(tmp_path / "corpus") if rows.document]
    assert documents == rows_of(tmp_path / "corpus")
    assert sum(1 for _ in read_rows(tmp_path / "corpus")) == 30


def test_templates_of_an_unfinished_run_are_taken_if_learned_alike(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(job: Job, task: Task) -> list[Cleaned]:
        raise KeyboardInterrupt

    counted: list[str] = []

    def counting(config: cleaner.Config, task: Task) -> list[Any]:
        counted.append(task.digest)
        return count_task(config, task)

    monkeypatch.setattr(learning, "count_task", counting)
    for name, given in (("corpus", {}), ("other", {"learning": TemplateOptions(min_pages=9)})):
        with monkeypatch.context() as patch:
            patch.setattr(cleaning, "clean_task", broken)
            with pytest.raises(KeyboardInterrupt):
                build(sources, tmp_path / name)
        build(sources, tmp_path / name, **given)
    assert len(counted) == 3  # once for the first corpus, twice for the other
