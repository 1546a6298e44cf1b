"""The columns of document rows and their types, in order: what the dataset card pins and Croissant describes."""

from __future__ import annotations

from cleaner.write.rows import FROM_THE_PAGE


def _strings(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "string")


COLUMNS = {
    **_strings("id", "text", "source", "url", "date", "added", "created", "file_path", "language"),
    "language_score": "float64",
    "token_count": "int64",
}
"""All columns but the last, `metadata`."""

METADATA = {
    **_strings("title", "author", "date_source", "modified", "site", "section", "place", "caption", "credit", "agency"),
    **_strings(*FROM_THE_PAGE, "media_type", "digest", "fetched", "columns", "page_type"),
    "page_type_score": "float64",
    "dates": "list",
    "duplicate_cluster": "string",
    "duplicate_of": "string",
    "duplicate_similarity": "float64",
}
"""The keys of `metadata`; `dates` is a list of `DATES`."""

DATES = {"start": "int64", "end": "int64", **_strings("text", "type", "value", "mod", "alternatives")}

DESCRIPTIONS = {
    "id": "Unique name of the source.",
    "text": "The cleaned text.",
    "source": "The collection that the source came from.",
    "url": "Address of the page, where known.",
    "date": "ISO 8601 date of the text, to the precision known.",
    "added": "ISO 8601 date on which the row was made, if one was given.",
    "created": "As date, but empty where that is the day on which the page was shown.",
    "file_path": "The source's file, below the folder that was cleaned.",
    "language": "ISO 639-1 code of the text's language.",
    "language_score": "How sure the language is, 0 to 1.",
    "token_count": "Words, numbers, ideographs, kana and marks of the text.",
    "metadata": "What else is known of the document.",
}
