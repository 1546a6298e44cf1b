"""What a fault is, and the ways to plant one into a text.

A plant gets a text and a file's path without its ending; it writes files and gives the places where the fault is to
be told, or none where it can't be planted into this text. A place of (1, 1) is the file as a whole.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import cleaner

Place = tuple[Path, int, int]
Plant = Callable[[str, Path], list[Place]]


class Fault(NamedTuple):
    """A fault: its code, how it is planted, the settings it needs, and how far right of the place it may be told."""

    code: str
    plant: Plant
    check: str = ""
    clean: str = ""
    slack: int = 0
    language: str = ""
    """Only texts in this one can show it: words of another would read as chrome, or mean nothing to the rule."""

    most: int = 1_000_000
    """So many texts are enough where each costs much."""

    either: bool = False
    """The other file that the text is in will do, too."""

    alone: bool = False
    """Each text in a project of its own: the fault is one of all sources together."""


@functools.cache
def cleaned(text: str) -> str:
    """What cleaning leaves of the text."""
    return cleaner.clean(text).text


@functools.cache
def _staying(text: str) -> tuple[tuple[int, int, bool], ...]:
    """The spans of the lines that cleaning leaves, and whether the line behind is left, too."""
    result = cleaner.clean(text)
    gone = [edit for step in result.steps for edit in step if edit.code.startswith("C")]
    lines = result.document.lines
    stays = [not any(edit.start < line.end and line.start < edit.end for edit in gone) for line in lines]
    if not any(stays):
        stays = [True] * len(lines)
    pairs = zip(lines, stays, [*stays[1:], False], strict=True)
    return tuple((line.start, line.end, follows) for line, own, follows in pairs if own)


def running_text(text: str) -> tuple[int, int]:
    """The span of the longest line that cleaning leaves: what goes is told of as a whole, not for a letter in it."""
    start, end, _ = max(_staying(text), key=lambda line: line[1] - line[0])
    return start, end


def between_lines(text: str) -> tuple[int, int]:
    """The span of white space between the longest line that cleaning leaves and the line behind it, which it leaves
    as well: white space in front of what goes, goes with it and is told of as that. (-1, -1) without two such."""
    followed = [line for line in _staying(text) if line[2]]
    if not followed:
        return -1, -1
    end = max(followed, key=lambda line: line[1] - line[0])[1]
    return end, end + len(text[end:]) - len(text[end:].lstrip())


def middle_of_a_word(text: str) -> int:
    """A place inside the running text, between two letters, of ASCII if there are; -1 if it has no such."""
    start, end = running_text(text)
    between = [spot for spot in range((start + end) // 2, end - 1) if text[spot - 1 : spot + 1].isalpha()]
    return next((spot for spot in between if text[spot - 1 : spot + 1].isascii()), next(iter(between), -1))


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """1-based, as an editor counts."""
    before = text[:place].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def put(path: Path, payload: bytes) -> list[Place]:
    """Writes the file; the fault is of the file as a whole."""
    path.write_bytes(payload)
    return [(path, 1, 1)]


def inserted(what: str, skip: int = 0) -> Plant:
    """Characters put into a word, `skip` of them before the fault."""

    def plant(text: str, at: Path) -> list[Place]:
        spot = middle_of_a_word(text)
        if spot < 0:
            return []
        path = at.with_suffix(".txt")
        path.write_bytes(text[:spot].encode() + what.encode() + text[spot:].encode())
        return [(path, *line_and_column(text[:spot] + what, spot + skip))]

    return plant


def paragraph(what: str, fault: str) -> Plant:
    """A paragraph of its own behind the longest line; the fault is where `fault` stands in it."""

    def plant(text: str, at: Path) -> list[Place]:
        spot = running_text(text)[1]
        whole = f"{text[:spot]}\n\n{what}\n\n{text[spot:].lstrip(chr(10))}"
        path = at.with_suffix(".txt")
        path.write_bytes(whole.encode())
        return [(path, *line_and_column(whole, spot + 2 + what.index(fault)))]

    return plant


def whole(content: Callable[[str], bytes], ending: str = ".txt") -> Plant:
    """A file made of the text, wrong as a whole."""
    return lambda text, at: put(at.with_suffix(ending), content(text))


def page(head: str, body: str = "", attributes: str = "", *, below: str = "") -> Callable[[str], bytes]:
    """The text as an HTML page with this in its head, above and below the text."""

    def content(text: str) -> bytes:
        lines = "\n".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n") if line.strip())
        start = f"<html{attributes}>\n<head>{head}</head>\n<body>\n<main>\n{body}\n"
        return f"{start}{lines}\n</main>{below}</body></html>\n".encode()

    return content


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
