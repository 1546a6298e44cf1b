"""Text as tokens with codes: one character a token, so that a grammar of dates is a regular expression.

A text is looked at twice. The scan gives every token of the whole text a coarse code, and finds
the runs of known tokens that hold something a date needs. Only these runs are read closely,
phrases of several words as one token, each with a code for the set of classes it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec

from cleaner.dates.numerals import SHAPES, cjk_number, digit_classes, roman_number
from cleaner.dates.spelling import SPACES, either, folded, lowered
from cleaner.dates.tables import Vocabulary

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a70-\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e"
    "\u17b4-\u17d3\u200c\u200d"
)
"""Combining marks of scripts in which they stand inside words; `re` does not count them as letters."""

_WORD = rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
_ASCII_WORD = r"[a-zA-Z]+(?![a-zA-Z\x80-\U0010ffff])"
"""The same word as by `_WORD`, found faster."""

_TOKEN = re.compile(rf"{_ASCII_WORD}|{_WORD}|\d+|{SPACES}|.", re.DOTALL)
_CJK_NUMBER = r"[〇零一二三四五六七八九十百千廿卅]+"

_PLAIN = {
    "’": "'", "ʼ": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "~": "-", "〜": "-",
    "～": "-", "，": ",", "、": ",", "،": ",", "：": ":", "．": ".", "／": "/", "（": "(", "）": ")", "％": "%",
}  # fmt: skip
_PUNCTUATION = frozenset(",.-/:;()'%&[]|<>=!?\"")

TRIGGERS = frozenset(
    ["month", "wd", "unit", "season", "rel", "dayp", "set", "ref", "noon", "ampm", "oclock", "holiday", "era", "bc",
     "ymark", "mmark", "dmark", "decade", "wddayp", "zone", "wdset", "spanword", "daypx", "monthl",
     "aunit", "refpast", "reftime", "halfhour", "decpre"]
)  # fmt: skip
"""The classes of which a date has one, unless it has a year, or numbers with a sign between them."""

_TRIGGER = re.compile(r"[TY]|d ?[-/.:] ?d|'d|d-?k")
_BREAKS = str.maketrans("\nfp", "xxx")
_TENSES = re.compile(r"[fFp.;!?\n]")
_CLAUSE_TOKENS = 40
"""How far in front of a date a verb may stand that says whether it lies ahead."""

_SHORT_VERB = 4
"""A verb is known by its ending only if it has more letters."""

_CJK_YEAR = 1000
"""A number in Chinese characters from which on a year is meant."""

_MOST_REMEMBERED = 50_000
"""Tokens whose coarse code is kept from text to text: more would only cost memory."""

_FIRST_CODE = 0xE000  # private use: no text means anything by these


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What a token may be: its value by class, and the code that stands for this set of classes."""

    classes: dict[str, str]
    code: str


class Run(NamedTuple):
    """A stretch of known tokens: where each begins (and the last one ends), what it may be, their codes.

    `ahead`: a verb in front in the same clause speaks of the future.
    """

    starts: list[int]
    entries: list[Entry | None]
    codes: str
    ahead: bool


