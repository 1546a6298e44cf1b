"""The way of the data, on one page: records in, results out.

    Record ─ parse ─▶ Document ─ chrome ─▶ Findings ─ decide ─▶ Edits ─ normalize ─ tag ─▶ Result

What stands on an arrow is the room that does the step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleaner.chrome import Evidence, find_chrome
from cleaner.chrome.decide import decide
from cleaner.config import DEFAULT, Config
from cleaner.corpus.site_facts import NO_FACTS, SiteFacts
from cleaner.corpus.sites import site_of
from cleaner.dates import find_dates
from cleaner.document import DateMention, Document, Edit, Finding, Metadata, Record, Result
from cleaner.edits import OffsetMap, apply, apply_steps, invert
from cleaner.errors import ArgumentError, EditError
from cleaner.normalize import normalize_steps
from cleaner.parse import parse
from cleaner.read import to_record
from cleaner.tag import tag
from cleaner.tag.attribution import read_attribution
from cleaner.tag.language import detect_language

if TYPE_CHECKING:
    from cleaner.chrome.tagger import Scored
    from cleaner.corpus.templates import Templates

Source = str | bytes | Record
Parsed = tuple[Document, tuple[Finding, ...], str]
"""A document, what parsing found, and its site (`""` where no templates are given)."""

MAX_BATCH_DOCUMENTS = 1000
"""However short: a reader waits for a whole batch."""

_DECODING = ("N102", "N106")
"""What gives other letters than stood there: a text doubly encoded, or written in entities, has its language after."""


def clean(
    source: Source,
    *,
    media_type: str | None = None,
    url: str | None = None,
    config: Config = DEFAULT,
    templates: Templates | None = None,
) -> Result:
    """The source without its page chrome, normalised and tagged.

    `source` is the text or HTML itself (never a path). `media_type` is `"text/plain"`,
    `"text/html"` or `None`, which looks at the content. Bad data never raises: a refused
    document has an empty text and an `E0xx` finding. `templates` are what other pages of its
    site showed (`cleaner.corpus.templates`). Raises `ArgumentError` on a source or
    media type of another kind.

    >>> import cleaner
    >>> head = "22.9 C\\nBeijing\\nSaturday, May 31, 2025\\n\\n"
    >>> text = "The river rose on Monday. Nobody was hurt, the city said.\\n\\nREAD MORE:\\n"
    >>> cleaner.clean(head + text).text
    'The river rose on Monday. Nobody was hurt, the city said.\\n'
    """
    record = to_record(source, media_type=media_type, url=url)
    return next(clean_many([record], config=config, templates=templates))


def clean_many(
    sources: Iterable[Source],
    *,
    media_type: str | None = None,
    config: Config = DEFAULT,
    batch_chars: int = 1_000_000,
    templates: Templates | None = None,
) -> Iterator[Result]:
    """The result of each source, in order. Reads ahead by one batch of about `batch_chars` characters of text.

    The results do not depend on `batch_chars`; it bounds memory and lets the line tagger
    work on many lines at once. Raises `ArgumentError` as `clean` does, and on one text in place of many.
    """
    if isinstance(sources, str | bytes):
        raise ArgumentError("sources are an iterable of texts, not one text; for one, call clean")
    batch: list[Parsed] = []
    size = 0
    for source in sources:
        record = to_record(source, media_type=media_type)
        document, findings = parse(record, config)
        batch.append((document, findings, site_of(record, document=document) if templates else ""))
        size += len(document.text)  # of HTML: what a reader sees, a tenth of the source
        if size >= batch_chars or len(batch) == MAX_BATCH_DOCUMENTS:
            yield from _clean_batch(batch, config, templates)
            batch, size = [], 0
    yield from _clean_batch(batch, config, templates)


def check(
    source: Source,
    *,
    media_type: str | None = None,
    url: str | None = None,
    config: Config = DEFAULT,
    templates: Templates | None = None,
) -> tuple[Finding, ...]:
    """All that cleaning would see and change in the source, ordered by place.

    >>> import cleaner
    >>> [finding.code for finding in cleaner.check("It’s raining again in the valley, they said.\\n")]
    ['N202']
    """
    return clean(source, media_type=media_type, url=url, config=config, templates=templates).findings


def restore(result: Result) -> str:
    """The text that the result was made from: `result.document.text`, rebuilt from `result.text`.

    Raises `EditError` if the result's text is not what its steps give.
    """
    inverses: list[tuple[Edit, ...]] = []
    text = result.document.text
    for step in result.steps:
        inverses.append(invert(text, step))
        text = apply(text, step)
    if text != result.text:
        raise EditError(f"{result.document.id}: the text is not what its steps give; it was changed after cleaning")
    return apply_steps(text, reversed(inverses))


def normalize(text: str, *, language: str | None = None, config: Config = DEFAULT) -> Result:
    """The text with characters, quotes, white space and dates normalised; no chrome is removed.

    >>> import cleaner
    >>> cleaner.normalize("It’s due on May 27, 2025.").text
    "It's due on 2025-05-27."
    """
    document, findings = parse(to_record(text, media_type="text/plain"), config)
    if _is_refused(findings):
        return Result(document=document, text="", findings=findings, steps=_emptied(document))
    return _finish(document, findings, (), config, language=language)


def _clean_batch(parsed: list[Parsed], config: Config, templates: Templates | None) -> Iterator[Result]:
    readable = [document for document, findings, _ in parsed if not _is_refused(findings)]
    evidence = iter(find_chrome(readable))
    for document, findings, site in parsed:
        if _is_refused(findings):
            yield Result(document=document, text="", findings=findings, steps=_emptied(document))
            continue
        notes = tuple(finding for finding in findings if finding.code.startswith(("E", "M")))
        seen = _evidence(document, findings, next(evidence), config)
        recurring = templates.find(document, site) if templates else ()
        known = templates.facts(document, site) if templates else NO_FACTS
        if known.author_finding and not read_attribution(document, seen.findings).author:
            recurring = (*recurring, known.author_finding)
        decision = decide(document, (*seen.findings, *recurring), config, seen.scored)
        yield _finish(document, (*notes, *decision.findings), decision.edits, config, scored=seen.scored, known=known)


def _finish(
    document: Document,
    findings: tuple[Finding, ...],
    removals: tuple[Edit, ...],
    config: Config,
    *,
    language: str | None = None,
    scored: Scored | None = None,
    known: SiteFacts = NO_FACTS,
) -> Result:
    text = apply(document.text, removals)
    declared = document.head.get("language", "")
    spoken, told = _spoken(text, language, known, declared)
    rewriting = normalize_steps(text, language=spoken[0], config=config)
    if language is None and any(edit.code in _DECODING for step in rewriting for edit in step):
        repaired, told = _spoken(apply_steps(text, rewriting), None, known, declared)
        if repaired[0] != spoken[0]:
            rewriting = normalize_steps(text, language=repaired[0], config=config)
        spoken = repaired
    text = apply_steps(text, rewriting)
    metadata = tag(
        document, findings, language=spoken[0], language_score=spoken[1], scored=scored, config=config,
        site_author=known.author.names if known.author else "",
    )  # fmt: skip
    return Result(
        document=document,
        text=text,
        findings=_in_order((*findings, *told, *_rewrites(rewriting, removals))),
        steps=((removals,) if removals else ()) + rewriting,
        metadata=metadata,
        dates=_dates(text, metadata, config, known.date_order),
    )


def _spoken(
    text: str, language: str | None, known: SiteFacts, declared: str
) -> tuple[tuple[str, float], tuple[Finding, ...]]:
    """The text's language with its score, and what is told of it; `language` is one that the caller knows."""
    detected, score = detect_language(text) if language is None else (language, 1.0)
    detected, score, told = known.settle_language(text, detected, score, declared=declared)
    return (detected, score), told


