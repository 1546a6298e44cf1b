"""The rows of a corpus: one JSON object a line, every key in every row, in one order, no nulls."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from cleaner.document import Metadata, Record, Result
from cleaner.edits import compose_all, invert
from cleaner.read import digest_of

Row = dict[str, Any]

FROM_THE_PAGE = Metadata.__struct_fields__[Metadata.__struct_fields__.index("title_source") :]
"""The fields that only HTML has: what the page says of itself, and where it says so."""

# Words and numbers, single ideographs and kana, single marks: near to what tokenizers count, in any
# script, and the same everywhere.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(f"[{_IDEOGRAPHS}]|[^\\W{_IDEOGRAPHS}]+|[^\\w\\s]")

# Refused sources of these codes are not text, or far too much of it: the sidecar holds no copy of them.
NOT_KEPT = ("E002", "E004", "E005")


def document_row(record: Record, result: Result, *, added: str) -> Row:
    """The row of a cleaned document: what a reader of the corpus sees.

    `date` and `created` are the document's own date, `created` only when it is not the day that
    the page was shown.
    """
    metadata = result.metadata
    return {
        "id": _spelled(record.id),
        "text": result.text,
        "source": _spelled(str(record.metadata.get("collection", ""))),
        "url": metadata.url or record.url,
        "date": metadata.date,
        "added": added,
        "created": metadata.date if metadata.date_source != "masthead" else "",
        "file_path": _spelled(file_path_of(record)),
        "language": metadata.language,
        "language_score": round(metadata.language_score, 4),
        "token_count": count_tokens(result.text),
        "metadata": {
            "title": metadata.title,
            "author": metadata.author,
            "date_source": metadata.date_source,
            "modified": metadata.modified,
            "site": metadata.site,
            "section": metadata.section,
            "place": metadata.place,
            "caption": metadata.caption,
            "credit": metadata.credit,
            "agency": metadata.agency,
            **{field: getattr(metadata, field) for field in FROM_THE_PAGE},
            "media_type": result.document.media_type,
            "digest": record.digest,
            "page_type": metadata.page_type,
            "page_type_score": metadata.page_type_score,
            "dates": [msgspec.to_builtins(mention) for mention in result.dates],
        },
    }


def edits_row(record: Record, result: Result) -> Row:
    """The row that rebuilds a source: the edits that turn the row's cleaned text back, `[start, end, original, code]`.

    For plain text that gives the file's bytes, for HTML its visible text, whose digest is
    `text_digest`. `refused` is the code of the finding that kept the document out, or `""`.
    """
    document = result.document
    refused = refusal_of(result)
    step = () if refused in NOT_KEPT else invert(document.text, compose_all(result.steps))
    return {
        "id": _spelled(record.id),
        "file_path": file_path_of(record),
        "digest": record.digest,
        "text_digest": "" if refused in NOT_KEPT else text_digest(document.text),
        "media_type": document.media_type,
        "encoding": document.encoding,
        "bom": document.bom,
        "refused": refused,
        "edits": [[edit.start, edit.end, edit.replacement, edit.code] for edit in step],
    }


def refusal_of(result: Result) -> str:
    """The code of the finding that refuses the document, or `""`."""
    return next((f.code for f in result.findings if f.code.startswith("E") and f.verdict == "remove"), "")


def file_path_of(record: Record) -> str:
    return str(record.metadata.get("file_path", record.id))


def _spelled(name: str) -> str:
    """The name with bytes that no codec can read spelled out: readers of JSON refuse lone surrogates.

    >>> _spelled("caf\\udce9.txt")
    'caf\\\\udce9.txt'
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def text_digest(text: str) -> str:
    """The SHA-256 of the text as UTF-8, lone surrogates included."""
    return digest_of(text.encode("utf-8", "surrogatepass"))


def count_tokens(text: str) -> int:
    """How many words, numbers, ideographs, kana and marks the text holds.

    >>> count_tokens("It rained, 3 mm."), count_tokens("川は増水した。")
    (6, 7)
    """
    return sum(1 for _ in _TOKEN.finditer(text))


def to_json_line(row: Row) -> bytes:
    """The row as one line of JSON in UTF-8; all non-ASCII escaped if it holds lone surrogates.

    >>> to_json_line({"text": "caf\\u00e9"}), to_json_line({"text": "\\udcff"})
    (b'{"text":"caf\\xc3\\xa9"}\\n', b'{"text":"\\\\udcff"}\\n')
    """
    line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    try:
        return line.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"
