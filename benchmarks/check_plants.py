"""Faults to plant into texts: what each writes, and where `cleaner check` has to tell of it.

A plant gets a text and a file's path without its ending; it writes files and gives the places where the fault is to
be told, or none where it can't be planted into this text. A place of (1, 1) is the file as a whole.
"""

from __future__ import annotations

import functools
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import cleaner

Place = tuple[Path, int, int]
Plant = Callable[[str, Path], list[Place]]
MOJIBAKE = "cafÃ© crÃ¨me"


class Fault(NamedTuple):
    """A fault: its code, how it is planted, the settings it needs, and how far right of the place it may be told."""

    code: str
    plant: Plant
    check: str = ""
    clean: str = ""
    slack: int = 0
    english: bool = False
    most: int = 1_000_000
    """So many texts are enough where each costs much."""

    either: bool = False
    """The other file that the text is in will do, too."""


@functools.cache
def running_text(text: str) -> tuple[int, int]:
    """The span of the longest line that cleaning leaves: what goes is told of as a whole, not for a letter in it."""
    result = cleaner.clean(text)
    gone = [edit for step in result.steps for edit in step if edit.code.startswith("C")]
    stays = [line for line in result.document.lines if not any(e.start < line.end and line.start < e.end for e in gone)]
    lines = stays or result.document.lines
    longest = max(lines, key=lambda line: line.end - line.start)
    return longest.start, longest.end


