"""Drawing results for a person: what changed where, and why each line stays or goes."""

from __future__ import annotations

from cleaner.report.hunks import Hunk, hunks
from cleaner.report.learned import learned_reasons
from cleaner.report.lines import LineAccount, account_for_lines

__all__ = ["Hunk", "LineAccount", "account_for_lines", "hunks", "learned_reasons"]
