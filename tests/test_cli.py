"""The command line: what is printed where, exit codes, and every bad input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import cleaner
from cleaner.cli import COMMANDS, main

# The package under test, also where it is found by a relative path.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(cleaner.__file__).parents[1])}
PROSE = "The river rose on Monday, and nobody was hurt, the city’s mayor said.\n"
CLEANED = PROSE.replace("’", "'")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with texts to work in, away from this project's configuration."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "seeds/b.txt").write_text(PROSE * 2, encoding="utf-8")
    (tmp_path / "page.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "pages.jsonl").write_text('{"id": 1, "body": "<p>The river rose on Monday.</p>"}\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def run(*arguments: str, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, arguments, input=given)
    assert "Traceback" not in result.output, result.output
    return result


def test_clean_writes_a_corpus_and_restore_gives_it_back(place: Path) -> None:
    result = run("clean", "seeds", "-o", "corpus")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 of 2 sources cleaned" in result.stderr
    result = run("restore", "corpus", "--against", "seeds", "-o", "back")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "a.txt: equals seeds/a.txt\nb.txt: equals seeds/b.txt\n"
    assert (place / "back/a.txt").read_bytes() == (place / "seeds/a.txt").read_bytes()


@pytest.mark.parametrize("arguments", [["clean", "page.txt"], ["clean", "-"]])
def test_one_text_goes_to_standard_output(arguments: list[str]) -> None:
    result = run(*arguments, given=PROSE.encode())
    assert (result.exit_code, result.stdout, result.stderr) == (0, CLEANED, "")


def test_a_list_of_files_is_read(place: Path) -> None:
    (place / "list.txt").write_text("seeds/a.txt\npage.txt\n", encoding="utf-8")
    result = run("clean", "--files-from", "list.txt", "-o", "corpus", "--workers", "0")
    assert (result.exit_code, "2 of 2 sources cleaned" in result.stderr) == (0, True)
    assert run("clean", "--files-from", "list.txt", "-o", "corpus", "--check").stderr == "corpus: up to date\n"
    (place / "list.txt").write_text("\n", encoding="utf-8")
    assert run("clean", "--files-from", "list.txt", "-o", "corpus").exit_code == 2


def test_restore_tells_of_differences(place: Path) -> None:
    run("clean", "seeds", "-o", "corpus")
    (place / "seeds/a.txt").write_text("changed", encoding="utf-8")
    (place / "seeds/b.txt").unlink()
    result = run("restore", "corpus", "--against", "seeds")
    assert result.exit_code == 1
    assert "a.txt: differs from seeds/a.txt" in result.stdout
    assert "b.txt: differs: seeds/b.txt can't be read" in result.stdout


def test_restore_writes_below_its_folder_only(place: Path) -> None:
    run("clean", "seeds", "-o", "corpus")
    path = place / "corpus/edits/00000.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"file_path":"a.txt"', b'"file_path":"../a.txt"'))
    assert run("restore", "corpus", "-o", "back").exit_code == 2
    assert not (place / "a.txt").exists()


def test_diff_shows_changes_and_codes() -> None:
    result = run("diff", "page.txt")
    assert result.exit_code == 1
    assert result.stdout.split("\n")[2:5] == ["@@ line 1: N202 @@", f"-{PROSE.strip()}", f"+{CLEANED.strip()}"]
    assert "\x1b[31m-" in run("diff", "page.txt", "--color").stdout
    result = run("diff", "page.txt", "--quotes", "keep")
    assert (result.exit_code, result.stdout) == (0, "")


def test_explain_has_a_row_for_each_line() -> None:
    result = run("explain", "seeds/b.txt")
    assert result.exit_code == 0
    header, *rows = [line.split() for line in result.stdout.strip().split("\n")]
    assert header == ["line", "fate", "codes", "score", "reason", "text", "tagger"]
    first = [row[:4] for row in rows if row[0].isdigit()]  # the tagger's reasons may take more than one row
    assert first == [["1", "changed", "N202", "1.00"], ["2", "changed", "N202", "1.00"]]


def test_rule() -> None:
    assert run("rule", "e002").stdout.startswith("E002: The source is no text.\n")
    assert "E001  The source is empty" in run("rule").stdout
    assert {line[:2] for line in run("rule", "E0").stdout.strip().split("\n")} == {"E0"}
    result = run("rule", "E07")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no code 'E07'; did you mean E007?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (["clean", "missing.txt"], 2, "missing.txt: no such file or folder; check the path"),
        (["clean", "missing.txt", "-o", "out"], 2, "missing.txt: no such file"),
        (["clean", "hollow", "-o", "out"], 2, "hollow: the folder holds no files"),
        (["clean", "seeds"], 2, "add -o FOLDER"),
        (["clean", "page.txt", "seeds/a.txt"], 2, "add -o FOLDER"),
        (["clean"], 2, "Missing argument"),
        (["clean", "seeds", "-o", "page.txt"], 2, "page.txt: is a file, not a folder"),
        (["clean", "seeds", "-o", "page.txt/out"], 2, "can't write the corpus"),
        (["clean", "page.txt", "--quotes", "curly"], 2, "'curly' is not one of"),
        (["clean", "page.txt", "--config", "missing.toml"], 2, "missing.toml: no such configuration file"),
        (["clean", "page.txt", "--config", "bad.toml"], 2, "unknown key 'quote'; did you mean 'quotes'?"),
        (["clean", "seeds", "-o", "out", "--added", "today"], 2, "--added today: not an ISO 8601 date"),
        (["clean", "empty.txt"], 1, "empty.txt: refused: E001 the source is empty"),
        (["clean", "picture.txt"], 1, "picture.txt: refused: E002 not a text: a JPEG picture"),
        (["clean", "dangling.txt"], 2, "dangling.txt: refused: E005 the file can't be read"),
        (["diff", "missing.txt"], 2, "missing.txt: no such file"),
        (["diff", "picture.txt"], 1, "E002"),
        (["explain", "missing.txt"], 2, "missing.txt: no such file"),
        (["explain", "empty.txt"], 1, "E001"),
        (["restore", "missing"], 2, "a corpus folder is what `cleaner clean PATH -o FOLDER` writes"),
        (["restore", "seeds"], 2, "a corpus folder is what"),
        (["polish"], 2, "No such command 'polish'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_goes_wrong(place: Path, arguments: list[str], exit_code: int, words: str) -> None:
    (place / "hollow").mkdir()
    (place / "bad.toml").write_text('[tool.cleaner]\nquote = "keep"\n', encoding="utf-8")
    (place / "empty.txt").write_bytes(b"")
    (place / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    os.symlink(place / "gone", place / "dangling.txt")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert words in result.stderr


def test_other_sources_are_done(place: Path) -> None:
    (place / "seeds/empty.txt").write_bytes(b"")
    assert run("clean", "seeds", "-o", "one").exit_code == 1
    os.symlink(place / "gone", place / "seeds/dangling.txt")
    result = run("clean", "seeds", "missing", "-o", "two")
    assert result.exit_code == 2
    assert "2 of 4 sources cleaned, 2 refused" in result.stderr
    for corpus in ("one", "two"):
        assert len((place / corpus / "documents/00000.jsonl").read_bytes().split(b"\n")) == 3
    assert run("restore", "two").exit_code == 0


BAD_BYTES = [
    ("invalid UTF-8", "Größe über ".encode() + b"\xff", 0, "E003"),
    ("one bad byte in a short text", b"ok \xff a caf\xc3\xa9 and more of it here\n", 0, "E003"),
    ("UTF-16 with a mark", PROSE.encode("utf-16"), 0, ""),
    ("UTF-16 without a mark", PROSE.encode("utf-16-be"), 0, "E010"),
    ("Latin-1", "Le garçon a mangé à midi, et l'été fut beau.\n".encode("latin-1"), 0, "E010"),
    ("CRLF", PROSE.replace("\n", "\r\n").encode() * 3, 0, ""),
    ("lone CR", PROSE.replace("\n", "\r").encode() * 3, 0, ""),
    ("NULs", b"\0" * 1000, 1, "E002"),
    ("control characters", bytes(range(32)) * 20, 1, "E002"),
    ("chrome only", b"READ MORE:\n\nMost Popular Articles\n", 0, None),
    ("a long line", PROSE.strip().encode() * 20_000, 0, ""),
    ("half a page", b"<!DOCTYPE html><html><body><p>It rained <b all day", 0, None),
]


@pytest.mark.parametrize(("payload", "exit_code", "words"), [c[1:] for c in BAD_BYTES], ids=[c[0] for c in BAD_BYTES])
def test_bad_bytes(place: Path, payload: bytes, exit_code: int, words: str | None) -> None:
    (place / "seeds/c.txt").write_bytes(payload)
    result = run("clean", "seeds", "-o", "corpus")
    assert result.exit_code == exit_code
    if words is not None:
        assert words in result.stderr
    assert run("restore", "corpus", "--against", "seeds").exit_code == 0


def test_an_output_below_the_sources_is_not_read(place: Path) -> None:
    for _ in range(2):
        assert "2 of 2 sources" in run("clean", "seeds", "-o", "seeds/corpus").stderr


def test_options_overrule_the_nearest_configuration(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "pyproject.toml").write_text('[tool.cleaner]\nquotes = "keep"\n', encoding="utf-8")
    monkeypatch.chdir(place / "seeds")
    assert run("clean", "a.txt").stdout == PROSE
    assert run("clean", "a.txt", "--quotes", "straight").stdout == CLEANED
    assert run("clean", "a.txt", "--quotes", "straight", "--ignore", "N2").stdout == PROSE


@pytest.mark.parametrize(
    ("arguments", "epoch", "added"),
    [
        ([], "", ""),
        (["--added", "2025-05-31"], "0", "2025-05-31"),
        ([], "1748649600", "2025-05-31T00:00:00Z"),
    ],
)
def test_added_is_never_the_clock(
    place: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], epoch: str, added: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert run("clean", "seeds", "-o", "corpus", *arguments).exit_code == 0
    assert f'"added":"{added}"'.encode() in (place / "corpus/documents/00000.jsonl").read_bytes()


def test_a_bad_epoch_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert run("clean", "seeds", "-o", "corpus").exit_code == 2


def test_bugs_and_interruptions_do_not_look_like_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    for error, exit_code in ((KeyboardInterrupt(), 130), (RuntimeError("oops"), 2), (OSError("gone"), 2)):

        def failing(*_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr("cleaner.report.hunks", failing)
        result = CliRunner().invoke(main, ["diff", "page.txt"])
        assert (result.exit_code, result.stdout) == (exit_code, "")


def examples() -> Iterator[str]:
    context = click.Context(main)
    for name in ("", *COMMANDS):
        found = main.get_command(context, name) if name else main
        assert found is not None
        text = (found.help or "").partition("Examples:\n")[2]
        assert text, f"cleaner {name} --help has no examples"
        yield from (line.strip() for line in text.split("\n") if line.strip())


@pytest.mark.parametrize("example", dict.fromkeys(examples()))
def test_examples_of_the_help_run(place: Path, example: str) -> None:
    shim = place / "bin/cleaner"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    run("clean", "seeds", "-o", "corpus")
    environment = {**ENVIRONMENT, "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-c", example], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in ((0, 1) if " diff " in example else (0,)), done.stderr
    assert "Error" not in done.stderr


def test_the_version_needs_no_heavy_import() -> None:
    code = "import sys, cleaner.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    heavy = ["bs4", "trafilatura", "lxml", "ftfy", "numpy", "langdetect", "rich", "cchardet"]
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert run("--version").stdout == f"cleaner, version {cleaner.__version__}\n"


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f'"{sys.executable}" -m cleaner rule | true'
    done = subprocess.run(["sh", "-c", command], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
