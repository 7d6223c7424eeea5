"""Questions inside a transaction: one moment of the database for all of them, and refusals that end nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from seedbed.database.connection import Connection
from seedbed.errors import DatabaseError
from seedbed.schema.model import Dialect

__all__ = ["attempt", "in_transaction", "one_moment", "tried"]

_POINT = "seedbed_question"
_BEGIN: Mapping[Dialect, str] = {
    "postgres": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "mysql": "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    "sqlite": "BEGIN",
}
_MYSQL_IN_TRANSACTION = 1  # SERVER_STATUS_IN_TRANS of the protocol


def in_transaction(connection: Connection) -> bool:
    """Whether a transaction is open on the session."""
    if connection.dialect == "postgres":
        return bool(connection.raw.info.transaction_status.name != "IDLE")
    if connection.dialect == "sqlite":
        return bool(connection.raw.in_transaction)
    connection.run("DO 0")  # its answer carries the state of the session; a query's does not
    return bool(connection.raw.server_status & _MYSQL_IN_TRANSACTION)


@contextlib.contextmanager
def one_moment(connection: Connection) -> Iterator[None]:
    """All reads see the database as it is now: in the transaction that is open, else in one that only reads."""
    if in_transaction(connection):
        yield
        return
    connection.run(_BEGIN[connection.dialect])
    try:
        yield
    finally:
        connection.run("ROLLBACK")


def tried(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query inside a transaction, which goes on where the query is refused with DatabaseError."""
    with attempt(connection):
        return connection.rows(sql)


@contextlib.contextmanager
def attempt(connection: Connection) -> Iterator[None]:
    """Questions inside a transaction, which goes on where one of them is refused with DatabaseError.

    A session that is lost raises DatabaseError too, now and at every later question.
    """
    connection.run(f"SAVEPOINT {_POINT}")
    try:
        yield
    except DatabaseError:
        connection.run(f"ROLLBACK TO SAVEPOINT {_POINT}")
        raise
    finally:
        with contextlib.suppress(DatabaseError):
            connection.run(f"RELEASE SAVEPOINT {_POINT}")
