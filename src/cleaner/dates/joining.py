"""Mentions that are one: a day and its time (`5 p.m. on 27 May`), a step from a day (`two days after 27 May`)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

import msgspec

from cleaner.dates.anchors import Reference, moved, read_reference
from cleaner.dates.language import Joints
from cleaner.dates.units import at_distance, day_at, week_value
from cleaner.document import DateMention

_MOST_BETWEEN = 16
"""Code points between a day and its time, or a length and its day: a comma, words such as `at`, spaces."""

_MOST_BEFORE = 40
"""Code points in front of a day that tell what it stands for: `the week of the`."""

_LENGTH = re.compile(r"P([0-9]{1,4})([YMWD])\Z")

_YEAR = re.compile(r"[0-9]{4}-")
"""In the text of a time: it has its own day."""

_BARE = re.compile(r"[ \xa0\u202f]?,?[ \xa0\u202f]?\Z")
"""Between a day and a time behind it: with a word between, these are two mentions."""

_DAY = re.compile(r"(?:[0-9X]{4}-[0-9X]{2}-[0-9X]{2}|XXXX-WXX-[1-7])\Z")


def joined(text: str, mentions: Iterable[DateMention], joints: Joints) -> Iterator[DateMention]:
    """The mentions, a day and a time of it with nothing but a joint between them as one.

    So too a length of time or a weekday and the day that it counts from (`the Monday after 27 May`),
    and a day with the words that make it another date (`the week of 27 May`).
    """
    last: DateMention | None = None
    for mention in mentions:
        both = None
        if last is not None and mention.start - last.end <= _MOST_BETWEEN:
            both = _together(text, last, mention, joints) or _counted(text, last, mention, joints)
        if both is None and last is not None:
            yield last
        last = both or _stepped(text, last.end if last is not None else 0, mention, joints) or mention
    if last is not None:
        yield last


def _together(text: str, first: DateMention, second: DateMention, joints: Joints) -> DateMention | None:
    if {first.type, second.type} != {"DATE", "TIME"}:
        return None
    day, time = (first, second) if first.type == "DATE" else (second, first)
    between = text[first.end : second.start].lower()
    if (
        _YEAR.search(time.text)
        or not _DAY.match(day.value)
        or "T" not in time.value
        or not (joints.times if time is first else _BARE).match(between)
    ):
        return None
    value = f"{day.value}T{time.value.partition('T')[2]}"
    return msgspec.structs.replace(
        time, start=first.start, end=second.end, text=text[first.start : second.end], value=value
    )


def _counted(text: str, first: DateMention, second: DateMention, joints: Joints) -> DateMention | None:
    """`two weeks before May 13`, `the Monday after May 13` as a day; `None` unless both are known."""
    if second.type != "DATE":
        return None
    length, weekday = _LENGTH.match(first.value), joints.weekdays.get(first.text.lower().rstrip("."))
    day = _day_of(second)
    if day is None or not (weekday or (first.type == "DURATION" and length)):
        return None
    between = text[first.end : second.start].lower().strip()
    word, _, article = between.rpartition(" ")
    sign = joints.anchored.get(between) or (joints.anchored.get(word) if article in joints.articles else None)
    if not sign:
        return None
    value = day_at(length[2], sign * int(length[1]), day) if length else _weekday_from(day, sign, weekday or 0)
    if not value:
        return None
    return DateMention(first.start, second.end, text[first.start : second.end], "DATE", value, first.mod)


def _weekday_from(day: datetime.date, sign: int, weekday: int) -> str:
    """The next such weekday after the day, or the last one before it."""
    days = (weekday - day.isoweekday()) % 7 if sign > 0 else -((day.isoweekday() - weekday) % 7)
    found = moved(day, days or 7 * sign)
    return found.isoformat() if found else ""


def _stepped(text: str, place: int, mention: DateMention, joints: Joints) -> DateMention | None:
    """The mention with `the week of` or `the day after` in front of it, from `place` on; `None` without."""
    if mention.type != "DATE" or not mention.value:
        return None
    start = max(place, mention.start - _MOST_BEFORE)
    before = text[start : mention.start].lower()
    if before.rstrip(" ").rpartition(" ")[2] not in joints.ends:
        return None
    day = _day_of(mention)
    value = ""
    if day is not None and (found := joints.weeks.search(before)):
        value = week_value(day)
    elif day is not None and (found := joints.steps.search(before)):
        value = at_distance(
            joints.units[found["unit"]], joints.anchored[found["side"]], Reference(day.year, day.month, day.day)
        )
    if not value or found is None:
        return None
    start += found.start()
    return msgspec.structs.replace(mention, start=start, text=text[start : mention.end], value=value)


def _day_of(mention: DateMention) -> datetime.date | None:
    reference = read_reference(mention.value)
    return reference.date if reference is not None else None
