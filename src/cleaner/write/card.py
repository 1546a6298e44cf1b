"""The dataset card: what people and Hugging Face `datasets` read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.codes import all_pages
from cleaner.write.rows import FROM_THE_PAGE

if TYPE_CHECKING:
    from cleaner.write.summary import Summary

_STRINGS_BEFORE = ("id", "text", "source", "url", "date", "added", "created", "file_path", "language")
_METADATA = (
    "title", "author", "date_source", "modified", "site", "section", "place", "caption", "credit", "agency",
    *FROM_THE_PAGE, "media_type", "digest", "fetched", "columns", "page_type",
)  # fmt: skip
_DATES = {"start": "int64", "end": "int64", "text": "string", "type": "string", "value": "string", "mod": "string",
          "alternatives": "string"}  # fmt: skip

_BODY = """
# A cleaned corpus

Texts without their page around them: navigation, promotion, status lines, consent and legal notices
are removed, bylines and datelines moved to metadata, characters, quotes, white space and dates
normalised. Made by cleaner {version}.

| | |
|---|---|
| sources | {inputs} |
| documents | {documents} |
| refused | {rejected} |
| duplicates left out | {duplicates} |
| characters in, out | {chars_in}, {chars_out} |
| tokens (words, numbers, ideographs, marks) | {tokens} |
| languages | {languages} |

## Files

- `documents/`: a JSON row for each document. Dates are ISO 8601. Unknown values are empty, never null.
  `metadata.date_source` says where a date was found; a `masthead` date is the day the page was shown,
  not the day the text was written. `metadata.dates` are the dates and times that the text speaks of, with
  their place in it (code points), TIMEX3 type and ISO 8601 value.
- `edits/`: a row for each source, refused ones too, in the order of the sources. Its edits turn the
  cleaned text back into the source, character for character.
- `manifest.json`: digests of sources and configuration, counts.

```python
import datasets
corpus = datasets.load_dataset("path/to/this/folder", split="train")
```

## What was changed, by code

| code | findings | characters removed | what |
|---|---:|---:|---|
{changes}
"""


def dataset_card(summary: Summary, format: str = "jsonl") -> str:
    """The card as Markdown, with YAML in front that pins each feature's type.

    Without pinned types a column of all-ISO dates is read as timestamps, and `2024-05` then fails.
    """
    from cleaner import __version__

    body = _BODY.format(
        version=__version__,
        inputs=summary.inputs,
        documents=summary.documents,
        rejected=_listed(summary.rejected) or "0",
        duplicates=summary.duplicates,
        chars_in=summary.chars_in,
        chars_out=summary.chars_out,
        tokens=summary.tokens,
        languages=_listed(summary.languages) or "none",
        changes=_changes(summary),
    )
    return "\n".join(["---", *_front_matter(summary), "---"]) + "\n" + body


def _front_matter(summary: Summary) -> list[str]:
    languages = sorted({language.partition("-")[0] for language in summary.languages} - {""})
    lines = ["language:", *(f"- {language}" for language in languages)] if languages else []
    lines += ["configs:", "- config_name: default", "  data_files:", "  - split: train"]
    lines += ["    path: documents/*.jsonl", "dataset_info:", "  features:"]
    lines += [line for name in _STRINGS_BEFORE for line in (f"  - name: {name}", "    dtype: string")]
    lines += ["  - name: language_score", "    dtype: float64", "  - name: token_count", "    dtype: int64"]
    lines += ["  - name: metadata", "    struct:"]
    lines += [line for name in _METADATA for line in (f"    - name: {name}", "      dtype: string")]
    lines += ["    - name: page_type_score", "      dtype: float64", "    - name: dates", "      list:"]
    for name, dtype in _DATES.items():
        lines += [f"      - name: {name}", f"        dtype: {dtype}"]
    for name in ("duplicate_cluster", "duplicate_of"):
        lines += [f"    - name: {name}", "      dtype: string"]
    return [*lines, "    - name: duplicate_similarity", "      dtype: float64"]


def _changes(summary: Summary) -> str:
    titles = {page.code: page.title.replace("|", "\\|") for page in all_pages()}
    codes = sorted({*summary.findings, *summary.removed_chars})
    rows = ((code, summary.findings[code], summary.removed_chars[code], titles.get(code, "")) for code in codes)
    return "\n".join("| {} | {} | {} | {} |".format(*row) for row in rows)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{key or 'unknown'} {count}" for key, count in sorted(counts.items()))
