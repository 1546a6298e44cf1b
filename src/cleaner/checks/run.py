"""Records in, problems out: the way of the check, beside that of cleaning."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

from cleaner.checks.judge import judge
from cleaner.checks.places import Places
from cleaner.checks.problem import Place, Problem, fingerprint_of, fix_of, severity_of
from cleaner.checks.selection import Selection
from cleaner.checks.settings import CheckSettings
from cleaner.config import Config
from cleaner.document import Finding, Record, Result
from cleaner.normalize import NORMALIZERS
from cleaner.pipeline import clean_many
from cleaner.read.encoding import decode

WHOLE_FILE = Place(1, 1, 1, 1, exact=False)


class CheckSource(msgspec.Struct, frozen=True):
    """A source to check: its record, its path as it is told, what is told of it, and whether its day is known."""

    record: Record
    path: str
    selection: Selection
    dated: bool = False


def check_sources(
    sources: Iterable[CheckSource], config: Config, settings: CheckSettings
) -> Iterator[tuple[CheckSource, tuple[Problem, ...]]]:
    """Each source with its problems, ordered by place; sources in the order given.

    >>> from cleaner.read import to_record
    >>> record = to_record("It\\u200bs on, and nobody was hurt in the valley, the city said.\\n")
    >>> source = CheckSource(record, "a.txt", Selection(("N",)))
    >>> [(_, problems)] = check_sources([source], Config(), CheckSettings())
    >>> [(problem.code, problem.place.line, problem.place.column) for problem in problems]
    [('N104', 1, 3)]
    """
    waiting: deque[CheckSource] = deque()

    def records() -> Iterator[Record]:
        for source in sources:
            waiting.append(source)
            yield source.record

    for result in clean_many(records(), config=config):
        source = waiting.popleft()
        yield source, _problems(source, result, settings)


def config_for(selections: Iterable[Selection], config: Config) -> Config:
    """The configuration without the normalisers of quotes, lines and dates that no selection tells of.

    They change no other finding, and are two fifths of the time of a check that does not tell of them.

    >>> config_for([Selection(("E", "N2"))], Config()).dates
    'keep'
    """
    told = tuple(set(selections))
    unused = [code for code, _ in NORMALIZERS if code[:2] in _INDEPENDENT and not any(s.takes(code) for s in told)]
    dates = "keep" if "N401" in unused else config.dates
    return msgspec.structs.replace(config, ignore=(*config.ignore, *unused), dates=dates)


_INDEPENDENT = ("N2", "N3", "N4")
"""Families whose edits make and hide no finding of another one. Characters (`N1`) do: an entity may become one
that is invisible."""


def clashes(paths: Iterable[str]) -> Iterator[Problem]:
    """A problem for each path that is another's on systems where case or Unicode form don't count.

    >>> [problem.message for problem in clashes(["a/B.txt", "a/b.TXT", "b.txt"])]
    ["is the name of 'a/B.txt' where case and Unicode form don't count"]
    """
    seen: dict[str, str] = {}
    for path in paths:
        key = unicodedata.normalize("NFC", path).casefold()
        first = seen.setdefault(key, path)
        if first != path:
            yield file_problem(path, "M204", f"is the name of {first!r} where case and Unicode form don't count")


def file_problem(path: str, code: str, message: str, *, line: int = 1) -> Problem:
    """A problem of a whole file, or of a line in a file that is no source."""
    place = msgspec.structs.replace(WHOLE_FILE, line=line, end_line=line)
    return Problem(path, code, message, severity_of(code, refused=False), place, fingerprint_of(code, message))


def _problems(source: CheckSource, result: Result, settings: CheckSettings) -> tuple[Problem, ...]:
    findings = judge(result, settings, dated=source.dated)
    chosen = [finding for finding in findings if source.selection.takes(finding.code)]
    if not chosen:
        return ()
    is_html = result.document.media_type == "text/html"
    places = Places(result.document, decode(source.record.payload).text if is_html else "")
    return tuple(_problem(source.path, finding, places, is_html=is_html) for finding in chosen)


def _problem(path: str, finding: Finding, places: Places, *, is_html: bool) -> Problem:
    whole = finding.code[0] in "EM" and finding.code not in _AT_A_PLACE
    refused = finding.verdict == "remove" and finding.code.startswith("E")
    message = finding.message
    if finding.verdict == "rewrite" and (old := places.text(finding.start, finding.end)):
        message = f"{old!r} {message}"
    return Problem(
        path,
        finding.code,
        message,
        severity_of(finding.code, refused=refused),
        WHOLE_FILE if whole else places.of(finding.start, finding.end),
        fingerprint_of(finding.code, "" if whole else places.around(finding.start, finding.end)),
        "" if is_html else fix_of(finding.code),
    )


_AT_A_PLACE = ("E003", "E009")
"""The codes of these families that are about a place; the others are about the file."""
