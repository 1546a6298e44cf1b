"""The output formats of a check: a function and a row each."""

from __future__ import annotations

from collections.abc import Callable

from cleaner.checks.formats.github import as_github
from cleaner.checks.formats.junit import as_junit
from cleaner.checks.formats.rows import as_gitlab, as_json, as_jsonl, as_rdjson
from cleaner.checks.formats.sarif import as_sarif
from cleaner.checks.formats.text import as_concise, as_statistics, as_text
from cleaner.checks.problem import Checked

__all__ = ["FORMATS", "as_statistics"]

FORMATS: dict[str, Callable[[Checked], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "jsonl": as_jsonl,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
    "junit": as_junit,
    "rdjson": as_rdjson,
}
