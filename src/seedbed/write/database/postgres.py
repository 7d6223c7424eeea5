"""Rows into PostgreSQL: COPY, fed by a thread while the next rows are made."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

import pyarrow as pa

from seedbed.database.connection import Connection
from seedbed.database.quoting import columns as quoted
from seedbed.database.quoting import literal, table_name
from seedbed.schema.model import Schema, Table
from seedbed.write.database.binary import END, START, row_bytes
from seedbed.write.database.binary_cells import Received
from seedbed.write.database.feed import Feed, refusal
from seedbed.write.sql.frame import frame
from seedbed.write.stream import Stream
from seedbed.write.text.tabbed import tabbed

__all__ = ["Postgres"]

# Only who may change rows may keep others from changing them; who may only add waits for nobody.
_LOCKABLE = """\
SELECT w.name FROM (VALUES {wanted}) AS w (name)
JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(w.name) AND c.relkind IN ('r', 'p')
WHERE has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')"""

# Each column's own type, or that under its domain, and how the server receives it in binary.
_RECEIVED = """\
WITH RECURSIVE under (name, type) AS (
  SELECT a.attname, a.atttypid FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid = to_regclass({table}) AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT u.name, t.typbasetype FROM under AS u JOIN pg_catalog.pg_type AS t ON t.oid = u.type WHERE t.typtype = 'd'
)
SELECT u.name::text, p.proname::text, coalesce(q.proname::text, ''), t.typelem::bigint
FROM under AS u JOIN pg_catalog.pg_type AS t ON t.oid = u.type AND t.typtype <> 'd'
JOIN pg_catalog.pg_proc AS p ON p.oid = t.typreceive
LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem LEFT JOIN pg_catalog.pg_proc AS q ON q.oid = e.typreceive"""


class Postgres:
    """One transaction in PostgreSQL."""

    def __init__(self, schema: Schema, connection: Connection, wait: int) -> None:
        self._schema = schema
        self._connection = connection
        self._wait = wait
        self.frame = frame(schema)

    def begin(self, others: Iterable[str] = ()) -> None:
        """Begins, and keeps others from adding rows to the tables until the end."""
        self._connection.run("".join(self.frame.opening) + f"SET LOCAL lock_timeout = '{self._wait}s';")
        names = sorted({*(table_name(table, "postgres") for table in self._schema), *others})
        if names:
            wanted = ", ".join(f"({literal(name, 'postgres')})" for name in names)
            lockable = [name for (name,) in self._connection.rows(_LOCKABLE.format(wanted=wanted))]
            if lockable:
                self._connection.run(f"LOCK TABLE {', '.join(lockable)} IN SHARE ROW EXCLUSIVE MODE")

    def feed(self, table: Table, columns: pa.Schema) -> Feed:
        """Takes the rows of one table."""
        return _Copy(self._connection, table, columns) if columns.names else _Defaults(self._connection, table)

    def end(self) -> None:
        """Nothing: what was set ended with the transaction."""

    def cancel(self) -> None:
        """Ends the statement that runs, if one does; never fails."""
        with contextlib.suppress(Exception):
            self._connection.raw.cancel()


class _Copy:
    """COPY FROM STDIN, in binary where every column has a writer for it: both sides have less to do then."""

    def __init__(self, connection: Connection, table: Table, columns: pa.Schema) -> None:
        self._connection = connection
        self._table = table
        name = table_name(table, "postgres")
        asked = connection.rows(_RECEIVED.format(table=literal(name, "postgres")))
        binary = row_bytes(table, columns, {column: Received(*how) for column, *how in asked})
        self._rows = binary or tabbed(table, columns, "postgres")
        self._first, self._last = (START, END) if binary else (b"", b"")
        format = " WITH (FORMAT binary)" if binary else ""
        self._sql = f"COPY {name} ({quoted(columns.names, 'postgres')}) FROM STDIN{format}"
        self._stream = Stream(self._copied)

    def batch(self, batch: pa.RecordBatch) -> None:
        self._stream.put(self._rows.of(batch))

    def end(self) -> None:
        self._stream.end()

    def abandon(self) -> None:
        self._stream.abandon()

    def _copied(self, pieces: Iterator[bytes]) -> None:
        with (
            self._connection.refusals(refusal(self._table)),
            self._connection.raw.cursor() as cursor,
            cursor.copy(self._sql) as copy,
        ):
            copy.write(self._first)
            for piece in pieces:
                copy.write(piece)
            copy.write(self._last)


class _Defaults:
    """Rows without a column to fill: the database makes all of them by itself."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table
        self._rows = 0

    def batch(self, batch: pa.RecordBatch) -> None:
        self._rows += batch.num_rows

    def end(self) -> None:
        name = table_name(self._table, "postgres")
        with self._connection.refusals(refusal(self._table)), self._connection.raw.cursor() as cursor:
            cursor.execute(f"INSERT INTO {name} SELECT FROM generate_series(1, {self._rows})")

    def abandon(self) -> None:
        pass
