"""The chrome rules: one decorated function a rule, one module a family, found by themselves.

A rule reads a `Page` and gives evidence; it knows no threshold and no other rule.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from cleaner.chrome.rules.page import Page
from cleaner.chrome.rules.rule import Rule
from cleaner.document import Document, Finding


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule in the modules of this package, ordered by code.

    >>> [rule.code for rule in all_rules()][:3]
    ['C001', 'C002', 'C003']
    """
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    rules = {value.code: value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(rules[code] for code in sorted(rules))


def find_by_rules(document: Document) -> tuple[Finding, ...]:
    """The findings of all rules on the document, ordered by place.

    >>> from cleaner.document import Line
    >>> document = Document(id="a", text="READ MORE:", lines=(Line(0, 0, 10),))
    >>> [finding.code for finding in find_by_rules(document)]
    ['C201']
    """
    page = Page(document)
    findings = [finding for rule in all_rules() for finding in rule.findings(page)]
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code)))
