"""The formats in JSON that are rows of problems: our own, GitLab's and reviewdog's."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from cleaner.checks.formats.names import encodable
from cleaner.checks.problem import Checked, Problem


def as_json(checked: Checked) -> str:
    """A JSON array of problems: `path code level message line column end_line end_column fix fingerprint`."""
    return _dumped([_row(problem) for problem in checked.problems])


def as_jsonl(checked: Checked) -> str:
    """The same rows, a line each."""
    return "".join(json.dumps(_row(problem)) + "\n" for problem in checked.problems)


def as_gitlab(checked: Checked) -> str:
    """GitLab's code quality report (a subset of Code Climate's); every fingerprint in it is unique."""
    met: Counter[str] = Counter()
    rows = []
    for problem in checked.problems:
        path = encodable(problem.path)
        identity = f"{path}\0{problem.fingerprint}"
        met[identity] += 1
        rows.append(
            {
                "description": f"{problem.code}: {encodable(problem.message)}",
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(f"{identity}\0{met[identity]}".encode()).hexdigest(),
                "severity": _GITLAB[problem.level],
                "location": {"path": path, "lines": {"begin": problem.place.line, "end": problem.place.end_line}},
            }
        )
    return _dumped(rows)


def as_rdjson(checked: Checked) -> str:
    """reviewdog's diagnostic format, whose columns count bytes of UTF-8."""
    diagnostics = [
        {
            "message": encodable(problem.message),
            "location": {"path": encodable(problem.path), "range": _byte_range(problem)},
            "severity": _RDJSON[problem.level],
            "code": {"value": problem.code},
        }
        for problem in checked.problems
    ]
    return _dumped({"source": {"name": "cleaner"}, "diagnostics": diagnostics})


_GITLAB = {"error": "major", "warning": "minor", "note": "info"}
_RDJSON = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def _row(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "path": encodable(problem.path),
        "code": problem.code,
        "level": problem.level,
        "message": encodable(problem.message),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "fix": problem.fix,
        "fingerprint": problem.fingerprint,
    }


def _byte_range(problem: Problem) -> dict[str, dict[str, int]]:
    place = problem.place
    start = {"line": place.line, "column": place.start_byte}
    return {"start": start, "end": {"line": place.end_line, "column": place.end_byte}}


def _dumped(value: Any) -> str:
    return json.dumps(value, indent=1) + "\n"
