"""The domain types: what is read, what is seen, what is changed, what comes out.

Offsets are half-open, 0-based and count Unicode code points. All types are immutable.
"""

from __future__ import annotations

import enum
from typing import Any, Literal

import msgspec

Verdict = Literal["remove", "keep", "rewrite", "note"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something seen: a rule's code, a span of `Document.text`, a verdict and a reason.

    `score` is the evidence in [0, 1] (1: certain). `message` is one sentence for a person.
    """

    code: str
    start: int
    end: int
    verdict: Verdict
    score: float
    message: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One source as it was read: its bytes and what is known about them.

    `digest` is the SHA-256 of `payload`, as `sha256:<hex>`. `metadata` holds what the
    container said of the source (a file's path, a row's columns), as JSON-like values; its
    `fetched`, an ISO day, is the last that an HTML page is believed to be written on.
    `findings` are problems met while reading (an unreadable file has no payload and an
    `E0xx` finding).
    """

    id: str
    payload: bytes
    url: str = ""
    media_type: str = ""
    digest: str = ""
    metadata: dict[str, Any] = {}
    findings: tuple[Finding, ...] = ()


class Region(enum.IntFlag):
    """What kinds of element stand around a line of HTML: by tag, ARIA role, or what class and id call them."""

    NAV = 1
    HEADER = 2
    FOOTER = 4
    ASIDE = 8
    MAIN = 16
    ARTICLE = 32
    FORM = 64
    BUTTON = 128
    FIGURE = 256
    DIALOG = 512
    COMMENT = 1024
    POST = 2048
    HIDDEN = 4096
    """Not shown at first: a control of the page uncovers it, or the page has little else (`<noscript>` too)."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """One non-blank line of a document's text, without its line break.

    All other fields are known for HTML only, and are those of the innermost element around
    the line's first character:

    - `tag_path` (`html/body/main/p`, block elements only), `hints` (class, id and role words
      of the enclosing elements, the last dozen), `depth` (how many elements enclose it);
    - `source_line` (1-based, in the HTML source; 65535 stands for that line and all after it);
    - `chars_in_links` (code points of the line that stand inside `<a>`), `links` (how many
      `<a>`), `pieces` (in how many its inline markup divides it);
    - `kind` (`"heading"`, `"item"`, `"cell"`, `"caption"`, `"quote"`, `"code"`, `"term"`,
      `"label"`, `"data"`: not in the page's body but in data beside it, or `""`) and `level`
      (of a heading 1 to 6, of an item how many lists enclose it);
    - `regions`: the `Region` flags of all enclosing elements, together;
    - `alike`: how many siblings, itself counted, have the tag and class of the line's block;
      `repeats`: the most of such siblings that a block around it has (the cards of a list);
    - `containers`: numbers of up to three enclosing elements, inner to outer: of those with 2 to 3,
      4 to 7, 8 to 15, … lines the outermost each. Lines of one container have the same number.
    """

    index: int
    start: int
    end: int
    tag_path: str = ""
    source_line: int = 0
    chars_in_links: int = 0
    hints: str = ""
    kind: str = ""
    level: int = 0
    regions: int = 0
    depth: int = 0
    links: int = 0
    pieces: int = 0
    alike: int = 0
    repeats: int = 0
    containers: tuple[int, ...] = ()


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One text, chrome included, and its non-blank lines in order.

    For plain text, `text` is the whole decoded source, line breaks as they were. `head`
    is what an HTML head said (`title`, `author`, `date`, …); it is empty for plain text.
    `encoding` names the codec that turned the bytes into `text` (with `surrogateescape`:
    bytes that are not valid stand in `text` as lone surrogates, so nothing is lost);
    `bom` is true when a byte order mark was cut from the front.
    """

    id: str
    text: str
    lines: tuple[Line, ...] = ()
    url: str = ""
    media_type: str = "text/plain"
    head: dict[str, str] = {}
    encoding: str = "utf-8"
    bom: bool = False


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Something changed: `text[start:end]` becomes `replacement` (`""` deletes), by `code`."""

    start: int
    end: int
    replacement: str
    code: str


class DateMention(msgspec.Struct, frozen=True, gc=False):
    """A date or time expression in a result's text, with its TIMEX3 type and ISO 8601 value.

    `value` is `""` when the expression can't be resolved; `mod` is a TIMEX3 modifier
    (`START`, `MID`, `END`, `APPROX`, …) or `""`. `alternatives` are the two readings of a
    numeric date whose order of day and month may be either, a space between; its `value` is `""`.
    """

    start: int
    end: int
    text: str
    type: DateType
    value: str
    mod: str = ""
    alternatives: str = ""


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a document. Unknown fields are `""` (scores: 0.0), never `None`.

    `date` is ISO 8601, to the precision known; `date_source` says where it was found
    (`"dateline"`, `"byline"`, `"masthead"`, `"head"`, `"record"`, or one of the sources below).
    A `"masthead"` date is the day the page was shown, not the day the text was written: never
    resolve relative dates with it; a `"modified"` one is the day of the last change, where
    nothing says more. `section` joins nested sections with `/` (`News/National`).
    `language` is an ISO 639-1 code (`zh-cn`/`zh-tw` for Chinese), `language_score` in [0, 1].
    `page_type` is what the line tagger takes the page for (`"article"`, `"documentation"`,
    `"service"`, `"product"`, `"collection"`, `"listing"`, `"forum"`), `page_type_score` the
    probability that it gives.

    The fields from `title_source` on are known for HTML: what a page says of itself. Each has
    its source: `"json-ld"`, `"opengraph"`, `"dublin-core"`, `"meta"`, `"microdata"`, `"time"`,
    `"link"`, `"html"`, `"heading"`, `"title"`, `"byline"`, `"url"`, `"trafilatura"` (only with
    `aggressiveness="thorough"`), or `"text"`, which plain text has, too; an author's may be `"site"`: other
    pages of the site show where theirs stands. `tags` are joined with commas.
    `declared_language` is what the page claims, `language` what its text is in.
    """

    title: str = ""
    author: str = ""
    date: str = ""
    date_source: str = ""
    modified: str = ""
    language: str = ""
    language_score: float = 0.0
    url: str = ""
    site: str = ""
    section: str = ""
    place: str = ""
    caption: str = ""
    credit: str = ""
    agency: str = ""
    page_type: str = ""
    page_type_score: float = 0.0
    title_source: str = ""
    author_source: str = ""
    modified_source: str = ""
    site_source: str = ""
    section_source: str = ""
    tags: str = ""
    tags_source: str = ""
    declared_language: str = ""
    declared_language_source: str = ""
    canonical_url: str = ""
    canonical_url_source: str = ""
    image: str = ""
    image_source: str = ""
    licence: str = ""
    licence_source: str = ""
    description: str = ""
    description_source: str = ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A cleaned document: its text, and everything needed to explain and undo the cleaning.

    `steps[0]` edits `document.text`; each further step edits what the step before it gave;
    the last gives `text`. `findings` point into `document.text`, `dates` into `text`.
    A refused document has an empty `text` and an `E0xx` finding that says why.
    """

    document: Document
    text: str
    findings: tuple[Finding, ...] = ()
    steps: tuple[tuple[Edit, ...], ...] = ()
    metadata: Metadata = Metadata()
    dates: tuple[DateMention, ...] = ()

    @property
    def refused(self) -> bool:
        """True when the document can't be cleaned: an `E` finding with verdict `"remove"` says why."""
        return any(finding.code.startswith("E") and finding.verdict == "remove" for finding in self.findings)