class Lexer:
    """Reads the texts of one language. `codes` are those of all sets of classes that its tokens have."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.codes: dict[frozenset[str], str] = {}
        self._vocabulary = vocabulary
        self._entries = {word: self._entry(classes) for word, classes in vocabulary.words.items()}
        phrases = [word for word in vocabulary.words if vocabulary.segmented or not re.fullmatch(_WORD, word)]
        self._parts = frozenset(part for phrase in phrases for part in re.findall(_WORD, phrase))
        self._triggers = frozenset(self._phrase_triggers(phrases))
        self._folded = {folded(word): entry for word, entry in self._entries.items() if len(word) > 3}
        for shape in SHAPES:
            self._entry(dict.fromkeys(digit_classes(shape), shape))
        for names in (("roman",), ("cnum",), ("cnum", "cy4"), ("monthl",)):
            self._entry(dict.fromkeys(names, ""))
        self._scan = _Scan(self)
        self._seen = _Seen(self)
        self._close = _close_pattern(phrases, segmented=vocabulary.segmented)

    def _phrase_triggers(self, phrases: list[str]) -> Iterator[str]:
        """Of each phrase that a date may be known by, without a word that is a trigger, the rarest word.

        That is the longest but for articles: `m` of `a.m.`, `time` of `at this time`.
        """
        for phrase in phrases:
            parts = re.findall(_WORD, phrase)
            known = [self._classes(part) for part in parts]
            if (
                parts
                and not TRIGGERS.isdisjoint(self._entries[phrase].classes)
                and all(map(TRIGGERS.isdisjoint, known))
            ):
                yield max(parts, key=lambda part: ("the" not in self._classes(part), len(part)))

    def _classes(self, word: str) -> dict[str, str]:
        return self._entries[word].classes if word in self._entries else {}

    def runs(self, text: str) -> Iterator[Run]:
        """The runs of tokens that may hold a date, in order."""
        tokens = (self._close if self._vocabulary.segmented else _TOKEN).findall(text)
        if len(self._scan) + len(self._seen) > _MOST_REMEMBERED:
            self._scan.clear()
            self._seen.clear()
        scan = self._scan
        codes = "".join(map(scan.__getitem__, tokens))
        starts: list[int] | None = None
        lower, done = "", 0
        known = codes.translate(_BREAKS)
        for trigger in _TRIGGER.finditer(codes):
            if trigger.start() < done:
                continue
            if starts is None:
                starts, lower = [0, *accumulate(map(len, tokens))], lowered(text)
            first = max(known.rfind("x", 0, trigger.start()) + 1, done)
            done = known.find("x", trigger.start())
            done = len(codes) if done < 0 else done
            yield self._run(text, lower, starts[first], starts[done], _is_ahead(codes, first))

    def scan_code(self, token: str) -> str:
        """The coarse code of a token: `T` for a word that a date may be known by, `k` for another known word.

        `x` is an unknown word, `f` and `p` are verbs of the future and the past (`F`: also known).
        """
        if not token.isalpha():
            if token.isspace():
                return "\n" if "\n" in token or "\r" in token else " "
            if token.isdecimal():
                return "d" if len(token) < 3 else "Y" if "y4" in digit_classes(token) else "n"
            if len(token) == 1 and not token.isalnum():
                token = _PLAIN.get(token, token)
                return token if token in _PUNCTUATION else self._word_code(token, token)
        return self._word_code(token, lowered(token))

    def _word_code(self, token: str, lower: str) -> str:
        entry = self.entry(token, lower)
        if lower in self._triggers or (entry is not None and not TRIGGERS.isdisjoint(entry.classes)):
            return "T"
        if lower in self._vocabulary.future:
            return "F" if entry is not None else "f"
        if lower in self._vocabulary.past:
            return "p"
        if entry is None and self._has_future_ending(lower):
            return "f"
        return "k" if entry is not None or lower in self._parts else "x"

    def _has_future_ending(self, lower: str) -> bool:
        return len(lower) > _SHORT_VERB and lower.endswith(self._vocabulary.future_endings)

    def entry(self, token: str, lower: str) -> Entry | None:
        """What a token may be; `None` if nothing that dates know."""
        found = self._entries.get(lower)
        if found is None:
            return self._other_entry(token, lower)
        if lower in self._vocabulary.capital and not token[0].isupper():
            month = found.classes.get("month")
            return self._entry({"monthl": month}) if month else None
        if self._vocabulary.roman and token[0] in "IVX" and roman_number(token):
            return self._entry({**found.classes, "roman": str(roman_number(token))})
        return found

    def _other_entry(self, token: str, lower: str) -> Entry | None:
        if token.isdecimal():
            value = str(int(token)) if len(token) < 10 else token
            return self._entry(dict.fromkeys(digit_classes(token), value if len(token) > 3 else token))
        if self._vocabulary.segmented and re.fullmatch(_CJK_NUMBER, token):
            number = cjk_number(token)
            return self._entry({name: str(number) for name in (("cnum", "cy4") if number >= _CJK_YEAR else ("cnum",))})
        if self._vocabulary.roman and token[0] in "IVX" and roman_number(token):
            return self._entry({"roman": str(roman_number(token))})
        if len(token) < 2 or not token[0].isalpha():
            return None
        return self._inflected(lower) or self._folded.get(folded(lower))

    def _inflected(self, lower: str) -> Entry | None:
        prefixes, endings = self._vocabulary.prefixes, self._vocabulary.endings
        if prefixes and lower.startswith(prefixes):
            for prefix in prefixes:
                if lower.startswith(prefix) and lower[len(prefix) :] in self._entries and len(lower) > len(prefix) + 2:
                    return self._entries[lower[len(prefix) :]]
        if endings and lower.endswith(endings):
            for ending in endings:
                if lower.endswith(ending) and lower[: -len(ending)] in self._entries and len(lower) > len(ending) + 2:
                    return self._entries[lower[: -len(ending)]]
        return None

    def _run(self, text: str, lower: str, start: int, end: int, ahead: bool) -> Run:
        starts = [*accumulate(map(len, self._close.findall(lower, start, end)), initial=start)]
        seen = self._seen
        read = [seen[text[first:last]] for first, last in pairwise(starts)]
        return Run(starts, [entry for entry, _ in read], "".join([code for _, code in read]), ahead)

    def _entry(self, classes: dict[str, str]) -> Entry:
        names = frozenset(classes)
        code = self.codes.setdefault(names, chr(_FIRST_CODE + len(self.codes)))
        return Entry(classes, code)


class _Scan(dict[str, str]):
    """The coarse codes of tokens, each found out once."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer

    def __missing__(self, token: str) -> str:
        code = self[token] = self._lexer.scan_code(token)
        return code


class _Seen(dict[str, tuple["Entry | None", str]]):
    """The entries and codes of tokens, each found out once."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer

    def __missing__(self, token: str) -> tuple[Entry | None, str]:
        entry = None if token == " " else self._lexer.entry(token, lowered(token))
        found = self[token] = (entry, entry.code if entry is not None else _plain_code(token))
        return found


def _close_pattern(phrases: list[str], *, segmented: bool) -> re.Pattern[str]:
    parts = [_TOKEN.pattern]
    if segmented:
        parts = [rf"[a-zA-Z]+|{_CJK_NUMBER}|\d+|{SPACES}|."]
    if phrases:
        end = "" if segmented else r"(?:(?<=\W)|(?![^\W_]))"
        parts.insert(0, f"(?:{either(phrases)}){end}")
    return re.compile("|".join(parts), re.DOTALL)


def _plain_code(token: str) -> str:
    if token.isspace():
        return " "
    token = _PLAIN.get(token, token)
    return token if token in _PUNCTUATION else "x" if token[0].isalpha() else "#"


def _is_ahead(codes: str, start: int) -> bool:
    """True when the last verb with a tense in front, in the same sentence, is of the future."""
    found = _TENSES.findall(codes, max(0, start - _CLAUSE_TOKENS), start)
    return bool(found) and found[-1] in "fF"
