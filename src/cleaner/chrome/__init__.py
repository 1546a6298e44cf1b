"""Finding page chrome: rules and the trained line tagger give evidence, `decide` weighs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from cleaner.chrome.rules import find_by_rules
from cleaner.document import Document, Finding

if TYPE_CHECKING:
    from cleaner.chrome.tagger import Scored


class Evidence(msgspec.Struct, frozen=True):
    """All that was seen of one document: the rules' findings and the line tagger's scores."""

    findings: tuple[Finding, ...]
    scored: Scored | None = None


def find_chrome(documents: Sequence[Document]) -> list[Evidence]:
    """The evidence of all chrome rules and of the line tagger, for each document in order.

    >>> from cleaner.document import Line
    >>> document = Document(id="a", text="READ MORE:", lines=(Line(0, 0, 10),))
    >>> [[finding.code for finding in evidence.findings] for evidence in find_chrome([document])]
    [['C201']]
    """
    from cleaner.chrome.tagger import score_documents  # NumPy: not for `cleaner --version`

    scores = score_documents(documents)
    return [Evidence(find_by_rules(document), scored) for document, scored in zip(documents, scores, strict=True)]
