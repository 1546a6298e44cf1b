"""Joining sentences that the source broke over two lines (N304)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.code_blocks import is_code, is_code_line
from cleaner.config import Config
from cleaner.document import Edit
from cleaner.normalize.layout import blocks, is_list_item, is_table_row
from cleaner.normalize.tables import (
    continuing_words,
    coordinating_words,
    opening_words,
    unfinished_words,
    words_before_no_name,
)

# A single line feed after a character that does not end a sentence.
_BREAK = re.compile(r"\n(?=[^\n])(?<![\n.!?…:;。！？：；؟।۔።։။។\"”»)\]]\n)")
_LAST_WORD = re.compile(r"(?<![^\s(\"“„«'’-])[^\W\d_]+\Z")
_WORD = re.compile(r"[^\W\d_]+")
_HYPHEN_END = re.compile(r"\w-\Z")
_LABEL = re.compile(r"[^\W\d_]+: ")
_FIRST_WORD = re.compile(r"\S+")
_LOWER_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?=[\s,.;:!?)]|\Z)")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।۔።։။។][\"'”’»)\]]*\Z")
_SENTENCE_INSIDE = re.compile(r"[.!?…؟।۔።։။។][\"'”’»)\]]* \S")
_LIST_LINK = re.compile(r"[,;] ?[^\W\d_]{1,4}\Z|[,;]\Z")
_STOPS = frozenset('.!?…:;。！？：；؟।۔።։။។"”»)]')
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

MIN_BROKEN_CHARS = 40
"""A sentence's line that is shorter was not broken for want of room: it is a heading, a list
entry, verse or a table cell. Lower, and captions and menu entries were joined."""

MIN_BROKEN_WORDS = 6
"""The same in words, against long names and URLs."""

MAX_BROKEN_LINES = 3
"""More lines that go on into the next one, at no common width, are a list without bullets."""

MIN_WRAP_CHARS, MAX_WRAP_CHARS = 50, 110
"""The widths at which mail, Gutenberg texts and plain-text pages wrap by hand or by tool."""

MIN_WRAPPED_LINES = 3
"""Two lines fit any width by chance."""

MIN_WRAPPED_BLOCKS = 2
"""So many wrapped blocks show the width of a page, at which its blocks of two lines are wrapped too."""

MIN_FULL_SHARE = 0.7
"""Share of a wrapped block's lines that the next line's first word did not fit on. In blocks
under 6 lines all must be full; longer ones may hold ends of paragraphs."""

MIN_OPEN_SHARE = 0.3
"""Share of the full lines after which a sentence goes on in lower case: English prose has about
three in four, lists of long entries hardly one."""

MIN_CASELESS_SHARE = 0.6
"""The same in scripts without capitals (Arabic, Hindi, Korean), where the next line says nothing: more lines have to
end inside a sentence, and some sentence inside a line, which those of a list of headlines do not."""

MAX_ITEM_SHARE = 0.15
"""Share of the full lines that what looks like an item of a list may follow: a dash inside a sentence comes to stand
at a line's start now and then. That break stays."""

MIN_VERSE_LINES, MAX_VERSE_CHARS = 4, 60
"""Where so many lines in a row are all shorter than this, they are verse, a table or a list."""

MIN_CJK_WRAP_CHARS = 15


def join_wrapped_lines(text: str, language: str, config: Config) -> Iterator[Edit]:
    """A sentence that the source broke over two lines stands on one.

    What: a single line break becomes a space when the line before it is long, ends no
    sentence, and either ends with a word that can't end one (`and`, `of`, `the`) in front
    of a name or a small letter, or the next one goes on in lower case (after a comma, or
    with a word such as `and`, `of`, `which`), and the sentence ends where a line ends; and
    the breaks of paragraphs that are wrapped at one width, where sentences run over the ends
    of lines (in lower case, or in a script without capitals). Chinese and Japanese paragraphs
    wrapped at one width are joined without a space. Lists, headings, verse, tables,
    addresses and code stay.

    Why: a break inside a sentence splits it for every sentence- or line-based tool.

    Changed:
    >>> from cleaner.normalize.replacing import rewritten
    >>> rewritten("The firm said it would use the photos and\\nVideos of its users.", join_wrapped_lines)
    'The firm said it would use the photos and Videos of its users.'

    Kept:
    >>> rewritten("Opening hours and prices\\nMonday to Friday", join_wrapped_lines)
    'Opening hours and prices\\nMonday to Friday'
    """
    broken = list(_broken_blocks(text))
    wrapped = [_full_lines(block.lines, max(map(len, block.lines))) for block in broken]
    widths = [max(map(len, block.lines)) for block, full in zip(broken, wrapped, strict=True) if full]
    page_width = max(widths) if len(widths) >= MIN_WRAPPED_BLOCKS else 0
    for block, full in zip(broken, wrapped, strict=True):
        joins = _joins(block.lines, full or _short_wrap(block.lines, page_width), language)
        place = block.start
        for index, line in enumerate(block.lines[:-1]):
            place += len(line)
            if index in joins:
                yield Edit(place, place + 1, joins[index], "N304")
            place += 1


