"""Plain text: a folder a shard, a file a document, and `metadata.jsonl` with all else that the rows hold."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from cleaner.errors import CorpusError
from cleaner.write.formats.files import DigestFile, digest_of_file
from cleaner.write.formats.lines import read_lines
from cleaner.write.lines import decode_row

MAX_ROWS = 10_000
"""Files in a folder: file managers, archives and Hugging Face's hub are at ease with no more."""

SIDECAR = "metadata.jsonl"

# Names that are the same on every system: no capitals (there are folders that do not tell them apart), nothing
# hidden, nothing that a shell or Windows reads in another way.
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,120}\.txt")
_HASHED = re.compile(r"-[0-9a-f]{16}\.txt\Z")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\.")
_ODD = re.compile(r"[^a-z0-9]+")
_SLUG_CHARS = 80


class TextSink:
    """A shard as a folder of UTF-8 files."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self._folder = path
        self._sidecar = DigestFile(path / SIDECAR)
        self._size = 0
        self._digests: dict[str, str] = {}

    def add(self, line: bytes) -> None:
        row = decode_row(line, _Row)
        text = row.text.encode("utf-8")
        with _new_file(self._folder, row.id) as file:
            file.write(text)
        name = Path(file.name).name
        self._size += len(text)
        self._digests[name] = f"sha256:{hashlib.sha256(text).hexdigest()}"
        fields = {"file_name": name, **{key: value for key, value in _fields(line).items() if key != "text"}}
        self._sidecar.write(msgspec.json.encode(fields) + b"\n")

    def close(self) -> tuple[int, str]:
        size, self._digests[SIDECAR] = self._sidecar.finish()
        return self._size + size, _digest_of(self._digests)

    def discard(self) -> None:
        self._sidecar.close()


def file_name_of(id: str) -> str:
    """The name of the file for the document with that id: depends on nothing else, and is safe on every system.

    An id that is a plain lower-case name in `.txt` is its own name; any other is spelled in ASCII, with 64
    bits of its digest.

    >>> file_name_of("2025-05-14_rain.txt"), file_name_of("News/Rain.txt")
    ('2025-05-14_rain.txt', 'news-rain-39e9e9bd0847e571.txt')
    """
    if _PLAIN.fullmatch(id) and not _HASHED.search(id) and not _RESERVED.match(id):
        return id
    slug = _ODD.sub("-", id.lower().removesuffix(".txt"))[:_SLUG_CHARS].strip("-") or "document"
    return f"{slug}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.txt"


def read_text(path: Path) -> Iterator[bytes]:
    """The folder's rows as the JSON lines that they were made from. Raises `CorpusError` if it can't be read."""
    for number, line in enumerate(read_lines(path / SIDECAR), 1):
        fields = _fields(line)
        try:
            name = msgspec.json.decode(fields.pop("file_name"), type=str)
            text = (path / Path(name).name).read_bytes().decode("utf-8")  # line breaks as they are
        except (OSError, UnicodeDecodeError, KeyError, msgspec.DecodeError) as error:
            raise CorpusError(f"{path / SIDECAR}:{number}: its text can't be read: {error}") from error
        yield msgspec.json.encode({"id": fields.pop("id", None), "text": text, **fields}) + b"\n"


def digest_of_folder(path: Path) -> tuple[int, str]:
    """How many bytes the files of a folder have, and the digest that its shard has. Raises `OSError`."""
    files = list(path.iterdir())
    return sum(file.stat().st_size for file in files), _digest_of({file.name: digest_of_file(file) for file in files})


class _Row(msgspec.Struct, frozen=True, gc=False):
    id: str
    text: str


def _fields(line: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError as error:
        raise CorpusError(f"not a JSON row: {error}") from error


def _new_file(folder: Path, id: str) -> IO[bytes]:
    """The file for that id; a further document of the same id gets a number behind its name."""
    name = file_name_of(id)
    for number in itertools.count(2):
        try:
            return (folder / name).open("xb")
        except FileExistsError:
            name = f"{file_name_of(id).removesuffix('.txt')}~{number}.txt"
    raise AssertionError("there is a free name")


def _digest_of(digests: dict[str, str]) -> str:
    lines = "".join(f"{name}\0{digest}\n" for name, digest in sorted(digests.items()))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
