"""From findings to edits: every threshold of chrome removal lives here.

Evidence is weighed line by line. Different codes that see the same line add up as
independent witnesses do (`1 - (1-a)(1-b)`); of one code the strongest finding counts. A line
goes when its evidence reaches the threshold and is stronger than what speaks for keeping it.
A span inside a line goes on its own evidence and leaves the rest of the line. What the line
tagger lets go (`learned.py` has its thresholds) is weighed in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from cleaner.chrome.deletions import line_deletions
from cleaner.chrome.lines import Lines
from cleaner.chrome.rules.shapes import count_words, is_prose
from cleaner.config import Config
from cleaner.document import Document, Edit, Finding

if TYPE_CHECKING:
    from cleaner.chrome.tagger import Scored

LEARNED = "C901"

THRESHOLDS = {"careful": 0.85, "balanced": 0.6, "thorough": 0.4}
"""How strong the evidence must be. `careful`: a phrase or shape that only pages have, in the
place where pages have it. `balanced`: also weaker signs that the place confirms. `thorough`:
whatever is more likely chrome than not, for training corpora that can spare some text."""

ATTRIBUTION = "C5"
"""Codes of what leaves the text to become metadata. It belongs to the document: that the tagger
takes it for content is nothing against it."""

TAGGER_SAY = 0.5
"""How much the tagger's odds weigh beside those of the rules: half, since both see much of the same."""

WHOLE_PAGE_REMOVED_PROSE = 1.0
"""On what is certainly a whole page so much of the prose may go: front pages are nearly all teasers.
(With 0.95, out of fold, 6 of 732 HTML pages were kept whole, with a mean word F1 of 0.59 instead of 0.83.)"""

SMALL_PROSE_WORDS = 60
"""Below this, a share of the prose says little: one notice would outweigh it."""


Covering = tuple[Finding, range]
"""A finding, and the indices of the lines that it covers as a whole."""


class Decision(msgspec.Struct, frozen=True):
    """What goes, and all findings behind it.

    A finding that the decision did not follow is in `findings` as a note that says why; a
    `"keep"` finding is there only when it saved something. `E007` notes that nothing but
    chrome was there, `E008` that so much of the prose would have gone that everything stayed.
    """

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


def decide(document: Document, findings: Sequence[Finding], config: Config, scored: Scored | None = None) -> Decision:
    """The deletions that the findings and the tagger's scores justify, and the findings as decided.

    >>> from cleaner.document import Line
    >>> document = Document(id="a", text="We met.\\n\\nREAD MORE:\\n", lines=(Line(0, 0, 7), Line(1, 9, 19)))
    >>> decide(document, [Finding("C201", 9, 19, "remove", 0.9, "points to another page")], Config()).edits
    (Edit(start=7, end=19, replacement='', code='C201'),)
    """
    threshold = THRESHOLDS[config.aggressiveness]
    whole_page = scored.whole_page if scored else 0.0
    learned, content = _learned(document, scored, config)
    findings = (*findings, *learned)
    heard, silent = _heard(findings, config)
    lines = Lines(document)
    covering = [(finding, lines.covered(finding)) for finding in heard]
    weighed = _weigh(covering, whole_page, content)
    gone = {
        index: codes for index, (score, codes) in weighed.items() if codes and (score >= threshold or LEARNED in codes)
    }
    if len(gone) == len(document.lines):
        gone = _own_text_kept(lines, gone)
    spans = [
        finding
        for finding, covered in covering
        if not covered and _is_inside(lines, finding, gone) and (finding.score >= threshold or finding.code == LEARNED)
    ]
    if _takes_too_much(lines, gone, prose_floor(config, whole_page)):
        note = _note(document, "E008", "most of the prose would have gone: everything stays")
        return Decision((), (*(_unfollowed(finding, "too much would go") for finding in findings), note))
    edits = _deletions(document, lines, gone, spans)
    told = [*_told(lines, covering, gone, spans), *silent]
    if len(gone) == len(document.lines) > 0:
        told.append(_note(document, "E007", "nothing but page chrome was found"))
    return Decision(edits, tuple(told))


def prose_floor(config: Config, whole_page: float) -> float:
    """The share of the prose that may go: on a whole page that is mostly teasers, more than of a cleaned text.

    Between the two it grows by factors: where a project lets one part in a thousand go, a text that might be a
    page may lose a hundredth, and not a quarter.

    >>> prose_floor(Config(max_removed_prose=0.5), 0.0), prose_floor(Config(max_removed_prose=0.5), 1.0)
    (0.5, 1.0)
    >>> round(prose_floor(Config(max_removed_prose=0.001), 0.25), 4)
    0.0056
    """
    share: float = config.max_removed_prose ** (1.0 - whole_page) * WHOLE_PAGE_REMOVED_PROSE**whole_page
    return share


def _learned(
    document: Document, scored: Scored | None, config: Config
) -> tuple[Sequence[Finding], Mapping[int, float]]:
    """What the tagger's scores let go, comments, and each line's probability of being content."""
    if scored is None:
        return (), {}
    from cleaner.chrome.comments import comment_findings
    from cleaner.chrome.learned import learned_removals, line_content

    seen = (*learned_removals(document, scored, config), *comment_findings(document, scored.page_type, config))
    return seen, line_content(scored)


def _heard(findings: Sequence[Finding], config: Config) -> tuple[list[Finding], list[Finding]]:
    """The findings that count, and those that the configuration silences (as notes)."""
    ignore = config.ignore + (("C506",) if config.keep_title else ())
    heard: list[Finding] = []
    silent: list[Finding] = []
    for finding in findings:
        if ignore and finding.code.startswith(ignore):
            silent.append(_unfollowed(finding, "the configuration keeps it"))
        elif finding.verdict in ("remove", "keep"):
            heard.append(finding)
        else:
            silent.append(finding)
    return heard, silent


