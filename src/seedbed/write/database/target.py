"""Whether a database is fit for a load: what is missing in it, what is there already, what cannot be taken back."""

# ruff: noqa: S608 - the names in these queries are quoted

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seedbed.database.catalog import Catalog, Found
from seedbed.database.connection import Connection
from seedbed.database.own import own_rows
from seedbed.database.quoting import identifier
from seedbed.errors import DatabaseError, Note, Problem, UsageError
from seedbed.schema.model import Schema, Table

__all__ = ["counts", "fit", "holding", "lasting", "notes", "outside"]


def fit(schema: Schema, catalog: Catalog, connection: Connection, *, partial: bool) -> None:
    """Raises DatabaseError with everything that keeps the rows of a schema out of a database.

    With `partial` tables are taken whose engine cannot take rows back. Raises UsageError where the schema is of
    another dialect.
    """
    if schema.dialect != connection.dialect:
        what = f"the schema is of {schema.dialect}, the database is {connection.dialect}"
        raise UsageError(Problem(what, str(connection.dsn), help=f"say --dialect {connection.dialect} if it is not"))
    help = "apply the schema to the database first"
    if schema.database and schema.database != connection.dsn.database:
        help += f"; its file turns to the database {schema.database}, which the address does not name"
    problems = [problem for table in schema for problem in _unfit(table, catalog.tables.get(table.id), schema, help)]
    if not partial:
        problems += [lasting(table) for table in catalog.tables.values() if table.engine]
    if problems:
        raise DatabaseError(*problems)


def _unfit(table: Table, found: Found | None, schema: Schema, apply: str) -> Iterator[Problem]:
    """What one table lacks; `apply` says how it gets it."""
    if found is None:
        yield Problem("the database has no such table", table.id, help=apply)
        return
    fold = str if schema.dialect == "postgres" else str.lower
    there = {fold(name) for name in found.columns}
    for column in table.columns:
        if fold(column.name) not in there:
            yield Problem("the database has no such column", f"{table.id}.{column.name}", help=apply)
    known = {fold(column.name) for column in table.columns}
    for name in found.required:
        if fold(name) not in known:
            why = "it is NOT NULL and has no default, so every row must bring it"
            help = "add it to the schema, or give it a default"
            yield Problem("the schema does not know this column of the database", f"{table.id}.{name}", why, help)


def lasting(table: Found) -> Problem:
    """What is wrong with a table whose engine cannot take rows back."""
    why = f"{table.engine} has no transactions: what is written there stays"
    help = "convert the table to InnoDB, or accept with --allow-partial that a failed load leaves rows in it"
    return Problem("a load into this table cannot be taken back", table.id, why, help)


def notes(schema: Schema, catalog: Catalog) -> Iterator[Note]:
    """What the user ought to know about the tables before rows come."""
    for table in schema:
        found = catalog.tables[table.id]
        if found.triggers:
            names = ", ".join(found.triggers)
            why = "a trigger may change or refuse rows, and write to other tables"
            yield Note(f"triggers run while rows are loaded: {names}", why, table=table.id)
        if found.engine:
            yield Note(
                f"{found.engine} has no transactions: a failed load leaves rows here", table=table.id, grave=True
            )


def counts(schema: Schema, connection: Connection) -> dict[str, int]:
    """How many rows each table has. Raises DatabaseError."""
    # MySQL likes to count along a small index, and then looks up each new row elsewhere to see whether it may
    scan = " USE INDEX ()" if schema.dialect == "mysql" else ""
    rows = {table.id: own_rows(connection, table) for table in schema}
    return {id: _count(connection, f"SELECT count(*) FROM {own}{scan}") for id, own in rows.items()}


def outside(catalog: Catalog, connection: Connection) -> Mapping[str, int]:
    """The tables outside of the schema with rows that refer to its tables, and how many rows of each do.

    Whoever deletes the rows of the schema would take these along, or change them.
    """
    found: dict[str, int] = {}
    for reference in catalog.references:
        if not reference.id:
            held = " AND ".join(f"{identifier(column, connection.dialect)} IS NOT NULL" for column in reference.columns)
            rows = _count(connection, f"SELECT count(*) FROM {reference.child} WHERE {held}{holding(connection)}")
            if rows:
                found[reference.child] = max(rows, found.get(reference.child, 0))
    return found


def holding(connection: Connection) -> str:
    """What makes a query keep the rows that it saw, and no others, until the end of the transaction.

    Only MySQL needs it: PostgreSQL has locked the tables, SQLite all of the database.
    """
    return " LOCK IN SHARE MODE" if connection.dialect == "mysql" else ""


def _count(connection: Connection, query: str) -> int:
    [(rows,)] = connection.rows(query)
    return int(rows)
