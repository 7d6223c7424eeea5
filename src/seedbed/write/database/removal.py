"""Deleting rows of all tables, children first, with the foreign keys of circles waiting meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier
from seedbed.schema.model import Schema, Table
from seedbed.write.order import Deferred, load_order
from seedbed.write.sql.frame import Frame

__all__ = ["Loosened", "delete_backwards"]

Loosened = Callable[[Table, tuple[str, ...], str], None]
"""Takes a table, columns, and the assignments that empty them."""


def delete_backwards(
    schema: Schema, frame: Frame, connection: Connection, delete: Callable[[Table], None], loosen: Loosened
) -> None:
    """Calls `delete` for each table in reverse load order, inside the transaction that is open.

    No foreign key ON DELETE RESTRICT can wait: those of circles are taken off by `loosen`, where they may be NULL.

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
            _loosened(schema, group, loosen)
            waiting = group
        delete(schema.table(id))
    _run(connection, frame.settle(waiting) if waiting else ())


def _loosened(schema: Schema, group: Deferred | None, loosen: Loosened) -> None:
    """Empties the columns of keys that would refuse at once; MySQL asks no key of a circle."""
    for id, key in group.keys if group and schema.dialect != "mysql" else ():
        table = schema.table(id)
        names = tuple(name for name in key.columns if table.column(name).nullable)
        if key.on_delete == "restrict" and names:
            loosen(table, names, ", ".join(f"{identifier(name, schema.dialect)} = NULL" for name in names))


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.run(statement)