class _Broken(NamedTuple):
    """A block of the text in which a line breaks off without the end of a sentence."""

    start: int
    lines: Sequence[str]


def _broken_blocks(text: str) -> Iterator[_Broken]:
    breaks = _BREAK.finditer(text)
    next_break = next(breaks, None)
    for block in blocks(text) if next_break else ():
        if next_break is None:
            return
        if next_break.start() >= block.end:
            continue
        lines = text[block.start : block.end].rstrip("\n").split("\n")
        if len(lines) > 1:
            yield _Broken(block.start, lines)
        while next_break is not None and next_break.start() < block.end:
            next_break = next(breaks, None)


def _joins(lines: Sequence[str], full: Sequence[int], language: str) -> dict[int, str]:
    """For each line that is joined to the next one: what stands between them. `full` are the lines of a wrap."""
    joins = _prose_joins(lines, full, language)
    return {} if joins and is_code(lines) else joins


def _prose_joins(lines: Sequence[str], full: Sequence[int], language: str) -> dict[int, str]:
    if _is_cjk_wrap(lines):
        return dict.fromkeys(range(len(lines) - 1), "")
    if full:
        return {index: gap for index in full if (gap := _gap(lines[index], lines[index + 1], language)) is not None}
    joins: dict[int, str] = {}
    first = 0
    while first < len(lines) - 1:
        last = _end_of_sentence(lines, first, language)
        joins.update(dict.fromkeys(range(first, last), " "))
        first = last + 1
    return joins


def _gap(line: str, following: str, language: str) -> str | None:
    """What stands between two lines once they are joined; `None` where a hyphen may be one of N305."""
    if not _HYPHEN_END.search(line):
        return " "
    first = _WORD.match(following)
    if first is None:
        return "" if following[0].isdigit() else " "
    if first.group() in coordinating_words(language):
        return " "
    return "" if first.group()[0].isupper() else None


def _end_of_sentence(lines: Sequence[str], first: int, language: str) -> int:
    """The last of the lines over which a sentence of the first one is broken; `first` if none is."""
    last, chars = first, len(lines[first])
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1], chars, language):
        last += 1
        chars += 1 + len(lines[last])
        if last - first == MAX_BROKEN_LINES:
            return first
    if last == first or not _ENDS_SENTENCE.search(lines[last]) or not _begins(lines, first, last):
        return first
    if first > 0 and _LIST_LINK.search(lines[first]) and _LIST_LINK.search(lines[first - 1]):
        return first
    return first if lines[last - 1].endswith(",") and last - first > 1 else last


def _begins(lines: Sequence[str], first: int, last: int) -> bool:
    """False when the first line is an entry of a list, a labelled field or a line of verse."""
    if lines[first][0].islower() or _LABEL.match(lines[first]):
        return False
    around = lines[max(0, first - 2) : last + 3]
    return len(around) < MIN_VERSE_LINES or max(map(len, around)) >= MAX_VERSE_CHARS


def _goes_on(line: str, following: str, chars: int, language: str) -> bool:
    """True when a sentence of the line goes on in the following one.

    `chars`: how long the line is with those that were joined in front of it.
    """
    if chars < MIN_BROKEN_CHARS or not following or line[-1:] in _STOPS or len(line.split()) < MIN_BROKEN_WORDS:
        return False
    if not _reads_on(line, following, language):
        return False
    return _may_touch(line, following)


