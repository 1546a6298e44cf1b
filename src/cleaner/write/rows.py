"""The rows of a corpus: one JSON object a line, every key in every row, in one order, no nulls."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import Any

import msgspec

from cleaner.document import Edit, Metadata, Record, Result
from cleaner.edits import compose, compose_all, invert
from cleaner.read import digest_of
from cleaner.write.lines import spelled, to_json_line

Row = dict[str, Any]

FROM_THE_PAGE = Metadata.__struct_fields__[Metadata.__struct_fields__.index("title_source") :]
"""The fields that only HTML has: what the page says of itself, and where it says so."""

# Words and numbers, single ideographs and kana, single marks: near to what tokenizers count, in any
# script, and the same everywhere.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORDS = f"[{_IDEOGRAPHS}]|[^\\W{_IDEOGRAPHS}]+"
_WORD, _TOKEN = re.compile(_WORDS), re.compile(f"{_WORDS}|[^\\w\\s]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")

# Refused sources of these codes are not text, or far too much of it: the sidecar holds no copy of them.
# Of those that no worker could clean, there is no text.
NOT_KEPT = ("E002", "E004", "E005", "E040", "E041", "E042")


class Encoded(msgspec.Struct, frozen=True, gc=False):
    """A result as a corpus holds it: its two rows as JSON lines (`document` is empty when it was refused).

    `text_chars` is the length of the cleaned text in code points.
    """

    document: bytes
    edits: bytes
    text_chars: int = 0


def encode_result(record: Record, result: Result, *, added: str = "") -> Encoded:
    """The two rows of a result as JSON lines: all that a corpus, its card and its manifest need of it.

    Texts in document rows are valid Unicode, as readers of JSON and Parquet want them: a lone surrogate
    (of `ignore=("N1",)`) stands there as U+FFFD, and an edit of the code E003 gives it back.
    """
    refused = refusal_of(result)
    row = edits_row(record, result)
    if refused:
        return Encoded(b"", to_json_line(row))
    document = document_row(record, result, added=added)
    try:
        line = msgspec.json.encode(document) + b"\n"
    except UnicodeEncodeError:
        line = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(document))) + b"\n"
        row["edits"] = _edits_of(compose(_surrogates(result.text), [Edit(*edit) for edit in row["edits"]]))
    return Encoded(line, to_json_line(row), len(result.text))


def document_row(record: Record, result: Result, *, added: str) -> Row:
    """The row of a cleaned document: what a reader of the corpus sees.

    `date` and `created` are the document's own date, `created` only when it is not the day that
    the page was shown. `columns` are the other columns of the source's row, as JSON.
    """
    metadata = result.metadata
    return {
        "id": spelled(record.id),
        "text": result.text,
        "source": spelled(str(record.metadata.get("collection", ""))),
        "url": metadata.url or record.url,
        "date": metadata.date,
        "added": added,
        "created": metadata.date if metadata.date_source != "masthead" else "",
        "file_path": spelled(file_path_of(record)),
        "language": metadata.language,
        "language_score": round(metadata.language_score, 4),
        "token_count": count_tokens(result.text),
        "metadata": {
            "title": metadata.title,
            "author": metadata.author,
            "date_source": metadata.date_source,
            "modified": metadata.modified,
            "site": metadata.site or str(record.metadata.get("site", "")),
            "section": metadata.section,
            "place": metadata.place,
            "caption": metadata.caption,
            "credit": metadata.credit,
            "agency": metadata.agency,
            **{field: getattr(metadata, field) for field in FROM_THE_PAGE},
            "media_type": result.document.media_type,
            "digest": record.digest,
            "fetched": str(record.metadata.get("fetched", "")),
            "columns": _as_json(record.metadata.get("columns")),
            "page_type": metadata.page_type,
            "page_type_score": round(metadata.page_type_score, 4),
            "dates": result.dates,
            "duplicate_cluster": "",
            "duplicate_of": "",
            "duplicate_similarity": 0.0,
        },
    }


def edits_row(record: Record, result: Result) -> Row:
    """The row that rebuilds a source: the edits that turn the row's cleaned text back, `[start, end, original, code]`.

    For plain text that gives the file's bytes, for HTML its visible text, whose digest is
    `text_digest` (empty: the corpus does not keep this source). `row` is the source's number in its file
    when that holds many, `source` a digest of all that is known of it. `refused` is the code of the finding
    that kept the document out, or `""`; `findings` counts all findings by code. `duplicate` is the code of
    the duplicate that it is, `dropped` says that its row is in `duplicates/`.
    """
    document = result.document
    kept = _is_kept(result)
    return {
        "id": spelled(record.id),
        "file_path": file_path_of(record),
        "row": int(record.metadata.get("row", 0)),
        "source": source_digest(record),
        "digest": record.digest,
        "text_digest": text_digest(document.text) if kept else "",
        "media_type": document.media_type,
        "encoding": document.encoding,
        "bom": document.bom,
        "refused": refusal_of(result),
        "findings": dict(sorted(Counter(finding.code for finding in result.findings).items())),
        "edits": _edits_of(invert(document.text, compose_all(result.steps))) if kept else [],
        "duplicate": "",
        "dropped": False,
    }


def refusal_of(result: Result) -> str:
    """The code of the finding that refuses the document, or `""`."""
    return next((f.code for f in result.findings if f.code.startswith("E") and f.verdict == "remove"), "")


def file_path_of(record: Record) -> str:
    return str(record.metadata.get("file_path", record.id))


def source_digest(record: Record) -> str:
    """16 hexadecimal digits of all that a source's rows depend on: its bytes, and what its container said of it."""
    known = [record.id, record.digest, record.url, record.media_type, record.metadata]
    known += [msgspec.structs.astuple(finding) for finding in record.findings]
    return hashlib.sha256(repr(known).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_digest(text: str) -> str:
    """The SHA-256 of the text as UTF-8, lone surrogates included."""
    return digest_of(text.encode("utf-8", "surrogatepass"))


def count_tokens(text: str) -> int:
    """How many words, numbers, ideographs, kana and marks the text holds.

    >>> count_tokens("It rained, 3 mm."), count_tokens("川は増水した。")
    (6, 7)
    """
    return sum(1 for _ in _TOKEN.finditer(text))


def count_words(text: str) -> int:
    """How many words, numbers, ideographs and kana the text holds.

    >>> count_words("It rained, 3 mm."), count_words("川は増水した。")
    (4, 6)
    """
    return sum(1 for _ in _WORD.finditer(text))


def _is_kept(result: Result) -> bool:
    """False when the source can't be rebuilt: it was no text, too much of it, or could not be read at all."""
    refused = refusal_of(result)
    return refused not in NOT_KEPT and (not refused or bool(result.document.text) or refused == "E001")


def _edits_of(step: tuple[Edit, ...]) -> list[list[Any]]:
    return [[edit.start, edit.end, edit.replacement, edit.code] for edit in step]


def _surrogates(text: str) -> list[Edit]:
    """The step that gives a text its lone surrogates back."""
    return [Edit(at.start(), at.end(), at[0], "E003") for at in _LONE_SURROGATES.finditer(text)]


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE_SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _without_surrogates(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(one) for one in value]
    return value


def _as_json(columns: Any) -> str:
    return msgspec.json.encode(_without_surrogates(columns), enc_hook=str).decode() if columns else ""
