"""Sources to a corpus: any number of them, in bounded memory, resumable, and once more only where they changed.

    sources ─ (learn site templates) ─ clean ─▶ staged rows, sketches ─ (find duplicates) ─ write ─▶ corpus

Sources are read here and cleaned in worker processes, a task at a time. What is done of an unfinished
run stays in `.cleaner/` in the corpus folder, shard by shard, until the corpus is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from cleaner.config import DEFAULT, Config
from cleaner.corpus.cleaning import stage_rows
from cleaner.corpus.clusters import memberships
from cleaner.corpus.current import differences, manifest_of
from cleaner.corpus.folder import locked, spooled
from cleaner.corpus.learning import learn_templates
from cleaner.corpus.options import DEFAULT_OPTIONS, CorpusOptions
from cleaner.corpus.progress import Listener, Notes, Progress
from cleaner.corpus.publishing import write_rows
from cleaner.corpus.templates import Templates
from cleaner.corpus.workers import Workers
from cleaner.errors import ArgumentError
from cleaner.read import SourceFile
from cleaner.write.staging import recover_corpus


class Outcome(msgspec.Struct, frozen=True):
    """What a run did: `is_current` when the corpus was up to date and nothing was; its manifest."""

    is_current: bool
    manifest: dict[str, Any]


def build_corpus(
    files: Sequence[SourceFile],
    folder: Path,
    *,
    config: Config = DEFAULT,
    options: CorpusOptions = DEFAULT_OPTIONS,
    templates: Templates | None = None,
    on_progress: Listener = lambda progress: None,
    on_note: Notes = lambda source, finding: None,
) -> Outcome:
    """Clean the sources into a corpus in the folder, which is made if it is not there.

    The corpus depends on the sources and on what is given, not on `workers`, nor on runs before, finished
    or not: unchanged sources are only copied. `templates` are used instead of learning them. Raises
    `OutputError` if the folder can't be written or another run writes there; sources that can't be read
    or cleaned are refused, and named in the corpus. Worker processes import the main module: a script
    that calls this needs `if __name__ == "__main__":`.

    >>> import tempfile
    >>> from cleaner.read import find_files
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "a.txt").write_text("The river rose on Monday, and nobody was hurt.")
    ...     files = find_files([f"{place}/a.txt"])
    ...     build_corpus(files, Path(place, "corpus"), options=CorpusOptions(workers=0)).manifest["counts"]["documents"]
    1
    """
    if options.against is not None and options.against.resolve() == folder.resolve():
        raise ArgumentError(f"{folder}: can't be compared with itself; its own documents are compared in any case")
    with locked(folder) as work:
        recover_corpus(folder)
        run = Run(
            files=spooled(files, work), folder=folder, work=work, config=config, options=options,
            settings=options.settings(templates), on_progress=on_progress, on_note=on_note,
        )  # fmt: skip
        if not options.again and not differences(run.files, folder, config, options, run.settings):
            return Outcome(True, manifest_of(folder))
        with Workers(options.workers, timeout_s=options.timeout_s) as workers:
            if templates is None and options.templates == "learn":
                templates = learn_templates(run, workers)
            rows = stage_rows(run, templates, workers)
        members = memberships(run, rows) if options.duplicates != "keep" else ()
        write_rows(run, rows, members, templates)
        return Outcome(False, manifest_of(folder))


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What all stages of a run need to know. `work` is a folder of its own, kept until the corpus is whole."""

    files: Sequence[SourceFile]
    folder: Path
    work: Path
    config: Config
    options: CorpusOptions
    settings: dict[str, Any]
    on_progress: Callable[[Progress], None]
    on_note: Notes