def _weigh(
    findings: Iterable[Covering], whole_page: float, content: Mapping[int, float]
) -> dict[int, tuple[float, tuple[str, ...]]]:
    """For each line seen: the evidence and the codes behind it; no codes when keeping wins.

    What the tagger thinks of the line (`content`) raises or lowers the odds of the rules' evidence.
    On a whole page much chrome is running text too (teasers, notices, comments): the less the
    text looks cleaned, the less a keep that is not certain says against the tagger.
    """
    remove: dict[int, dict[str, float]] = {}
    keep: dict[int, float] = {}
    for finding, covered in findings:
        code, score, is_keep = finding.code, finding.score, finding.verdict == "keep"
        for index in covered:
            if is_keep:
                if score > keep.get(index, 0.0):
                    keep[index] = score
            elif (scores := remove.get(index)) is None:
                remove[index] = {code: max(score, 0.0)}
            elif score > scores.get(code, -1.0):
                scores[code] = score
    weighed: dict[int, tuple[float, tuple[str, ...]]] = {}
    for index, scores in remove.items():
        score = _evidence(scores, content.get(index, 0.5))
        saving = keep.get(index, 0.0)
        if LEARNED in scores and saving < 1.0:
            saving *= 1.0 - whole_page
        weighed[index] = (score, _strongest_first(scores) if score > saving else ())
    return weighed


def _evidence(scores: Mapping[str, float], content: float) -> float:
    """The evidence of all codes that saw a line; the tagger's view weighs on those that are no attribution."""
    named = others = 1.0  # the doubts of independent witnesses multiply
    is_seen = False
    for code, score in scores.items():
        if code.startswith(ATTRIBUTION):
            named *= 1.0 - score
        else:
            others *= 1.0 - score
            is_seen = True
    chrome = _with_tagger(1.0 - others, content) if is_seen else 0.0
    return 1.0 - named * (1.0 - chrome)


def _strongest_first(scores: Mapping[str, float]) -> tuple[str, ...]:
    if len(scores) == 1:
        return tuple(scores)
    return tuple(sorted(scores, key=lambda code: (-scores[code], code)))


def _with_tagger(score: float, content: float) -> float:
    """The rules' evidence with the tagger's: the odds of chrome, times the tagger's to the power `TAGGER_SAY`."""
    rules, tagger = min(max(score, 0.01), 0.99), min(max(1.0 - content, 0.01), 0.99)
    odds: float = rules / (1.0 - rules) * (tagger / (1.0 - tagger)) ** TAGGER_SAY
    return odds / (1.0 + odds)


def _is_inside(lines: Lines, finding: Finding, gone: dict[int, tuple[str, ...]]) -> bool:
    """True for a removal, of no whole line, in a line that stays."""
    if finding.verdict != "remove":
        return False
    touched = lines.touched(finding)  # none: white space at a line's edge
    return len(touched) > 0 and gone.keys().isdisjoint(touched)


def _own_text_kept(lines: Lines, gone: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Where nothing would stay: without prose that only the tagger let go; of a short text, all that only it let go.

    Every page has something of its own, and of a few words the tagger knows little.
    """
    is_short = sum(count_words(text) for text in lines.texts) < SMALL_PROSE_WORDS
    return {
        index: codes
        for index, codes in gone.items()
        if codes != (LEARNED,) or not (is_short or _prose_words(lines.texts[index]))
    }


def _takes_too_much(lines: Lines, gone: dict[int, tuple[str, ...]], floor: float) -> bool:
    """True if more of the words in prose-like lines would go than may. Reads no more of what stays than it must."""
    lost = sum(_prose_words(lines.texts[index]) for index in gone)
    total = lost
    staying = (text for index, text in enumerate(lines.texts) if index not in gone)
    while lost > max(floor * total, min(SMALL_PROSE_WORDS, total - 1)):
        text = next(staying, None)
        if text is None:
            return True
        total += _prose_words(text)
    return False


def _prose_words(text: str) -> int:
    """The number of words of a line that reads like running text, else 0."""
    words = count_words(text)
    return words if is_prose(text, words) else 0


def _deletions(
    document: Document, lines: Lines, gone: dict[int, tuple[str, ...]], spans: list[Finding]
) -> tuple[Edit, ...]:
    edits = [Edit(start, end, "", code) for start, end, code in line_deletions(document, gone)]
    done = 0
    for finding in sorted(spans, key=lambda finding: (finding.start, -finding.end, finding.code)):
        if finding.start >= done and finding.start < finding.end:
            edits.append(Edit(finding.start, finding.end, "", finding.code))
            done = finding.end
    return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))


def _told(
    lines: Lines, findings: Sequence[Covering], gone: dict[int, tuple[str, ...]], spans: list[Finding]
) -> Iterable[Finding]:
    followed = {id(finding) for finding in spans}
    removal_seen = {index for finding, covered in findings if finding.verdict == "remove" for index in covered}
    for finding, covered in findings:
        if finding.verdict == "keep":
            if any(index in removal_seen and index not in gone for index in covered):
                yield finding
        elif id(finding) in followed or not gone.keys().isdisjoint(covered or lines.touched(finding)):
            yield finding
        else:
            yield _unfollowed(finding, "the evidence is too weak here")


def _unfollowed(finding: Finding, reason: str) -> Finding:
    if finding.verdict != "remove":
        return finding
    message = f"{finding.message}; stays: {reason}"
    return Finding(finding.code, finding.start, finding.end, "note", finding.score, message)


def _note(document: Document, code: str, message: str) -> Finding:
    return Finding(code, 0, len(document.text), "note", 1.0, message)
