"""The pages of all codes, for people (`docs/rules/`) and for machines (`cleaner rule --all`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from cleaner.checks.problem import fix_of, severity_of
from cleaner.checks.selection import PROFILES
from cleaner.checks.settings import Profile
from cleaner.codes import CodePage

FAMILIES = {
    "C0": (
        "What stays",
        "Taking away what somebody wrote destroys a source; leaving a menu in it only leaves noise. These codes speak "
        "for keeping a line, against the others.",
    ),
    "C1": (
        "Navigation",
        "Names of sections and parts of a site stand in every page of it: counted as text, they are its commonest "
        "words, and no sentence.",
    ),
    "C2": (
        "Promotion",
        "Headlines and first words of other articles make a text about what it is not about, and the same teaser "
        "stands in hundreds of texts.",
    ),
    "C3": (
        "Page status",
        "Weather, clocks and counters belong to the moment the page was shown. Taken for the text, they give it wrong "
        "dates and places.",
    ),
    "C4": ("Consent and legal", "The same notices stand in millions of pages and say nothing of this one."),
    "C5": (
        "Attribution",
        "Who wrote a text, where and when, is worth more as metadata than as half a sentence in front of it.",
    ),
    "C9": ("Learned", "Most page chrome has no name and no fixed words; it is known by its shape and its neighbours."),
    "N1": ("Characters", "What looks alike should be alike: else words are not found, counted or learned as one."),
    "N2": ("Quotes and punctuation", "One style in a corpus: a difference that means nothing should not be learned."),
    "N3": ("White space and lines", "Line breaks and spaces of a page's layout cut sentences and words in two."),
    "N4": ("Dates", "A date in one form can be sorted, compared and found."),
    "D1": ("Duplicates", "What stands in a corpus twice counts twice, and a model learns it by heart."),
    "E0": ("Input", "What was read wrong can't be cleaned right, and nobody sees it later."),
    "M1": ("Metadata of pages", "What a page says of itself is worth something only while it agrees with itself."),
    "M2": ("What a project asks", "Sources that don't fit are cheapest to turn away before they are merged."),
    "S1": ("Suppressions", "An exception that nothing needs any more hides the next real problem."),
}
"""Of each family its name, and why it matters."""


def facts(page: CodePage) -> dict[str, Any]:
    """What a machine wants to know of a code: `code title family level profiles fix page`.

    >>> from cleaner.codes import page_of
    >>> facts(page_of("N104"))["profiles"], facts(page_of("N104"))["fix"]
    (['raw', 'clean'], 'safe')
    """
    family = next((name for prefix, (name, _) in FAMILIES.items() if page.code.startswith(prefix)), "")
    return {
        "code": page.code,
        "title": page.title,
        "family": family,
        "level": severity_of(page.code, refused=False),
        "profiles": _profiles(page.code),
        "fix": fix_of(page.code),
        "page": page.page.rstrip(),
    }


def markdown(page: CodePage) -> str:
    """The page of a code in Markdown: what it finds, why it matters, examples, how to turn it off."""
    known = facts(page)
    title, _, body = page.page.strip().partition("\n")
    why = next((reason for prefix, (_, reason) in FAMILIES.items() if page.code.startswith(prefix)), "")
    parts = [
        f"# {page.code}: {title}",
        f"{known['family']} · {_told(known)}",
        "\n".join(_blocks(body.strip("\n").split("\n"))).strip(),
        f"## Why it matters\n\n{why}",
        f"## How to turn it off\n\n{_turned_off(page.code)}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def index(pages: tuple[CodePage, ...]) -> str:
    """The list of all codes in Markdown, by family."""
    lines = ["# Codes", "", "Made by `python docs/make_rules.py` from the docstrings of the rules; don't edit."]
    for prefix, (name, _) in FAMILIES.items():
        lines += ["", f"## {prefix}xx: {name}", ""]
        lines += [f"- [{page.code}]({page.code}.md) {page.title}" for page in pages if page.code.startswith(prefix)]
    return "\n".join(lines) + "\n"


def _profiles(code: str) -> list[Profile]:
    return [
        profile
        for profile in get_args(Profile)
        if code.startswith(PROFILES[profile]) and not code.startswith(_TOLD_ELSEWHERE)
    ]


_TOLD_ELSEWHERE = ("C0", "C902", "E000", "M110")
"""What no check tells of: evidence for keeping, what is learned of a site, and the edit behind a refusal."""


def _told(known: dict[str, Any]) -> str:
    if known["code"].startswith(_TOLD_ELSEWHERE):
        return "not told by `cleaner check`"
    profiles = " and ".join(f"`{profile}`" for profile in known["profiles"])
    told = f"told by `cleaner check` in profile {profiles} as {_ARTICLES[known['level']]}"
    mended = {"safe": "mended by `--fix`", "unsafe": "mended by `--fix --unsafe-fixes`", "": ""}[known["fix"]]
    return " · ".join(filter(None, (told, mended)))


_ARTICLES = {"error": "an error", "warning": "a warning", "note": "a note"}
_EXAMPLES = {
    "Removes:": "diff", "Keeps:": "text", "Changed:": "python", "Kept:": "python",
    "Found:": "console", "Not found:": "console",
}  # fmt: skip


def _blocks(lines: list[str]) -> Iterator[str]:
    """The lines with the examples of a docstring as fenced blocks."""
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if line not in _EXAMPLES:
            yield line
            continue
        end = number
        while end < len(lines) and not (lines[end] and _ends_example(line, lines, end)):
            end += 1
        block = [text.removeprefix("    ") for text in lines[number:end]]
        while block and not block[-1].strip():
            block.pop()
        yield from (f"## {line[:-1]}", "", f"```{_EXAMPLES[line]}", *block, "```", "")
        number = end


def _ends_example(head: str, lines: list[str], number: int) -> bool:
    if lines[number] in _EXAMPLES:
        return True
    if _EXAMPLES[head] == "python":
        return not lines[number - 1].strip() and not lines[number].startswith((">>>", "..."))
    return not lines[number].startswith("    ")


def _turned_off(code: str) -> str:
    off = [
        f'- In all files: `cleaner check --ignore {code}`, or in `[tool.cleaner.check]`: `ignore = ["{code}"]`.',
        f'- In some: `per-file-ignores = {{ "seeds/old/**" = ["{code}"] }}` there.',
        f'- In one: in `FILE.cleaner.toml` beside it, `[[suppress]]` with `codes = ["{code}"]` and a `reason`.',
    ]
    if code.startswith(_TOLD_ELSEWHERE):
        off = []
    if code.startswith(("C", "N")):
        off.append(f'- In cleaning, so that nothing changes by it: `ignore = ["{code}"]` in `[tool.cleaner]`.')
    return "\n".join(off or ["- There is no need to: it changes no text and fails no check."])
