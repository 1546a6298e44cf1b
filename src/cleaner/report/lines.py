"""Why each line of a document stays, changes or goes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

import msgspec

from cleaner.document import Finding, Result
from cleaner.edits import OffsetMap, compose_all


class LineAccount(msgspec.Struct, frozen=True):
    """A line of the source and what became of it.

    `finding` is the strongest evidence on the line, if any: for a removed line the reason it
    goes; for a kept one the reason it stays, or what was not enough to remove it.
    """

    number: int
    text: str
    fate: Literal["kept", "changed", "removed"]
    codes: tuple[str, ...]
    finding: Finding | None


def account_for_lines(result: Result) -> Iterator[LineAccount]:
    """An account of each non-blank line of the document, in order.

    >>> import cleaner
    >>> page = "It rained in the valley on Monday, and nobody was hurt, the city said.\\n\\nREAD MORE:\\n"
    >>> [(line.fate, line.text[:9]) for line in account_for_lines(cleaner.clean(page))]
    [('kept', 'It rained'), ('removed', 'READ MORE')]
    """
    document = result.document
    places = OffsetMap(compose_all(result.steps))
    on_line = _findings_by_line(result)
    for line in document.lines:
        before = document.text[line.start : line.end]
        start, end = places.to_output(line.start, line.end)
        after = result.text[start:end]
        fate: Literal["kept", "changed", "removed"] = (
            "kept" if after == before else "changed" if after.strip() else "removed"
        )
        findings = on_line.get(line.index, [])
        codes = dict.fromkeys(finding.code for finding in findings if finding.verdict in _VERDICTS[fate])
        yield LineAccount(line.index + 1, before, fate, tuple(codes), _strongest(findings, fate))


_VERDICTS = {"kept": ("keep", "remove"), "changed": ("rewrite", "remove"), "removed": ("remove",)}


def _findings_by_line(result: Result) -> dict[int, list[Finding]]:
    ends = [line.end for line in result.document.lines]
    found: dict[int, list[Finding]] = {}
    for finding in result.findings:
        index = bisect_left(ends, finding.start + 1)
        while index < len(ends) and result.document.lines[index].start < max(finding.end, finding.start + 1):
            found.setdefault(index, []).append(finding)
            index += 1
    return found


def _strongest(findings: list[Finding], fate: str) -> Finding | None:
    order = _VERDICTS[fate]
    fitting = [finding for finding in findings if finding.verdict in order]
    return min(fitting, key=lambda finding: (order.index(finding.verdict), -finding.score), default=None)
