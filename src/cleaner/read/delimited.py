"""CSV and TSV with a header: rows as RFC 4180 has them, and what spreadsheets and scripts make of it.

The delimiter of a CSV file is that of its header (comma, semicolon, tab or bar). Rows are read strictly first: only
so a quotation mark that never closes is seen before it has swallowed the rows after it. A row of one line that is
broken in quoting but has the right number of fields is taken all the same. Bytes that are no UTF-8 stay bytes: the
document's own encoding is found later, as that of a file.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence

from cleaner.document import Record
from cleaner.read.columns import Columns
from cleaner.read.compression import Readable
from cleaner.read.container import Container, lack_of_columns
from cleaner.read.lines import Part, as_utf8, lines_of
from cleaner.read.options import ReadOptions

DELIMITERS = ",;\t|"

MAX_READ_AGAIN = 4
"""A broken row is read again from its second line on, since a stray quotation mark may have made good rows one; but
all in all no more than so many times what was read, which keeps files of nothing but such marks linear."""


def read_csv(stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The record of each row of a CSV file.

    >>> import io
    >>> rows = b'id;text\\r\\n1;"It rained;\\r\\nit poured."\\r\\n2;a;b\\r\\n3;Sun\\r\\n'
    >>> records = list(read_csv(io.BytesIO(rows), Container("a.csv", "a"), ReadOptions()))
    >>> [(record.id, record.payload) for record in records]
    [('a.csv#1', b'It rained;\\r\\nit poured.'), ('a.csv#2!', b''), ('a.csv#3', b'Sun')]
    """
    return _read(stream, container, options, delimiter="")


