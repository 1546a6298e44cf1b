"""JSON Lines: one object a line.

A line that `msgspec` refuses gets a second reading by the standard library, which takes what other programs
write all the same: half surrogate pairs, `NaN`, `Infinity`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from cleaner.document import Record
from cleaner.read.compression import Readable
from cleaner.read.container import Container
from cleaner.read.lines import Part, as_utf8, lines_of
from cleaner.read.options import ReadOptions

_decode = msgspec.json.Decoder().decode


def read_jsonl(stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The record of each line that is not blank.

    >>> import io
    >>> lines = b'{"id": 1, "text": "It rained."}\\n\\n{"text": \\n'
    >>> records = list(read_jsonl(io.BytesIO(lines), Container("a.jsonl", "a"), ReadOptions()))
    >>> [(record.id, record.payload, len(record.findings)) for record in records]
    [('a.jsonl#1', b'It rained.', 0), ('a.jsonl#2!', b'', 1)]
    """
    for part in lines_of(as_utf8(stream), max_bytes=options.max_record_bytes):
        if part.problem:
            yield container.broken(part.code, f"line {part.number}, from byte {part.offset}: {part.problem}")
        elif part.content and not part.content.isspace():
            yield _record(part, container, options)


def _record(part: Part, container: Container, options: ReadOptions) -> Record:
    where = f"line {part.number}, from byte {part.offset}"
    try:
        row: Any = _decode(part.content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        try:
            row = json.loads(part.content.decode("utf-8"))
        except UnicodeDecodeError as bad:
            at = part.offset + bad.start
            return container.broken("E020", f"{where}: not valid UTF-8 at byte {at}")
        except (ValueError, RecursionError):
            return container.broken("E020", f"{where}: no JSON: {error}")
    if not isinstance(row, dict):
        return container.broken("E020", f"{where}: no JSON object, but {_kind(row)}")
    return container.of_row(row, options, where)


def _kind(value: Any) -> str:
    return "null" if value is None else f"a {type(value).__name__}"
