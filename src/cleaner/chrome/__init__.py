"""Finding page chrome: rules and the trained line tagger give evidence, `decide` weighs it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.chrome.rules import find_by_rules
from cleaner.config import Config
from cleaner.document import Document, Finding


def find_chrome(documents: Sequence[Document], config: Config) -> list[tuple[Finding, ...]]:
    """The findings of all chrome rules on each document, in the documents' order.

    >>> from cleaner.document import Line
    >>> document = Document(id="a", text="READ MORE:", lines=(Line(0, 0, 10),))
    >>> [[finding.code for finding in findings] for findings in find_chrome([document], Config())]
    [['C201']]
    """
    return [find_by_rules(document) for document in documents]
