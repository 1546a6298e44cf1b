"""What is wrong with a source, by what cleaning it gave: findings worth telling of, before any selection.

The pipeline's own findings, and those that only a check makes: a source that is nearly all chrome
(`E031`) or of which nothing is left (`E007`), that its corpus would leave out (`E05x`), and what the
project asks of its sources (`M2xx`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner.checks.settings import CheckSettings
from cleaner.document import Finding, Result

if TYPE_CHECKING:
    from cleaner.write.filter import Filter


def judge(
    result: Result, settings: CheckSettings, *, dated: bool = False, kept: Filter | None = None
) -> tuple[Finding, ...]:
    """The findings on a source, ordered by place, each once.

    What stays as it is (evidence that was not followed, evidence for keeping) is none. `dated` says that
    somebody stated the source's day beside the file, `kept` what the project's corpus keeps. Of a refused source
    only the refusal is told.

    >>> import cleaner
    >>> text = "The river rose on Monday, and nobody was hurt, the city said.\\n\\nREAD MORE:\\n"
    >>> [found.code for found in judge(cleaner.clean(text), CheckSettings(languages=("de",)))][:3]
    ['M202', 'M203', 'C201']
    """
    if result.refused:
        found = [finding for finding in result.findings if finding.code.startswith("E")]
    else:
        found = [*filter(_counts, result.findings), *_demands(result, settings, dated=dated)]
        found += _left_out(result, kept) if kept else ()
    unique = {(finding.start, finding.end, finding.code): finding for finding in found}
    return tuple(unique[key] for key in sorted(unique))


def _counts(finding: Finding) -> bool:
    return finding.verdict in ("remove", "rewrite") or (finding.verdict == "note" and finding.code[0] in "EM")


def _demands(result: Result, settings: CheckSettings, *, dated: bool) -> Iterator[Finding]:
    """What only a check asks for. A text that is gone altogether (`E007`) has no language and no day."""
    if not result.text.strip():
        if not any(finding.code == "E007" for finding in result.findings):  # not by chrome alone
            yield _note("E007", "nothing is left of it: what it holds is page chrome or can't be seen")
        return
    share = _chrome_share(result)
    if share > settings.max_chrome:
        yield _note("E031", f"{share:.0%} of the source is page chrome, more than {settings.max_chrome:.0%}")
    language = result.metadata.language
    if not language:
        yield _note("M201", "the language of the text can't be told")
    elif settings.languages and not _is_allowed(language, settings.languages):
        yield _note("M202", f"the text is in {language!r}; allowed: {', '.join(settings.languages)}")
    if not (dated or result.metadata.date or any(finding.code == "M102" for finding in result.findings)):
        yield _note("M203", "neither the source nor a sidecar says what day it was written")


def _left_out(result: Result, kept: Filter) -> Iterator[Finding]:
    """The reason why the corpus would not take the document, if there is one; nothing is wrong with it by that."""
    from cleaner.write.filter import filtered

    if result.text.strip() and (refused := filtered(result, kept)).refused:
        reason = refused.findings[0]
        yield _note(reason.code, f"the corpus leaves it out: {reason.message}")


def _chrome_share(result: Result) -> float:
    chrome = sum(edit.end - edit.start for step in result.steps for edit in step if edit.code.startswith("C"))
    return chrome / len(result.document.text)


def _is_allowed(language: str, allowed: tuple[str, ...]) -> bool:
    return language.lower() in allowed or language.lower().partition("-")[0] in allowed


def _note(code: str, message: str) -> Finding:
    return Finding(code, 0, 0, "note", 1.0, message)
