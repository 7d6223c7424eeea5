"""The rows of a living database as Arrow, in the types of a schema: only the columns that are asked for."""

# ruff: noqa: S608 - the names in these queries are quoted

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from seedbed.database.connection import Connection
from seedbed.database.own import own_rows
from seedbed.database.quoting import identifier
from seedbed.database.transaction import one_moment
from seedbed.read.rows.copy import copy_batch
from seedbed.read.rows.typed import typed
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Column, Schema, Table

__all__ = ["live_rows"]

_BATCH = 1 << 16  # rows
_BYTES = 1 << 24


def live_rows(
    connection: Connection,
    schema: Schema,
    columns: Mapping[str, Sequence[str]],
    every: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, pa.Table]:
    """The rows of tables (by id), all as they are at one moment; of each table the given columns.

    Of the tables that `every` names only each so manieth row is read, in the order of the primary key; of MySQL's
    about as many, by chance that their keys decide.

    A value that the Arrow type of its column has no word for (infinity, a day before the year 1) is NULL. A table
    of which no column is asked still has its number of rows. Raises DatabaseError.
    """
    with one_moment(connection):
        return {id: _rows(connection, schema.table(id), names, every.get(id, 1)) for id, names in columns.items()}


def _rows(connection: Connection, table: Table, names: Sequence[str], every: int) -> pa.Table:
    if not names:
        [(count,)] = connection.rows(f"SELECT count(*) FROM {own_rows(connection, table)}")
        return pa.table({"": pa.nulls(int(count))}).select([])
    columns = [table.column(name) for name in names]
    wanted = ", ".join(_asked(column, connection) for column in columns)
    query = f"SELECT {wanted} FROM {own_rows(connection, table)}{_order(table, connection)}"
    key = _key(table, connection)
    if every > 1 and key and connection.dialect == "mysql":  # which writes all rows down to number them
        some = f" WHERE CRC32(CONCAT_WS(',', {key})) % {every} = 0"
        query = f"SELECT {wanted} FROM {own_rows(connection, table)}{some}{_order(table, connection)}"
    elif every > 1:
        numbered = f"SELECT *, row_number() OVER ({_order(table, connection)}) AS seedbed_row"
        inner = f"({numbered} FROM {own_rows(connection, table)}) AS numbered"
        query = f"SELECT {wanted} FROM {inner} WHERE seedbed_row % {every} = 0"
    read = _copied if connection.dialect == "postgres" else _fetched
    schema = pa.schema([(column.name, arrow_type(column.type)) for column in columns])
    batches = [_typed(batch, columns, schema) for batch in read(connection, query, names)]
    return pa.Table.from_batches(batches, schema)


def _order(table: Table, connection: Connection) -> str:
    """By the primary key, so that equal rows have equal numbers whenever they are read."""
    names = _key(table, connection)
    return f" ORDER BY {names}" if names else ""


def _key(table: Table, connection: Connection) -> str:
    """The columns of the primary key, "" where there is none."""
    key = table.primary
    return ", ".join(identifier(name, connection.dialect) for name in key.columns) if key and not key.keys else ""


def _asked(column: Column, connection: Connection) -> str:
    """What is asked for a column: itself, or the text that `typed` reads."""
    name = identifier(column.name, connection.dialect)
    kind = column.type.kind
    if connection.dialect == "postgres":
        return f"{name}::numeric" if kind == "money" else f"{name}::integer::text" if kind == "oid" else name
    if kind == "bytes":
        return (
            f"CONCAT('\\\\x', HEX({name}))"
            if connection.dialect == "mysql"
            else f"CASE WHEN {name} NOT NULL THEN '\\x' || hex({name}) END"
        )
    if kind in ("integer", "boolean", "float", "year"):
        return name
    if kind in ("bit", "varbit") and connection.dialect == "mysql":
        return f"LPAD(BIN({name}), {column.type.length or 1}, '0')"
    if kind == "geometry":
        return f"ST_AsText({name})"
    return f"CAST({name} AS {'CHAR' if connection.dialect == 'mysql' else 'TEXT'})"


def _copied(connection: Connection, query: str, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The batches of a query by COPY, whole lines at a time."""
    places = [f"c{number}" for number in range(len(names))]
    with connection.refusals(), contextlib.closing(connection.raw.cursor()) as cursor:
        with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
            held: list[bytes] = []
            size = 0
            for piece in copy:
                held.append(bytes(piece))
                size += len(held[-1])
                if size >= _BYTES:
                    yield from copy_batch(b"".join(held), places, "COPY")
                    held, size = [], 0
        if held:
            yield from copy_batch(b"".join(held), places, "COPY")


def _fetched(connection: Connection, query: str, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The batches of a query, value by value."""
    with connection.refusals(), contextlib.closing(_cursor(connection)) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_BATCH):
            arrays = [_cells(values) for values in zip(*rows, strict=True)]
            yield pa.record_batch(arrays, names=[f"c{number}" for number in range(len(names))])


def _cursor(connection: Connection) -> Any:
    """A cursor that does not hold all rows at once."""
    if connection.dialect == "sqlite":
        return connection.raw.cursor()
    from pymysql.cursors import SSCursor

    return connection.raw.cursor(SSCursor)


def _cells(values: Sequence[object]) -> pa.Array:
    """Whole numbers as they are, all else as text."""
    if all(value is None or isinstance(value, int) for value in values):
        with contextlib.suppress(pa.ArrowException, OverflowError):
            return pa.array(values, pa.int64())
    return pa.array([_text(value) for value in values], pa.string())


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)


def _typed(batch: pa.RecordBatch, columns: Sequence[Column], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [typed(cells, column.type)[0] for cells, column in zip(batch.columns, columns, strict=True)]
    return pa.record_batch(arrays, schema=schema)