def read_tsv(stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The record of each row of a file of values between tabs, quoted or not."""
    return _read(stream, container, options, delimiter="\t")


class _InterruptedError(Exception):
    """A line can't be read, or makes its row too long."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


class _Feed:
    """The lines for `csv.reader`, which asks for one after the other until its row is whole."""

    def __init__(self, lines: Iterator[Part], max_bytes: int) -> None:
        self._lines = lines
        self._again: deque[Part] = deque()
        self._max_bytes = max_bytes
        self._size = 0
        self._read_bytes = self._again_bytes = 0
        self.taken: list[Part] = []
        self.escaped = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._again:
            part = self._again.popleft()
        else:
            part = next(self._lines)
            self._read_bytes += len(part.content) + 1
        self.taken.append(part)
        if part.problem:
            raise _InterruptedError(part.code, part.problem)
        self._size += len(part.content) + 1
        if self._size > self._max_bytes and len(self.taken) > 1:
            reason = f"more bytes than max_record_bytes = {self._max_bytes} allows: a quotation mark does not close"
            raise _InterruptedError("E022", reason)
        return self._decoded(part)

    def start(self) -> None:
        """Forgets the lines of the row before."""
        self.taken = []
        self._size = 0
        self.escaped = False

    def read_again(self, parts: Sequence[Part]) -> None:
        """Gives these lines once more."""
        self._again.extendleft(reversed(parts))

    def keep_first(self) -> None:
        """Leaves the row its first line and reads the others again, unless that was done too often."""
        if len(self.taken) > 1 and self._again_bytes + self._size <= MAX_READ_AGAIN * self._read_bytes:
            self._again_bytes += self._size
            self.read_again(self.taken[1:])
            del self.taken[1:]

    def _decoded(self, part: Part) -> str:
        try:
            return part.content.decode("utf-8") + "\n"
        except UnicodeDecodeError:
            self.escaped = True
            return part.content.decode("utf-8", "surrogateescape") + "\n"


def _read(stream: Readable, container: Container, options: ReadOptions, delimiter: str) -> Iterator[Record]:
    # The one setting that the module has for all its readers; no cell of a record that is allowed is too large.
    csv.field_size_limit(max(csv.field_size_limit(), options.max_record_bytes))
    lines = lines_of(as_utf8(stream), max_bytes=options.max_record_bytes)
    feed = _Feed(lines, options.max_record_bytes)
    try:
        delimiter = delimiter or _delimiter(feed, options)
        header = next((cells for cells in csv.reader(feed, delimiter=delimiter) if cells), [])
    except (_InterruptedError, csv.Error) as error:
        yield container.broken(getattr(error, "code", "E024"), f"the header can't be read: {error}")
        return
    names = _distinct(header)
    columns = Columns.of(names, options)
    if names and not columns.text and not columns.html:
        yield container.broken("E024", lack_of_columns(names, options))
        return
    texts = tuple(name for name in (columns.text, columns.html) if name)
    for cells, where, code, problem in _rows(feed, delimiter, len(names)):
        if problem:
            yield container.broken(code, f"{where}: {problem}")
            continue
        row: dict[str, str | bytes] = dict(zip(names, cells, strict=True))
        if feed.escaped:
            row |= {name: str(row[name]).encode("utf-8", "surrogateescape") for name in texts}
        yield container.of_row(row, options, where)


def _delimiter(feed: _Feed, options: ReadOptions) -> str:
    """The delimiter with which the first line names a text, or which it has most of; a line `sep=;` says it."""
    for line in feed:
        feed.start()
        stripped = line.strip().lower()
        if stripped.startswith("sep=") and len(stripped) == 5:
            return stripped[4]
        if not stripped:
            continue
        feed.read_again([Part(0, 0, line[:-1].encode("utf-8", "surrogateescape"))])
        return max(DELIMITERS, key=lambda mark: _fitness(line, mark, options))
    return ","


def _fitness(line: str, delimiter: str, options: ReadOptions) -> tuple[bool, int]:
    names = tuple(next(csv.reader([line], delimiter=delimiter), []))
    columns = Columns.of(names, options)
    return bool(columns.text or columns.html), len(names)


def _distinct(header: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; those without a name, or with that of another, get their number.

    >>> _distinct(["id", " text ", "", "id"])
    ('id', 'text', 'column_3', 'id_4')
    """
    names: dict[str, None] = {}
    for number, cell in enumerate(header, 1):
        name = cell.strip() or f"column_{number}"
        names[f"{name}_{number}" if name in names else name] = None
    return tuple(names)


def _rows(feed: _Feed, delimiter: str, width: int) -> Iterator[tuple[list[str], str, str, str]]:
    """The cells of each row and where it is; for a broken one no cells, but a code and what is wrong."""
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    astray = False  # after a broken row: what looks like one may be the rest of it
    while True:
        feed.start()
        code, problem, cells = "E020", "", []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _InterruptedError as error:
            code, problem = error.code, str(error)
            feed.keep_first()
        except csv.Error as error:
            cells = _leniently(feed.taken[0], delimiter, width)
            problem = "" if cells else f"broken quoting: {error}"
            feed.keep_first()
        if not cells and not problem:
            continue
        if not problem and len(cells) != width:
            problem = f"{len(cells)} fields, but the header has {width}"
        elif not problem and astray and len(feed.taken) == 1 and feed.taken[0].content.count(b'"') % 2:
            problem = "the rest of a broken row"
        astray = bool(problem)
        yield cells, _place(feed.taken), code, problem


def _leniently(part: Part, delimiter: str, width: int) -> list[str]:
    """The cells of a row that is one line, with its quotation marks as they are; none if they are not `width`.

    >>> _leniently(Part(1, 0, b'1,"He said "yes", then left",x'), ",", 4)
    ['1', 'He said yes"', ' then left"', 'x']
    """
    line = part.content.decode("utf-8", "surrogateescape")
    if delimiter == "\t":
        cells = line.rstrip("\r").split("\t")
    elif line.count('"') % 2:
        return []
    else:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:  # a carriage return in a cell without quotation marks
            return []
    return cells if len(cells) == width else []


def _place(parts: Sequence[Part]) -> str:
    first, last = parts[0], parts[-1]
    lines = f"line {first.number}" if len(parts) == 1 else f"lines {first.number} to {last.number}"
    return f"{lines}, from byte {first.offset}"
