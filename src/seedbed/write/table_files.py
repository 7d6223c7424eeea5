"""`TableFiles`: what sinks share that write a file of text for each table, a row after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from seedbed.schema.model import Table
from seedbed.write.files.temporary import Files
from seedbed.write.text.rows import RowText, Writer

__all__ = ["TableFiles"]


class TableFiles:
    """One file a table. A sink adds how a table begins: it opens the file, with what writes its rows."""

    def __init__(self, names: Mapping[str, str], folder: Path) -> None:
        self._names = names
        self.files = Files(folder)
        self._form: Callable[[], RowText]
        self._own: Writer

    def open(self, table: Table, form: Callable[[], RowText]) -> None:
        """Opens the table's file; `form` gives a writer of its rows."""
        self.files.open(self._names[table.id])
        self._form = form
        self._own = self.writer()

    def batch(self, batch: pa.RecordBatch) -> None:
        """Writes rows."""
        self.text(self._own(batch, False), batch.num_rows)

    def writer(self) -> Writer:
        """What gives the text of the table's rows, for one thread."""
        rows = self._form()
        return lambda batch, first: rows.of(batch)

    def text(self, text: bytes, rows: int) -> None:
        """Takes rows whose text a writer made."""
        self.files.write(text)

    def end(self) -> None:
        """Ends the table's file."""
        self.files.shut()

    def close(self) -> tuple[Path, ...]:
        """The names of the files."""
        return self.files.close()

    def abandon(self) -> None:
        """Takes the files back."""
        self.files.abandon()
