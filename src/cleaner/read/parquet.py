"""Parquet: rows of a table, a few at a time, however large its row groups are.

Texts are taken as the bytes that they are stored as. Columns of lists and structs are not read, unless one is named
with a dot (`meta.url`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.document import Record
from cleaner.errors import ArgumentError
from cleaner.read.columns import Columns
from cleaner.read.compression import DamageError, Readable
from cleaner.read.container import Container, lack_of_columns
from cleaner.read.options import ReadOptions
from cleaner.read.seeking import seekable

BATCH_BYTES = 4_000_000
"""About how much text is unpacked at a time, and at least one row."""

MAX_BATCH_ROWS = 1000


def read_parquet(stream: Readable, container: Container, options: ReadOptions) -> Iterator[Record]:
    """The record of each row. A row group that can't be read is one broken record (`E021`); the others are read."""
    arrow = _pyarrow()
    try:
        with seekable(stream) as file:
            try:
                table = arrow.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True)
            except (OSError, ValueError, NotImplementedError) as error:
                yield container.broken("E024", f"no Parquet file: {error}")
                return
            yield from _rows(table, container, options)
    except DamageError as error:
        yield container.broken("E021", str(error))


def _rows(table: Any, container: Container, options: ReadOptions) -> Iterator[Record]:
    names = tuple(table.schema_arrow.names)
    columns = Columns.of(names, options)
    if not columns.text and not columns.html:
        yield container.broken("E024", lack_of_columns(names, options))
        return
    charset = "utf-8" if _are_strings(table.schema_arrow, columns) else ""
    wanted = [name for name in names if _is_read(table.schema_arrow.field(name).type, name, columns)]
    first = 1
    for group in range(table.num_row_groups):
        count = table.metadata.row_group(group).num_rows
        done = 0
        try:
            size = _batch_rows(table.metadata.row_group(group))
            for batch in table.iter_batches(size, row_groups=[group], columns=wanted, use_threads=False):
                for row in _unpacked(batch):
                    done += 1
                    yield container.of_row(row, options, f"row {first + done - 1}", charset=charset)
        except (OSError, ValueError, NotImplementedError) as error:
            where = f"row group {group + 1}, rows {first + done} to {first + count - 1}"
            yield container.broken("E021", f"{where}: {' '.join(str(error).split())}")
            container.skip(count - done - 1)
        first += count


def _is_read(kind: Any, name: str, columns: Columns) -> bool:
    """True of a column of scalars, and of a struct in which one is that counts."""
    import pyarrow.types as types

    if types.is_nested(kind):
        return any(column.startswith(f"{name}.") for column in (columns.text, columns.html, columns.id, columns.url))
    return not types.is_null(kind)


def _batch_rows(group: Any) -> int:
    """How many rows of the group are about `BATCH_BYTES`.

    By the size of the group as a whole: asking for that of a column ends the process if the file is damaged there.
    """
    average = group.total_byte_size / max(group.num_rows, 1)
    return int(min(max(BATCH_BYTES / max(average, 1), 1), MAX_BATCH_ROWS))


def _are_strings(schema: Any, columns: Columns) -> bool:
    """True if the texts are UTF-8 by their type; bytes may be in any encoding."""
    import pyarrow.types as types

    kinds = [schema.field(name.partition(".")[0]).type for name in (columns.text, columns.html) if name]
    return not any(types.is_binary(kind) or types.is_large_binary(kind) for kind in kinds)


def _unpacked(batch: Any) -> Iterator[dict[str, Any]]:
    names = batch.schema.names
    for values in zip(*map(_values, batch.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def _values(array: Any) -> list[Any]:
    """The column's values: strings as the bytes that they are stored as; days, times and decimals as strings."""
    import pyarrow
    import pyarrow.types as types

    if types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        array = array.cast(pyarrow.large_binary())
    elif types.is_temporal(kind) or types.is_decimal(kind):
        array = array.cast(pyarrow.string())
    values: list[Any] = array.to_pylist()
    return values


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise ArgumentError("Parquet files need another package: pip install 'cleaner[parquet]'") from error
    return pyarrow.parquet
