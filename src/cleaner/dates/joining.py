"""Two mentions that are one: a day and its time (`5 p.m. on 27 May`), a length from a day (`two days after 27 May`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from cleaner.dates.anchors import read_reference
from cleaner.dates.units import day_at
from cleaner.document import DateMention

_MOST_BETWEEN = 16
"""Code points between a day and its time, or a length and its day: a comma, words such as `at`, spaces."""

_LENGTH = re.compile(r"P([0-9]{1,4})([YMWD])\Z")

_YEAR = re.compile(r"[0-9]{4}-")
"""In the text of a time: it has its own day."""

_BARE = re.compile(r"[ \xa0\u202f]?,?[ \xa0\u202f]?\Z")
"""Between a day and a time behind it: with a word between, these are two mentions."""

_DAY = re.compile(r"(?:[0-9X]{4}-[0-9X]{2}-[0-9X]{2}|XXXX-WXX-[1-7])\Z")


def joined(
    text: str, mentions: Iterable[DateMention], joints: re.Pattern[str], anchored: dict[str, int]
) -> Iterator[DateMention]:
    """The mentions, a day and a time of it with nothing but a joint between them as one.

    So too a length of time and a day, with one of the words of `anchored` between them.
    """
    last: DateMention | None = None
    for mention in mentions:
        both = None
        if last is not None and mention.start - last.end <= _MOST_BETWEEN:
            both = _together(text, last, mention, joints) or _counted(text, last, mention, anchored)
        if both is None and last is not None:
            yield last
        last = both or mention
    if last is not None:
        yield last


def _together(text: str, first: DateMention, second: DateMention, joints: re.Pattern[str]) -> DateMention | None:
    if {first.type, second.type} != {"DATE", "TIME"}:
        return None
    day, time = (first, second) if first.type == "DATE" else (second, first)
    between = text[first.end : second.start].lower()
    if (
        _YEAR.search(time.text)
        or not _DAY.match(day.value)
        or "T" not in time.value
        or not (joints if time is first else _BARE).match(between)
    ):
        return None
    value = f"{day.value}T{time.value.partition('T')[2]}"
    return msgspec.structs.replace(
        time, start=first.start, end=second.end, text=text[first.start : second.end], value=value
    )


def _counted(text: str, first: DateMention, second: DateMention, anchored: dict[str, int]) -> DateMention | None:
    """`two weeks before May 13` as a day; `None` unless the length and the day are known."""
    if first.type != "DURATION" or second.type != "DATE":
        return None
    length = _LENGTH.match(first.value)
    reference = read_reference(second.value)
    if length is None or reference is None or reference.date is None:
        return None
    sign = anchored.get(text[first.end : second.start].lower().strip())
    value = day_at(length[2], sign * int(length[1]), reference.date) if sign else ""
    if not value:
        return None
    return DateMention(first.start, second.end, text[first.start : second.end], "DATE", value, first.mod)
