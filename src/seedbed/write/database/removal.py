"""Deleting rows of all tables, children first, with the foreign keys of circles waiting meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from seedbed.database.connection import Connection
from seedbed.schema.model import Schema, Table
from seedbed.write.order import Deferred, load_order
from seedbed.write.sql.frame import Frame

__all__ = ["delete_backwards"]


def delete_backwards(schema: Schema, frame: Frame, connection: Connection, delete: Callable[[Table], None]) -> None:
    """Calls `delete` for each table in reverse load order, inside the transaction that is open.

    One DELETE takes a table's references to itself along in PostgreSQL; the others judge each row by itself, so
    that such a table counts as a circle there. Raises DatabaseError.
    """
    themselves = frozenset(table.id for table in schema) if schema.dialect != "postgres" else frozenset[str]()
    order = load_order(schema, themselves)
    waiting: Deferred | None = None
    for id in reversed(order.tables):
        group = order.group_of(id)
        if group != waiting:
            _run(connection, frame.settle(waiting) if waiting else ())
            _run(connection, frame.defer(group) if group else ())
            waiting = group
        delete(schema.table(id))
    _run(connection, frame.settle(waiting) if waiting else ())


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.run(statement)
