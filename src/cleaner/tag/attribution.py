"""Reading the attribution of a document out of the spans that the chrome rules found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from cleaner.chrome.rules.attribution import names_in_byline
from cleaner.chrome.rules.date_lines import date_line
from cleaner.chrome.rules.dateline import read_dateline
from cleaner.chrome.rules.navigation import section_names
from cleaner.chrome.rules.phrases import fold, scan, trim, words
from cleaner.chrome.rules.status_line import read_status
from cleaner.document import Document, Finding

BELIEVED = 0.6
"""A finding that the decision did not follow (a headline kept on request) still names something
when its evidence is as strong as a balanced removal asks for."""

SURELY_CHROME = 0.9
"""The line tagger's score from which a line where a headline would stand is a menu or a notice. (Of 1,497 whole pages
as plain text it takes the title from 4 that had it right and from 88 that had it wrong.)"""


class Attribution(msgspec.Struct, kw_only=True):
    """What the chrome of a document says of it. Unknown fields are `""`; dates are ISO 8601."""

    title: str = ""
    author: str = ""
    section: str = ""
    place: str = ""
    agency: str = ""
    caption: str = ""
    credit: str = ""
    dateline_date: str = ""
    posted_date: str = ""
    modified: str = ""
    masthead_date: str = ""


def read_attribution(document: Document, findings: Sequence[Finding]) -> Attribution:
    """The attribution named by the findings; of several findings for one field the first counts.

    >>> document = Document(id="a", text="By Jane Miller")
    >>> read_attribution(document, [Finding("C502", 0, 14, "remove", 0.85, "names the author")]).author
    'Jane Miller'
    """
    seen = Attribution()
    for finding in sorted(findings, key=lambda finding: (finding.start, finding.end)):
        reader = _READERS.get(finding.code)
        if reader and (finding.verdict == "remove" or (finding.verdict == "note" and finding.score >= BELIEVED)):
            if finding.code == "C506" and _is_furniture(finding, findings):
                continue
            for field, value in reader(document, finding).items():
                if value and not getattr(seen, field):
                    setattr(seen, field, value)
    return seen


def _is_furniture(line: Finding, findings: Sequence[Finding]) -> bool:
    """True if the line goes as a part of the page, whatever stands where it does."""
    return any(
        finding.verdict == "remove"
        and finding.start <= line.start
        and line.end <= finding.end
        and (finding.code[:2] in _FURNITURE or (finding.code == "C901" and finding.score >= SURELY_CHROME))
        for finding in findings
    )


def _line(document: Document, finding: Finding) -> str:
    return document.text[finding.start : finding.end].strip()


def _title(document: Document, finding: Finding) -> dict[str, str]:
    return {"title": _line(document, finding)}


def _section(document: Document, finding: Finding) -> dict[str, str]:
    names = section_names(_line(document, finding))
    is_menu = any(trim(fold(name)) in words("C104", "home") for name in names)
    return {} if is_menu else {"section": "/".join(names)}


def _breadcrumb(document: Document, finding: Finding) -> dict[str, str]:
    parts = [part.strip() for part in _PATH.split(_line(document, finding))]
    known = words("C101", "words") - words("C104", "home")
    return {"section": "/".join(part for part in parts if trim(fold(part)) in known)}


def _glued_section(document: Document, finding: Finding) -> dict[str, str]:
    text = _line(document, finding)
    for cut in range(min(len(text) - 1, _LONGEST_LABEL), 1, -1):
        names = section_names(text[:cut]) if not text[cut].islower() else []
        if names:
            return {"section": "/".join(names)}
    return {}


def _dateline(document: Document, finding: Finding) -> dict[str, str]:
    found = read_dateline(document.text[finding.start : finding.end + 1])
    if not found:
        return {}
    return {"place": found.place, "dateline_date": found.date, "agency": found.agency}


def _masthead(document: Document, finding: Finding) -> dict[str, str]:
    named = date_line(_line(document, finding))
    return {"masthead_date": named[0]} if named else {}


def _posted(document: Document, finding: Finding) -> dict[str, str]:
    text = _line(document, finding)
    status = read_status(text)
    if status and status.is_dated:
        return {"author": status.author, "posted_date": status.posted, "modified": status.modified}
    dates: dict[str, str] = {}
    for piece in _PIECE.split(text):
        hits = [hit for hit in scan([fold(piece)], [len(piece)]) if hit.code == "C303" and hit.kind == "start"]
        rest = max(hits, key=lambda hit: len(hit.phrase)).rest if hits else fold(piece)
        named = date_line(rest.strip(" :|-–—•,"))
        if named and named[0]:
            updated = any(word in fold(piece) for word in words("C303", "updated"))
            dates.setdefault("modified" if updated else "posted_date", named[0])
    return dates


def _byline(document: Document, finding: Finding) -> dict[str, str]:
    text = _line(document, finding)
    dates = _posted(document, finding)
    return {
        "author": dates.get("author") or names_in_byline(text),
        "posted_date": dates.get("posted_date", ""),
        "modified": dates.get("modified", ""),
    }


def _caption(document: Document, finding: Finding) -> dict[str, str]:
    return {"caption": _line(document, finding)}


def _credit(document: Document, finding: Finding) -> dict[str, str]:
    text = _line(document, finding)
    hits = [hit for hit in scan([fold(text)], [len(text)]) if hit.code == "C504" and hit.kind == "start"]
    label = max((len(hit.phrase) for hit in hits), default=0)
    return {"credit": text.lstrip("([ ")[label:].strip(" :()[]/©|") or text}


def _agency(document: Document, finding: Finding) -> dict[str, str]:
    name = _line(document, finding).strip(" ()[].-–—")
    return {"agency": name if len(name) <= _LONGEST_LABEL else ""}


_READERS: dict[str, Callable[[Document, Finding], dict[str, str]]] = {
    "C101": _section,
    "C103": _glued_section,
    "C104": _breadcrumb,
    "C302": _masthead,
    "C303": _posted,
    "C501": _dateline,
    "C502": _byline,
    "C503": _caption,
    "C504": _credit,
    "C505": _agency,
    "C506": _title,
}
_FURNITURE = ("C1", "C2", "C3", "C4")
_LONGEST_LABEL = 40
_PATH = re.compile(r"\s?[>»›→]\s?")
_PIECE = re.compile(r"[|•·()]|\s[-–—]\s|;\s")
