"""C902: lines that recur on the pages of one site.

What stands on many pages of a site is the site's, not the page's: chrome even where no model
would know. A first pass counts (`count_page`, in workers; `TemplateCounts`, on disk), `learn`
turns the counts into `Templates`, and a second pass finds them (`Templates.find`).

>>> import tempfile
>>> from cleaner.document import Line
>>> def page(text):
...     return Document(id=text, text=f"{text}\\nThe Gazette", lines=(Line(0, 0, 82), Line(1, 83, 94)))
>>> pages = [page(f"The {kind} came down from the hills" + " and nobody had seen it before" * 2) for kind in
...          ("river", "horse", "storm", "crowd")]
>>> with TemplateCounts() as counts:
...     for document in pages:
...         counts.add(count_page(document, "example.org"))
...     templates = counts.learn(TemplateOptions(min_pages=4))
>>> [(found.start, found.end, found.message) for found in templates.find(pages[0], "example.org")]
[(83, 94, 'seen on 4 of 4 pages of example.org')]
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec

from cleaner.corpus.site_bylines import author_of
from cleaner.corpus.site_facts import NO_FACTS, SiteFacts
from cleaner.corpus.template_counts import PageCounts, TemplateCounts, count_page
from cleaner.corpus.template_learning import SiteTemplate, TemplateOptions
from cleaner.corpus.template_lines import has_letters, line_key, line_mass
from cleaner.corpus.template_pages import PROSE_MASS
from cleaner.document import Document, Finding, Line
from cleaner.errors import ConfigError, OutputError

__all__ = ["PageCounts", "SiteTemplate", "TemplateCounts", "TemplateOptions", "Templates", "count_page"]

CODE = "C902"

VERSION = 1
"""Of the saved file. A file of another version is refused: learn again."""

SCORES = (0.5, 0.88, 0.9)
"""How sure a recurring line is when neither, one or both of its neighbours recur beside it. Between lines that
are the page's own it may be a label of the text (`Ingredients`), or the headline that other pages only point to.
Where the tagger is next to certain of a line (0.98 and more), it stays."""

PROSE_SCORES = (0.5, 0.95, 0.98)
"""The same for running text, which the rules speak for on any page (`C002`). With `SCORES` for it, too, plain text
gains 0.004 of word F1 (DAnIEL, with rules), so 0.012; HTML 0.001 and 0.005."""

FEW = 0.93
"""How sure running text on fewer than `TemplateOptions.prose_pages` pages can be at most: it goes where the
tagger doubts it, too."""

VARYING = 0.7
"""How sure a line with other digits on each page can be at most: a price or a size belongs to its page."""


class Templates:
    """The templates of many sites. Immutable; small to send to a worker (a site is a few kB)."""

    def __init__(self, sites: Mapping[str, bytes] | None = None) -> None:
        """`sites`: of each site its `SiteTemplate` as JSON; a caller has them from `learn` or `load`."""
        self._sites = dict(sites or {})
        self._read = lru_cache(maxsize=_SITES_READ)(self._decoded)

    def __reduce__(self) -> tuple[type[Templates], tuple[dict[str, bytes]]]:
        return Templates, (self._sites,)

    def __len__(self) -> int:
        return len(self._sites)

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites known, in order."""
        return tuple(sorted(self._sites))

    def site(self, name: str) -> SiteTemplate | None:
        """What was learned of the site."""
        known = self._read(name)
        return known.template if known else None

    def digest(self, site: str) -> str:
        """A digest of all that was learned of the site, `""` if nothing was: what a page's result depends on."""
        known = self._sites.get(site)
        return f"sha256:{hashlib.sha256(known).hexdigest()}" if known else ""

    def facts(self, document: Document, site: str) -> SiteFacts:
        """What the site's other pages settle for the document."""
        known = self._read(site)
        if known is None:
            return NO_FACTS
        author = None if document.head.get("author") else author_of(document, known.template.bylines)
        return SiteFacts(site, known.template.date_order, known.template.language, author)

    def date_order(self, site: str) -> str:
        """The order of day and month in the site's numeric dates: `"dmy"`, `"mdy"`, or `""` if it is not known."""
        known = self._read(site)
        return known.template.date_order if known else ""

    def find(self, document: Document, site: str) -> tuple[Finding, ...]:
        """A `C902` finding for each line of the document that is of the site's template, in order."""
        known = self._read(site)
        return tuple(_findings(document, site, known)) if known else ()

    def save(self, path: Path) -> None:
        """Write the templates as JSON, one site a line, to be read by `load`. Raises `OutputError`."""
        try:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.write(f'{{"version": {VERSION}, "sites": {{')
                for number, site in enumerate(self.sites):
                    name = json.dumps(site, ensure_ascii=False)
                    file.write(f"{',' if number else ''}\n{name}: {self._sites[site].decode('utf-8')}")
                file.write("\n}}\n")
        except OSError as error:
            raise OutputError(f"{path}: can't write the templates: {error.strerror or error}") from error

    @classmethod
    def load(cls, path: Path) -> Templates:
        """The templates of a file that `save` wrote. Raises `ConfigError` if it can't be read or is no such file."""
        try:
            stored = msgspec.json.decode(path.read_bytes(), type=_Stored)
        except OSError as error:
            raise ConfigError(f"{path}: can't read the templates: {error.strerror or error}") from error
        except msgspec.MsgspecError as error:
            raise ConfigError(f"{path}: no templates of `cleaner learn`: {error}") from error
        if stored.version != VERSION:
            versions = f"templates of version {stored.version}, this cleaner reads {VERSION}"
            raise ConfigError(f"{path}: {versions}: run `cleaner learn` again")
        return cls({site: msgspec.json.encode(template) for site, template in stored.sites.items()})

    def _decoded(self, site: str) -> _Lookup | None:
        known = self._sites.get(site)
        return _Lookup(msgspec.json.decode(known, type=SiteTemplate)) if known else None


