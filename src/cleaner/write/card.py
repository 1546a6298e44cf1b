"""The dataset card: what people and Hugging Face `datasets` read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.codes import all_pages
from cleaner.write.columns import COLUMNS, DATES, METADATA

if TYPE_CHECKING:
    from cleaner.write.summary import Summary

_DATA_FILES = "documents/*/*.txt"  # of the format text; of others documents/*.FORMAT

_LEFT_OUT = "- `duplicates/`: the rows of documents that were left out, as in `documents/`.\n"

_FILES = {
    "jsonl": "a JSON row for each document",
    "parquet": "a Parquet row for each document, its `metadata` as a JSON string",
    "text": """a folder for each 10,000 documents or fewer, with a text file for each and `metadata.jsonl`:
  a JSON row with all else for each""",
}

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

- `documents/`: {files}. Dates are ISO 8601. Unknown values are empty, never null.
  `metadata.date_source` says where a date was found; a `masthead` date is the day the page was shown,
  not the day the text was written. `metadata.dates` are the dates and times that the text speaks of, with
  their place in it (code points), TIMEX3 type and ISO 8601 value.
- `edits/`: a JSON row for each source, refused ones too, in the order of the sources. Its edits turn the
  cleaned text back into the source, character for character. The shard of a number holds the sources of
  the documents shard of that number.
{left_out}- `manifest.json`: configuration, counts, the digest of each file. `croissant.json`: the columns.

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
        files=_FILES[format.partition(".")[0]],
        left_out=_LEFT_OUT if summary.duplicates else "",
    )
    return "\n".join(["---", *_front_matter(summary, format), "---"]) + "\n" + body


def _front_matter(summary: Summary, format: str) -> list[str]:
    languages = sorted({language.partition("-")[0] for language in summary.languages} - {""})
    lines = ["language:", *(f"- {language}" for language in languages)] if languages else []
    lines += ["configs:", "- config_name: default", "  data_files:", "  - split: train"]
    if format == "text":  # its loader knows texts only
        lines += [f"    path: {_DATA_FILES}", "  sample_by: document", "dataset_info:", "  features:"]
        return [*lines, *_features({"text": "string"}, "  ")]
    lines += [f"    path: documents/*.{format}", "dataset_info:", "  features:", *_features(COLUMNS, "  ")]
    if format == "parquet":
        return [*lines, *_features({"metadata": "string"}, "  ")]
    lines += ["  - name: metadata", "    struct:"]
    for name, dtype in METADATA.items():
        if dtype == "list":
            lines += [f"    - name: {name}", "      list:", *_features(DATES, "      ")]
        else:
            lines += _features({name: dtype}, "    ")
    return lines


def _features(columns: dict[str, str], indent: str) -> list[str]:
    pinned = ((f"{indent}- name: {name}", f"{indent}  dtype: {dtype}") for name, dtype in columns.items())
    return [line for lines in pinned for line in lines]


def _changes(summary: Summary) -> str:
    titles = {page.code: page.title.replace("|", "\\|") for page in all_pages()}
    codes = sorted({*summary.findings, *summary.removed_chars})
    rows = ((code, summary.findings[code], summary.removed_chars[code], titles.get(code, "")) for code in codes)
    return "\n".join("| {} | {} | {} | {} |".format(*row) for row in rows)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{key or 'unknown'} {count}" for key, count in sorted(counts.items()))
