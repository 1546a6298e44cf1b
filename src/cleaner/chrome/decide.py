"""From findings to edits: every threshold of chrome removal lives here."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cleaner.config import Config
from cleaner.document import Document, Edit, Finding


class Decision(msgspec.Struct, frozen=True):
    """What goes, and all findings behind it (the evidence, and what deciding itself noted)."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


def decide(document: Document, findings: Sequence[Finding], config: Config) -> Decision:
    """The deletions that the findings justify under the configuration."""
    return Decision((), tuple(findings))
