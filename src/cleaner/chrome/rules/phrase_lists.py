"""The phrase lists as people write them (`data/phrases/<language>.txt`), and the book that is made from them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from importlib import resources

import msgspec

from cleaner.chrome.rules.date_lists import compiled_dates
from cleaner.chrome.rules.phrases import START_CHARS, PhraseBook, fold, trim, whole_words

Tables = dict[str, dict[str, dict[str, list[str]]]]
Entry = tuple[str, str]

_POINTERS = ("C201", "C202")


@functools.cache
def tables() -> Tables:
    """The lists as written: code, kind, language, phrases."""
    joined: Tables = {}
    folder = resources.files("cleaner").joinpath("data", "phrases")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        language, _, suffix = file.name.partition(".")
        if suffix == "txt":
            for code, kind, phrase in _listed(file.read_text(encoding="utf-8")):
                joined.setdefault(code, {}).setdefault(kind, {}).setdefault(language, []).append(phrase)
    return joined


def compiled() -> PhraseBook:
    """The book of all lists: the same lists give the same book."""
    line: dict[str, set[str]] = {}
    edges: set[Entry] = set()
    part: set[Entry] = set()
    lists: dict[str, msgspec.Raw] = {}
    for code, kinds in sorted(tables().items()):
        for kind, languages in sorted(kinds.items()):
            folded = [fold(phrase) for phrases in languages.values() for phrase in phrases]
            trimmed = sorted({phrase if kind == "share" else trim(phrase) for phrase in folded})
            lists[f"{code}.{kind}"] = msgspec.Raw(msgspec.json.encode(trimmed))
            if kind == "line":
                for phrase in trimmed:
                    line.setdefault(phrase, set()).add(code)
            elif kind in ("share", "sites"):
                edges.update((begin, code) for phrase in folded if (begin := phrase.partition("*")[0].rstrip()))
            elif kind in ("start", "part"):
                (edges if kind == "start" else part).update((phrase, code) for phrase in folded)
    return PhraseBook(
        line={phrase: tuple(sorted(codes)) for phrase, codes in sorted(line.items())},
        start=_by_beginning((entry for entry in edges if len(entry[0]) >= START_CHARS), START_CHARS),
        brief=_by_beginning((entry for entry in edges if len(entry[0]) < START_CHARS), 2),
        part=_by_word(sorted(part)),
        lists=lists,
        pointers=_pointers(),
        dates=compiled_dates(
            {f"{code}.{kind}": lists for code, kinds in tables().items() for kind, lists in kinds.items()}
        ),
    )


def encoded(book: PhraseBook) -> bytes:
    """The book as `data/phrases.json` holds it."""
    return msgspec.json.encode(book, order="deterministic") + b"\n"


def _listed(text: str) -> Iterator[tuple[str, str, str]]:
    """Code, kind and phrase of each line of a file that is a phrase."""
    code = kind = ""
    for line in text.splitlines():
        if line.startswith("["):
            code, _, kind = line.strip("[]").partition(".")
        elif line and not line.startswith("#"):
            yield code, kind, line


def _by_beginning(entries: Iterable[Entry], length: int) -> dict[str, tuple[Entry, ...]]:
    """Phrases and codes by the phrases' first characters, longest first."""
    arranged: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (-len(entry[0]), entry)):
        arranged.setdefault(entry[0][:length], []).append(entry)
    return {key: tuple(arranged[key]) for key in sorted(arranged)}


def _by_word(part: Iterable[Entry]) -> dict[str, tuple[tuple[int, str, str, frozenset[str]], ...]]:
    """The phrases by the longest of the words that they can't be met without."""
    arranged: dict[str, list[tuple[int, str, str, frozenset[str]]]] = {}
    for number, (phrase, code) in enumerate(part):
        needed = whole_words(phrase)
        arranged.setdefault(max(sorted(needed), key=len, default=""), []).append((number, phrase, code, needed))
    return {word: tuple(arranged[word]) for word in sorted(arranged)}


def _pointers() -> frozenset[str]:
    """The pointers to other pages as they stand inside a line."""
    phrases = (phrase for code in _POINTERS for entries in tables()[code]["start"].values() for phrase in entries)
    bare = [phrase.rstrip(" :|") for phrase in phrases if len(phrase) > 4]
    return frozenset(form for phrase in bare if phrase for form in (phrase.upper(), phrase[0].upper() + phrase[1:]))
