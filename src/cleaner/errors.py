"""The exceptions: for bad arguments and bad configuration only. Bad data gives findings."""

from __future__ import annotations


class CleanerError(Exception):
    """Base of every exception that cleaner raises on purpose."""


class ArgumentError(CleanerError, ValueError):
    """An argument has a value or type that the function does not take."""


class ConfigError(CleanerError, ValueError):
    """The configuration can't be read, or holds a key or value that does not exist."""


class EditError(CleanerError, ValueError):
    """Edits overlap, are out of order, or point outside the text."""


class SourceError(CleanerError, OSError):
    """A source path is missing, unreadable or holds no sources."""


class OutputError(CleanerError, OSError):
    """An output path can't be written, or is not the kind of thing it should be."""


class CorpusError(CleanerError, ValueError):
    """A corpus folder is incomplete or its parts contradict each other."""
