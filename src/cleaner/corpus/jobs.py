"""What a worker process does with a task: sources in, encoded rows and sketches out."""

from __future__ import annotations

import msgspec

from cleaner.config import Config
from cleaner.corpus.cutting import Task
from cleaner.corpus.duplicates import SKETCH_BYTES, DuplicateOptions, sketches_of
from cleaner.corpus.sites import site_of
from cleaner.corpus.templates import PageCounts, Templates, count_page
from cleaner.corpus.workers import FAILED, Failure
from cleaner.document import Document, Finding, Record, Result
from cleaner.parse import parse
from cleaner.pipeline import clean_many
from cleaner.write import Encoded, Filter, encode_result, filtered
from cleaner.write.lines import decode_row


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """How the sources of a run are cleaned: all that the rows depend on, beside the sources.

    Without `similar` no sketches are made.
    """

    config: Config
    added: str = ""
    kept: Filter = Filter()
    templates: Templates | None = None
    similar: DuplicateOptions | None = None


class Cleaned(msgspec.Struct, frozen=True):
    """What a source became: its rows, its sketch (`b""` if it was refused), its size, its `E` findings."""

    encoded: Encoded
    sketch: bytes
    chars: int = 0
    notes: tuple[Finding, ...] = ()


class _Row(msgspec.Struct, frozen=True, gc=False):
    """What a sketch is made from."""

    id: str
    text: str
    url: str
    date: str
    source: str


def clean_task(job: Job, task: Task) -> list[Cleaned]:
    """What the task's sources become, in order."""
    records = [item for item in task.items if isinstance(item, Record)]
    results = clean_many(records, config=job.config, templates=job.templates)
    cleaned = [
        _cleaned(item, next(results), job) if isinstance(item, Record) else Cleaned(item, b"", item.text_chars)
        for item in task.items
    ]
    if job.similar is None:
        return cleaned
    sketches = iter(_sketches([one.encoded.document for one in cleaned if one.encoded.document], job.similar))
    return [msgspec.structs.replace(one, sketch=next(sketches)) if one.encoded.document else one for one in cleaned]


def count_task(config: Config, task: Task) -> list[PageCounts]:
    """What site templates are learned from: the counts of the task's sources."""
    counted = []
    for record in task.items:
        assert isinstance(record, Record), "only sources are counted"
        document, _ = parse(record, config)
        counted.append(count_page(document, site_of(record, document=document)))
    return counted


def failed(record: Record, failure: Failure, job: Job) -> Cleaned:
    """The rows of a source that no worker could clean: refused, and named."""
    finding = Finding(FAILED[failure.kind], 0, 0, "remove", 1.0, f"cleaning it failed: {failure.reason}")
    result = Result(document=Document(id=record.id, text="", url=record.url), text="", findings=(finding,))
    return Cleaned(encode_result(record, result, added=job.added), b"", 0, (finding,))


def _cleaned(record: Record, result: Result, job: Job) -> Cleaned:
    result = filtered(result, job.kept)
    notes = tuple(finding for finding in result.findings if finding.code.startswith("E"))
    return Cleaned(encode_result(record, result, added=job.added), b"", len(result.document.text), notes)


def _sketches(documents: list[bytes], options: DuplicateOptions) -> list[bytes]:
    rows = [decode_row(document, _Row) for document in documents]
    joined = sketches_of(
        [row.text for row in rows],
        ids=[row.id for row in rows],
        dates=[row.date for row in rows],
        sites=[site_of(row.url) or row.source for row in rows],
        options=options,
    )
    return [joined[start : start + SKETCH_BYTES] for start in range(0, len(joined), SKETCH_BYTES)]
