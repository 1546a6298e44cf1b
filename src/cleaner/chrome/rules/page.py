"""A document as the rules see it: its lines with their words, their prose and their phrases.

Made once for a document, in linear time; every rule reads it and none changes it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import chain
from typing import Literal

from cleaner.chrome.rules.date_lines import (
    MOST_AGO_CHARS,
    MOST_CHARS,
    folded_date_line,
    is_folded_relative_time,
)
from cleaner.chrome.rules.phrases import LABEL_CHARS, PART_CHARS, Hit, edge_hits, fold, part_hits, trim, words
from cleaner.chrome.rules.shapes import (
    PROSE_WORDS,
    bar_parts,
    closes_sentence,
    count_words,
    is_cut_off,
    is_prose,
    weather,
)
from cleaner.document import Document

Place = Literal["head", "body", "tail"]

NOTICES = ("C108", "C205", "C401", "C402", "C404")
"""Codes of notices that are written in whole sentences: such lines are no body text."""


class Page:
    """The lines of a document (see the properties), and the phrases met in them.

    `text[starts[i]:ends[i]]` is line `i` without white space around it, `texts[i]`. `gaps[i]`
    says that a blank line stands before line `i`. A line is `prose` when it reads like running
    text, and `body` when it is prose and no notice. `labels[i]` is the folded line without marks at
    its ends, `""` for a line too long to be a label; `digits[i]` says that the folded line has a digit.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = text = document.text
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for line in document.lines:
            raw = text[line.start : line.end]
            bare = raw.lstrip()
            start = line.start + len(raw) - len(bare)
            bare = bare.rstrip()
            self.texts.append(bare)
            self.starts.append(start)
            self.ends.append(start + len(bare))
        lengths = [len(line) for line in self.texts]
        self.folded = [
            fold(line if length <= PART_CHARS else line[:LABEL_CHARS])
            for line, length in zip(self.texts, lengths, strict=True)
        ]
        self.labels = [
            trim(line) if length <= LABEL_CHARS else "" for line, length in zip(self.folded, lengths, strict=True)
        ]
        self.digits = [_DIGIT.search(line) is not None for line in self.folded]
        self.words = [count_words(line) for line in self.texts]
        self.prose = [
            words >= PROSE_WORDS and is_prose(line, words) for line, words in zip(self.texts, self.words, strict=True)
        ]
        self._hits: dict[str, list[Hit]] = {}
        self._codes: list[set[str]] = [set() for _ in self.texts]
        for hit in chain(edge_hits(self.folded, self.labels), part_hits(self.folded, lengths)):
            self._hits.setdefault(hit.code, []).append(hit)
            self._codes[hit.line].add(f"{hit.code}.{hit.kind}")

    def __len__(self) -> int:
        return len(self.texts)

    def hits(self, code: str, *kinds: str) -> list[Hit]:
        """The phrases of the code met in the lines (of these kinds, or of all), ordered by line, longest first."""
        found = [hit for hit in self._hits.get(code, ()) if not kinds or hit.kind in kinds]
        return sorted(found, key=lambda hit: (hit.line, -len(hit.phrase), hit.phrase))

    def first_hits(self, code: str, *kinds: str) -> list[Hit]:
        """The longest phrase of the code met in each line that has one, ordered by line."""
        return list({hit.line: hit for hit in reversed(self.hits(code, *kinds))}.values())[::-1]

    def openings(self, code: str, index: int) -> list[Hit]:
        """The phrases of the code that the line begins with."""
        return [hit for hit in self._hits_of_line.get(index, ()) if hit.code == code and hit.kind == "start"]

    @functools.cached_property
    def _hits_of_line(self) -> dict[int, list[Hit]]:
        found: dict[int, list[Hit]] = {}
        for hit in chain.from_iterable(self._hits.values()):
            found.setdefault(hit.line, []).append(hit)
        return found

    def has(self, index: int, *marks: str) -> bool:
        """True when the line exists and a phrase of one of these marks (`"C303.line"`) was met in it."""
        return 0 <= index < len(self) and not self._codes[index].isdisjoint(marks)

    def codes(self, index: int) -> Iterable[str]:
        """The marks (`"C303.line"`) of the line."""
        return self._codes[index] if 0 <= index < len(self) else ()

    @functools.cached_property
    def gaps(self) -> list[bool]:
        """For each line, whether a blank line (or the text's beginning) stands before it."""
        gaps = [True] * len(self)
        for index in range(1, len(self)):
            between = self.text[self.ends[index - 1] : self.starts[index]]
            gaps[index] = len(_BREAK.findall(between)) > 1
        return gaps

    @functools.cached_property
    def body(self) -> list[bool]:
        """For each line, whether it is running text of the document itself."""
        notices = [f"{code}.{kind}" for code in NOTICES for kind in ("start", "part", "line")]
        return [prose and self._codes[index].isdisjoint(notices) for index, prose in enumerate(self.prose)]

    @functools.cached_property
    def first_body(self) -> int:
        """The index of the first line of running text; the number of lines if there is none."""
        return next((index for index, body in enumerate(self.body) if body), len(self))

    @functools.cached_property
    def last_body(self) -> int:
        """The index of the last line of running text; the number of lines if there is none."""
        return next((index for index in range(len(self) - 1, -1, -1) if self.body[index]), len(self))

    @functools.cached_property
    def second_body(self) -> int:
        """The index of the second line of running text; the first's if there is one only."""
        return next((i for i in range(self.first_body + 1, len(self)) if self.body[i]), self.first_body)

    def place(self, index: int) -> Place:
        """Where the line stands: before, among or after the running text."""
        if index < self.first_body:
            return "head"
        return "tail" if index > self.last_body else "body"

    def label(self, index: int) -> str:
        """The label of the line; `""` beside the page."""
        return self.labels[index] if 0 <= index < len(self) else ""

    def is_title(self, index: int) -> bool:
        """True when the line could be a headline: 3 to 25 words, no end of a sentence, begins like one."""
        if not 0 <= index < len(self) or not 3 <= self.words[index] <= 25 or len(self.texts[index]) > 250:
            return False
        text = self.texts[index]
        first = next((char for char in text if char.isalnum()), "")
        ends_open = not is_cut_off(text) and text[-1] not in ".。:;,：；，"
        return ends_open and not first.islower() and text[0] not in "-*•–·.,;:)" and "|" not in text

    def is_sentence(self, index: int) -> bool:
        """True when the line ends as a sentence ends and has at least four words."""
        return self.words[index] >= 4 and closes_sentence(self.texts[index]) and not is_cut_off(self.texts[index])

    def is_step(self, index: int) -> bool:
        """True for an item of a numbered list: the line before or after has the number before or after."""
        number = self._number(index)
        return number > 0 and (self._number(index - 1) == number - 1 > 0 or self._number(index + 1) == number + 1)

    def _number(self, index: int) -> int:
        """The number that the line begins with as an item of a list, 0 without one."""
        match = _ITEM_NUMBER.match(self.texts[index]) if 0 <= index < len(self) else None
        return int(match[1]) if match else 0

    @functools.cached_property
    def furniture(self) -> list[bool]:
        """For each line, whether all of it is a label, an action, a status or another thing that only pages have."""
        labels = _furniture_labels()
        return [
            not codes.isdisjoint(_FURNITURE)
            or label in labels
            or (digits and len(text) <= MOST_CHARS and _is_moment(text, folded))
            for text, folded, label, codes, digits in zip(
                self.texts, self.folded, self.labels, self._codes, self.digits, strict=True
            )
        ]

    @functools.cached_property
    def parts(self) -> dict[int, tuple[str, ...]]:
        """The folded and trimmed parts between the bars of each line of ordinary length that has bars inside."""
        return {
            index: tuple(filter(None, (trim(fold(part)) for part in parts)))
            for index, text in enumerate(self.texts)
            if len(text) <= PART_CHARS and len(parts := bar_parts(text.lstrip(_BULLETS))) > 1
        }

    def near_furniture(self, index: int, reach: int = 1) -> bool:
        """True when a line at most `reach` lines away is page furniture."""
        around = range(max(0, index - reach), min(len(self), index + reach + 1))
        return any(self.furniture[other] for other in around if other != index)

    def span(self, index: int) -> tuple[int, int]:
        """The line's span in the document's text, without white space around it."""
        return self.starts[index], self.ends[index]


def _is_moment(text: str, folded: str) -> bool:
    """True for the weather, a date, or how long ago."""
    if folded_date_line(text, folded) or weather(text):
        return True
    return len(text) <= MOST_AGO_CHARS and is_folded_relative_time(text, folded)


@functools.cache
def _furniture_labels() -> frozenset[str]:
    return words("C101", "words") | words("C102", "weak") | words("C206", "networks") | words("C206", "sites")


_BULLETS = "|•·│｜‖¦»› \t\xa0"
_ITEM_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_DIGIT = re.compile(r"\d")
_FURNITURE = frozenset(
    f"{code}.line" for code in ("C102", "C106", "C107", "C108", "C204", "C206", "C207", "C303", "C401", "C505")
) | {"C104.start", "C202.line", "C402.part"}
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
