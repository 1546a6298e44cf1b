"""The records of a container: numbered, each with a name of its own, broken ones too.

>>> container = Container("pages.jsonl", "crawl")
>>> record = container.record(b"It rained.", media_type="text/plain", name="7", metadata={"site": "example.org"})
>>> record.id, record.metadata["row"], container.broken("E020", "not a JSON object").id
('pages.jsonl#7', 1, 'pages.jsonl#2!')
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from cleaner.document import Finding, Record
from cleaner.read.budget import Budget
from cleaner.read.columns import Columns, day_of, printable, scalars_of, value_of
from cleaner.read.options import DEFAULT, ReadOptions

MAX_NAME_CHARS = 300
"""A longer value of an id column is no name; the number of the row takes its place."""

_MAX_REASONS = 100
_MAX_REASON_CHARS = 60
_TABLE_BITS = 1 << 26
_TABLE_PROBES = 3
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Container:
    """Makes the records of one container, in order."""

    def __init__(self, file_path: str, collection: str, max_expansion: int = DEFAULT.max_expansion) -> None:
        self.budget = Budget(max_expansion)
        self.members: list[str] = []
        """Of archives: the member that is read, after those that it is in."""
        self.passed: Counter[str] = Counter()
        """What is no source, by reason: how many records or members were passed over."""
        self._file_path = file_path
        self._collection = collection
        self._row = 0
        self._names = _Names()
        self._plans: dict[tuple[str, ...], Columns] = {}

    @contextlib.contextmanager
    def member(self, name: str) -> Iterator[None]:
        """Within it, records are of the archive's member of that name."""
        self.members.append(name)
        try:
            yield
        finally:
            self.members.pop()

    def of_member(self, payload: bytes, findings: tuple[Finding, ...]) -> Record:
        """The record that the member is as a whole."""
        self._row += 1
        digest = "" if any(finding.verdict == "remove" for finding in findings) else digest_of(payload)
        return Record(id=self._id(""), payload=payload, digest=digest, metadata=self._metadata({}), findings=findings)

    def record(
        self, payload: bytes, *, media_type: str, name: str = "", url: str = "", metadata: Mapping[str, Any] = _NOTHING
    ) -> Record:
        """The next record. `name` tells it from the others; without one its number does."""
        self._row += 1
        return Record(
            id=self._id(name or str(self._row)),
            payload=payload,
            url=url,
            media_type=media_type,
            digest=digest_of(payload),
            metadata=self._metadata(metadata),
        )

    def broken(self, code: str, message: str, *, name: str = "", metadata: Mapping[str, Any] = _NOTHING) -> Record:
        """The next record, that can't be read: without payload, with a finding that says why."""
        self._row += 1
        finding = Finding(code, 0, 0, "remove", 1.0, printable(message))
        return Record(
            id=self._id(name or f"{self._row}!"), payload=b"", metadata=self._metadata(metadata), findings=(finding,)
        )

    def pass_over(self, reason: str) -> None:
        """Counts a record or member that is no source. Of a hostile container's reasons the first are told apart.

        >>> container = Container("a.warc", "crawl")
        >>> container.pass_over("status 404")
        >>> container.passed
        Counter({'status 404': 1})
        """
        reason = printable(reason)[:_MAX_REASON_CHARS]
        known = reason in self.passed or len(self.passed) < _MAX_REASONS
        self.passed[reason if known else "other reasons"] += 1

    def skip(self, rows: int) -> None:
        """Counts rows that give no records."""
        self._row += rows

    def of_row(self, row: Mapping[str, Any], options: ReadOptions, where: str, *, charset: str = "") -> Record:
        """The record of a row of named values: its HTML if it has any, else its text.

        Values are as JSON has them, or bytes, of that charset. `where` is the row's place, for the finding (`E023`) of
        one without text.
        """
        columns = self._columns(row, options)
        name = _name_of(value_of(row, columns.id))
        html, text = value_of(row, columns.html), value_of(row, columns.text)
        metadata = _described(row, columns)
        if isinstance(html, str | bytes) and (html or not isinstance(text, str | bytes)):
            payload, media_type = _encoded(html, "text/html", charset)
        elif isinstance(text, str | bytes):
            kind = "text/plain" if options.text_column or "text" in columns.text.lower() else ""
            payload, media_type = _encoded(text, kind, charset)
        else:
            return self.broken("E023", f"{where}: {_lack(row, columns, options)}", name=name, metadata=metadata)
        if len(payload) > options.max_record_bytes:
            reason = f"{where}: {len(payload)} bytes are more than max_record_bytes = {options.max_record_bytes} allows"
            return self.broken("E022", reason, name=name, metadata=metadata)
        url = _string(value_of(row, columns.url))
        return self.record(payload, media_type=media_type, name=name, url=url, metadata=metadata)

    def _columns(self, row: Mapping[str, Any], options: ReadOptions) -> Columns:
        names = tuple(row)
        columns = self._plans.get(names)
        if columns is None:
            if len(self._plans) > 1000:  # rows of ever new keys
                self._plans.clear()
            columns = self._plans[names] = Columns.of(names, options)
        return columns

    def _metadata(self, more: Mapping[str, Any]) -> dict[str, Any]:
        member = {"member": "/".join(self.members)} if self.members else {}
        return {"file_path": self._file_path, "collection": self._collection, **member, **more, "row": self._row}

    def _id(self, name: str) -> str:
        """The container's name and members', and `name`, and the row if that was there before."""
        unique = "#".join(filter(None, (self._file_path, "/".join(map(printable, self.members)), name)))
        while self._names.add(unique):
            unique = f"{unique}@{self._row}"
        return unique


