"""`cleaner check`: what is found where, what is told of, exit codes, and every bad input."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.checks.settings import settings_from_mapping
from cleaner.cli import check_tasks, main
from cleaner.errors import ConfigError

PROSE = "The river rose on 2025-05-31, and nobody was hurt in the valley, the city said.\n"
DATED = f"ROME, May 31, 2025 (AP) - {PROSE}"
INVISIBLE = "It\u200bs on in the valley, and nobody was hurt, the city said on Monday.\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, away from this project's configuration."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments], input=given)
    assert "Traceback" not in result.output, result.output
    return result


def write(path: str, content: str | bytes) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))


def rows(*arguments: str, given: bytes | None = None) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(*arguments, "--output-format", "json", given=given).stdout)
    return found


def told(*arguments: str, given: bytes | None = None) -> list[str]:
    return [f"{row['path']}:{row['line']}:{row['column']}: {row['code']}" for row in rows(*arguments, given=given)]


PAGE = '<html lang="en">\n<head><title>River</title>\n</head>\n<body>\n<main>\n<p>{}</p>\n</main></body></html>\n'
PLACES = [  # title, content, code, line, column, end line, end column
    ("first line", f"A\u200bnd {PROSE}", "N104", 1, 2, 1, 3),
    ("after CRLF", f"{PROSE.strip()}\r\nA\u200bnd {PROSE.strip()}\r\n", "N104", 2, 2, 2, 3),
    ("after a lone CR", f"{PROSE.strip()}\rA\u200bnd {PROSE.strip()}\r", "N104", 2, 2, 2, 3),
    ("blank lines count", f"{PROSE}\n\n\nA\u200bnd {PROSE}", "N104", 5, 2, 5, 3),
    ("a line separator is no line of an editor", f"{PROSE.strip()}\u2028{PROSE}A\u200bnd {PROSE}", "N104", 2, 2, 2, 3),
    ("astral characters are one column", f"😀😀a\u200bnd {PROSE}", "N104", 1, 4, 1, 5),
    ("a byte order mark is no column", f"\ufeffA\u200bnd {PROSE}", "N104", 1, 2, 1, 3),
    ("an undecodable byte is one column", b"ok caf\xc3\xa9 caf\xc3\xa9 \xff and a lot of it\n", "E003", 1, 14, 1, 15),
    ("the end of a file", "Größe über und über ".encode() + b"\xc3", "E009", 1, 21, 1, 22),
    ("at the source of a page", PAGE.format("It rose a\u200bb to the top, the city said."), "N104", 6, 13, 6, 14),
    ("markup in front", PAGE.format("<b>It</b> r\u200bose to the top, the city said."), "N104", 6, 15, 6, 16),
    ("the whole of a page", PAGE.format("It rose to the top, the city said."), "M203", 1, 1, 1, 1),
]


@pytest.mark.parametrize(("content", "code", "spot"), [(c[1], c[2], c[3:]) for c in PLACES], ids=[c[0] for c in PLACES])
def test_places(content: str | bytes, code: str, spot: tuple[int, int, int, int]) -> None:
    write("a.txt", content)
    [row, *_] = rows("a.txt", "--select", code)
    assert (row["line"], row["column"], row["end_line"], row["end_column"]) == spot


def test_the_same_text_twice_on_a_line_of_a_page() -> None:
    write("a.html", PAGE.format("A a\u200bb, a a\u200bb and more of the same, the city said."))
    assert told("a.html", "--select", "N104") == ["a.html:6:7: N104", "a.html:6:14: N104"]


RAW = [  # title, content, codes
    ("fine", DATED, []),
    ("chrome and quotes are what cleaning is for", DATED + "It’s “on”.\n\nREAD MORE:\n", []),
    ("line ends and spaces too", DATED.replace("\n", "  \r\n"), []),
    ("joiners of Persian", "می\u200cخواهم که این کتاب را بخوانم و به خانه بروم، او گفت.\n", ["M203"]),
    ("nobody says the day", PROSE, ["M203"]),
    ("empty", b"", ["E001"]),
    ("white space", b" \n\n", ["E001"]),
    ("a picture", b"\xff\xd8\xff\xe0\0\x10JFIF", ["E002"]),
    ("bad bytes", DATED.encode() + b"Gr\xc3\xb6\xc3\x9fe \xff and so on\n", ["E003"]),
    ("chrome only", "READ MORE:\n\nMost Popular Articles\n", ["E007"]),
    ("invisible characters only", "\u200b\u200b\n\xad\n", ["E007", "N104"]),
    ("control characters only", b"\x07\x07\n", ["E007", "N105"]),
    ("chrome and invisible characters", "READ MORE:\n\n\u200b\n", ["E007", "N104"]),
    ("white space as entities", "&nbsp;\n", ["E007"]),
    ("mojibake", DATED + "The cafÃ© in GrÃ¶ÃŸe was closed, and its owner â€“ a man of 50 â€“ said so.\n", ["N102"]),
    ("bidirectional controls", DATED + "He wrote \u202etxt.exe\u202c there.\n", ["N104", "N104"]),
    ("control characters", DATED + "He wrote \x07 there.\n", ["N105"]),
]


@pytest.mark.parametrize(("content", "codes"), [c[1:] for c in RAW], ids=[c[0] for c in RAW])
def test_the_raw_profile(content: str | bytes, codes: list[str]) -> None:
    write("a.txt", content)
    assert sorted({str(row["code"]) for row in rows("a.txt")}) == sorted(set(codes))


def test_the_clean_profile_fails_on_what_is_left_to_clean() -> None:
    write("a.txt", DATED + "It’s on, and nobody was hurt in the valley, the city said.\n\nREAD MORE:\n")
    assert run("a.txt").exit_code == 0
    found = [line.split(": ")[1] for line in told("a.txt", "--profile", "clean")]
    assert found == ["C501", "N202", "C201"]
    write("pyproject.toml", '[tool.cleaner.check.profiles]\n"*.txt" = "clean"\n"raw/*" = "raw"\n')
    write("raw/a.txt", DATED + "It’s on.\n")
    assert run("a.txt").exit_code == 1
    assert run("raw").exit_code == 0


def test_what_is_not_told_of_changes_nothing_else() -> None:
    """Normalisers that no selection needs don't run; the others must say the same with and without them."""
    odd = "“It\u200bs on” —  the cafÃ© in GrÃ¶ÃŸe was closed\r\non May 27, 2025 &#8203;by law.\x07\n\n\n\nREAD MORE:\n"
    write("a.txt", f"{DATED}\r\n{odd}")
    everything = told("a.txt", "--select", "ALL")
    for code in ("E", "M", "C", "N1", "N102", "N104,N105"):
        alone = told("a.txt", "--select", code)
        codes = tuple(code.split(","))
        assert alone == [line for line in everything if line.split(": ")[1].startswith(codes)]


