"""A day and a time of that day that stand side by side, as one mention: `Friday morning`, `at 5 p.m. on 27 May`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from cleaner.document import DateMention

_MOST_BETWEEN = 12
"""Code points between a day and its time: a comma, a word such as `at`, spaces."""

_DAY = re.compile(r"(?:[0-9X]{4}-[0-9X]{2}-[0-9X]{2}|XXXX-WXX-[1-7])\Z")


def joined(text: str, mentions: Iterable[DateMention], joints: re.Pattern[str]) -> Iterator[DateMention]:
    """The mentions, a day and a time of it with nothing but a joint between them as one."""
    last: DateMention | None = None
    for mention in mentions:
        both = _together(text, last, mention, joints) if last is not None else None
        if both is None and last is not None:
            yield last
        last = both or mention
    if last is not None:
        yield last


def _together(text: str, first: DateMention, second: DateMention, joints: re.Pattern[str]) -> DateMention | None:
    if {first.type, second.type} != {"DATE", "TIME"} or second.start - first.end > _MOST_BETWEEN:
        return None
    day, time = (first, second) if first.type == "DATE" else (second, first)
    if not _DAY.match(day.value) or "T" not in time.value or not joints.match(text[first.end : second.start].lower()):
        return None
    value = f"{day.value}T{time.value.partition('T')[2]}"
    return msgspec.structs.replace(
        time, start=first.start, end=second.end, text=text[first.start : second.end], value=value
    )
