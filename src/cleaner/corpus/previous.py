"""The corpus that stands in the folder: rows of unchanged sources are taken from it, not made again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from cleaner.config import Config
from cleaner.corpus.current import is_same_way, manifest_of
from cleaner.corpus.options import digest_of
from cleaner.corpus.sites import site_of
from cleaner.corpus.templates import Templates
from cleaner.corpus.workers import FAILED
from cleaner.document import Record
from cleaner.errors import ConfigError, CorpusError
from cleaner.write import Encoded, read_rows
from cleaner.write.lines import decode_row

TEMPLATES = "templates.json"
"""The templates that a corpus was made with, in its folder."""


class Reusable:
    """Rows that the corpus in the folder has for sources that did not change."""

    def __init__(self, folder: Path, config: Config, settings: dict[str, Any], templates: Templates | None) -> None:
        self._previous = Previous(folder) if is_same_way(manifest_of(folder), config, settings) else None
        self._before = _saved(folder / TEMPLATES) if settings["templates"] == "learn" else templates
        self._now = templates
        self._all_as_learned = digest_of(self._before) == digest_of(self._now)

    def rows(self, digest: str, record: Record) -> Encoded | None:
        """The rows of the source, if it is as it was, and what was learned of its site, too."""
        if self._previous is None or not record.digest or not self._is_as_learned(record):
            return None
        return self._previous.take(digest)

    def _is_as_learned(self, record: Record) -> bool:
        """A page without an address may belong to any site: it names one, maybe."""
        if self._all_as_learned or not record.url:
            return self._all_as_learned
        before, now = self._before or Templates(), self._now or Templates()
        site = site_of(record)
        return before.digest(site) == now.digest(site)


class Previous:
    """The rows of a corpus that was made in the same way.

    Rows are read from first to last: new sources between the old ones cost nothing. For a source that stood
    before the one taken last (folders were named in another order), they are read from the first again, up
    to `MAX_READINGS` times; what moves after that is cleaned again. Nothing is known of a folder that
    holds no corpus, or a damaged one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = _places(folder)
        self._rows = enumerate(read_rows(folder) if len(self._places) else ())
        self._next, self._readings = 0, 1

    def take(self, source: str) -> Encoded | None:
        """The rows of the source with this digest, if there are any that can be reached."""
        at = int(np.searchsorted(self._places["source"], np.uint64(int(source, 16))))
        if at == len(self._places) or self._places["source"][at] != int(source, 16):
            return None
        wanted = int(self._places["place"][at])
        if wanted < self._next:
            if self._readings == MAX_READINGS:
                return None
            self._rows, self._readings = enumerate(read_rows(self._folder)), self._readings + 1
        self._next = wanted + 1
        return next(rows for place, rows in self._rows if place == wanted)


MAX_READINGS = 8
"""Reading a corpus takes a small part of the time of making it (1 in 350); sources in no order at all would read it
for each."""

_PLACE = np.dtype([("source", np.uint64), ("place", np.int64)])


def _places(folder: Path) -> npt.NDArray[Any]:
    """Where the rows of each source stand, in order of its digest: 16 bytes a source."""
    try:
        sources = np.fromiter(_sources(folder), dtype=np.uint64)
    except CorpusError:
        return np.zeros(0, _PLACE)
    places = np.zeros(len(sources), _PLACE)
    places["source"], places["place"] = sources, np.arange(len(sources))
    return np.sort(places, order=["source", "place"])


def _sources(folder: Path) -> Iterator[int]:
    """The number of each source's digest; 0 for one that no worker could clean: the next time one may."""
    for encoded in read_rows(folder):
        row = decode_row(encoded.edits, _Source)
        yield 0 if row.refused in FAILED.values() else int(row.source, 16)


def _saved(path: Path) -> Templates | None:
    try:
        return Templates.load(path)
    except ConfigError:
        return None


class _Source(msgspec.Struct, gc=False):
    source: str
    refused: str