class _Stored(msgspec.Struct):
    version: int
    sites: dict[str, SiteTemplate] = {}


class _Lookup:
    """A site's template, ready to look lines up in."""

    def __init__(self, template: SiteTemplate) -> None:
        self.template = template
        self.numbers = {key: number for number, key in enumerate(template.lines)}
        self.counts = tuple(template.lines.values())
        self.pairs = frozenset(template.pairs)
        self.varying = frozenset(template.varying)


_EDGE, _UNKNOWN = -1, -2
_SITES_READ = 64


def _findings(document: Document, site: str, known: _Lookup) -> Iterator[Finding]:
    texts = [document.text[line.start : line.end] for line in document.lines]
    lettered = [index for index, text in enumerate(texts) if has_letters(text)]
    numbers = [_EDGE, *(known.numbers.get(line_key(texts[index]), _UNKNOWN) for index in lettered), _EDGE]
    joined = [pair in known.pairs for pair in pairwise(numbers)]
    previous = -1
    for place, index in enumerate([*lettered, len(texts)]):
        if joined[place]:  # so are the rules and bars between two such lines
            seen = min(known.counts[number] for number in numbers[place : place + 2] if number != _EDGE)
            for between in range(previous + 1, index):
                yield _finding(document.lines[between], SCORES[1], seen, known.template.pages, site)
        previous, number = index, numbers[place + 1]
        if number < 0 or document.lines[index].kind == "code":
            continue
        prose, seen = line_mass(texts[index]) >= PROSE_MASS, known.counts[number]
        score = (PROSE_SCORES if prose else SCORES)[joined[place] + joined[place + 1]]
        if prose and seen < known.template.prose_pages:
            score = min(score, FEW)
        if number in known.varying:
            score = min(score, VARYING)
        yield _finding(document.lines[index], score, seen, known.template.pages, site)


def _finding(line: Line, score: float, seen: int, pages: int, site: str) -> Finding:
    return Finding(CODE, line.start, line.end, "remove", score, f"seen on {seen} of {pages} pages of {site}")
