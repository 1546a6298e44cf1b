"""A site's usual byline line: learned from pages whose author is known, it names the author of one that leaves him out.

A page whose head or byline names an author, and that shows the name in a line of its own, teaches what
is around it (`By NAME`, `NAME | Staff`, the name alone), in any language, and where the line stands: of HTML the
element and what it is called; of plain text the top or the end.

Measured by `python -m benchmarks.site_facts`, each page told by the others of its site. HTML (122 sites, 20 with a
byline line): with all that names the author hidden, 176 right, 50 silent, and 8 that differ from what the page's own
field has, for the better. Plain text: nothing is gained, since a line that a page's own byline teaches is read
without its site. Neither did what HTML pages of the site teach help (0 right, 0 wrong of 34 silent ones), nor
openings that recur with other names behind them (0 right, 20 wrong).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from cleaner.chrome.rules.attribution import names_in_byline
from cleaner.chrome.rules.date_words import no_names
from cleaner.chrome.rules.phrases import fold
from cleaner.document import Document, Line
from cleaner.tag.head_people import join_names, names_in

BYLINE_PAGES = 3
"""So many different pages must show their authors in a line alike. With 2, 201 are right instead of 176, and 3 really
wrong."""

BYLINE_NAMES = 2
"""So many different authors must stand in it: a line with one and the same name may be the site's own."""

MOST_DOUBTFUL = 0.1
"""On at most this share of the pages as many the line may be one of several with different names: lists of authors."""


class Sighting(msgspec.Struct, frozen=True, array_like=True):
    """A line of a page that shows its author.

    `place` is where the line stands, `before` the text in front of the name; the name ends where `after` begins:
    a mark or word, `"0"` for any digit, `""` for the end of the line. `is_only`: no other line of the page
    reads as this one with another name.
    """

    place: str
    before: str
    after: str
    is_only: bool = True


class Byline(msgspec.Struct, frozen=True):
    """A byline line of a site, as a `Sighting` has it, and on how many of how many different pages it was seen."""

    place: str
    before: str
    after: str
    pages: int
    of: int


class Author(msgspec.Struct, frozen=True):
    """Who wrote a page by its site's byline line."""

    names: str
    line: Line
    byline: Byline


def sightings_of(document: Document) -> tuple[str, tuple[Sighting, ...]]:
    """The author of the document, as far as it names one, and its lines that show him.

    >>> text = "Rain\\nVon Eva Berg, Rom\\nThe river rose."
    >>> lines = (Line(0, 0, 4), Line(1, 5, 22), Line(2, 23, 38))
    >>> sightings_of(Document(id="a", text=text, lines=lines))
    ('Eva Berg', (Sighting(place='top', before='Von ', after=',', is_only=True),))
    """
    lines = list(_lines(document))
    author = document.head.get("author", "") or _named_in_text(lines)
    if not author or not _is_spelled(author):
        return "", ()
    names = author.split("; " if "; " in author else ", ")
    frames: dict[tuple[str, str, str], None] = {}
    for place, _, text in lines:
        frame = _frame(text, names, is_named=_is_named(place)) if names[0] in text else None
        if frame and _is_spelled(place, *frame):
            frames[place, *frame] = None
    sightings = []
    for place, before, after in sorted(frames):
        found = _read(lines, {place: [(before, after)]})
        sightings.append(Sighting(place, before, after, len(found) == 1))
    return author, tuple(sightings)


