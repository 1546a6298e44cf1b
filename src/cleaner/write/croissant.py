"""`croissant.json`: the corpus described in Croissant 1.0, which dataset search and loaders read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cleaner.write.columns import COLUMNS, DESCRIPTIONS, METADATA
from cleaner.write.summary import Summary

_TYPES = {"string": "sc:Text", "date": "sc:Date", "float64": "sc:Float", "int64": "sc:Integer"}
_DATES = ("date", "added", "created")
_ENCODINGS = {
    "jsonl": "application/jsonlines",
    "jsonl.gz": "application/jsonlines",
    "jsonl.zst": "application/zstd",
    "parquet": "application/x-parquet",
    "text": "text/plain",
}

# The context of the Croissant 1.0 specification (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).
_CROISSANT_TERMS = (
    "citeAs", "column", "dataBiases", "dataCollection", "equivalentProperty", "extract", "field", "fileProperty",
    "fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path",
    "personalSensitiveInformation", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
    "separator", "source", "subField", "transform",
)  # fmt: skip


def croissant(summary: Summary, format: str) -> bytes:
    """The description as JSON-LD. It names folders, not shards, and no day or place: those are not ours to know."""
    from cleaner import __version__

    languages = sorted({language.partition("-")[0] for language in summary.languages} - {""})
    description = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "name": "cleaned-corpus",
        "description": f"Cleaned texts, {summary.documents} documents of {summary.inputs} sources, made by cleaner "
        f"{__version__}.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **({"inLanguage": languages} if languages else {}),
        "distribution": list(_file_sets(format)),
        "recordSet": list(_record_sets(format)),
    }
    return json.dumps(description, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def _context() -> dict[str, Any]:
    context: dict[str, Any] = {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    }
    return context | {term: f"cr:{term}" for term in _CROISSANT_TERMS}


def _file_sets(format: str) -> Iterator[dict[str, Any]]:
    pattern = "documents/*/*.txt" if format == "text" else f"documents/*.{format}"
    yield _file_set("documents", "The documents.", pattern, _ENCODINGS[format])
    if format == "text":
        yield _file_set("sidecars", "What is known of each.", "documents/*/metadata.jsonl", _ENCODINGS["jsonl"])


def _file_set(id: str, description: str, includes: str, encoding: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet", "@id": id, "name": id, "description": description, "encodingFormat": encoding,
        "includes": includes,
    }  # fmt: skip


def _record_sets(format: str) -> Iterator[dict[str, Any]]:
    if format == "text":
        contents = [
            _field("text/name", "The file's name.", "string", {"fileProperty": "filename"}),
            _field("text/text", DESCRIPTIONS["text"], "string", {"fileProperty": "content"}),
        ]
        yield {"@type": "cr:RecordSet", "@id": "text", "name": "text", "field": contents}
    name, files = ("rows", "sidecars") if format == "text" else ("default", "documents")
    columns = {"file_name": "string", **COLUMNS} if format == "text" else COLUMNS
    types = {column: "date" if column in _DATES else dtype for column, dtype in columns.items()}
    fields = [
        _field(f"{name}/{column}", DESCRIPTIONS.get(column, ""), dtype, {"column": column}, files)
        for column, dtype in types.items()
        if (format, column) != ("text", "text")
    ]
    yield {"@type": "cr:RecordSet", "@id": name, "name": name, "field": [*fields, _metadata(name, files, format)]}


def _metadata(name: str, files: str, format: str) -> dict[str, Any]:
    """The field for `metadata`: nested (all but its `dates`), but in Parquet a string of JSON."""
    field = _field(f"{name}/metadata", DESCRIPTIONS["metadata"], "string", {"column": "metadata"}, files)
    if format == "parquet":
        return field
    del field["source"], field["dataType"]
    field["subField"] = [
        _field(f"{name}/metadata/{key}", "", dtype, {"column": "metadata"}, files, json_path=key)
        for key, dtype in METADATA.items()
        if dtype != "list"  # Croissant 1.0 has no lists inside a nested field
    ]
    return field


def _field(
    id: str, description: str, dtype: str, extract: dict[str, str], files: str = "documents", json_path: str = ""
) -> dict[str, Any]:
    source: dict[str, Any] = {"fileSet": {"@id": files}, "extract": extract}
    if json_path:
        source["transform"] = {"jsonPath": json_path}
    field = {"@type": "cr:Field", "@id": id, "name": id.replace("/", "_"), "dataType": _TYPES[dtype], "source": source}
    return field | ({"description": description} if description else {})
