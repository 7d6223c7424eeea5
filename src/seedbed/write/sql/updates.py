"""UPDATE statements: cells of rows that a database holds already, each row found by what tells it apart."""

from __future__ import annotations

import pyarrow as pa

from seedbed.database.quoting import identifier, table_name
from seedbed.schema.model import Dialect, Table
from seedbed.write.text.rows import RowText, Template
from seedbed.write.text.sql_fields import sql_field

__all__ = ["Updates"]


class Updates:
    """One statement a row; the last `keys` columns of the batches tell the row apart and stay as they are."""

    end = ""
    rows = 0  # no row is new: no sequence moves

    def __init__(self, table: Table, columns: pa.Schema, dialect: Dialect, keys: int) -> None:
        self.table = table
        self.names = tuple(columns.names)
        names = [identifier(name, dialect) for name in columns.names]
        first = len(names) - keys
        marks = ["", *[", "] * (first - 1), " WHERE ", *[" AND "] * (keys - 1)]
        before = tuple(f"{mark}{name} = ".encode() for mark, name in zip(marks, names, strict=True))
        fields = [
            sql_field(table.column(name), type, dialect, f"{table.id}.{name}")
            for name, type in zip(columns.names, columns.types, strict=True)
        ]
        lead = f"UPDATE {table_name(table, dialect)} SET ".encode()  # noqa: S608 - it is written
        self._text = RowText(fields, columns.types, Template(before, b";\n", lead))

    def of(self, batch: pa.RecordBatch) -> bytes:
        """The statements of the rows."""
        return self._text.of(batch)
