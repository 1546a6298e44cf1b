"""Which format a source has, by its name and by how it begins.

>>> format_of_name("crawl.warc.gz"), format_of_name("pages.tar.xz"), format_of_name("notes.txt.gz")
('warc', 'tar', 'file')
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec

from cleaner.read.columns import Columns
from cleaner.read.compression import SUFFIXES
from cleaner.read.options import ReadOptions

UNKNOWN = ""
"""The format of a source whose name says nothing: its content is looked at."""

_FORMAT_OF = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonlines": "jsonl",
    ".jl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".tar": "tar",
    ".tgz": "tar",
    ".tbz2": "tar",
    ".tbz": "tar",
    ".txz": "tar",
    ".tzst": "tar",
    ".zip": "zip",
    ".json": UNKNOWN,  # one object a line, as often as one in all
}
_PLAIN = (".txt", ".text", ".md", ".rst", ".html", ".htm", ".xhtml", ".xml")
_DOCUMENTS_IN_ZIP = (b"[Content_Types].xml", b"mimetype", b"META-INF/")
"""How Office, OpenDocument, EPUB and Java files begin: zip files, but each one document or none."""

HEAD_BYTES = 1 << 16
"""So much is looked at. A first line of JSON that is longer is known by its name only."""


def format_of_name(name: str) -> str:
    """The format that the name's extension stands for; `"file"` if it is none of a container.

    `UNKNOWN` for `.json`, which tells too little.
    """
    return _FORMAT_OF.get(extension_of(name), "file")


def says_nothing(name: str) -> bool:
    """True if the name's extension is none that is known.

    >>> says_nothing("dump.gz"), says_nothing("notes.txt")
    (True, False)
    """
    extension = extension_of(name)
    return extension not in _PLAIN and not _FORMAT_OF.get(extension)


def extension_of(name: str) -> str:
    """The last extension, in lower case, with that of a compression left out.

    >>> extension_of("a/B.TXT.gz"), extension_of("dump.zst"), extension_of("a.d/none")
    ('.txt', '', '')
    """
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix in SUFFIXES else path.suffix


def is_compressed(name: str) -> bool:
    """True if the name's last extension is that of a compression."""
    return PurePosixPath(name.lower()).suffix in SUFFIXES


def format_of_content(head: bytes, options: ReadOptions) -> str:
    """The format that the first bytes, decompressed, are in; `"file"` if they are no container's.

    JSON Lines are seen by a first line that is a whole object with a text in it, CSV by a first line that
    names a column of texts among others.

    >>> format_of_content(b'{"text": "It rained."}\\n', ReadOptions())
    'jsonl'
    >>> format_of_content(b"id,text,url\\n", ReadOptions()), format_of_content(b"It rained, a lot\\n", ReadOptions())
    ('csv', 'file')
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if re.match(rb"WARC/[01]\.\d+\r?\n", head):
        return "warc"
    if head.startswith(b"PK\x03\x04"):
        return "file" if head[30:].startswith(_DOCUMENTS_IN_ZIP) else "zip"
    if head[257:262] == b"ustar":
        return "tar"
    return _format_of_rows(head, options)


def _format_of_rows(head: bytes, options: ReadOptions) -> str:
    line, ended, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")
    if line.startswith(b"{"):
        try:
            row = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return "file"
        columns = Columns.of(tuple(row), options)
        return "jsonl" if columns.text or columns.html else "file"
    names = line.decode("utf-8", "replace").strip().split("\t" if b"\t" in line else ",")
    if ended and len(names) > 1 and all(re.fullmatch(r'"?\w{1,50}"?', name) for name in names):
        columns = Columns.of(tuple(name.strip('"') for name in names), options)
        if columns.text or columns.html:
            return "tsv" if b"\t" in line else "csv"
    return "file"
