"""Rows into MySQL and MariaDB: LOAD DATA LOCAL, or INSERTs of many rows where the server has it off."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from seedbed.database.connection import Connection
from seedbed.database.quoting import table_name
from seedbed.errors import DatabaseError, Problem, SeedbedError
from seedbed.schema.model import Schema, Table
from seedbed.write.database.feed import Feed, refusal
from seedbed.write.options import Options
from seedbed.write.sql.frame import frame
from seedbed.write.sql.script import Inserts
from seedbed.write.stream import Stream
from seedbed.write.text.tabbed import mysql_assignments, tabbed

__all__ = ["Mysql"]

_FIRST = 1 << 18  # bytes in the first statement of a table: the server begins soon
_PIECE = 4 << 20  # bytes in a later one: many rows, and yet little memory
_NAME = "concat('seedbed ', md5(coalesce(database(), '')))"
_ROWS = 1000  # of a table without columns in one statement
_SHOWN = 3


class Mysql:
    """One transaction in MySQL or MariaDB."""

    def __init__(self, schema: Schema, connection: Connection, wait: int) -> None:
        self._connection = connection
        self._wait = wait
        self._bulk = False
        self.frame = frame(schema)

    def begin(self, others: Iterable[str] = ()) -> None:
        """Begins. Another load is kept out by a lock of the session; MySQL has no lock that fits the others."""
        self._connection.run(f"SET SESSION innodb_lock_wait_timeout = {self._wait}, lock_wait_timeout = {self._wait}")
        [(free, local)] = self._connection.rows(f"SELECT get_lock({_NAME}, 0), @@local_infile")
        if not free:
            raise DatabaseError(Problem("another load is filling this database", help="wait until it has ended"))
        self._bulk = bool(local) and Path("/dev/fd").is_dir()
        self._connection.run("START TRANSACTION")

    def feed(self, table: Table, columns: pa.Schema) -> Feed:
        """Takes the rows of one table."""
        if self._bulk and columns.names:
            return _LoadData(self._connection, table, columns)
        return _Statements(self._connection, table, columns)

    def end(self) -> None:
        """Checks as they were, and other loads may come."""
        checks = "coalesce(@seedbed_foreign_key_checks, @@SESSION.foreign_key_checks)"
        with contextlib.suppress(SeedbedError):  # a session that is lost needs nothing more
            self._connection.run(f"SET SESSION foreign_key_checks = {checks}")
            self._connection.run(f"DO release_lock({_NAME})")

    def cancel(self) -> None:
        """Nothing: a feed that is abandoned ends its statement by itself."""


class _LoadData:
    """LOAD DATA LOCAL, a few megabytes at a time, run by a thread while the next ones are written.

    The driver opens what it reads by name: a file without one has the name /dev/fd/N. LOCAL makes errors into
    warnings and leaves rows out; here any warning is a refusal.
    """

    def __init__(self, connection: Connection, table: Table, columns: pa.Schema) -> None:
        self._connection = connection
        self._table = table
        self._text = tabbed(table, columns, "mysql")
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._enough = _FIRST
        targets, made = mysql_assignments(table, columns)
        put = f" SET {', '.join(made)}" if made else ""
        self._into = f"INTO TABLE {table_name(table, 'mysql')} CHARACTER SET utf8mb4 ({', '.join(targets)}){put}"
        self._stream = Stream(self._run)

    def batch(self, batch: pa.RecordBatch) -> None:
        text = self._text.of(batch)
        self._waiting.append(text)
        self._bytes += len(text)
        if self._bytes >= self._enough:
            self._hand_on()
            self._enough = min(2 * self._enough, _PIECE)

    def end(self) -> None:
        self._hand_on()
        self._stream.end()

    def abandon(self) -> None:
        self._stream.abandon()

    def _hand_on(self) -> None:
        if self._bytes:
            self._stream.put(b"".join(self._waiting))
        self._waiting, self._bytes = [], 0

    def _run(self, pieces: Iterator[bytes]) -> None:
        try:
            with self._connection.refusals(refusal(self._table)), self._connection.raw.cursor() as cursor:
                for piece in pieces:
                    self._load(cursor, piece)
        except (AttributeError, OSError) as error:  # the driver stumbles over the socket that it has lost
            why = "the connection was lost while rows were sent"
            raise DatabaseError(Problem(refusal(self._table), str(self._connection.dsn), why)) from error

    def _load(self, cursor: Any, piece: bytes) -> None:
        """Loads one piece. Raises DatabaseError where a row was left out, or anything was not taken as it is."""
        with tempfile.TemporaryFile() as file:
            file.write(piece)
            file.flush()
            file.seek(0)
            taken = cursor.execute(f"LOAD DATA LOCAL INFILE '/dev/fd/{file.fileno()}' {self._into}")
        rows = piece.count(b"\n")  # those of texts are escaped
        warnings = list(self._connection.raw.show_warnings()) if cursor.warning_count else []
        if taken != rows or warnings:
            words = "; ".join(f"{words} ({level} {code})" for level, code, words in warnings[:_SHOWN])
            why = words or f"{taken:,} of {rows:,} rows were taken"
            raise DatabaseError(Problem(refusal(self._table), str(self._connection.dsn), why))


class _Statements:
    """INSERTs of many rows, run by a thread while the next ones are written."""

    def __init__(self, connection: Connection, table: Table, columns: pa.Schema) -> None:
        self._connection = connection
        self._table = table
        self._inserts = Inserts(table, columns, "mysql", Options()) if columns.names else None
        self._stream = Stream(self._run)

    def batch(self, batch: pa.RecordBatch) -> None:
        for statement in self._inserts.statements(batch) if self._inserts else _empty(self._table, batch.num_rows):
            self._stream.put(statement)

    def end(self) -> None:
        self._stream.end()

    def abandon(self) -> None:
        self._stream.abandon()

    def _run(self, statements: Iterator[bytes]) -> None:
        with self._connection.refusals(refusal(self._table)), self._connection.raw.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _empty(table: Table, rows: int) -> Iterator[bytes]:
    """Statements for rows all of whose columns fill themselves."""
    for start in range(0, rows, _ROWS):
        values = ", ".join(["()"] * min(_ROWS, rows - start))
        yield f"INSERT INTO {table_name(table, 'mysql')} () VALUES {values}".encode()  # noqa: S608 - it is quoted