class _Names:
    """The names that were given, in bounded memory: a Bloom filter of 8 MiB.

    At a million names one in 10,000 is taken for one that was there, at ten millions one in 20; such a name gets
    the row's number, too, which does no harm.
    """

    def __init__(self) -> None:
        self._bits = bytearray(_TABLE_BITS // 8)  # zeroed by the system, page by page, as it is used

    def add(self, name: str) -> bool:
        """True if the name was added before, or seems so."""
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4 * _TABLE_PROBES).digest()
        seen = True
        for start in range(0, 4 * _TABLE_PROBES, 4):
            place = int.from_bytes(digest[start : start + 4], "little") % _TABLE_BITS
            at, bit = place >> 3, 1 << (place & 7)
            if not self._bits[at] & bit:
                seen = False
                self._bits[at] |= bit
        return seen


def digest_of(payload: bytes) -> str:
    """The SHA-256 of the bytes, as `sha256:<hex>`."""
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


WAS_TEXT = "decoded=1"
"""In a media type: the source was text before; what an HTML page says of its charset is about bytes that are gone."""


def encoded_string(text: str) -> tuple[bytes, str]:
    """Bytes and the codec that turns them (with `surrogateescape`) into exactly this text."""
    if not text.startswith("\ufeff"):  # as a byte order mark it would not be part of the text
        try:
            return text.encode("utf-8"), "utf-8"
        except UnicodeEncodeError:
            pass
    return text.encode("unicode_escape"), "unicode_escape"  # the one text codec that keeps any surrogate


def _encoded(value: str | bytes, media_type: str, charset: str) -> tuple[bytes, str]:
    if isinstance(value, bytes):
        return value, f"{media_type}; charset={charset}; {WAS_TEXT}" if charset else media_type
    payload, codec = encoded_string(value)
    return payload, f"{media_type}; charset={codec}; {WAS_TEXT}"


def _name_of(value: Any) -> str:
    """What an id column says, if it is a name or number."""
    if isinstance(value, bool) or not isinstance(value, str | bytes | int | float):
        return ""
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        return ""
    name = " ".join(_string(value).split())
    return name if len(name) <= MAX_NAME_CHARS else ""


def _string(value: Any) -> str:
    """The value of a column that holds strings, without what no encoding can hold; `""` if it is something else."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return printable(str(value)) if isinstance(value, str | int | float) else ""


def _described(row: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """What a row says of its text: site, day and all other values that are no lists or objects."""
    found: dict[str, Any] = {}
    if site := _string(value_of(row, columns.site)):
        found["site"] = site
    if day := day_of(_string(value_of(row, columns.fetched))):
        found["fetched"] = day
    if others := scalars_of(row, (columns.text, columns.html, columns.url, columns.site)):
        found["columns"] = others
    return found


def lack_of_columns(names: Sequence[Any], options: ReadOptions) -> str:
    """What to say where none of the columns holds a text."""
    wanted = " or ".join(name for name in (options.text_column, options.html_column) if name)
    reason = f"no column {wanted}" if wanted else "no column of text or HTML is known by its name"
    there = ", ".join(list(map(str, names))[:30]) or "none"
    return f"{reason}; there are: {there}; name one with text_column or html_column"


def _lack(row: Mapping[str, Any], columns: Columns, options: ReadOptions) -> str:
    if not columns.text and not columns.html:
        return lack_of_columns(tuple(row), options)
    column = columns.text or columns.html
    value = value_of(row, column)
    return f"the column {column} is {'null' if value is None else f'no string but {type(value).__name__}'}"