def _dates(text: str, metadata: Metadata, config: Config, date_order: str) -> tuple[DateMention, ...]:
    if config.dates == "keep":
        return ()
    # The day a page was shown says nothing about the day its text was written.
    reference_date = metadata.date if metadata.date_source != "masthead" else ""
    return find_dates(
        text, language=metadata.language or None, reference_date=reference_date or None, date_order=date_order
    )


def _rewrites(steps: tuple[tuple[Edit, ...], ...], removals: tuple[Edit, ...]) -> Iterator[Finding]:
    """A finding for each normalising edit, at its place in the document's text."""
    maps = [OffsetMap(removals)]
    for step in steps:
        for edit in step:
            start, end = edit.start, edit.end
            for places in reversed(maps):
                start, end = places.to_source(start, end)
            yield Finding(edit.code, start, end, "rewrite", 1.0, f"becomes {edit.replacement!r}")
        maps.append(OffsetMap(step))


def _evidence(document: Document, parsed: tuple[Finding, ...], seen: Evidence, config: Config) -> Evidence:
    """What is decided on: with another extractor, its findings (parsing gave them) take the place of ours.

    Ours that name a part of the document (`C5xx`) still count: metadata is read from them.
    """
    if config.extractor == "cleaner" or document.media_type != "text/html":
        return seen
    return Evidence(tuple(found for found in (*parsed, *seen.findings) if found.code.startswith(("C903", "C5"))))


def _is_refused(findings: tuple[Finding, ...]) -> bool:
    return any(finding.verdict == "remove" and finding.code.startswith("E") for finding in findings)


def _emptied(document: Document) -> tuple[tuple[Edit, ...], ...]:
    return ((Edit(0, len(document.text), "", "E000"),),) if document.text else ()


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code)))