def test_text_shows_the_source_and_a_caret() -> None:
    write("a.txt", f"\n水曜 a\u200bb\t{PROSE}")
    lines = run("a.txt", "--select", "N104").stdout.split("\n")
    assert lines[:4] == [
        "a.txt:2:5: N104 [*] '\\u200b' (zero width space) becomes ''",
        "  |",
        f"2 | 水曜 a\\u200bb\\t{PROSE.strip()}",
        "  |       ^^^^^^",
    ]
    assert lines[4:] == [
        "Found 1 warning in 1 file checked.",
        "What a code means and what to do: `cleaner rule N104`.",
        "[*] 1 can be fixed in place: `cleaner check --fix a.txt`.",
        "",
    ]


SELECTED = [  # options, codes told of in a text with N104, N202 and M203
    (["--select", "N104"], {"N104"}),
    (["--select", "n1"], {"N104"}),
    (["--select", "M,N104"], {"M203", "N104"}),
    (["--select", "ALL"], {"M203", "N104", "N202"}),
    (["--select", "ALL", "--ignore", "N"], {"M203"}),
    (["--select", "ALL", "--ignore", "N1", "--ignore", "M"], {"N202"}),
    (["--ignore", "N104"], {"M203"}),
    (["--extend-select", "N2"], {"M203", "N104", "N202"}),
    (["--extend-select", "N202", "--ignore", "N"], {"M203", "N202"}),
]


@pytest.mark.parametrize(("arguments", "codes"), SELECTED, ids=lambda value: " ".join(value))
def test_selection(arguments: list[str], codes: set[str]) -> None:
    write("a.txt", INVISIBLE + "It’s on, and the river rose in the valley, the city said.\n")
    assert {row["code"] for row in rows("a.txt", *arguments)} == codes


def test_settings_of_the_configuration() -> None:
    write("seeds/a.txt", INVISIBLE)
    write("seeds/old/b.txt", "He\u200b left the town a week ago, and nobody has seen him since, she wrote.\n")
    write("pyproject.toml", '[tool.cleaner.check]\npaths = ["seeds"]\nper-file-ignores = { "seeds/old/**" = ["N1"] }\n')
    assert told() == ["seeds/a.txt:1:1: M203", "seeds/a.txt:1:3: N104", "seeds/old/b.txt:1:1: M203"]
    write("pyproject.toml", '[tool.cleaner.check]\nlanguages = ["de", "fr"]\nignore = ["M203", "N"]\n')
    assert told("seeds/a.txt") == ["seeds/a.txt:1:1: M202"]
    write("pyproject.toml", '[tool.cleaner.check]\nlanguages = ["en"]\nselect = ["M202"]\n')
    assert told("seeds") == []


