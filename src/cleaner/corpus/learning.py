"""The first reading of the sources: what the pages of a site have in common."""

from __future__ import annotations

import hashlib
import itertools
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from cleaner.corpus.current import digest_of_inputs
from cleaner.corpus.cutting import Task, shards_of, tasks_of
from cleaner.corpus.jobs import count_task
from cleaner.corpus.progress import Progress, records_of
from cleaner.corpus.templates import TemplateCounts, Templates
from cleaner.corpus.workers import Failure, Workers
from cleaner.errors import ConfigError
from cleaner.write.staging import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.corpus.run import Run


def learn_templates(run: Run, workers: Workers) -> Templates | None:
    """The templates of the sources' sites; `None` where there are too few sources for any.

    Those that an unfinished run learned from the same sources are taken instead.
    """
    least = run.options.learning.min_pages
    some = records_of(run.files, run.options.read, Progress("counting"))
    if sum(1 for _ in itertools.islice(some, least)) < least:
        return None
    if (known := _known(run)) is not None:
        return known
    inputs = hashlib.sha256()
    progress = Progress("counting")
    with TemplateCounts(run.work / "counts") as counts:
        for task, counted in workers.ordered(partial(count_task, run.config), _tasks(run, progress, inputs)):
            for page in () if isinstance(counted, Failure) else counted:  # a culprit is named when it is cleaned
                counts.add(page)
            progress.sources += len(task.items)
            run.on_progress(progress)
        templates = counts.learn(run.options.learning)
    with told(run.folder):
        templates.save(run.work / _LEARNED)
        (run.work / _INPUTS).write_text(_key(run, f"sha256:{inputs.hexdigest()}"))
    return templates


_LEARNED, _INPUTS = "learned.json", "learned.inputs"


def _known(run: Run) -> Templates | None:
    try:
        inputs = (run.work / _INPUTS).read_text()
        templates = Templates.load(run.work / _LEARNED)
    except (OSError, ConfigError):
        return None
    return templates if inputs == _key(run, digest_of_inputs(run.files, run.options.read)) else None


def _key(run: Run, inputs: str) -> str:
    """What the templates depend on."""
    from cleaner import __version__

    return f"{inputs} {msgspec.json.encode((__version__, run.config, run.options.learning)).decode()}"


def _tasks(run: Run, progress: Progress, inputs: hashlib._Hash) -> Iterator[Task]:
    for shard in shards_of(records_of(run.files, run.options.read, progress), ""):
        for digest, _ in shard.sources:
            inputs.update(digest.encode())
        yield from tasks_of(shard.number, shard.digest, [record for _, record in shard.sources])
