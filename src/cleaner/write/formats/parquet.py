"""Parquet: the columns that the dataset card pins, `metadata` as a JSON string, row groups for analysis."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from cleaner.errors import ArgumentError, CorpusError
from cleaner.write.formats.files import DigestFile
from cleaner.write.lines import decode_row

GROUP_BYTES = 32 << 20
"""Encoded rows in a row group: eight groups to a shard, each a thread's task for DuckDB or polars. It is
also what a reader and the writer hold in memory at once."""

GROUP_ROWS = 122_880
"""What DuckDB makes a row group of: short documents end a group earlier."""

_BATCH_BYTES = 1 << 20
_READ_ROWS = 1000
# Few values, many rows: these are worth a dictionary. Others only pass through it.
_OF_FEW_VALUES = ["source", "date", "added", "created", "language"]


class DocumentRow(msgspec.Struct, frozen=True, gc=False):
    """The columns of a document row; `metadata` is its JSON as it stands there."""

    id: str
    text: str
    source: str
    url: str
    date: str
    added: str
    created: str
    file_path: str
    language: str
    language_score: float
    token_count: int
    metadata: msgspec.Raw


class ParquetSink:
    """A shard as a Parquet file, packed with Zstandard. Raises `ArgumentError` where pyarrow is missing."""

    def __init__(self, path: Path) -> None:
        arrow, parquet = _pyarrow()
        self._table, self._schema = arrow.Table, _schema(arrow)
        self._file = DigestFile(path)
        self._writer = parquet.ParquetWriter(
            self._file, self._schema, compression="zstd", compression_level=3, use_dictionary=_OF_FEW_VALUES,
            store_schema=False, write_page_checksum=True,
        )  # fmt: skip
        self._batch_of = arrow.RecordBatch.from_pydict
        self._rows: list[DocumentRow] = []
        self._batches: list[Any] = []
        self._group_size = self._group_rows = self._size = 0

    def add(self, line: bytes) -> None:
        if self._group_rows and (self._group_size + len(line) > GROUP_BYTES or self._group_rows == GROUP_ROWS):
            self._write_group()
        self._rows.append(decode_row(line, DocumentRow))
        self._size += len(line)
        self._group_size += len(line)
        self._group_rows += 1
        if self._size > _BATCH_BYTES:
            self._pack()

    def close(self) -> tuple[int, str]:
        self._write_group()
        self._writer.close()
        return self._file.finish()

    def discard(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._writer.close()
        self._writer.is_open = False  # or it would try again when it is collected
        with contextlib.suppress(OSError, ValueError):
            self._file.close()

    def _pack(self) -> None:
        """The rows as Arrow's columns, which take a third of the memory."""
        columns: dict[str, list[Any]] = {
            name: [getattr(row, name) for row in self._rows] for name in DocumentRow.__struct_fields__[:-1]
        }
        columns["metadata"] = [bytes(row.metadata) for row in self._rows]
        self._batches.append(self._batch_of(columns, schema=self._schema))
        self._rows, self._size = [], 0

    def _write_group(self) -> None:
        if self._group_rows:
            self._pack()
            self._writer.write_table(self._table.from_batches(self._batches), row_group_size=self._group_rows)
        self._batches, self._group_size, self._group_rows = [], 0, 0


def read_parquet(path: Path) -> Iterator[bytes]:
    """The file's rows as the JSON lines that they were made from. Raises `CorpusError` if it can't be read."""
    arrow, parquet = _pyarrow()
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            for batch in file.iter_batches(batch_size=_READ_ROWS):
                for row in batch.to_pylist():
                    row["metadata"] = msgspec.Raw(row["metadata"].encode())
                    yield msgspec.json.encode(row) + b"\n"
    except (OSError, arrow.ArrowException, KeyError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"{path}: {reason}; a corpus folder is what `cleaner clean PATH -o FOLDER` writes") from error


def _schema(arrow: Any) -> Any:
    types = {"language_score": arrow.float64(), "token_count": arrow.int64()}
    fields = [
        arrow.field(name, types.get(name, arrow.string()), nullable=False) for name in DocumentRow.__struct_fields__
    ]
    return arrow.schema(fields)


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ArgumentError("Parquet needs the extra: pip install 'cleaner[parquet]'; or choose jsonl") from error
    return pyarrow, pyarrow.parquet
