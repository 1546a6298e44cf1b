"""The last stage: staged rows, with what is known of their duplicates, as the corpus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleaner.corpus.cleaning import StagedRows
from cleaner.corpus.clusters import Membership
from cleaner.corpus.previous import TEMPLATES
from cleaner.corpus.progress import Progress
from cleaner.corpus.templates import Templates
from cleaner.write import CorpusWriter, Encoded
from cleaner.write.lines import with_duplicate
from cleaner.write.staging import told

if TYPE_CHECKING:
    from cleaner.corpus.run import Run

_TOLD_EACH = 1000


def write_rows(run: Run, rows: StagedRows, members: Iterable[Membership], templates: Templates | None) -> None:
    """Write the corpus. `members`: of clusters of duplicates, in the order of the documents."""
    progress = Progress("writing")
    waiting = iter(members)
    member = next(waiting, None)
    position = -1
    with CorpusWriter(run.folder, format=run.options.format, shard_bytes=run.options.shard_bytes) as writer:
        for encoded in rows.own.rows():
            position += bool(encoded.document)
            if member is None or not encoded.document or member.position != position:
                writer.add(encoded)
            else:
                line = with_duplicate(encoded.document, member.cluster, member.of, member.similarity)
                dropped = run.options.duplicates == "drop" and bool(member.code)
                writer.add(Encoded(line, encoded.edits, encoded.text_chars), dropped=dropped, duplicate=member.code)
                member = next(waiting, None)
            progress.sources += 1
            if progress.sources % _TOLD_EACH == 0:
                run.on_progress(progress)
        _save(run, templates)
        writer.finish(
            config=run.config, settings=run.settings, inputs_digest=rows.inputs_digest, passed=rows.passed
        )  # fmt: skip


def _save(run: Run, templates: Templates | None) -> None:
    """The templates that were learned, beside the corpus: to read, and to clean single documents with."""
    path = run.folder / TEMPLATES
    with told(run.folder):
        if templates and run.settings["templates"] == "learn":
            templates.save(path)
        else:
            path.unlink(missing_ok=True)
