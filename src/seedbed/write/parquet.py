"""Parquet: one file a table, the Arrow types as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from seedbed.errors import Problem, WriteError
from seedbed.schema.model import Table
from seedbed.write.files.temporary import Files, refusals

__all__ = ["Parquet"]

_ROWS = 2**16  # of a group at the most
_BYTES = 64 * 2**20  # of Arrow: wide tables have groups of fewer rows, so that memory stays flat


class Parquet:
    """One file a table; rows are gathered into groups, each of which is written while the next one is made."""

    def __init__(self, names: Mapping[str, str], folder: Path) -> None:
        self._names = names
        self.files = Files(folder)
        self._path = folder
        self._writer: Any = None
        self._columns = pa.schema([])
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Opens the table's file."""
        import pyarrow.parquet as pq

        name = self._names[table.id]
        self._path, self._columns = self.files.folder / name, columns
        file = self.files.lend(name)
        if file is not None:
            with refusals(self._path):
                self._writer = pq.ParquetWriter(file, columns, compression="snappy", **_encodings(table, columns))

    def batch(self, batch: pa.RecordBatch) -> None:
        """Writes rows, or keeps them until there are enough for a group."""
        if batch.num_rows and not self._columns.names:
            what = f"Parquet cannot hold the {batch.num_rows:,} rows of a table without columns"
            raise WriteError(Problem(what, where=str(self._path), help="leave parquet out of --format"))
        self._waiting.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= _ROWS or self._bytes >= _BYTES:
            self._write()

    def end(self) -> None:
        """Ends the table's file."""
        if self._writer is None:
            return
        self._write()
        writer, self._writer = self._writer, None
        with refusals(self._path):
            writer.close()
        self.files.whole()

    def close(self) -> tuple[Path, ...]:
        """The names of the files."""
        return self.files.close()

    def abandon(self) -> None:
        """Takes the files back."""
        writer, self._writer = self._writer, None
        self._waiting.clear()
        if writer is not None:
            _drop(writer)
        self.files.abandon()

    def _write(self) -> None:
        if self._waiting:
            rows = pa.Table.from_batches(self._waiting, self._columns)
            self._waiting, self._rows, self._bytes = [], 0, 0
            with refusals(self._path):
                self._writer.write_table(rows, row_group_size=_ROWS)


def _encodings(table: Table, columns: pa.Schema) -> dict[str, Any]:
    """How columns are written: by a dictionary where texts repeat, keys that count up by their differences.

    A dictionary of numbers or moments costs half as much time again, and most have too many different ones for it.
    """
    keys = {unique.columns[0] for unique in table.uniques if len(unique.columns) == 1}
    texts = [column.name for column in columns if pa.types.is_string(column.type) and column.name not in keys]
    whole = [column.name for column in columns if pa.types.is_integer(column.type) and column.name in keys]
    return {"use_dictionary": texts or False, "column_encoding": dict.fromkeys(whole, "DELTA_BINARY_PACKED") or None}


def _drop(writer: Any) -> None:
    """Closes a writer whose file nobody wants any more."""
    try:
        writer.close()
    except (OSError, ValueError, pa.ArrowException):  # a full disk, or a file that is shut, refuses the footer
        return