def middle_of_a_word(text: str) -> int:
    """A place inside the running text, between two letters; -1 if it has no such."""
    start, end = running_text(text)
    for spot in range((start + end) // 2, end - 1):
        if text[spot - 1 : spot + 1].isascii() and text[spot - 1 : spot + 1].isalpha():
            return spot
    return -1


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


def page(head: str, body: str = "", attributes: str = "") -> Callable[[str], bytes]:
    """The text as an HTML page with this in its head."""

    def content(text: str) -> bytes:
        lines = "\n".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n") if line.strip())
        start = f"<html{attributes}>\n<head>{head}</head>\n<body>\n<main>\n{body}\n"
        return f"{start}{lines}\n</main></body></html>\n".encode()

    return content


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


SIGNS = "Größe, café, naïve – "
"""What says that a file is UTF-8: one odd byte in ASCII may as well be Latin-1, which is told of as `E010`."""


def bad_byte(text: str, at: Path) -> list[Place]:
    """A byte that no UTF-8 has."""
    spot = middle_of_a_word(text)
    if spot < 0:
        return []
    path = at.with_suffix(".txt")
    before = text[:spot] + f" {SIGNS}"
    path.write_bytes(before.encode() + b"\xff" + text[spot:].encode())
    return [(path, *line_and_column(before, len(before)))]


def cut_character(text: str, at: Path) -> list[Place]:
    """A text that ends in the middle of a character."""
    kept = text[: middle_of_a_word(text)] + f" {SIGNS}é"
    path = at.with_suffix(".txt")
    path.write_bytes(kept.encode()[:-1])
    return [(path, *line_and_column(kept, len(kept) - 1))]


def spaces(text: str, at: Path) -> list[Place]:
    """Two spaces in place of one, in running text."""
    spot = text.find(" ", middle_of_a_word(text))
    if spot < 0 or not (text[spot - 1 : spot].isalpha() and text[spot + 1 : spot + 2].isalpha()):
        return []
    path = at.with_suffix(".txt")
    path.write_bytes((text[:spot] + " " + text[spot:]).encode())
    return [(path, *line_and_column(text, spot))]


def blank_lines(text: str, at: Path) -> list[Place]:
    """Three blank lines behind the longest line."""
    spot = running_text(text)[1]
    path = at.with_suffix(".txt")
    path.write_bytes((text[:spot].rstrip() + "\n\n\n\n" + text[spot:].lstrip()).encode())
    if not text[spot:].strip():
        return []
    line, _ = line_and_column(text, len(text[:spot].rstrip()))
    return [(path, line + 2, 1)]


def ellipses(text: str, at: Path) -> list[Place]:
    """A rare ellipsis among the usual ones."""
    if "…" in text or ". ." in text:
        return []
    return paragraph("They came... and went... and waited… until the river fell... again, the city said.", "…")(
        text, at
    )


def rows(*lines: str) -> Plant:
    """JSON Lines: the text, and behind it broken ones."""

    def plant(text: str, at: Path) -> list[Place]:
        path = at.with_suffix(".jsonl")
        path.write_text("\n".join([json.dumps({"text": text}), "", *lines]) + "\n", encoding="utf-8")
        return [(path, number, 1) for number in range(3, 3 + len(lines))]

    return plant


def cut_gzip(text: str) -> bytes:
    """A compressed text whose end is missing."""
    return gzip.compress(text.encode(), mtime=0)[:-20]


def cut_warc(text: str) -> bytes:
    """A WARC record whose header has no length."""
    body = text.encode()
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
    return (
        head + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n" + head + b"Content-Length: many\r\n\r\n"
    )


def notices(text: str, at: Path) -> list[Place]:
    """The text with notices about cookies that read like prose, if they would go: else there is nothing to stop.

    From what the tagger takes for a whole page all of them may go: that is no fault of the check.
    """
    notice = "We use {} on this site to make it work and to show you advertising that fits you, and by clicking "
    kinds = ("cookies", "our own cookies", "cookies of partners", "cookies and pixels", "cookies and other means")
    end = "on accept you agree to our use of cookies."
    noted = text + "".join(f"\n\n{notice.format(kind)}{end}" for kind in kinds * 2)
    freely = cleaner.clean(noted, config=cleaner.Config(aggressiveness="thorough", max_removed_prose=1.0))
    return [] if end in freely.text else put(at.with_suffix(".txt"), noted.encode())


def locked_zip(text: str) -> bytes:
    """An archive whose member is said to be encrypted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", (1980, 1, 1, 0, 0, 0)), text.encode())
    data = bytearray(buffer.getvalue())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def dangling(text: str, at: Path) -> list[Place]:
    """A link to a file that is not there."""
    path = at.with_suffix(".txt")
    path.symlink_to(path.with_suffix(".gone"))
    return [(path, 1, 1)]


def twin(change: Callable[[str], str], ending: str = "-twin.txt") -> Plant:
    """The text, and a version of it that comes later."""

    def plant(text: str, at: Path) -> list[Place]:
        at.with_name(at.name + "-first.txt").write_bytes(text.encode())
        return put(at.with_name(at.name + ending), change(text).encode())

    return plant


def shorter(text: str) -> str:
    """The text without the last letters of its running text: shorter, so that the other one stays."""
    _, end = running_text(text)
    return text[: end - 9] + text[end:]


def two_sites(text: str, at: Path) -> list[Place]:
    """One article on two sites, one of which has a third more around it."""
    site = '<link rel="canonical" href="https://{}.example/a">'
    twin_page = page(site.format("south"))(text)
    chars = len(cleaner.clean(twin_page).text)
    if chars < 2_000:
        return []
    numbers = range(chars // 180)
    notes = (f"Room {7 * n} of house {13 * n} has {n} beds and {3 * n} chairs for {17 * n} guests." for n in numbers)
    around = "".join(f"<p>{note}</p>" for note in notes)
    at.with_name(at.name + "-first.html").write_bytes(page(site.format("north"), around)(text))
    return put(at.with_name(at.name + "-twin.html"), twin_page)


def other_address(text: str, at: Path) -> list[Place]:
    """A page that calls itself by another site's address than the one its sidecar says it came from."""
    path = at.with_suffix(".html")
    path.with_name(path.name + ".cleaner.toml").write_text('url = "https://river.example/a"\n', encoding="utf-8")
    return put(path, page('<link rel="canonical" href="https://valley.example/a">')(text))


def other_case(text: str, at: Path) -> list[Place]:
    """Two files whose names differ in case."""
    (at.parent / f"{at.name}-X.txt").write_bytes(text.encode())
    return put(at.parent / f"{at.name}-x.txt", (text + "\nAnother one.").encode())  # the second in order


DATED = '<meta property="article:published_time" content="{}">'
LINKED = '<script type="application/ld+json">{}</script>'

FAULTS: dict[str, Fault] = {
    "empty": Fault("E001", whole(lambda text: b"")),
    "white space only": Fault("E001", whole(lambda text: b" \n\n")),
    "a picture": Fault("E002", whole(lambda text: b"\xff\xd8\xff\xe0\0\x10JFIF" + text.encode())),
    "control data": Fault("E002", whole(lambda text: b"\0\1\2\3" * 200)),
    "invalid byte": Fault("E003", bad_byte),
    "too large": Fault("E004", whole(lambda text: (text * 21).encode()), clean="max_chars = 20000"),
    "unreadable": Fault("E005", dangling),
    "another encoding declared": Fault(
        "E006", whole(page('<meta charset="windows-1251">', "<p>Größe: über.</p>"), ".html")
    ),
    "chrome only": Fault("E007", whole(lambda text: b"READ MORE:\n\nMost Popular Articles\n")),
    "most of the prose would go": Fault(
        "E008", notices, clean="max_removed_prose = 0.0001\naggressiveness = 'thorough'"
    ),
    "cut character": Fault("E009", cut_character),
    "Latin-1": Fault(
        "E010",
        whole(
            lambda text: (
                f"Größe, café: {text}".encode("latin-1")
                if text.isascii()
                else "Größe".encode("latin-1") + text.encode("ascii", "replace")
            )
        ),
    ),
    "deep HTML": Fault("E011", whole(page("", "<div>" * 6000 + "deep"), ".html"), most=10),
    "a row that is no JSON": Fault("E020", rows("{broken", '["no object"]')),
    "a cut compressed file": Fault("E021", whole(cut_gzip, ".txt.gz")),
    "a row without text": Fault("E023", rows('{"text": null}', '{"other": 1}')),
    "a table without texts": Fault("E024", whole(lambda text: b"a,b\n1,2\n", ".csv")),
    "a broken WARC record": Fault("E025", whole(cut_warc, ".warc")),
    "an encrypted archive": Fault("E026", whole(locked_zip, ".zip")),
    "nearly all chrome": Fault(
        "E031", whole(lambda text: (text[slice(*running_text(text))][:300] + "\n\n" + "READ MORE:\n\n" * 600).encode())
    ),
    "invalid byte, as a character": Fault("N101", bad_byte),
    "mojibake": Fault("N102", inserted(f" {MOJIBAKE} "), slack=len(MOJIBAKE) + 1),
    "decomposed letter": Fault("N103", inserted("e\u0301")),
    "zero-width space": Fault("N104", inserted("\u200b")),
    "bidirectional control": Fault("N104", inserted("\u202e")),
    "byte order mark inside": Fault("N104", inserted("\ufeff")),
    "soft hyphen": Fault("N104", inserted("\xad")),
    "control character": Fault("N105", inserted("\x07")),
    "colour sequence": Fault("N105", inserted("\x1b[31m")),
    "entity": Fault("N106", inserted(" salt &amp; pepper ", skip=6)),
    "ligature": Fault("N107", inserted("ﬁ")),
    "full-width letters": Fault("N108", inserted(" ＡＢＣ ", skip=1), clean='full_width = "ascii"'),
    "curly double quotes": Fault("N201", inserted(" „yes“ ", skip=1)),
    "curly apostrophe": Fault("N202", inserted("’")),
    "no-break hyphen": Fault("N203", inserted("\u2011")),
    "another ellipsis": Fault("N204", ellipses, english=True),
    "CRLF": Fault("N301", inserted("\r\n")),
    "line separator": Fault("N301", inserted("\u2028")),
    "two spaces": Fault("N302", spaces, slack=1),
    "blank lines": Fault("N303", blank_lines, slack=2),
    "a broken sentence": Fault(
        "N304",
        paragraph(
            "The firm said in the evening that it would use the photographs and\n"
            "videos of its users in the new edition of the book.",
            "\n",
        ),
        slack=1,
        english=True,
    ),
    "a broken word": Fault(
        "N305",
        paragraph(
            "The lighthouse was built on the northern island a hundred years ago, and its light-\n"
            "house keeper left it in spring.",
            "-\n",
        ),
        english=True,
    ),
    "a written date": Fault(
        "N401",
        paragraph("The bridge was closed on May 27, 2025, because of the flood, the city said.", "May"),
        english=True,
    ),
    "the same text": Fault("D101", twin(str)),
    "nearly the same text": Fault("D102", twin(shorter), either=True),
    "one article on two sites": Fault("D103", two_sites, english=True),
    "no title": Fault("M101", whole(page('<meta name="viewport" content="width=device-width">'), ".html")),
    "an article without a day": Fault(
        "M102", whole(page('<title>T</title><meta property="og:type" content="article">'), ".html")
    ),
    "two days": Fault(
        "M103",
        whole(
            page(DATED.format("2024-05-31") + LINKED.format('{"@type": "NewsArticle", "datePublished": "2023-01-01"}')),
            ".html",
        ),
    ),
    "changed before": Fault(
        "M104",
        whole(
            page(DATED.format("2024-05-31") + '<meta property="article:modified_time" content="2023-01-01">'), ".html"
        ),
    ),
    "two authors": Fault(
        "M105",
        whole(
            page(
                '<meta name="author" content="Ann Smith">'
                + LINKED.format('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Bo Miller"}}')
            ),
            ".html",
        ),
    ),
    "another title": Fault(
        "M106",
        whole(
            page(
                '<title>Xylophone lessons tonight</title><meta property="og:title" content="Zebra quagga okapi">',
                "<h1>Xylophone lessons tonight</h1>",
            ),
            ".html",
        ),
    ),
    "two languages": Fault(
        "M107", whole(page('<meta property="og:locale" content="fi_FI">', attributes=' lang="de"'), ".html")
    ),
    "another site's address": Fault("M108", other_address),
    "unreadable JSON-LD": Fault("M109", whole(page(LINKED.format('{"@type": [}')), ".html")),
    "no language": Fault(
        "M201",
        whole(
            lambda text: "\n\n".join(
                f"{n} + {n + 1} = {2 * n + 1}, {n * 7} / 7 = {n}" for n in range(len(text) % 50 + 30)
            ).encode()
        ),
    ),
    "another language than allowed": Fault("M202", whole(str.encode), check='languages = ["xx"]'),
    "no day": Fault("M203", whole(lambda text: text[slice(*running_text(text))].encode())),
    "the same name in capitals": Fault("M204", other_case),
}

NOT_PLANTED = {
    "E000": "the edit of a refused text, never told of as a problem",
    "E022": "needs a file of 100 MB: the example of its page is run by the tests",
    "E040": "the machine's, not a text's: a test hangs a worker",
    "E041": "the machine's, not a text's: a test kills a worker",
    "E042": "a bug of ours: a test raises one",
    "E050": "and E051 to E055 are filters of `cleaner clean`, no part of a check",
    "M205": "of a corpus, not of a text: tests, and the example of its page",
}
