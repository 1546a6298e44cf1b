"""What other tools read: the hook, the action, the schema; and the settings that hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

import cleaner
from cleaner.checks.schema import as_toml, config_schema
from cleaner.checks.settings import CheckSettings, settings_from_mapping
from cleaner.checks.sidecar import Sidecar
from cleaner.cli import main
from cleaner.config import Config, config_from_mapping

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "src/cleaner/data/config.schema.json"


def test_the_schema_in_data_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(main, ["config", "--schema"]).stdout
    assert printed == SCHEMA.read_text(encoding="utf-8"), "run `cleaner config --schema` into it"
    assert all(entry.get("description") for entry in config_schema()["properties"].values())


SETTINGS = [  # title, the table, whether it is right
    ("nothing", {}, True),
    ("cleaning", {"quotes": "keep", "ignore": ["C5"]}, True),
    ("checking", {"check": {"fail-on": "error", "per-file-ignores": {"a/*": ["N"]}, "max-chrome": 0.5}}, True),
    ("profiles", {"check": {"profiles": {"corpus/**": "clean"}}}, True),
    ("an unknown key", {"quote": "keep"}, False),
    ("an unknown key of check", {"check": {"fail_on": "error"}}, False),
    ("an unknown value", {"check": {"fail-on": "sin"}}, False),
    ("too much", {"check": {"max-chrome": 2}}, False),
]


@pytest.mark.parametrize(("table", "right"), [c[1:] for c in SETTINGS], ids=[c[0] for c in SETTINGS])
def test_the_schema_takes_what_the_program_takes(table: dict[str, object], right: bool) -> None:
    validator = jsonschema.Draft7Validator(config_schema())
    assert validator.is_valid(table) == right
    check = table.get("check", {})
    assert isinstance(check, dict)
    try:
        config_from_mapping({key: value for key, value in table.items() if key != "check"})
        settings_from_mapping(check)
    except cleaner.CleanerError:
        assert not right
    else:
        assert right


def test_printed_settings_read_back() -> None:
    config = Config(quotes="keep", ignore=("C5",), max_removed_prose=0.25)
    profiles = {"a b/*": "clean", 'odd "\\\x7f\n': "raw"}
    settings = CheckSettings(profiles=profiles, per_file_ignores={'"x"': ("N",)}, max_chrome=0.5)
    table = tomllib.loads(as_toml(config, settings))["tool"]["cleaner"]
    assert settings_from_mapping(table.pop("check")) == settings
    assert config_from_mapping(table) == config


def test_config_tells_what_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text('[tool.cleaner]\nquotes = "keep"\n[tool.cleaner.check]\nfail-on = "error"\n')
    result = CliRunner().invoke(main, ["config"])
    assert result.exit_code == 0
    assert 'quotes = "keep"\n' in result.stdout
    assert 'fail-on = "error"\n' in result.stdout
    Path("pyproject.toml").write_text("[tool.cleaner.check]\nfail-an = 1\n")
    result = CliRunner().invoke(main, ["config"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'fail-on'?" in result.stderr


def test_the_settings_in_the_guide_are_right() -> None:
    text = (ROOT / "docs/check.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(toml|yaml)\n(.*?)```", text, re.DOTALL)
    assert [kind for kind, _ in blocks] == ["toml", "toml", "yaml", "yaml", "yaml"]
    settings_from_mapping(tomllib.loads(blocks[0][1])["tool"]["cleaner"]["check"])
    assert set(tomllib.loads(blocks[1][1])) <= set(Sidecar.__struct_fields__)
    for _, block in blocks[2:]:
        yaml.safe_load(block)


def hooks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return found


def test_the_hooks_name_a_command_with_its_options() -> None:
    for hook in hooks():
        assert CliRunner().invoke(main, [*hook["entry"].split()[1:], "--help"]).exit_code == 0
        assert (hook["entry"].split()[0], hook["require_serial"], hook["types"]) == ("cleaner", True, ["file"])


def run_in(folder: Path, *command: str) -> tuple[int, str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(cleaner.__file__).parents[1]),
        "PRE_COMMIT_HOME": str(folder.parent / "home"),
        **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


BAD_SEED = "LISBON, May 31, 2025 (AP) - The river rose on Saturday\u200b night, and nobody was hurt, the city said.\n"


def test_a_commit_with_a_bad_source(tmp_path: Path) -> None:
    """The hooks as they are, but run by this Python: `git commit` fails, says why, and passes after the fix."""
    pytest.importorskip("pre_commit")
    folder = tmp_path / "project"
    (folder / "seeds").mkdir(parents=True)
    local = [hook | {"language": "system", "entry": f"{sys.executable} -m {hook['entry']}"} for hook in hooks()]
    config = yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (folder / "pyproject.toml").write_text('[tool.cleaner.check]\npaths = ["seeds"]\n', encoding="utf-8")
    pre_commit = (sys.executable, "-m", "pre_commit")
    for command in (("git", "init", "-q"), (*pre_commit, "install"), ("git", "add", "."), ("git", "commit", "-m", "1")):
        assert run_in(folder, *command)[0] == 0
    (folder / "seeds/bad.txt").write_text(BAD_SEED, encoding="utf-8")
    run_in(folder, "git", "add", ".")
    for command in ((*pre_commit, "run"), ("git", "commit", "-m", "2")):
        code, output = run_in(folder, *command)
        assert code == 1
        assert "seeds/bad.txt:1:55: N104 [*] '\\u200b' (zero width space) becomes ''" in output
        assert "[*] 1 can be fixed in place: `cleaner check --fix seeds/bad.txt`." in output
    assert "fixed: seeds/bad.txt" in run_in(folder, *pre_commit, "run", "--hook-stage", "manual", "cleaner-fix")[1]
    run_in(folder, "git", "add", ".")
    code, output = run_in(folder, "git", "commit", "-m", "2")
    assert code == 0, output


STEP = [  # title, CHECK_PATHS, CHECK_ARGS, exit code, words of the summary
    ("problems", "seeds", "", 1, "N104"),
    ("options", "seeds", "--ignore\nN", 0, "M203"),
    ("a name that would be run", "$(touch run)", "", 2, "No problems"),
    ("an option among the paths", "--help", "", 2, "No problems"),
]


LINE = "It\u200bs on in the valley, and nobody was hurt, the city said on Monday.\n"


@pytest.mark.parametrize(("paths", "options", "code", "words"), [c[1:] for c in STEP], ids=[c[0] for c in STEP])
def test_the_step_of_the_action(tmp_path: Path, paths: str, options: str, code: int, words: str) -> None:
    assert run_step(tmp_path, LINE, paths, options) == code
    assert words in (tmp_path / "summary").read_text(encoding="utf-8")
    assert (tmp_path / "output").read_text(encoding="utf-8") == "sarif-file=out.sarif\n"
    assert json.loads((tmp_path / "out.sarif").read_bytes())["version"] == "2.1.0"
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("name", "lines"), [("a.txt", 1000), (f"{'long' * 60}.txt", 1000), (f"{'d' * 250}/" * 3, 550)])
def test_the_summary_is_no_longer_than_github_takes(tmp_path: Path, name: str, lines: int) -> None:
    assert run_step(tmp_path, LINE * 1100, "seeds", "", name=f"{name}a.txt") == 1
    summary = (tmp_path / "summary").read_text(encoding="utf-8")
    assert len(summary.encode()) < 1 << 20
    assert lines <= summary.count(": N104 ") + 10 <= 1100
    assert re.search(r"The first \d+ of 110\d lines; more are in the SARIF file\.\n$", summary)


def run_step(tmp_path: Path, text: str, paths: str, options: str, *, name: str = "a.txt") -> int:
    source = tmp_path / "seeds" / name
    source.parent.mkdir(parents=True)
    source.write_text(text, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    shim = tmp_path / "bin/cleaner"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in action["runs"]["steps"] if step.get("id") == "check"]
    assert set(re.findall(r"\$\{\{ *inputs\.([a-z-]+)", str(step["env"]))) <= set(action["inputs"])
    assert "${{" not in step["run"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(cleaner.__file__).parents[1]),
        "PATH": f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}",
        "CHECK_PATHS": paths, "CHECK_ARGS": options, "CHECK_SARIF": "out.sarif",
        "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary",
    }  # fmt: skip
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False).returncode
