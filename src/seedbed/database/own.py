"""What stands in FROM for the rows of one table: those of its partitions, not those of tables that inherit from it."""

from __future__ import annotations

from seedbed.database.connection import Connection
from seedbed.database.quoting import literal, table_name
from seedbed.schema.model import Table

__all__ = ["own_rows"]


def own_rows(connection: Connection, table: Table) -> str:
    """The table in SQL, so that its own rows are meant. Raises DatabaseError."""
    name = table_name(table, connection.dialect)
    if connection.dialect != "postgres":
        return name
    asked = literal(name, "postgres")
    kinds = connection.rows(f"SELECT relkind FROM pg_catalog.pg_class WHERE oid = to_regclass({asked})")  # noqa: S608 - quoted
    return name if kinds and kinds[0][0] in ("p", b"p") else f"ONLY {name}"