def test_max_chrome() -> None:
    write("a.txt", DATED + "\nREAD MORE:\n")
    write("pyproject.toml", "[tool.cleaner.check]\nmax-chrome = 0.01\n")
    assert told("a.txt") == ["a.txt:1:1: E031"]


FAILING = [([], 1), (["--fail-on", "note"], 1), (["--fail-on", "error"], 0), (["--exit-zero"], 0)]


@pytest.mark.parametrize(("arguments", "exit_code"), FAILING)
def test_fail_on(arguments: list[str], exit_code: int) -> None:
    write("a.txt", INVISIBLE)
    assert run("a.txt", *arguments).exit_code == exit_code
    assert run("a.txt", "--select", "M203").exit_code == 0
    assert run("a.txt", "--select", "M203", "--fail-on", "note").exit_code == 1


def test_reports_and_statistics() -> None:
    write("a.txt", INVISIBLE)
    result = run("a.txt", "--report", "sarif=a.sarif", "--report", "jsonl=a.jsonl", "--statistics")
    assert result.stdout == (
        "1  M203  Nobody says what day the text was written.\n"
        "1  N104  No characters that nobody sees and that split words.\n"
    )
    assert json.loads(Path("a.sarif").read_bytes())["version"] == "2.1.0"
    assert len(Path("a.jsonl").read_bytes().split(b"\n")) == 3


def test_standard_input_has_a_name() -> None:
    write("pyproject.toml", '[tool.cleaner.check.profiles]\n"out/*" = "clean"\n')
    given = "It’s on, and the river rose in the valley, the city said.\n".encode()
    assert told("-", given=given) == ["-:1:1: M203"]
    assert told("-", "--stdin-filename", "out/a.txt", given=given) == ["out/a.txt:1:1: M203", "out/a.txt:1:3: N202"]


def test_each_file_once_whatever_names_it() -> None:
    write("seeds/a/x.txt", INVISIBLE)
    write("seeds/b/x.txt", INVISIBLE)
    asked = ["seeds/a/x.txt", "seeds", "./seeds/b/x.txt", str(Path.cwd() / "seeds/a/x.txt"), "seeds/../seeds/b"]
    assert told(*asked, "--select", "N") == ["seeds/a/x.txt:1:3: N104", "seeds/b/x.txt:1:3: N104"]


def test_names_that_clash_elsewhere() -> None:
    for name in ("seeds/é.txt", "seeds/E\u0301.txt", "seeds/f.txt"):
        write(name, DATED)
    assert [line.split(":")[-1] for line in told("seeds", "--ignore", "D")] == [" M204"]
    assert told("seeds", "--ignore", "M204,D") == []


DAY = "On {} the council met in the old town hall and spoke about bridges, roads, schools and the new harbour. "
ARTICLE = "".join(DAY.format(day) for day in ("Monday", "Tuesday", "Friday")) + PROSE
OTHER = "The museum has bought four paintings of a little known master, which hung in a school until last week.\n"
DUPLICATES = [  # title, sources, what is asked for, what is told
    ("none", {"a": ARTICLE, "b": OTHER}, ["s"], []),
    ("the same", {"a": ARTICLE, "b": ARTICLE.upper(), "c": OTHER}, ["s"], ["s/b: D101"]),
    ("nearly the same: the longer one stays", {"a": ARTICLE, "b": f"{ARTICLE} It rained."}, ["s"], ["s/a: D102"]),
    ("of several files", {"a": ARTICLE, "b": ARTICLE, "c": OTHER}, ["s/b", "s/a"], ["s/a: D101"]),
    ("one file is compared with none", {"a": ARTICLE, "b": ARTICLE}, ["s/b"], []),
    ("refused ones are no texts", {"a": "", "b": ""}, ["s"], []),
    ("chrome does not count", {"a": ARTICLE, "b": f"{ARTICLE}\nREAD MORE:\n"}, ["s"], ["s/b: D101"]),
]


@pytest.mark.parametrize(("sources", "asked", "found"), [c[1:] for c in DUPLICATES], ids=[c[0] for c in DUPLICATES])
def test_duplicates(sources: dict[str, str], asked: list[str], found: list[str]) -> None:
    for name, text in sources.items():
        write(f"s/{name}", text)
    assert [line.replace(":1:1", "") for line in told(*asked, "--select", "D")] == found


