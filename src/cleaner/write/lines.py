"""Rows as JSON lines: to bytes, back, and the fields that are filled in when the whole corpus is known."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

from cleaner.errors import CorpusError

Kind = TypeVar("Kind", bound=msgspec.Struct)

# What a row ends with until its duplicates are known, so that they can be filled in without reading the row.
NO_DUPLICATE = b',"duplicate_cluster":"","duplicate_of":"","duplicate_similarity":0.0}}\n'
NOT_DROPPED = b',"duplicate":"","dropped":false}\n'


def to_json_line(row: dict[str, Any]) -> bytes:
    """The row as one line of JSON in UTF-8; all non-ASCII escaped if it holds lone surrogates.

    >>> to_json_line({"text": "caf\\u00e9"}), to_json_line({"text": "\\udcff"})
    (b'{"text":"caf\\xc3\\xa9"}\\n', b'{"text":"\\\\udcff"}\\n')
    """
    try:
        return msgspec.json.encode(row) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"


def decode_row(line: bytes, kind: type[Kind]) -> Kind:
    """The row's fields that the struct names. Raises `CorpusError` if they are missing or of another type.

    >>> class OfText(msgspec.Struct):
    ...     text: str
    >>> decode_row(b'{"id":"a","text":"It rained."}', OfText)
    OfText(text='It rained.')
    """
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.ValidationError as error:
        raise CorpusError(f"a row lacks what a corpus row holds: {error}") from error
    except msgspec.DecodeError:
        pass  # lone surrogates, which it does not take: names and bytes that are no text
    try:
        return msgspec.convert(json.loads(line.decode()), kind)
    except msgspec.ValidationError as error:
        raise CorpusError(f"a row lacks what a corpus row holds: {error}") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"not a JSON row in UTF-8: {error}") from error


def with_duplicate(line: bytes, cluster: str, of: str, similarity: float) -> bytes:
    """The document row with its duplicates: their cluster, the representative's id, how alike the two are.

    >>> row = b'{"metadata":{"title":"Rain"' + NO_DUPLICATE
    >>> with_duplicate(row, "c1", "a.txt", 0.9)
    b'{"metadata":{"title":"Rain","duplicate_cluster":"c1","duplicate_of":"a.txt","duplicate_similarity":0.9}}\\n'
    >>> without_duplicate(with_duplicate(row, "c1", "a.txt", 0.9)) == row
    True
    """
    fields = {"duplicate_cluster": cluster, "duplicate_of": spelled(of), "duplicate_similarity": round(similarity, 4)}
    return _cut(line, b',"duplicate_cluster":') + b"," + msgspec.json.encode(fields)[1:] + b"}\n"


def without_duplicate(line: bytes) -> bytes:
    """The document row as it was before its duplicates were known."""
    return line if line.endswith(NO_DUPLICATE) else _cut(line, b',"duplicate_cluster":') + NO_DUPLICATE


def with_drop(line: bytes, code: str, *, dropped: bool) -> bytes:
    """The edits row with the code of the duplicate that its document is, and whether that was left out.

    >>> with_drop(b'{"edits":[]' + NOT_DROPPED, "D101", dropped=True)
    b'{"edits":[],"duplicate":"D101","dropped":true}\\n'
    """
    fields = {"duplicate": code, "dropped": dropped}
    return _cut(line, b',"duplicate":') + b"," + msgspec.json.encode(fields)[1:] + b"\n"


def without_drop(line: bytes) -> bytes:
    """The edits row as it was before its duplicates were known."""
    return line if line.endswith(NOT_DROPPED) else _cut(line, b',"duplicate":') + NOT_DROPPED


def spelled(name: str) -> str:
    """The name with bytes that no codec can read spelled out: readers of JSON refuse lone surrogates.

    >>> spelled("caf\\udce9.txt")
    'caf\\\\udce9.txt'
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _cut(line: bytes, key: bytes) -> bytes:
    """The row as far as the key, which can't be part of a value: there its quotes would be escaped."""
    at = line.rfind(key)
    if at < 0:
        raise CorpusError(f"a row lacks {key.decode()[1:-1]}: it is not of this version; clean the sources again")
    return line[:at]
