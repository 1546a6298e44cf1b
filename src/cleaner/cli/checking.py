"""From a check's command line to what was found: configuration, files, reports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cleaner.checks import Checked, Problem
from cleaner.checks.baseline import apply_baseline, read_baseline, write_baseline
from cleaner.checks.formats import FORMATS
from cleaner.checks.run import clashes, config_for, file_problem
from cleaner.checks.selection import Selection
from cleaner.checks.sidecar import apply_sidecar, sidecar_of
from cleaner.cli.check_files import Target, shown_path, targets_under
from cleaner.cli.check_others import corpus_of, covers_all, others_of
from cleaner.cli.check_setup import Setup
from cleaner.cli.check_tasks import FileChecked, Job, check_tasks, tasks_of
from cleaner.errors import ArgumentError, OutputError
from cleaner.read.files import SIDECAR, stray_sidecars

if TYPE_CHECKING:
    from cleaner.checks.duplicates import Comparison

DUPLICATES = ("D101", "D102", "D103")


class Outcome(msgspec.Struct, frozen=True):
    """What a run found, the settings it ran by, and why it could not do all that was asked."""

    checked: Checked
    setup: Setup
    errors: tuple[str, ...]
    targets: tuple[Target, ...] = ()


class Reports(msgspec.Struct, frozen=True):
    """The files that `--report FORMAT=FILE` asked for."""

    files: tuple[tuple[str, Path], ...]

    @classmethod
    def parse(cls, given: Iterable[str]) -> Reports:
        """The reports asked for. Raises `ArgumentError` on an unknown format or a missing file name."""
        files = []
        for entry in given:
            name, _, file = entry.partition("=")
            if name not in FORMATS or not file:
                raise ArgumentError(f"--report {entry}: give FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}")
            files.append((name, Path(file)))
        return cls(tuple(files))

    def write(self, checked: Checked) -> None:
        """Writes them. Raises `OutputError` if one can't be written."""
        for name, file in self.files:
            try:
                file.write_bytes(FORMATS[name](checked).encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise OutputError(f"{file}: can't write the report: {error.strerror or error}") from error


def run_check(
    targets: Iterable[Target], setup: Setup, given: dict[str, Any], asked: tuple[str, ...], errors: Iterable[str] = ()
) -> Outcome:
    """What checking the targets found; a baseline is not looked at yet.

    `asked` are the paths of the command or the configuration, `given` the options.
    """
    targets = tuple(targets)
    selections = {target.shown: setup.selection(target.shown) for target in targets}
    others, wrong = others_of(targets, setup, given, asked)
    compared = _is_compared(selections.values(), setup, [*targets, *others])
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        comparison = _comparison(Path(folder)) if compared else None
        checked, told = _checked(targets, others, setup, comparison)
        problems: dict[str, list[Problem]] = {one.target.shown: list(one.problems) for one in checked}
        twins = _duplicates(comparison, setup) if comparison else ()
        for problem in chain(clashes((other.shown for other in others), problems), twins):
            if selections[problem.path].takes(problem.code):
                problems[problem.path].append(problem)
    left = [problem for one in checked for problem in _unsuppressed(one, problems[one.target.shown], setup)]
    left += _stale_corpus(setup, asked, whole=covers_all(setup, given, asked))
    left += _stray_sidecars(setup, given, asked)
    paths = tuple(selections)
    reasons = tuple(dict.fromkeys((*errors, *wrong, *told)))
    return Outcome(Checked(in_order(left, paths), paths), setup, reasons, targets)


def _comparison(folder: Path) -> Comparison:
    from cleaner.checks.duplicates import Comparison  # with all that finds duplicates: not for a single file

    return Comparison(folder)


def _duplicates(comparison: Comparison, setup: Setup) -> Iterable[Problem]:
    """The duplicates, as similar as they are for the corpus, if there is one."""
    return comparison.problems(setup.made.similar) if setup.made else comparison.problems()


def _is_compared(selections: Iterable[Selection], setup: Setup, targets: list[Target]) -> bool:
    wanted = any(selection.takes(code) for selection in set(selections) for code in DUPLICATES)
    several = len(targets) > 1 or any(target.format != "file" for target in targets)
    return wanted and (several or corpus_of(setup) is not None)


def _checked(
    targets: tuple[Target, ...], others: list[Target], setup: Setup, comparison: Comparison | None
) -> tuple[list[FileChecked], list[str]]:
    """What was found in the targets, and why some could not be done; all texts go into the comparison."""
    corpus = corpus_of(setup)
    if comparison and corpus:
        from cleaner.cli.check_corpus import CorpusTexts

        documents = CorpusTexts(corpus, targets)
        for texts in documents.texts():
            comparison.add(texts)
        others = [other for other in others if not documents.holds(other)]
    # Texts are compared as a corpus has them: with all normalisers.
    config = setup.config if corpus else config_for((setup.selection(t.shown) for t in targets), setup.config)
    tasks = chain(tasks_of(others if comparison else (), only_texts=True), tasks_of(targets))
    checked: list[FileChecked] = []
    told: list[str] = []
    processes = setup.processes_for(len(targets) + len(others))
    for task, found in check_tasks(tasks, Job(setup, config, comparison is not None), processes):
        for one in found:
            if comparison:
                comparison.add(one.texts, path="" if task.only_texts else one.target.shown)
            if not task.only_texts:
                checked.append(msgspec.structs.replace(one, texts=()))
                told += one.errors
    return checked, told


def _stale_corpus(setup: Setup, asked: tuple[str, ...], *, whole: bool) -> list[Problem]:
    if (corpus := corpus_of(setup)) is None:
        return []
    from cleaner.cli.check_corpus import stale_corpus

    found = stale_corpus(corpus, setup, asked, whole=whole)
    return [problem for problem in found if setup.selection(problem.path).takes(problem.code)]


def _stray_sidecars(setup: Setup, given: dict[str, Any], asked: tuple[str, ...]) -> list[Problem]:
    """Of the folders asked for; a run on some files of git looks at these alone."""
    if given["staged"] or given["changed"]:
        return []
    folders = [path for path in asked if Path(path).is_dir()]
    paths = dict.fromkeys(shown_path(found) for path in folders for found in stray_sidecars(path, setup.reading))
    return [
        file_problem(path, "S103", f"no {Path(path).name.removesuffix(SIDECAR)} stands beside it")
        for path in paths
        if setup.selection(path).takes("S103")
    ]


def _unsuppressed(one: FileChecked, problems: list[Problem], setup: Setup) -> tuple[Problem, ...]:
    found = in_order(problems, ())
    if one.sidecar is None:
        return found
    path, beside = one.target.shown, shown_path(sidecar_of(Path(one.target.shown)))
    return apply_sidecar(found, one.sidecar, path=beside, digest=one.digest, selection=setup.selection(path))


def with_baseline(outcome: Outcome, file: Path) -> Outcome:
    """The outcome without the problems that the baseline knows."""
    setup, checked = outcome.setup, outcome.checked
    problems = apply_baseline(
        checked.problems, read_baseline(file), path=shown_path(file), key_of=setup.key_of, checked=checked.paths
    )
    return msgspec.structs.replace(outcome, checked=Checked(in_order(problems, checked.paths), checked.paths))


def new_baseline(outcome: Outcome, file: Path) -> str:
    """What to tell of the baseline, written anew with all problems of the outcome."""
    count = write_baseline(file, outcome.checked.problems, outcome.setup.key_of)
    return f"{file}: {count} problem{'' if count == 1 else 's'} written; the check fails by other ones only"


def in_order(problems: Iterable[Problem], paths: Iterable[str]) -> tuple[Problem, ...]:
    """The problems by file, in the order of the paths (other files last), then by place and code."""
    ranks = {path: rank for rank, path in enumerate(paths)}
    last = len(ranks)
    return tuple(
        sorted(problems, key=lambda p: (ranks.get(p.path, last), p.path, p.place.line, p.place.column, p.code))
    )


def asked_paths(paths: tuple[str, ...], setup: Setup) -> tuple[str, ...]:
    """The paths that the command names, else the configured ones."""
    return paths or tuple(shown_path(setup.root / path) for path in setup.settings.paths)


def find_targets(asked: tuple[str, ...], given: dict[str, Any], setup: Setup) -> tuple[list[Target], list[str]]:
    """The files to check, and what went wrong in finding them."""
    from cleaner.cli.git_files import changed_targets, staged_targets

    if given["staged"] and (given["changed"] or given["since"]):
        raise ArgumentError("--staged and --changed: choose one")
    if given["since"] and not given["changed"]:
        raise ArgumentError("--since names what --changed compares with: add --changed")
    if given["staged"]:
        return staged_targets(asked), []
    if given["changed"]:
        return changed_targets(asked, given["since"] or "HEAD"), []
    if not asked:
        raise ArgumentError("nothing to check: name files or folders, or set `paths` in [tool.cleaner.check]")
    return targets_under(asked, given["stdin_filename"], setup.reading)