def test_a_duplicate_is_suppressed_where_it_is_wanted() -> None:
    for name in ("a.txt", "b.txt"):
        write(f"s/{name}", ARTICLE)
    sidecar("s/b.txt", '[[suppress]]\ncodes = ["D101"]\nreason = "both are cited"\n')
    assert told("s", "--select", "D,S") == []
    write("s/a.txt", OTHER)
    assert told("s", "--select", "D,S") == ["s/b.txt.cleaner.toml:1:1: S101"]


def test_some_files_are_compared_with_all_sources() -> None:
    write("pyproject.toml", '[tool.cleaner.check]\npaths = ["seeds"]\nselect = ["D", "M204"]\n')
    for name in ("a.txt", "b.txt", "A.TXT"):
        write(f"seeds/{name}", ARTICLE)
    assert told("seeds/b.txt") == ["seeds/b.txt:1:1: D101"]
    assert told("seeds/A.TXT") == ["seeds/A.TXT:1:1: D101", "seeds/A.TXT:1:1: M204"]
    write("elsewhere.txt", ARTICLE)
    assert told("elsewhere.txt") == ["elsewhere.txt:1:1: D101"]


CORPUS = '[tool.cleaner.check]\npaths = ["seeds"]\ncorpus = "corpus"\nselect = ["D", "M205"]\n'


def clean(*arguments: str) -> None:
    assert CliRunner().invoke(main, ["clean", *arguments]).exit_code == 0


def test_the_corpus_is_compared_with() -> None:
    write("pyproject.toml", CORPUS)
    write("seeds/a.txt", ARTICLE)
    assert told("seeds/a.txt") == ["corpus/manifest.json:1:1: M205"]  # there is none
    clean("seeds", "-o", "corpus")
    assert told("seeds/a.txt") == []  # its own document is no duplicate
    write("seeds/b.txt", ARTICLE)
    [row] = rows("seeds/b.txt")
    assert (row["code"], row["message"]) == ("D101", "the same text as 'corpus: a.txt'")
    Path("seeds/a.txt").unlink()
    assert told("seeds/b.txt") == ["seeds/b.txt:1:1: D101"]


def test_a_corpus_that_is_out_of_date() -> None:
    write("pyproject.toml", CORPUS)
    write("seeds/a.txt", ARTICLE)
    write("seeds/b.txt", OTHER)
    clean("seeds", "-o", "corpus")
    assert told() == told("seeds") == []
    write("seeds/b.txt", OTHER.upper())
    assert told("seeds/b.txt") == []
    [row] = rows()
    assert (row["path"], row["code"]) == ("corpus/manifest.json", "M205")
    assert row["message"] == "not what the sources give: 1 changed; clean them: `cleaner clean seeds -o corpus`"
    clean("seeds", "-o", "corpus")
    assert told() == []
    write("corpus/manifest.json", "{}")
    assert told() == ["corpus/manifest.json:1:1: M205"]


@pytest.mark.parametrize("workers", ["0", "1", "3"])
def test_any_number_of_workers(workers: str) -> None:
    for number in range(70):
        write(f"seeds/{number:02}.txt", f"{ARTICLE}{INVISIBLE * (number % 7)}{number}\n" if number % 3 else OTHER)
    sidecar("seeds/04.txt", '[[suppress]]\ncodes = ["N104", "D"]\nreason = "so"\n')
    sidecar("seeds/05.txt", "suppress = [")
    given = ["seeds", "--output-format", "sarif", "--extend-select", "N"]
    result, alone = run(*given, "--workers", workers), run(*given)
    assert (result.exit_code, result.stdout, result.stderr) == (alone.exit_code, alone.stdout, alone.stderr)
    assert result.exit_code == 2


def test_a_file_that_can_not_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.checks import run as checks_run

    def judge(result: object, *_: object, **__: object) -> object:
        raise RecursionError("too deep") if "culprit" in str(result) else KeyError("any")

    write("seeds/a.txt", DATED)
    monkeypatch.setattr(checks_run, "judge", judge)
    result = run("seeds", "--output-format", "concise")
    assert result.exit_code == 2
    assert result.stdout.startswith("seeds/a.txt:1:1: E042 checking it failed: KeyError: 'any'\n")
    assert result.stderr == "Error: seeds/a.txt: checking it failed: KeyError: 'any'\n"


def trapped(job: check_tasks.Job, task: check_tasks.Task) -> list[check_tasks.FileChecked]:
    """Checks, unless a source says otherwise; in a worker process."""
    for target in task.targets:
        if b"KILL" in target.path.read_bytes():
            os.kill(os.getpid(), signal.SIGKILL)
        if b"HANG" in target.path.read_bytes():
            time.sleep(60)
    return check_task(job, task)


