"""The edit algebra: apply, invert, compose, and map offsets through edits.

A *step* is a sequence of edits on one text, ordered and not overlapping: each edit ends
at or before the start of the next. Insertions (`start == end`) at one place apply in the
order given. A cleaned text is its source after a chain of steps.

>>> from cleaner.document import Edit
>>> step = (Edit(0, 9, "", "C201"), Edit(14, 15, "'", "N201"))
>>> apply("READ MORE Meta’s plan", step)
" Meta's plan"
>>> back = invert("READ MORE Meta’s plan", step)
>>> apply(" Meta's plan", back)
'READ MORE Meta’s plan'
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from cleaner.document import Edit
from cleaner.errors import EditError

Step = Sequence[Edit]


def apply(text: str, step: Step) -> str:
    """The text after the step. Raises `EditError` if edits overlap or point outside it."""
    pieces: list[str] = []
    done = 0
    for edit in step:
        if edit.start < done or edit.end < edit.start or edit.end > len(text):
            raise EditError(f"edit {edit} overlaps the edit before it or leaves the text of {len(text)} characters")
        pieces.append(text[done : edit.start])
        pieces.append(edit.replacement)
        done = edit.end
    pieces.append(text[done:])
    return "".join(pieces)


def apply_steps(text: str, steps: Iterable[Step]) -> str:
    """The text after all steps, one after the other."""
    for step in steps:
        text = apply(text, step)
    return text


def invert(text: str, step: Step) -> tuple[Edit, ...]:
    """The step that undoes `step`: `apply(apply(text, step), invert(text, step)) == text`."""
    inverse: list[Edit] = []
    shift = 0
    for edit in step:
        start = edit.start + shift
        inverse.append(Edit(start, start + len(edit.replacement), text[edit.start : edit.end], edit.code))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return tuple(inverse)


def compose(first: Step, second: Step) -> tuple[Edit, ...]:
    """One step that does what `first` and then `second` do.

    Edits of the two steps that touch the same characters become one edit, whose code joins
    the different codes behind it with `+`, in the order applied; all others stay apart.
    """
    return tuple(_merge(group, shift) for group, shift in _groups(first, second))


def compose_all(steps: Iterable[Step]) -> tuple[Edit, ...]:
    """One step that does what all steps do, one after the other."""
    composed: tuple[Edit, ...] = ()
    for step in steps:
        composed = compose(composed, step)
    return composed


class OffsetMap:
    """Offsets of a text before and after one step, in both directions.

    A place inside replaced text maps to the start of the replaced span, or, as the end of
    a span, to its end: a span never maps to less than what it touches.

    >>> places = OffsetMap((Edit(0, 10, "", "C201"),))
    >>> places.to_source(0, 4), places.to_output(10, 14)
    ((10, 14), (0, 4))
    """

    def __init__(self, step: Step) -> None:
        self._before = [(edit.start, edit.end) for edit in step]
        self._after: list[tuple[int, int]] = []
        shift = 0
        for edit in step:
            start = edit.start + shift
            self._after.append((start, start + len(edit.replacement)))
            shift += len(edit.replacement) - (edit.end - edit.start)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text before the step that `[start, end)` of the text after it came from."""
        return _map_span(start, end, self._after, self._before)

    def to_output(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text after the step that `[start, end)` of the text before it became."""
        return _map_span(start, end, self._before, self._after)


_Spans = list[tuple[int, int]]


def _map_span(start: int, end: int, here: _Spans, there: _Spans) -> tuple[int, int]:
    mapped_start = _map_offset(start, here, there, is_end=False)
    if end <= start:
        return mapped_start, mapped_start
    return mapped_start, max(mapped_start, _map_offset(end, here, there, is_end=True))


def _map_offset(offset: int, here: _Spans, there: _Spans, *, is_end: bool) -> int:
    # The last edit that starts before the offset (for a span's start: at or before it).
    index = bisect_right(here, offset if not is_end else offset - 1, key=lambda span: span[0]) - 1
    if index < 0:
        return offset
    (_, here_end), (there_start, there_end) = here[index], there[index]
    if offset >= here_end:
        return there_end + (offset - here_end)
    return there_end if is_end else there_start


class _Group:
    """Edits of two steps that touch the same characters of the text between the steps."""

    def __init__(self) -> None:
        self.first: list[tuple[int, int, Edit]] = []  # with the span that the edit gave
        self.second: list[Edit] = []


def _groups(first: Step, second: Step) -> Iterator[tuple[_Group, int]]:
    """Groups in order, each with the shift (middle text minus source text) in front of it."""
    middle: list[tuple[int, int, Edit]] = []
    shift = 0
    for edit in first:
        start = edit.start + shift
        middle.append((start, start + len(edit.replacement), edit))
        shift += len(edit.replacement) - (edit.end - edit.start)
    i = j = shift = 0
    while i < len(middle) or j < len(second):
        group, group_shift = _Group(), shift
        take_first = j == len(second) or (i < len(middle) and _comes_first(middle[i], second[j]))
        low, high = middle[i][:2] if take_first else (second[j].start, second[j].end)
        while True:
            if take_first:
                start, end, edit = middle[i]
                group.first.append(middle[i])
                shift += (end - start) - (edit.end - edit.start)
                i += 1
                high = max(high, end)
            else:
                group.second.append(second[j])
                high = max(high, second[j].end)
                j += 1
            if i < len(middle) and _touches(middle[i][0], middle[i][1], low, high):
                take_first = True
            elif j < len(second) and _touches(second[j].start, second[j].end, low, high):
                take_first = False
            else:
                break
        yield group, group_shift


def _comes_first(middle: tuple[int, int, Edit], edit: Edit) -> bool:
    start, end, _ = middle
    return end <= edit.start or (start < edit.start and not edit.end <= start)


def _touches(start: int, end: int, low: int, high: int) -> bool:
    return start < high and low < end


def _merge(group: _Group, shift: int) -> Edit:
    if not group.second:
        return group.first[0][2]
    if not group.first:
        edit = group.second[0]
        return Edit(edit.start - shift, edit.end - shift, edit.replacement, edit.code)
    # Source span: from the leftmost to the rightmost place that either step touched.
    source_start = min(group.first[0][2].start, group.second[0].start - shift)
    _, last_end, last = group.first[-1]
    source_end = max(last.end, last.end + group.second[-1].end - last_end)
    # Text: the first step's replacements, as far as the second step left them.
    pieces: list[str] = []
    queue = deque(group.second)
    for start, end, edit in group.first:
        at = start
        while queue and queue[0].start < end:
            later = queue.popleft()
            pieces.append(edit.replacement[at - start : max(at, later.start) - start])
            pieces.append(later.replacement)
            at = max(at, min(later.end, end))
            if later.end > end:
                queue.appendleft(Edit(end, later.end, "", later.code))
                break
        pieces.append(edit.replacement[at - start :])
    pieces.extend(later.replacement for later in queue)
    codes = [edit.code for _, _, edit in group.first] + [edit.code for edit in group.second]
    return Edit(source_start, source_end, "".join(pieces), "+".join(dict.fromkeys(codes)))
