"""Records in, problems out: the way of the check, beside that of cleaning."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from cleaner.write.filter import Filter

WHOLE_FILE = Place(1, 1, 1, 1, exact=False)


class CheckSource(msgspec.Struct, frozen=True):
    """A source to check: its record, its path as it is told, what is told of it, and whether its day is known.

    A record of a container has the file's line that it stands on, 1 where that is not known, and is told of by its id.
    """

    record: Record
    path: str
    selection: Selection
    dated: bool = False
    row_line: int = 0


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
    for source, _, problems in check_results(sources, config, settings):
        yield source, problems


def check_results(
    sources: Iterable[CheckSource], config: Config, settings: CheckSettings, kept: Filter | None = None
) -> Iterator[tuple[CheckSource, Result, tuple[Problem, ...]]]:
    """The same, with what cleaning made of each source; `kept` is what the project's corpus keeps."""
    waiting: deque[CheckSource] = deque()

    def records() -> Iterator[Record]:
        for source in sources:
            waiting.append(source)
            yield source.record

    for result in clean_many(records(), config=config):
        source = waiting.popleft()
        yield source, result, _problems(source, result, settings, kept)


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


def clashes(others: Iterable[str], paths: Iterable[str]) -> Iterator[Problem]:
    """A problem for each of the paths that is another's on systems where case or Unicode form don't count.

    >>> [problem.message for problem in clashes(["a/B.txt", "a/b.TXT"], ["a/b.txt", "b.txt"])]
    ["is the name of 'a/B.txt' where case and Unicode form don't count"]
    """
    seen: dict[str, str] = {}
    for path in others:
        seen.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
    for path in paths:
        key = unicodedata.normalize("NFC", path).casefold()
        first = seen.setdefault(key, path)
        if first != path:
            yield file_problem(path, "M204", f"is the name of {first!r} where case and Unicode form don't count")


def file_problem(path: str, code: str, message: str, *, line: int = 1) -> Problem:
    """A problem of a whole file, or of a line in a file that is no source."""
    place = msgspec.structs.replace(WHOLE_FILE, line=line, end_line=line)
    return Problem(path, code, message, severity_of(code, refused=False), place, fingerprint_of(code, message))


def _problems(source: CheckSource, result: Result, settings: CheckSettings, kept: Filter | None) -> tuple[Problem, ...]:
    findings = judge(result, settings, dated=source.dated, kept=kept)
    chosen = [finding for finding in findings if source.selection.takes(finding.code)]
    if not chosen:
        return ()
    is_html = result.document.media_type == "text/html"
    places = Places(result.document, decode(source.record.payload).text if is_html else "")
    problems = tuple(_problem(source.path, finding, places, is_html=is_html) for finding in chosen)
    return tuple(_in_container(source, problem) for problem in problems) if source.row_line else problems


def _in_container(source: CheckSource, problem: Problem) -> Problem:
    """The problem at the record's line: its own place is in the record's text, not in the file."""
    line = source.row_line
    place = msgspec.structs.replace(WHOLE_FILE, line=line, end_line=line, excerpt=problem.place.excerpt)
    place = msgspec.structs.replace(place, caret=problem.place.caret)
    message = f"{source.record.id.removeprefix(source.path)}: {problem.message}"
    return msgspec.structs.replace(problem, place=place, message=message, fix="")


def _problem(path: str, finding: Finding, places: Places, *, is_html: bool) -> Problem:
    whole = finding.code[0] in "EM" and finding.code not in _AT_A_PLACE
    refused = finding.verdict == "remove" and finding.code.startswith("E")
    message = finding.message
    if finding.verdict == "rewrite" and (old := places.text(finding.start, finding.end)):
        message = f"{old!r}{_name_of(old)} {message}"
    return Problem(
        path,
        finding.code,
        message,
        severity_of(finding.code, refused=refused),
        WHOLE_FILE if whole else places.of(finding.start, finding.end),
        fingerprint_of(finding.code, "" if whole else places.around(finding.start, finding.end)),
        "" if is_html else fix_of(finding.code),
    )


def _name_of(text: str) -> str:
    """What Unicode calls a single character that nobody sees, in brackets."""
    if len(text) != 1 or text.isprintable():
        return ""
    name = unicodedata.name(text, "")
    return f" ({name.lower()})" if name else ""


_AT_A_PLACE = ("E003", "E009")
"""The codes of these families that are about a place; the others are about the file."""