check_task = check_tasks.check_task


def test_files_that_kill_or_hang_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("a", DATED), ("b", "KILL them all.\n"), ("c", OTHER), ("d", "HANG them all.\n")):
        write(f"seeds/{name}.txt", text)
    monkeypatch.setattr(check_tasks, "check_task", trapped)
    monkeypatch.setattr(check_tasks, "TIMEOUT_S", 4.0)
    result = run("seeds", "--workers", "2", "--output-format", "concise", "--ignore", "M")
    assert result.exit_code == 2
    assert result.stdout.split("\n")[:2] == [
        "seeds/b.txt:1:1: E041 checking it failed: the worker process was killed by signal 9",
        "seeds/d.txt:1:1: E040 checking it failed: not done after 4 seconds",
    ]
    assert "Found 2 errors in 4 files checked." in result.stdout


def test_records_of_a_container() -> None:
    write("seeds/rows.jsonl", f'{{"id": 1, "text": "{DATED.strip()}"}}\n\n{{"text": "{INVISIBLE.strip()}"}}\nbroken\n')
    assert told("seeds", "--ignore", "M") == ["seeds/rows.jsonl:3:1: N104", "seeds/rows.jsonl:4:1: E020"]
    messages = [str(row["message"]) for row in rows("seeds", "--ignore", "M")]
    assert messages[0].startswith("#2: '\\u200b' (zero width space) becomes ''")
    assert messages[1].startswith("#3!: line 4, from byte ")
    write("seeds/rows.jsonl", '{"id": 1, "text": "' + OTHER.strip() + '"}\n{"id": 2, "text": "' + OTHER.strip() + '"}')
    assert [row["message"] for row in rows("seeds", "--select", "D")] == ["#2: the same text as 'seeds/rows.jsonl#1'"]


HOSTILE = [b"a b.txt", b"a\nb.txt", b"100%.txt", b"::error::x", b"a::b,c", b"-rf.txt", b"\xff\xfe.txt", b"\x1b[31m"]


