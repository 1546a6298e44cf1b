"""cleaner: page chrome out of source texts, every change on record.

>>> import cleaner
>>> result = cleaner.clean("Meta’s plan was rejected by the court, two people said.\\n\\nREAD MORE:\\n")
>>> result.text
"Meta's plan was rejected by the court, two people said.\\n"
>>> cleaner.restore(result) == result.document.text
True
"""

from __future__ import annotations

from cleaner.config import Config
from cleaner.dates import find_dates
from cleaner.document import DateMention, Document, Edit, Finding, Line, Metadata, Record, Result
from cleaner.errors import CleanerError
from cleaner.pipeline import check, clean, clean_many, normalize, restore

__version__ = "0.1.0"

__all__ = [
    "CleanerError",
    "Config",
    "DateMention",
    "Document",
    "Edit",
    "Finding",
    "Line",
    "Metadata",
    "Record",
    "Result",
    "__version__",
    "check",
    "clean",
    "clean_many",
    "find_dates",
    "normalize",
    "restore",
]
