"""Dates in running text: found by the tables of a language, typed and resolved as in TIMEX3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.dates.anchors import Mode, Reference, Scene, spoken_of, to_reference
from cleaner.dates.finder import Candidate, find_candidates, with_shared_years
from cleaner.dates.guessing import guess_language
from cleaner.dates.joining import joined
from cleaner.dates.language import language_of
from cleaner.dates.resolver import resolve
from cleaner.document import DateMention

_NARRATIVE_YEARS = 4
"""So many years named, most of them not the document's or the one before: the text tells of another time."""

_NEAR_CHARS = 100
"""A time of the day is of a day mentioned at most so many code points before it."""


def find_dates(
    text: str,
    *,
    language: str | None = None,
    reference_date: str | None = None,
    mode: Mode = "auto",
    date_order: str = "",
) -> tuple[DateMention, ...]:
    """The dates, times and durations that the text mentions, in order and apart.

    `language` is an ISO 639-1 code. `None` takes the language whose words of time the text has,
    or if none is clearly ahead, the names of months and weekdays of all languages. A language
    without a table gives nothing. `reference_date` (ISO 8601, to the
    day, month or year) is the day the text was written. With `mode="news"`, relative dates count
    from it, with `"narrative"` from the date mentioned last; `"auto"` looks at the years that the
    text names. Without a reference date what is not known stays `X` (`XXXX-05-27`). A numeric date
    that could be two days (`03/04/2025`) has the value `""`, and both as `alternatives`, unless the
    language or else `date_order` (`"dmy"`, `"mdy"`) says which part is the day.
    Raises `ArgumentError` on a bad `reference_date`.

    >>> text = "On May 27, three weeks after 6 May 2025."
    >>> for mention in find_dates(text, language="en", reference_date="2025-05-14"):
    ...     print(mention.text, mention.type, mention.value)
    May 27 DATE 2025-05-27
    three weeks after 6 May 2025 DATE 2025-05-27
    """
    reference = to_reference(reference_date)
    found = language_of(language or guess_language(text))
    if found is None:
        return ()
    candidates = list(with_shared_years(text, find_candidates(text, found), found.half_dates))
    narrative = mode == "narrative" or (mode == "auto" and _is_narrative(candidates, reference))
    order = found.vocabulary.order or date_order
    mentions = _resolved(text, candidates, Scene(reference, Reference(), narrative, order=order))
    return tuple(joined(text, mentions, found.joints))


def _resolved(text: str, candidates: Iterable[Candidate], scene: Scene) -> Iterator[DateMention]:
    focus, focus_end = scene.focus, 0
    now = focus  # what `this year` counts from where nothing else is known: no date that was told from it itself
    for candidate in candidates:
        near = candidate.start - focus_end < _NEAR_CHARS
        told_from_now = candidate.kind in ("rel", "ago") or "rel" in candidate.slots
        seen = now if told_from_now and not scene.narrative else focus
        here = Scene(scene.reference, seen, scene.narrative, candidate.ahead, scene.order, near)
        meaning = resolve(candidate, here)
        if meaning is None:
            continue
        if meaning.type in ("DATE", "TIME"):
            spoken = spoken_of(meaning.value)
            focus, focus_end = (spoken, candidate.end) if spoken else (focus, focus_end)
            now = now if told_from_now else focus
        span = text[candidate.start : candidate.end]
        yield DateMention(
            candidate.start, candidate.end, span, meaning.type, meaning.value, meaning.mod, meaning.alternatives
        )


def _is_narrative(candidates: list[Candidate], reference: Reference) -> bool:
    """True when the years named are mostly others than the document's, and hardly a day is told from its own."""
    years = [found.slots.number("year") for found in candidates if found.slots.classes.get("year") in ("y4", "ylikely")]
    here = {reference.year, reference.year - 1, reference.year + 1}
    told = sum(found.kind == "rel" and "rel" in found.slots for found in candidates)
    return len(years) >= _NARRATIVE_YEARS and sum(year not in here for year in years) > max(len(years) / 2, 3 * told)
