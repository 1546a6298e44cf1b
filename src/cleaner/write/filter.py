"""Leaving documents out by what was tagged: language, length, page type, date."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from cleaner.document import Edit, Finding, Result
from cleaner.errors import ArgumentError
from cleaner.write.rows import count_words

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Filter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which documents stay in the corpus. The default lets all stay.

    >>> Filter(languages=("en", "zh"), min_words=50).min_words
    50
    """

    languages: tuple[str, ...] = ()
    """Languages that stay (`E050`), as they are tagged; `"zh"` stands for `zh-cn` and `zh-tw`. None: all."""

    min_language_score: float = 0.0
    """A document stays if its language is at least that sure (`E051`)."""

    min_words: int = 0
    """A document stays if its cleaned text has at least that many words (`E052`); an ideograph is a word."""

    max_words: int | None = None
    """A document stays if its cleaned text has no more words than that (`E053`)."""

    page_types: tuple[str, ...] = ()
    """Types of page that stay (`E054`), as the tagger names them: `"article"`, `"forum"`, … None: all."""

    since: str = ""
    until: str = ""
    """First and last ISO day, month or year of documents that stay (`E055`); one without a date goes."""

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            if (day := getattr(self, name)) and not _DAY.fullmatch(day):
                raise ArgumentError(f"{name}={day!r}: not an ISO day, month or year, like 2025-05-31")
        if self.max_words is not None and self.max_words < self.min_words:
            raise ArgumentError(f"max_words={self.max_words} is below min_words={self.min_words}: nothing would stay")


def filtered(result: Result, filter: Filter) -> Result:
    """The result as it is, or refused: an `E05x` finding says why, the text is empty, one edit gives it back.

    A result that is refused already stays as it is. Of several reasons the first by code is given: documents
    that leave are counted once.

    >>> from cleaner.pipeline import clean
    >>> short = clean("It rained all day in the valley.")
    >>> [finding.message for finding in filtered(short, Filter(min_words=50)).findings]
    ['7 words; min_words is 50']
    >>> filtered(short, Filter(min_words=5)) is short
    True
    """
    if result.refused:
        return result
    for code, message in _reasons(result, filter):
        length = len(result.document.text)
        reason = Finding(code, 0, length, "remove", 1.0, message)
        emptied = ((Edit(0, length, "", "E000"),),) if length else ()
        return msgspec.structs.replace(result, text="", findings=(reason, *result.findings), steps=emptied, dates=())
    return result


def _reasons(result: Result, filter: Filter) -> Iterator[tuple[str, str]]:
    """The code and message of each reason why the document leaves, ordered by code."""
    metadata = result.metadata
    language = metadata.language
    if filter.languages and not {language, language.partition("-")[0]} & set(filter.languages):
        yield "E050", f"language {language or 'unknown'}; wanted: {', '.join(filter.languages)}"
    if metadata.language_score < filter.min_language_score:
        yield "E051", f"language {language or 'unknown'} with a score of {metadata.language_score:.2f}"
    if filter.min_words or filter.max_words is not None:
        words = count_words(result.text)
        if words < filter.min_words:
            yield "E052", f"{words} words; min_words is {filter.min_words}"
        if filter.max_words is not None and words > filter.max_words:
            yield "E053", f"{words} words; max_words is {filter.max_words}"
    if filter.page_types and metadata.page_type not in filter.page_types:
        yield "E054", f"page type {metadata.page_type or 'unknown'}; wanted: {', '.join(filter.page_types)}"
    if (filter.since or filter.until) and not _is_between(metadata.date, filter):
        yield "E055", f"date {metadata.date or 'unknown'}; wanted: {filter.since or '…'} to {filter.until or '…'}"


def _is_between(date: str, filter: Filter) -> bool:
    """True when the document's date can lie in the span, to the precision that both have.

    >>> [_is_between("2025-05", Filter(since="2025-05-20")), _is_between("2025-05-14", Filter(until="2025-04"))]
    [True, False]
    """
    since, until = (bound[: len(date)] for bound in (filter.since, filter.until))
    return bool(date) and date[: len(since)] >= since and (not until or date[: len(until)] <= until)
