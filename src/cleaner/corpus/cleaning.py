"""The second reading: all sources cleaned, their rows staged shard by shard."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cleaner.corpus.cutting import Task, shards_of, tasks_of
from cleaner.corpus.jobs import Cleaned, Job, clean_task, failed
from cleaner.corpus.options import digest_of
from cleaner.corpus.previous import Reusable
from cleaner.corpus.progress import Progress, records_of
from cleaner.corpus.staged import Staged
from cleaner.corpus.templates import Templates
from cleaner.corpus.workers import Failure, Workers
from cleaner.document import Record
from cleaner.errors import CorpusError
from cleaner.write import Encoded, read_rows

if TYPE_CHECKING:
    from cleaner.corpus.run import Run

CleanTask = Callable[[Task], list[Cleaned]]


class StagedRows(msgspec.Struct, frozen=True):
    """The rows of all sources, the digest of these, what was passed over by reason, documents to compare with."""

    own: Staged
    inputs_digest: str
    passed: dict[str, int]
    against: Staged | None


def stage_rows(run: Run, templates: Templates | None, workers: Workers) -> StagedRows:
    """Clean the sources in worker processes; those of shards that an unfinished run staged are done."""
    options = run.options
    similar = options.similar if options.duplicates != "keep" else None
    job = Job(config=run.config, added=options.added, kept=options.kept, templates=templates, similar=similar)
    staged = Staged(run.work / "staged", run.folder)
    if options.again:
        staged.cut(0)
    progress = Progress("cleaning")
    inputs = hashlib.sha256()
    cleaned: list[Cleaned] = []
    do = partial(clean_task, job)
    for task, done in workers.ordered(do, _unfinished(run, staged, templates, progress, inputs)):
        fresh = _one_by_one(do, task, workers, job) if isinstance(done, Failure) else done
        _tell(run, progress, task, fresh)
        cleaned += fresh
        if task.is_last:
            staged.write(task.shard, task.digest, cleaned)
            cleaned = []
    against = _other(run, options.against, do, workers) if options.against and similar else None
    return StagedRows(staged, f"sha256:{inputs.hexdigest()}", dict(progress.passed), against)


def _unfinished(
    run: Run, staged: Staged, templates: Templates | None, progress: Progress, inputs: hashlib._Hash
) -> Iterator[Task]:
    """The tasks of shards that are not staged yet; adds every source to `inputs`."""
    from cleaner import __version__

    key = json.dumps([__version__, msgspec.to_builtins(run.config), run.settings, digest_of(templates)], sort_keys=True)
    reusable = None if run.options.again else Reusable(run.folder, run.config, run.settings, templates)
    count = 0
    for shard in shards_of(records_of(run.files, run.options.read, progress), key):
        for digest, _ in shard.sources:
            inputs.update(digest.encode())
        count = shard.number + 1
        if mark := staged.mark_of(shard.number, shard.digest):
            progress.sources += mark.sources
            progress.reused += mark.sources
            progress.refused += mark.refused
            run.on_progress(progress)
            continue
        items = [(reusable and reusable.rows(digest, record)) or record for digest, record in shard.sources]
        yield from tasks_of(shard.number, shard.digest, items)
    staged.cut(count)


def _one_by_one(do: CleanTask, task: Task, workers: Workers, job: Job) -> list[Cleaned]:
    """What the sources of a failed task become, each for itself: all but the culprits are cleaned."""
    cleaned: list[Cleaned] = []
    for item in task.items:
        done = workers.one(do, Task(task.shard, task.digest, [item]))
        if not isinstance(done, Failure):
            cleaned += done
        elif isinstance(item, Record):
            cleaned.append(failed(item, done, job))
        else:
            raise CorpusError(f"rows of an earlier run can't be used again: {done.reason}; name another folder")
    return cleaned


def _other(run: Run, corpus: Path, do: CleanTask, workers: Workers) -> Staged:
    """The documents of another corpus, staged for their sketches and texts."""
    staged = Staged(run.work / "against", run.folder)
    rows = (encoded for encoded in read_rows(corpus) if encoded.document)
    number = 0
    while items := list(itertools.islice(rows, _OTHER_ROWS)):
        cleaned: list[Cleaned] = []
        for _, done in workers.ordered(do, tasks_of(number, "", items)):
            if isinstance(done, Failure):
                raise CorpusError(f"{corpus}: its documents can't be compared with: {done.reason}")
            cleaned += done
        staged.write(number, "", cleaned)
        number += 1
    staged.cut(number)
    return staged


_OTHER_ROWS = 5000


def _tell(run: Run, progress: Progress, task: Task, cleaned: Sequence[Cleaned]) -> None:
    for item, one in zip(task.items, cleaned, strict=True):
        progress.sources += 1
        progress.reused += isinstance(item, Encoded)
        progress.refused += not one.encoded.document
        progress.chars += one.chars
        progress.kept_chars += one.encoded.text_chars
        for note in one.notes:
            run.on_note(item.id if isinstance(item, Record) else "", note)
    run.on_progress(progress)
