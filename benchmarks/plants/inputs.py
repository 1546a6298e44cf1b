"""Faults of the input (`E`): what can't be read, is empty, cut off, too large, or nearly all chrome."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import cleaner
from benchmarks.plants.fault import (
    Fault,
    Place,
    Plant,
    cleaned,
    line_and_column,
    middle_of_a_word,
    page,
    put,
    running_text,
    whole,
)
from cleaner.read import ReadOptions

SIGNS = "Größe, café, naïve – "
"""What says that a file is UTF-8: one odd byte in ASCII may as well be Latin-1, which is told of as `E010`."""


SECTIONS = ("Home", "World", "Business", "Sport", "Culture", "Travel", "Weather", "Video", "Jobs", "Contact", "Login")


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


def latin_1(text: str) -> bytes:
    """The text in Latin-1, which nothing says."""
    if text.isascii():
        return f"Größe, café: {text}".encode("latin-1")
    return "Größe".encode("latin-1") + text.encode("ascii", "replace")


def rows(*lines: str) -> Plant:
    """JSON Lines: the text, and behind it broken ones."""

    def plant(text: str, at: Path) -> list[Place]:
        path = at.with_suffix(".jsonl")
        path.write_text("\n".join([json.dumps({"text": text}), "", *lines]) + "\n", encoding="utf-8")
        return [(path, number, 1) for number in range(3, 3 + len(lines))]

    return plant


def long_row(text: str, at: Path) -> list[Place]:
    """JSON Lines whose second line never ends. On disk it is a hole, which takes no room."""
    path = at.with_suffix(".jsonl")
    path.write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    os.truncate(path, path.stat().st_size + ReadOptions().max_record_bytes + 1)
    return [(path, 2, 1)]


def large_file(text: str, at: Path) -> list[Place]:
    """A file that goes on behind the text for longer than any book."""
    path = at.with_suffix(".txt")
    path.write_bytes(text.encode())
    os.truncate(path, ReadOptions().max_file_bytes + 1)
    return [(path, 1, 1)]


def cut_gzip(text: str) -> bytes:
    """A compressed text whose end is missing."""
    return gzip.compress(text.encode(), mtime=0)[:-20]


def cut_warc(text: str) -> bytes:
    """A WARC record whose header has no length."""
    body = text.encode()
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    return head + length + body + b"\r\n\r\n" + head + b"Content-Length: many\r\n\r\n"


def locked_zip(text: str) -> bytes:
    """An archive whose member is said to be encrypted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", (1980, 1, 1, 0, 0, 0)), text.encode())
    data = bytearray(buffer.getvalue())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def notices(text: str, at: Path) -> list[Place]:
    """An extractor's text with ten notices about cookies that read like prose, more than may go.

    The text is what cleaning leaves of it. A dump of a whole page is no such fault: by the code's own page all of
    its prose may go, and what is nearly all chrome is told of as `E031`. Where the tagger takes most notices
    for text there is nothing to stop.
    """
    notice = "We use {} on this site to make it work and to show you advertising that fits you, and by clicking "
    kinds = ("cookies", "our own cookies", "cookies of partners", "cookies and pixels", "cookies and other means")
    end = "on accept you agree to our use of cookies."
    noted = cleaned(text) + "".join(f"\n\n{notice.format(kind)}{end}" for kind in kinds * 2)
    freely = cleaner.clean(noted, config=cleaner.Config(aggressiveness="thorough", max_removed_prose=1.0))
    return [] if freely.text.count(end) > 5 else put(at.with_suffix(".txt"), noted.encode())


def teasers(text: str) -> bytes:
    """The first words of the text, and six hundred pointers to other pages."""
    return (text[slice(*running_text(text))][:300] + "\n\n" + "READ MORE:\n\n" * 600).encode()


def menu(text: str) -> bytes:
    """A page with the first words of the text above fifty menus of a site. (Of numbered sections some would stay: a
    table of contents looks like that.)"""
    entries = "\n".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in SECTIONS * 50)
    first = text[slice(*running_text(text))][:300]
    return page("<title>Sections</title>", below=f"\n<nav><ul>\n{entries}\n</ul></nav>")(first)


def unseen(text: str) -> bytes:
    """As many characters that nobody sees as the text has lines."""
    return ("\u200b\n" * (text.count("\n") + 1)).encode()


def dangling(text: str, at: Path) -> list[Place]:
    """A link to a file that is not there."""
    path = at.with_suffix(".txt")
    path.symlink_to(path.with_suffix(".gone"))
    return [(path, 1, 1)]


INPUT = {
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
    "invisible characters only": Fault("E007", whole(unseen)),
    "most of the prose would go": Fault(
        "E008", notices, clean="max_removed_prose = 0.0001\naggressiveness = 'thorough'"
    ),
    "cut character": Fault("E009", cut_character),
    "Latin-1": Fault("E010", whole(latin_1)),
    "deep HTML": Fault("E011", whole(page("", "<div>" * 6000 + "deep"), ".html"), most=10),
    "a row that is no JSON": Fault("E020", rows("{broken", '["no object"]')),
    "a cut compressed file": Fault("E021", whole(cut_gzip, ".txt.gz")),
    "a row of 100 MB": Fault("E022", long_row, most=5),
    "a file of 800 MB": Fault("E022", large_file, most=2),
    "a row without text": Fault("E023", rows('{"text": null}', '{"other": 1}')),
    "a table without texts": Fault("E024", whole(lambda text: b"a,b\n1,2\n", ".csv")),
    "a broken WARC record": Fault("E025", whole(cut_warc, ".warc")),
    "an encrypted archive": Fault("E026", whole(locked_zip, ".zip")),
    "nearly all chrome": Fault("E031", whole(teasers)),
    "nearly all menu": Fault("E031", whole(menu, ".html")),
}
