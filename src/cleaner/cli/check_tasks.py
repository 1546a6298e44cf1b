"""The files of a check, some at a time, in this process or in others: what is found does not depend on how many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from cleaner.checks.problem import Problem, Text, fingerprint_of, severity_of
from cleaner.checks.run import WHOLE_FILE, CheckSource, check_results
from cleaner.checks.sidecar import Sidecar, read_sidecar, sidecar_of
from cleaner.cli.check_files import Target
from cleaner.cli.check_setup import Setup
from cleaner.config import Config
from cleaner.document import Record, Result
from cleaner.errors import ConfigError

MOST_FILES, MOST_BYTES = 64, 1_000_000
"""A task has no more, but always one file: the line tagger works on as many lines at once as is worth it."""

TIMEOUT_S = 120.0
"""After so long a worker process is stopped: the largest pages of the web, 30 MB, take 10 to 20 seconds."""


class Job(msgspec.Struct, frozen=True):
    """How files are checked. `config` is what they are cleaned by, `compared` whether their texts are wanted."""

    setup: Setup
    config: Config
    compared: bool


class Task(msgspec.Struct, frozen=True):
    """Files to check, or of which only the texts are wanted."""

    targets: tuple[Target, ...]
    only_texts: bool = False


class FileChecked(msgspec.Struct, frozen=True):
    """What was found in a file: its problems (the sidecar not looked at), why it could not be read, its texts."""

    target: Target
    problems: tuple[Problem, ...] = ()
    errors: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()
    sidecar: Sidecar | None = None
    digest: str = ""


CheckTask = Callable[[Task], list[FileChecked]]


def tasks_of(targets: Iterable[Target], *, only_texts: bool = False) -> Iterator[Task]:
    """The targets in tasks of a size that depends on nothing but themselves."""
    waiting: list[Target] = []
    size = 0
    for target in targets:
        own = target.size()
        if waiting and (len(waiting) == MOST_FILES or size + own > MOST_BYTES):
            yield Task(tuple(waiting), only_texts)
            waiting, size = [], 0
        waiting.append(target)
        size += own
    if waiting:
        yield Task(tuple(waiting), only_texts)


def check_tasks(tasks: Iterable[Task], job: Job, processes: int) -> Iterator[tuple[Task, list[FileChecked]]]:
    """Each task with what was found in its files, in order. A file that can't be checked is told of as such."""
    do = partial(check_task, job)
    if not processes:
        yield from ((task, _done_here(do, task)) for task in tasks)
        return
    from cleaner.corpus.workers import Failure, Workers

    with Workers(processes, timeout_s=TIMEOUT_S) as workers:
        for task, done in workers.ordered(do, tasks):
            if not isinstance(done, Failure):
                yield task, done
                continue
            checked: list[FileChecked] = []
            for target in task.targets:
                alone = workers.one(do, Task((target,), task.only_texts))
                checked += [_failed(target, alone.kind, alone.reason)] if isinstance(alone, Failure) else alone
            yield task, checked


def _done_here(do: CheckTask, task: Task) -> list[FileChecked]:
    """The same without workers: of a task that raised, each file for itself."""
    try:
        return do(task)
    except Exception as error:  # whatever a file does to the code: it is named, and the others go on
        if len(task.targets) == 1:
            return [_failed(task.targets[0], "raised", f"{type(error).__name__}: {error}")]
    return [one for target in task.targets for one in _done_here(do, Task((target,), task.only_texts))]


def check_task(job: Job, task: Task) -> list[FileChecked]:
    """What is found in the task's files, in order."""
    reading = _Reading(job.setup, () if task.only_texts else task.targets)
    found: dict[str, list[tuple[CheckSource, Result, tuple[Problem, ...]]]] = {t.shown: [] for t in task.targets}
    sources = (source for target in task.targets for source in reading.sources(target))
    for source, result, problems in check_results(sources, job.config, job.setup.settings, job.setup.kept):
        found[source.path].append((source, result, problems))
    return [_checked(target, found[target.shown], reading, job.compared) for target in task.targets]


def sources_of(target: Target, setup: Setup) -> tuple[list[CheckSource], Sidecar]:
    """The target's sources, one but for a container, and what stands beside it. Raises `ConfigError`."""
    reading = _Reading(setup, (target,))
    sources = list(reading.sources(target))
    return sources, reading.sidecars.get(target.shown, Sidecar())


class _Reading:
    """Sources with what stands beside them; broken sidecars are in `errors`."""

    def __init__(self, setup: Setup, targets: Iterable[Target]) -> None:
        self._setup = setup
        self.sidecars: dict[str, Sidecar] = {}
        self.errors: dict[str, str] = {}
        for target in targets:
            try:
                if _is_file(beside := sidecar_of(target.path)):
                    self.sidecars[target.shown] = read_sidecar(beside)
            except ConfigError as error:
                self.errors[target.shown] = str(error)

    def sources(self, target: Target) -> Iterator[CheckSource]:
        sidecar = self.sidecars.get(target.shown, Sidecar())
        selection = self._setup.selection(target.shown)
        for record, line in target.records(self._setup.reading):
            if sidecar.url:
                record = msgspec.structs.replace(record, url=sidecar.url)
            yield CheckSource(record, target.shown, selection, dated=bool(sidecar.date), row_line=line)


def _is_file(path: Path) -> bool:
    """False also where a name is so long that no file can have it, as that of a sidecar of a long name."""
    try:
        return path.is_file()
    except OSError:
        return False


def _checked(
    target: Target, found: list[tuple[CheckSource, Result, tuple[Problem, ...]]], reading: _Reading, compared: bool
) -> FileChecked:
    errors = [reading.errors[target.shown]] if target.shown in reading.errors else []
    records: list[tuple[Record, Result]] = []
    for source, result, _ in found:
        errors += [f"{target.shown}: {bad.message}" for bad in source.record.findings if bad.code == "E005"]
        records.append((source.record, result))
    return FileChecked(
        target,
        tuple(_as_mendable(target, problem) for _, _, problems in found for problem in problems),
        tuple(errors),
        _texts_of(records) if compared else (),
        reading.sidecars.get(target.shown),
        records[0][0].digest if len(records) == 1 else "",
    )


def _as_mendable(target: Target, problem: Problem) -> Problem:
    """What stands in a compressed file is not mended in place."""
    return msgspec.structs.replace(problem, fix="") if target.compressed else problem


def _texts_of(records: list[tuple[Record, Result]]) -> tuple[Text, ...]:
    from cleaner.checks.duplicates import texts_of

    return tuple(texts_of(records))


def _failed(target: Target, kind: str, reason: str) -> FileChecked:
    from cleaner.corpus.workers import FAILED

    code = FAILED[kind]
    message = f"checking it failed: {reason}"
    level = severity_of(code, refused=True)
    problem = Problem(target.shown, code, message, level, WHOLE_FILE, fingerprint_of(code, ""))
    return FileChecked(target, (problem,), (f"{target.shown}: {message}",))
