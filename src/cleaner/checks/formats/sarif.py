"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from cleaner.checks.formats.names import encodable, uri_of
from cleaner.checks.problem import LEVELS, Checked, Place, Problem

MOST_RESULTS = 25_000
"""GitHub refuses a run with more."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(checked: Checked) -> str:
    """One SARIF run: the pages of the codes met, and the problems with columns in code points.

    Of more problems than GitHub takes there are the gravest, and a notification says how many are left out.
    """
    problems = checked.problems
    if len(problems) > MOST_RESULTS:
        problems = tuple(sorted(problems, key=lambda problem: -LEVELS.index(problem.level))[:MOST_RESULTS])
    codes = sorted({problem.code for problem in problems})
    numbers = {code: number for number, code in enumerate(codes)}
    met: Counter[tuple[str, str]] = Counter()
    results = []
    for problem in problems:
        met[problem.path, problem.fingerprint] += 1
        times = met[problem.path, problem.fingerprint]
        results.append(_result(problem, numbers[problem.code], times))
    run: dict[str, Any] = {
        "tool": {"driver": _driver(codes)},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if left_out := len(checked.problems) - len(problems):
        text = f"{left_out} problems are left out: GitHub takes {MOST_RESULTS}; these are the gravest"
        notice = {"level": "warning", "message": {"text": text}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notice]}]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _driver(codes: list[str]) -> dict[str, Any]:
    from cleaner import __version__
    from cleaner.codes import page_of

    rules = [
        {
            "id": page.code,
            "shortDescription": {"text": page.title},
            "fullDescription": {"text": page.title},
            "help": {"text": page.page},
        }
        for page in map(page_of, codes)
    ]
    return {"name": "cleaner", "version": __version__, "rules": rules}


def _result(problem: Problem, rule_index: int, times: int) -> dict[str, Any]:
    base = {} if problem.path.startswith("/") else {"uriBaseId": "%SRCROOT%"}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": problem.level,
        "message": {"text": encodable(problem.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri_of(problem.path), **base},
                    "region": _region(problem.place),
                }
            }
        ],
        "partialFingerprints": {"cleaner/v1": f"{problem.fingerprint}:{times}"},
    }


def _region(place: Place) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line}
    if place.exact:
        region |= {"startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
    return region
