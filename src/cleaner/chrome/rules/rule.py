"""What a chrome rule is: a code, a function from page to findings, and a docstring that is its page.

A rule's docstring holds `Removes:` and `Keeps:` blocks, each a page drawn as a diff: a line
that goes begins with `-`, what is left of a line that goes in part begins with `+`, every
other line stays. The tests run them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator

import msgspec

from cleaner.chrome.rules.page import Page
from cleaner.document import Finding, Verdict

Evidence = tuple[int, int, float, str]
"""A span of the document's text, the evidence in [0, 1], and the reason in one sentence."""

Find = Callable[[Page], Iterator[Evidence]]


class Rule(msgspec.Struct, frozen=True):
    """A rule: `find` gives evidence for (or, with verdict `"keep"`, against) removing spans."""

    code: str
    find: Find
    verdict: Verdict = "remove"

    @property
    def page(self) -> str:
        """The rule's page: the docstring of its function, without its indent."""
        return inspect.cleandoc(self.find.__doc__ or "")

    @property
    def title(self) -> str:
        """The first line of the rule's page."""
        return self.page.partition("\n")[0]

    def findings(self, page: Page) -> Iterator[Finding]:
        """The rule's findings on the page, in the order the rule met them."""
        for start, end, score, message in self.find(page):
            yield Finding(self.code, start, end, self.verdict, round(score, 3), message)


class Example(msgspec.Struct, frozen=True):
    """A `Removes:` or `Keeps:` block of a rule's page: a text, and the text that the rule leaves of it."""

    kind: str
    before: str
    after: str


def rule(code: str, *, verdict: Verdict = "remove") -> Callable[[Find], Rule]:
    """A decorator that makes a function from `Page` to evidence a rule with this code."""
    return lambda find: Rule(code, find, verdict)


def examples(page: str) -> Iterator[Example]:
    r"""The examples on a rule's page, in order.

    >>> list(examples("Gone.\n\nRemoves:\n    -Menu\n     We met.\n"))
    [Example(kind='Removes', before='Menu\nWe met.', after='We met.')]
    """
    kind = ""
    block: list[str] = []
    for line in [*page.split("\n"), "."]:
        if kind and (not line.strip() or line.startswith("    ")):
            block.append(line[4:])
            continue
        if kind:
            yield _example(kind, block)
            kind, block = "", []
        if line in ("Removes:", "Keeps:"):
            kind = line[:-1]


def _example(kind: str, block: list[str]) -> Example:
    while block and not block[-1].strip():
        block.pop()
    before = "\n".join(line[1:] for line in block if line[:1] != "+")
    after = "\n".join(line[1:] for line in block if line[:1] != "-")
    return Example(kind, before, after)
