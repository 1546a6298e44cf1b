"""Joining sentences that the source broke over two lines (N304)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.layout import blocks, is_code, is_code_line, is_list_item, is_table_row
from cleaner.normalize.tables import unfinished_words

# A single line feed after a character that does not end a sentence.
_BREAK = re.compile(r"[^\n.!?…:;。！？：；؟।।\"”»)\]]\n(?=[^\n])")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD = re.compile(r"\S+")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\Z")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_CJK_WRAP_PUNCTUATION = "、，"

MIN_BROKEN_CHARS = 40
"""A sentence's line that is shorter was not broken for want of room: it is a heading, a list
entry, verse or a table cell. Lower, and captions and menu entries were joined."""

MIN_BROKEN_WORDS = 6
"""The same in words, against long names and URLs."""

MIN_WRAP_CHARS, MAX_WRAP_CHARS = 50, 110
"""The widths at which mail, Gutenberg texts and plain-text pages wrap by hand or by tool."""

MIN_WRAPPED_LINES = 3
"""Two lines fit any width by chance."""

MAX_VERSE_CHARS = 60
"""Lines of verse are shorter than this, all of them."""


def join_wrapped_lines(text: str, language: str, config: Config) -> Iterator[Edit]:
    """A sentence that the source broke over two lines stands on one.

    What: a single line break becomes a space when the line before it is long, ends no
    sentence, and either ends with a word that can't end one (`and`, `of`, `the`) or the next
    line goes on in lower case; and all breaks of a paragraph that is wrapped at one width.
    Chinese and Japanese paragraphs wrapped at one width are joined without a space. Lists,
    headings, verse, tables, addresses and code stay as they are.

    Why: a break inside a sentence splits it for every sentence- or line-based tool.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("The firm said it would use the photos and\\nVideos of its users.", join_wrapped_lines)
    'The firm said it would use the photos and Videos of its users.'

    Kept:
    >>> rewritten("Opening hours and prices\\nMonday to Friday", join_wrapped_lines)
    'Opening hours and prices\\nMonday to Friday'
    """
    breaks = _BREAK.finditer(text)
    next_break = next(breaks, None)
    for block in blocks(text) if next_break else ():
        if next_break is None:
            return
        if next_break.start() >= block.end:
            continue
        lines = text[block.start : block.end].split("\n")
        joins = _joins(lines, language)
        place = block.start
        for index, line in enumerate(lines[:-1]):
            place += len(line)
            if index in joins:
                yield Edit(place, place + 1, joins[index], "N304")
            place += 1
        while next_break is not None and next_break.start() < block.end:
            next_break = next(breaks, None)


def _joins(lines: list[str], language: str) -> dict[int, str]:
    """For each line that is joined to the next one: what stands between them."""
    if len(lines) < 2 or is_code(lines):
        return {}
    if (joint := _wrap_joint(lines)) is not None:
        return {index: joint for index in range(len(lines) - 1) if _may_touch(lines[index], lines[index + 1])}
    if len(lines) >= 4 and all(len(line) < MAX_VERSE_CHARS for line in lines):
        return {}
    joins: dict[int, str] = {}
    chars = 0
    for index, (line, following) in enumerate(pairwise(lines)):
        chars += len(line)
        if _may_touch(line, following) and _goes_on(line, following, chars, language):
            joins[index] = " "
        else:
            chars = 0
    return joins


def _may_touch(line: str, following: str) -> bool:
    return not (
        is_list_item(following)
        or is_table_row(line)
        or is_table_row(following)
        or is_code_line(line)
        or is_code_line(following)
    )


def _goes_on(line: str, following: str, chars: int, language: str) -> bool:
    """True when a sentence of the line goes on in the following one. `chars`: of the whole joined line."""
    if chars < MIN_BROKEN_CHARS or len(line.split()) < MIN_BROKEN_WORDS or _ENDS_SENTENCE.search(line):
        return False
    last = _LAST_WORD.search(line)
    if last and last.group() in unfinished_words(language):
        return following[0].isalnum() or following[0] in "\"'“‘„«($€£"
    return following[0].islower() and (line[-1].isalnum() or line[-1] in ",-–—)'’\"”")


def _wrap_joint(lines: list[str]) -> str | None:
    """What joins the lines of a paragraph that is wrapped at one width; `None` if it is not."""
    width = max(map(len, lines))
    if len(lines) < MIN_WRAPPED_LINES or not any(_is_open(*pair) for pair in pairwise(lines)):
        return None
    if any(is_list_item(line) or is_table_row(line) for line in lines[1:]):
        return None
    if _CJK.match(lines[0][-1]) or _CJK.match(lines[1][0]):
        return "" if _is_cjk_wrap(lines) else None
    if not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return None
    for line, following in pairwise(lines):
        first = _FIRST_WORD.match(following)
        if first is None or len(line) + 1 + len(first.group()) <= width:
            return None
    return " "


def _is_open(line: str, following: str) -> bool:
    """True when the break stands inside a sentence: in lower case, or where there is no case."""
    first = following[0]
    return not _ENDS_SENTENCE.search(line) and (first.islower() or _CJK.match(first) is not None)


def _is_cjk_wrap(lines: list[str]) -> bool:
    """True when all lines but the last have one width, give or take a mark that may not start a line."""
    widths = [len(line) for line in lines[:-1]]
    return (
        min(widths) >= 15
        and max(widths) - min(widths) <= 1
        and len(lines[-1]) <= max(widths)
        and all(_CJK.match(line[-1]) or line[-1] in _CJK_WRAP_PUNCTUATION + "。" for line in lines[:-1])
        and all(_CJK.match(line[0]) for line in lines[1:])
    )
