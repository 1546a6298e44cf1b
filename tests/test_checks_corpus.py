"""`cleaner check` of sources that have a corpus: read, filtered and compared in the way it was made."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli import main

PROSE = "The river rose on 2025-05-31, and nobody was hurt in the valley, the city said.\n"
OTHER = "The museum has bought four paintings of a little known master, which hung in a school until last week.\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project with a corpus to be, away from this project's configuration."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", '[tool.cleaner.check]\npaths = ["seeds"]\ncorpus = "corpus"\nignore = ["M1", "M203"]\n')
    write("seeds/a.txt", PROSE)
    write("seeds/rows.jsonl", json.dumps({"n": 1, "words": OTHER}) + "\n")
    write("seeds/notes/b.md", "It rained all day in the valley, and the bridge was closed until the evening.\n")


def write(path: str, content: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(content, encoding="utf-8")


def clean(*arguments: str) -> None:
    CliRunner().invoke(main, ["clean", *arguments, "--workers", "0"])


def told(*arguments: str) -> list[str]:
    """The problems, one a line; a check that could not be done is none."""
    result = CliRunner().invoke(main, ["check", *arguments, "--output-format", "concise"])
    assert result.exit_code in (0, 1), result.output
    return [line for line in result.stdout.split("\n") if line.startswith(("seeds/", "corpus/"))]


OPTIONS = [  # title, options of `cleaner clean`, what is told of its sources
    ("columns", "--text-column words --id-column n", []),
    ("files left out", "--exclude 'notes/' --exclude '*.jsonl'", []),
    ("what git ignores", "--no-gitignore --text-column words", []),
    ("format and size of the files", "--text-column words --format jsonl.gz --shard-mb 1 --added 2025-05-31", []),
    ("duplicates", "--text-column words --duplicates drop --similarity 0.5", []),
    ("templates", "--text-column words --templates off --min-pages 7", []),
]


@pytest.mark.parametrize(("options", "found"), [case[1:] for case in OPTIONS], ids=[case[0] for case in OPTIONS])
def test_a_corpus_is_up_to_date_in_the_way_it_was_made(options: str, found: list[str]) -> None:
    """And the command that is told makes it in that way again."""
    clean("seeds", "-o", "corpus", *shlex.split(options))
    assert told() == found
    write("seeds/a.txt", PROSE * 2)
    [line] = told()
    assert line.startswith("corpus/manifest.json:1:1: M205 not what the sources give: 1 changed; clean them: `")
    command = shlex.split(line.split("`")[1])
    assert command[:5] == ["cleaner", "clean", "seeds", "-o", "corpus"]
    assert sorted(command[5:]) == sorted(shlex.split(options))
    clean(*command[2:])
    assert told() == found


def test_rows_are_read_by_the_columns_of_the_corpus() -> None:
    write("seeds/rows.jsonl", json.dumps({"words": OTHER.replace("s", "\u200bs", 1)}) + "\n")
    assert [line.split()[1] for line in told("seeds/rows.jsonl")] == ["E023", "M205"]
    clean("seeds", "-o", "corpus", "--text-column", "words")
    assert [line.split()[1] for line in told("seeds/rows.jsonl")] == ["N104"]
    assert [line.split()[1] for line in told("seeds")] == ["N104"]


def test_duplicates_are_as_similar_as_in_the_corpus() -> None:
    day = "On day {0} the council met the {1} people of house {2} in hall {3} and spoke with them of bridge {4}.\n"
    days = [day.format(number, 7 * number, 13 * number, 17 * number, 19 * number) for number in range(1, 17)]
    write("seeds/c.txt", "".join(days[:12]))
    clean("seeds", "-o", "corpus", "--text-column", "words", "--similarity", "0.3")
    write("seeds/d.txt", "".join(days[4:]))
    assert [line.split()[:2] for line in told("seeds/d.txt")] == [["seeds/d.txt:1:1:", "D102"]]
    clean("seeds", "-o", "corpus", "--text-column", "words")
    assert told("seeds/d.txt") == []


FILTERS = [  # title, options of `cleaner clean`, the code of what it leaves out
    ("language", "--language de", "E050"),
    ("a sure language", "--min-language-score 0.5", "E051"),
    ("few words", "--min-words 16", "E052"),
    ("many words", "--max-words 16", "E053"),
    ("type of page", "--page-type product", "E054"),
    ("time", "--until 2024", "E055"),
]


@pytest.mark.parametrize(("options", "code"), [case[1:] for case in FILTERS], ids=[case[0] for case in FILTERS])
def test_what_the_corpus_leaves_out_is_noted(options: str, code: str) -> None:
    write("seeds/names.txt", "Hotel Sport Bar\n")
    clean("seeds", "-o", "corpus", "--text-column", "words", *shlex.split(options))
    rows = map(json.loads, Path("corpus/edits/00000.jsonl").read_text(encoding="utf-8").split("\n")[:-1])
    left_out = [(f"seeds/{row['file_path']}:1:1:", code) for row in rows if row["refused"] == code]
    assert left_out
    lines = told("--select", "E,M205")
    assert [tuple(line.split()[:2]) for line in lines] == left_out
    assert all(" the corpus leaves it out: " in line for line in lines)
    assert CliRunner().invoke(main, ["check", "--select", "E"]).exit_code == 0  # nothing is wrong with them
    clean("seeds", "-o", "corpus", "--text-column", "words")
    assert told("--select", "E,M205") == []


DAMAGED = [  # title, manifest, why it is told
    ("no settings", "{}", "there is no corpus"),
    ("settings that are none", '{"settings": 5}', "it is damaged (its manifest says nothing of its settings)"),
    ("a column that is no name", '{"settings": {"read": {"text_column": 5}}}', "it is damaged (its manifest: Expected"),
    ("no day", '{"settings": {"kept": {"since": "May"}}}', "it is damaged (its manifest: since='May'"),
    ("no format", '{"settings": {"read": {"format": "doc"}}}', "it is damaged (its manifest: unknown format 'doc'"),
    ("little said", '{"settings": {}}', "made by another version"),
]


@pytest.mark.parametrize(("manifest", "why"), [case[1:] for case in DAMAGED], ids=[case[0] for case in DAMAGED])
def test_a_manifest_that_says_nothing_is_told_of(manifest: str, why: str) -> None:
    clean("seeds", "-o", "corpus")
    write("corpus/manifest.json", manifest)
    [line] = told("--select", "M205")
    assert why in line
    assert "clean seeds -o corpus`" in line