@pytest.mark.parametrize("name", ["text", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson"])
def test_hostile_names_on_disk(name: str) -> None:
    write("seeds/.gitignore", b"*.tmp\nother\xff\n!\n")
    for file in HOSTILE:
        Path(os.fsdecode(b"seeds/" + file)).write_text(INVISIBLE, encoding="utf-8")
        Path(os.fsdecode(file)).write_text(INVISIBLE, encoding="utf-8")
    result = run("seeds", "--output-format", name, "--select", "N104,D")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.count("N104") >= len(HOSTILE)
    assert result.stdout.count("D101") >= len(HOSTILE) - 1
    result = run("--output-format", name, "--select", "N104", "--", *map(os.fsdecode, HOSTILE))
    assert (result.exit_code, result.stderr) == (1, "")


BAD = [
    (["missing.txt"], "missing.txt: no such file or folder"),
    (["hollow"], "hollow: the folder holds no files"),
    (["only"], "only: the folder holds no files"),
    ([], "nothing to check: name files or folders"),
    (["a.txt", "--output-format", "yaml"], "'yaml' is not one of"),
    (["a.txt", "--profile", "cooked"], "'cooked' is not one of"),
    (["a.txt", "--fail-on", "sin"], "'sin' is not one of"),
    (["a.txt", "--selekt", "N"], "No such option"),
    (["a.txt", "--select", "X1"], "no code 'X1'"),
    (["a.txt", "--ignore", "N999"], "no code 'N999'"),
    (["a.txt", "--select", ""], "an empty code"),
    (["a.txt", "--report", "sarif"], "--report sarif: give FORMAT=FILE"),
    (["a.txt", "--report", "yaml=x"], "--report yaml=x: give FORMAT=FILE"),
    (["a.txt", "--report", "json=hollow"], "hollow: can't write the report"),
    (["a.txt", "--config", "gone.toml"], "gone.toml: no such configuration file"),
    (["a.txt", "--config", "broken.toml"], "broken.toml: can't read the configuration"),
    (["a.txt", "--config", "unknown.toml"], "unknown key 'fail_on'; did you mean 'fail-on'?"),
    (["a.txt", "--config", "type.toml"], "Expected `array`, got `str`"),
    (["a.txt", "--config", "scalar.toml"], "[tool.cleaner.check] is no table"),
    (["a.txt", "--config", "code.toml"], "code.toml, [tool.cleaner.check]: no code 'Z'"),
    (["a.txt", "--config", "choice.toml"], "at `$.fail-on`; choose 'note' or 'warning' or 'error'"),
    (["side.txt"], "side.txt.cleaner.toml: can't read the sidecar"),
    (["noreason.txt"], "noreason.txt.cleaner.toml: "),
    (["badcode.txt"], "badcode.txt.cleaner.toml: no code 'Q1'"),
    (["badday.txt"], "badday.txt.cleaner.toml: date = 'soon' is no ISO 8601 day"),
    (["badkey.txt"], "; known keys: url, licence, date, and in [[suppress]] codes, reason, line, digest"),
    (["a.txt", "--baseline", "gone.json"], "gone.json: can't read the baseline"),
    (["a.txt", "--baseline", "a.txt"], "a.txt: can't read the baseline"),
    (["dangling.txt"], "dangling.txt: the file can't be read"),
    (["a.txt", "--config", "lost.toml"], "gone: no such file or folder"),
    (["a.txt", "--config", "odd.toml"], "corpus/manifest.json: not the manifest of a corpus"),
    (["a.txt", "--workers", "-1"], "-1 is not in the range"),
    (["--staged"], "git rev-parse: "),
    (["a.txt", "--staged", "--changed"], "--staged and --changed: choose one"),
    (["a.txt", "--since", "main"], "add --changed"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_what_goes_wrong(arguments: list[str], words: str) -> None:
    for name in ("a", "side", "noreason", "badcode", "badday", "badkey"):
        write(f"{name}.txt", DATED)
    Path("hollow").mkdir()
    write("only/a.txt.cleaner.toml", "")
    write("broken.toml", "[tool.cleaner.check")
    write("unknown.toml", '[tool.cleaner.check]\nfail_on = "error"\n')
    write("type.toml", '[tool.cleaner.check]\nselect = "N"\n')
    write("scalar.toml", "[tool.cleaner]\ncheck = 3\n")
    write("choice.toml", '[tool.cleaner.check]\nfail-on = "sin"\n')
    write("code.toml", '[tool.cleaner.check]\nper-file-ignores = { "*" = ["Z"] }\n')
    write("side.txt.cleaner.toml", "suppress = [")
    write("noreason.txt.cleaner.toml", '[[suppress]]\ncodes = ["N"]\n')
    write("badcode.txt.cleaner.toml", '[[suppress]]\ncodes = ["Q1"]\nreason = "so"\n')
    write("badday.txt.cleaner.toml", 'date = "soon"\n')
    write("badkey.txt.cleaner.toml", 'licens = "MIT"\n')
    os.symlink("gone", "dangling.txt")
    write("lost.toml", '[tool.cleaner.check]\npaths = ["gone"]\n')
    write("odd.toml", '[tool.cleaner.check]\ncorpus = "corpus"\n')
    write("corpus/manifest.json", '{"format": 2, "files": [{"path": "edits/0.jsonl", "rows": 1}]}')
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len([line for line in result.stderr.split("\n") if "rror: " in line]) == 1


def test_the_rest_is_checked() -> None:
    write("a.txt", INVISIBLE)
    result = run("missing.txt", "a.txt", "--select", "N")
    assert result.exit_code == 2
    assert "a.txt:1:3: N104" in result.stdout


def test_a_setting_that_is_none() -> None:
    with pytest.raises(ConfigError, match="known keys: paths"):
        settings_from_mapping({"zzz": 1})
    with pytest.raises(ConfigError, match="max-chrome"):
        settings_from_mapping({"max-chrome": 2})


def sidecar(path: str, content: str) -> None:
    write(f"{path}.cleaner.toml", content)


SUPPRESSED = [  # title, sidecar, what is told
    ("a code", '[[suppress]]\ncodes = ["N104"]\nreason = "so"\n', ["a.txt:1:1: M203"]),
    ("a family", '[[suppress]]\ncodes = ["N"]\nreason = "so"\n', ["a.txt:1:1: M203"]),
    ("two", '[[suppress]]\ncodes = ["N104", "M2"]\nreason = "so"\n', []),
    (
        "a line",
        '[[suppress]]\ncodes = ["N104"]\nreason = "so"\nline = 2\n',
        ["a.txt:1:1: M203", "a.txt:1:3: N104"],
    ),
    ("a day", 'date = "2025-05-31"\n', ["a.txt:1:3: N104", "a.txt:2:3: N104"]),
    ("a day of TOML's", "date = 2025-05-31\n", ["a.txt:1:3: N104", "a.txt:2:3: N104"]),
    (
        "no use",
        'date = 2025-05-31\n[[suppress]]\ncodes = ["N104"]\nreason = "so"\n\n[[suppress]]\ncodes = ["E"]\nreason = "a"',
        ["a.txt.cleaner.toml:6:1: S101"],
    ),
    (
        "another file",
        f'[[suppress]]\ncodes = ["N", "M"]\nreason = "so"\ndigest = "sha256:{"0" * 64}"\n',
        ["a.txt:1:1: M203", "a.txt:1:3: N104", "a.txt:2:3: N104", "a.txt.cleaner.toml:1:1: S101"],
    ),
]


@pytest.mark.parametrize(("content", "lines"), [c[1:] for c in SUPPRESSED], ids=[c[0] for c in SUPPRESSED])
def test_sidecars(content: str, lines: list[str]) -> None:
    write("a.txt", INVISIBLE * 2)
    sidecar("a.txt", content)
    assert told("a.txt") == lines
    assert told("a.txt.cleaner.toml") == lines
    write("folder/a.txt", INVISIBLE * 2)
    sidecar("folder/a.txt", content)
    assert told("folder") == [f"folder/{line}" for line in lines]


def test_sidecars_without_a_source() -> None:
    write(".gitignore", "old/\n")
    for source in ("a.txt", "b/a.txt"):
        write(source, PROSE)
    for source in ("a.txt", "gone.txt", "b/gone.txt", "old/gone.txt", ".git/gone.txt"):
        sidecar(source, "date = 2025-05-31\n")
    stray = ["b/gone.txt.cleaner.toml:1:1: S103", "gone.txt.cleaner.toml:1:1: S103"]
    assert told(".", "b", "--select", "S") == stray
    assert told("b", "--select", "S") == stray[:1]
    assert told("a.txt", "--select", "S") == []
    assert told(".", "--select", "S", "--ignore", "S103") == []


def test_a_suppression_by_digest() -> None:
    import hashlib

    write("a.txt", INVISIBLE)
    digest = hashlib.sha256(INVISIBLE.encode()).hexdigest()
    sidecar("a.txt", f'[[suppress]]\ncodes = ["N", "M"]\nreason = "so"\ndigest = "sha256:{digest}"\n')
    assert told("a.txt") == []


def test_what_a_run_does_not_tell_is_not_unused() -> None:
    write("a.txt", INVISIBLE)
    sidecar("a.txt", '[[suppress]]\ncodes = ["E003"]\nreason = "so"\n')
    assert told("a.txt", "--select", "N,S") == ["a.txt:1:3: N104"]


def test_a_baseline_keeps_old_debt_and_tells_what_is_stale() -> None:
    write("seeds/a.txt", f"{INVISIBLE}\n{PROSE}")
    write("seeds/b.txt", DATED)
    result = run("seeds", "--write-baseline")
    assert (result.exit_code, result.stdout) == (0, "")
    write("pyproject.toml", '[tool.cleaner.check]\nbaseline = ".cleaner-baseline.json"\n')
    assert told("seeds") == []
    write("seeds/a.txt", f"{DATED}\n{PROSE}\n{INVISIBLE}")  # lower now, and dated
    assert told("seeds") == [".cleaner-baseline.json:1:1: S102"]
    write("seeds/b.txt", DATED + "He wrote \x07 there.\n")
    assert [line.split(": ")[1] for line in told("seeds")] == ["N105", "S102"]
    assert told("seeds/b.txt") == [f"seeds/b.txt:2:{len('He wrote ') + 1}: N105"]
    run("seeds", "--write-baseline")
    assert told("seeds") == []


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_staged_and_changed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "-b", "main")
    write("seeds/old.txt", INVISIBLE)
    write(os.fsdecode(b"seeds/odd \xff\n.txt"), DATED)
    git("add", ".")
    git("commit", "-m", "first")
    assert run("--staged").exit_code == 0
    write("seeds/new.txt", INVISIBLE)
    git("add", ".")
    write("seeds/new.txt", DATED)  # what is staged counts
    write("seeds/untracked.txt", INVISIBLE)
    assert told("--staged", "--select", "N") == ["seeds/new.txt:1:3: N104"]
    assert told("--changed", "--select", "N") == ["seeds/untracked.txt:1:3: N104"]
    git("add", ".")
    git("commit", "-m", "second")
    write(os.fsdecode(b"seeds/odd \xff\n.txt"), INVISIBLE)
    found = told("--changed", "--since", "HEAD~1", "--select", "N")
    assert found == ["seeds/odd \\udcff\n.txt:1:3: N104", "seeds/untracked.txt:1:3: N104"]
    monkeypatch.chdir(place / "seeds")
    assert told("--changed", "--since", "HEAD~1", "untracked.txt", "--select", "N") == ["untracked.txt:1:3: N104"]
    for since in ("nonsense", "--all"):
        result = run("--changed", "--since", since)
        assert (result.exit_code, result.stdout) == (2, "")


def test_what_is_staged_is_compared_with_what_is_not() -> None:
    git("init", "-b", "main")
    for name in ("seeds/a.txt", "elsewhere/b.txt"):
        write(name, ARTICLE)
    git("add", ".")
    git("commit", "-m", "first")
    write("seeds/new.txt", ARTICLE)
    write("seeds/A.TXT", OTHER)
    git("add", ".")
    found = ["seeds/A.TXT:1:1: M204", "seeds/new.txt:1:1: D101"]
    for arguments in (["--staged"], ["--staged", "seeds"], ["--changed"], ["--changed", "seeds"]):
        assert told(*arguments, "--select", "D,M204") == found
    [_, row] = rows("--staged", "--select", "D,M204")
    assert row["message"] == "the same text as 'seeds/a.txt'"


def test_what_is_compressed_is_not_mended() -> None:
    packed = gzip.compress(INVISIBLE.encode())
    write("a.txt.gz", packed)
    assert told("a.txt.gz", "--select", "N") == ["a.txt.gz:1:3: N104"]
    result = run("a.txt.gz", "--fix", "--select", "N")
    assert (result.exit_code, "[*]" in result.stdout, Path("a.txt.gz").read_bytes()) == (1, False, packed)


REST = " in the valley, and nobody was hurt, the city said."
FIXED = [  # title, content, options, what it becomes
    ("what raw tells of", f"It\u200bs “on”{REST}\r\n", [], f"Its “on”{REST}\r\n"),
    ("line ends, when asked for", f"It\u200bs “on”{REST}\r\n", ["--extend-select", "N301"], f"Its “on”{REST}\n"),
    ("all of a clean file", f"It\u200bs “on”{REST}\r\n", ["--profile", "clean"], f'Its "on"{REST}\n'),
    ("the encoding stays", f"\ufeffA\u200b{PROSE}".encode("utf-16-le"), [], f"\ufeffA{PROSE}".encode("utf-16-le")),
    ("bad bytes stay", b"caf\xc3\xa9 caf\xc3\xa9 \xff\x07 and on\n", [], b"caf\xc3\xa9 caf\xc3\xa9 \xff and on\n"),
    ("chrome stays", f"{PROSE}\nREAD MORE:\n", ["--profile", "clean"], f"{PROSE}\nREAD MORE:\n"),
    ("but not always", f"{PROSE}\nREAD MORE:\n", ["--profile", "clean", "--unsafe-fixes"], PROSE),
    ("chrome is not selected", f"{PROSE}\nREAD MORE:\n", ["--unsafe-fixes"], f"{PROSE}\nREAD MORE:\n"),
    ("a page stays", PAGE.format("A\u200b “b”"), ["--profile", "clean"], PAGE.format("A\u200b “b”")),
    ("a refused file stays", b"\xff\xd8\xff\xe0\0\x10JFIF", ["--profile", "clean"], b"\xff\xd8\xff\xe0\0\x10JFIF"),
    ("a dateline is no date to rewrite", DATED, ["--extend-select", "N"], DATED),
]


@pytest.mark.parametrize(("before", "options", "after"), [c[1:] for c in FIXED], ids=[c[0] for c in FIXED])
def test_fix(before: str | bytes, options: list[str], after: str | bytes) -> None:
    write("a.txt", before)
    Path("a.txt").chmod(0o640)
    expected = after if isinstance(after, bytes) else after.encode()
    changes = expected != Path("a.txt").read_bytes()
    shown = run("a.txt", "--diff", *options)
    assert (shown.exit_code, bool(shown.stdout)) == (int(changes), changes)
    assert Path("a.txt").read_bytes() == (before if isinstance(before, bytes) else before.encode())
    result = run("a.txt", "--fix", *options)
    assert Path("a.txt").read_bytes() == expected
    assert ("fixed: a.txt" in result.stderr) == changes
    assert run("a.txt", "--diff", *options).exit_code == 0
    assert Path("a.txt").stat().st_mode & 0o777 == 0o640
    assert not list(Path().glob(".*partial"))


def test_what_is_suppressed_is_not_mended() -> None:
    write("a.txt", f"It\u200bs {PROSE}\x07")
    sidecar("a.txt", '[[suppress]]\ncodes = ["N104"]\nreason = "so"\n')
    assert run("a.txt", "--fix").exit_code == 0
    assert Path("a.txt").read_bytes() == f"It\u200bs {PROSE}".encode()


def test_fix_writes_files_only() -> None:
    for arguments in (["-", "--fix"], ["-", "--unsafe-fixes"]):
        result = run(*arguments, given=INVISIBLE.encode())
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--fix writes files" in result.stderr
    assert run("-", "--diff", given=INVISIBLE.encode()).exit_code == 1