def site_bylines(pages: Sequence[tuple[str, Iterable[Sighting]]]) -> tuple[Byline, ...]:
    """The byline lines of a site whose pages have these authors and sightings, most seen first.

    >>> pages = [(name, [Sighting("top", "Von ", "")]) for name in ("Eva Berg", "Jo Li", "Ada Rey")]
    >>> site_bylines([*pages, ("", [])]), site_bylines(pages[:2])
    ((Byline(place='top', before='Von ', after='', pages=3, of=4),), ())
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    doubtful: Counter[tuple[str, str, str]] = Counter()
    names: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for author, sightings in pages:
        for sighting in {(one.place, one.before, one.after, one.is_only) for one in sightings}:
            frame = sighting[:3]
            (seen if sighting[3] else doubtful)[frame] += 1
            names[frame].add(fold(author))
    known = sorted(seen.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(
        Byline(*frame, pages=count, of=len(pages))
        for frame, count in known
        if count >= BYLINE_PAGES and len(names[frame]) >= BYLINE_NAMES and doubtful[frame] <= MOST_DOUBTFUL * count
    )[:_MOST_BYLINES]


def author_of(document: Document, bylines: Sequence[Byline]) -> Author | None:
    """The author that the site's byline lines name in the document; `None` if none does, or two do.

    >>> document = Document(id="a", text="von Eva Berg\\nVon Jo Li", lines=(Line(0, 0, 12), Line(1, 13, 22)))
    >>> author_of(document, [Byline("top", "Von ", "", 7, 9)]).names
    'Jo Li'
    """
    if not bylines:
        return None
    frames: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for byline in bylines:
        frames[byline.place].append((byline.before, byline.after))
    found = _read(_lines(document), frames)
    if len(found) != 1:
        return None
    (names, line, frame) = next(iter(found.values()))
    read = next(one for one in bylines if (one.place, one.before, one.after) == frame)
    return Author(join_names(names), line, read)


_MOST_BYLINES = 8
_MOST_CHARS = 160
_MOST_BEFORE = 40
_TOP_LINES, _END_LINES = 30, 15
_TOP, _END = "top", "end"
_NAMED_BY = 2
"""How many of the innermost class and id words say where a line stands: with more of them pages of one site differ."""

_NAME_WORDS = 6
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGIT = re.compile(r"\d")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

Placed = tuple[str, Line, str]
"""Where a line stands, the line, and its text with single spaces."""


def _lines(document: Document) -> Iterator[Placed]:
    """The lines that may be bylines."""
    is_html = document.media_type == "text/html"
    last = len(document.lines) - _END_LINES
    for line in document.lines:
        if line.end - line.start > _MOST_CHARS or line.kind in ("code", "data"):
            continue
        if is_html:
            yield _element(line), line, " ".join(document.text[line.start : line.end].split())
        elif line.index < _TOP_LINES or line.index >= last:
            place = _TOP if line.index < _TOP_LINES else _END
            yield place, line, " ".join(document.text[line.start : line.end].split())


def _element(line: Line) -> str:
    """The element around the line and the last words of its class and id, digits folded."""
    words = line.hints.rsplit(None, _NAMED_BY + 1)[-_NAMED_BY - 1 :]
    if words and words[-1] == line.kind:
        words.pop()
    return _DIGIT.sub("0", " ".join([line.tag_path.rpartition("/")[2], *words[-_NAMED_BY:]]))


def _is_named(place: str) -> bool:
    """True for an element that is called something: the name alone in it is a byline."""
    return " " in place


def _frame(text: str, names: Sequence[str], *, is_named: bool) -> tuple[str, str] | None:
    """What is around the names in the line: the text before, and where they end; the simplest way to read them."""
    starts = [text.find(name) for name in names]
    if min(starts) < 0 or min(starts) > _MOST_BEFORE:
        return None
    before = text[: min(starts)]
    rest = text[max(start + len(name) for start, name in zip(starts, names, strict=True)) :]
    for after in dict.fromkeys(("", _mark(rest))):
        if not is_named and not (_has_letter(before) or (before and after)):
            continue
        if _names(text, before, after, is_named=is_named) == tuple(names):
            return before, after
    return None


def _mark(rest: str) -> str:
    """What shows that the name is over: the marks that follow, a digit (as `"0"`), or the next word."""
    size = next((at for at, char in enumerate(rest) if char.isalnum()), len(rest))
    if mark := rest[:size].strip():
        return mark
    if rest[size : size + 1].isdigit():
        return "0"
    return f" {rest[size:].split()[0]}" if size < len(rest) else ""


def _names(text: str, before: str, after: str, *, is_named: bool) -> tuple[str, ...]:
    """The names in the line if it reads like this; none otherwise."""
    if not text.startswith(before):
        return ()
    rest = text[len(before) :]
    if after:
        found = _DIGIT.search(rest) if after == "0" else None
        end = found.start() if found else -1 if after == "0" else rest.find(after)
        rest = rest[: max(end, 0)]
    names = names_in(rest)
    fits = all(len(name.split()) <= _NAME_WORDS for name in names)
    return names if fits and (is_named or all(map(_is_proper, names))) else ()


def _is_proper(name: str) -> bool:
    """True when the name is written as names are: two words or more, the first and last with capitals, no date."""
    words = name.split()
    if any(char.isdigit() for char in name) or any(fold(word).strip(".") in no_names() for word in words):
        return False
    if len(words) == 1:
        return _CJK.match(name) is not None and len(name) <= 4
    return all(word[0].isupper() or not (word[0].islower() or word[0].isascii()) for word in (words[0], words[-1]))


def _read(
    lines: Iterable[Placed], frames: Mapping[str, Iterable[tuple[str, str]]]
) -> dict[str, tuple[tuple[str, ...], Line, tuple[str, str, str]]]:
    """The different names that the lines show when read in these ways: each with its first line."""
    found: dict[str, tuple[tuple[str, ...], Line, tuple[str, str, str]]] = {}
    for place, line, text in lines:
        for before, after in frames.get(place, ()):
            if names := _names(text, before, after, is_named=_is_named(place)):
                found.setdefault(fold(join_names(names)), (names, line, (place, before, after)))
                break
    return found


def _named_in_text(lines: Iterable[Placed]) -> str:
    """The one author that bylines in a plain text name."""
    named = {names_in_byline(text) for place, _, text in lines if place in (_TOP, _END)} - {""}
    return join_names(names_in(named.pop())) if len(named) == 1 else ""


def _is_spelled(*texts: str) -> bool:
    """True without lone surrogates, which fit in no file."""
    return not any(_SURROGATE.search(text) for text in texts)


def _has_letter(text: str) -> bool:
    return any(char.isalpha() for char in text)