def _reads_on(line: str, following: str, language: str) -> bool:
    last = _LAST_WORD.search(line)
    if last and last.group() in unfinished_words(language):
        return line[: last.start()].rstrip()[-1:] != ";" and _may_follow(following, last.group(), language)
    first = _LOWER_WORD.match(following)
    if first is None or not following[0].islower():
        return False
    if line.endswith(","):
        return True
    return (
        last is not None
        and len(last.group()) > 1
        and last.group().islower()
        and first.group() in continuing_words(language)
    )


def _may_follow(following: str, last: str, language: str) -> bool:
    """True when the line can go on a sentence after that last word: with a capital only if a name can follow it."""
    first = _WORD.match(following)
    if first and first.group()[0].isupper():
        if last in words_before_no_name(language):
            return False
        word = first.group().lower()
        return word not in opening_words(language) and word not in unfinished_words(language)
    return following[0].isalnum() or following[0] in "\"'“‘„«($€£"


def _may_touch(line: str, following: str) -> bool:
    return not (
        is_list_item(following)
        or is_table_row(line)
        or is_table_row(following)
        or is_code_line(line)
        or is_code_line(following)
    )


def _full_lines(lines: Sequence[str], width: int) -> list[int]:
    """The lines on which the next line's first word had no room, if the block is wrapped at the width."""
    if len(lines) < MIN_WRAPPED_LINES or not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return []
    full = [
        index
        for index, line in enumerate(lines[:-1])
        if (first := _FIRST_WORD.match(lines[index + 1])) and len(line) + 1 + len(first.group()) > width
    ]
    needed = MIN_FULL_SHARE if len(lines) >= 6 else 1.0
    if len(full) < needed * (len(lines) - 1):
        return []
    touching = [index for index in full if _may_touch(lines[index], lines[index + 1])]
    if len(full) - len(touching) > MAX_ITEM_SHARE * len(full):
        return []
    return touching if _sentences_go_on(lines, touching) else []


def _sentences_go_on(lines: Sequence[str], full: Sequence[int]) -> bool:
    """True when sentences run over the ends of the lines, as in prose, and not in a list of long entries."""
    following = [lines[index + 1] for index in full if not _ENDS_SENTENCE.search(lines[index])]
    if sum(line[0].islower() for line in following) >= MIN_OPEN_SHARE * len(full):
        return True
    if sum(map(_is_caseless, following)) < MIN_CASELESS_SHARE * len(full):
        return False
    return any(map(_SENTENCE_INSIDE.search, lines))


def _is_caseless(line: str) -> bool:
    """True for words in a script that has spaces between them, and no capitals."""
    first = line[0]
    is_letter = first.isalpha() and first.lower() == first.upper() and not _CJK.match(first)
    return is_letter and len(line.split()) >= MIN_BROKEN_WORDS


def _short_wrap(lines: Sequence[str], width: int) -> list[int]:
    """All lines but the last of a block too short to show a width, if they fill the width of its page."""
    if len(lines) >= MIN_WRAPPED_LINES or not width or max(map(len, lines)) > width:
        return []
    goes_on = lines[1][:1].islower() and not _ENDS_SENTENCE.search(lines[0])
    first = _FIRST_WORD.match(lines[1])
    is_full = first is not None and len(lines[0]) + 1 + len(first.group()) > width
    return [0] if goes_on and is_full and _may_touch(lines[0], lines[1]) else []


def _is_cjk_wrap(lines: Sequence[str]) -> bool:
    """True when all lines but the last have one width, give or take a mark that may not start a line,
    and all breaks stand between two Chinese or Japanese letters."""
    if len(lines) < MIN_WRAPPED_LINES or not _CJK.match(lines[0][-1:]):
        return False
    widths = [len(line) for line in lines[:-1]]
    return (
        min(widths) >= MIN_CJK_WRAP_CHARS
        and max(widths) - min(widths) <= 1
        and len(lines[-1]) <= max(widths)
        and all(_CJK.match(line[-1]) or line[-1] in "、，。" for line in lines[:-1])
        and all(_CJK.match(line[0]) for line in lines[1:])
    )
