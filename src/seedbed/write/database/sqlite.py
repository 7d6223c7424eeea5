"""Rows into SQLite: INSERTs of many rows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat

import pyarrow as pa

from seedbed.database.connection import Connection
from seedbed.database.quoting import table_name
from seedbed.schema.model import Schema, Table
from seedbed.write.database.feed import Feed, refusal
from seedbed.write.options import Options
from seedbed.write.sql.frame import frame
from seedbed.write.sql.script import Inserts

__all__ = ["Sqlite"]


class Sqlite:
    """One transaction in SQLite, which keeps every other writer out."""

    def __init__(self, schema: Schema, connection: Connection, wait: int) -> None:
        self._connection = connection
        self._wait = wait
        self.frame = frame(schema)

    def begin(self, others: Iterable[str] = ()) -> None:
        """Begins; waits for another writer, but not for ever."""
        self._connection.run(f"PRAGMA busy_timeout = {self._wait * 1000}")
        self._connection.run("BEGIN IMMEDIATE")

    def feed(self, table: Table, columns: pa.Schema) -> Feed:
        """Takes the rows of one table."""
        return _Statements(self._connection, table, columns)

    def end(self) -> None:
        """Nothing: what was set ended with the transaction."""

    def cancel(self) -> None:
        """Nothing: statements run in the thread that makes them."""


class _Statements:
    """INSERTs of many rows, by the thread that opened the database, as SQLite's driver wants it."""

    def __init__(self, connection: Connection, table: Table, columns: pa.Schema) -> None:
        self._connection = connection
        self._table = table
        self._inserts = Inserts(table, columns, "sqlite", Options()) if columns.names else None

    def batch(self, batch: pa.RecordBatch) -> None:
        with self._connection.refusals(refusal(self._table)):
            if self._inserts is None:
                sql = f"INSERT INTO {table_name(self._table, 'sqlite')} DEFAULT VALUES"
                self._connection.raw.executemany(sql, repeat((), batch.num_rows))
                return
            for statement in self._inserts.statements(batch):
                self._connection.raw.execute(statement.decode())

    def end(self) -> None:
        """Nothing waits."""

    def abandon(self) -> None:
        """Nothing runs."""
