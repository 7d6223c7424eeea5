"""`Living`: one table of a schema as the database has it, and how its rows are named and shown in SQL."""

# ruff: noqa: S608 - names are quoted, and the texts of a schema are asked in a session that only reads or can roll back

from __future__ import annotations

from collections.abc import Iterable

from seedbed.classes import dataclass
from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier, literal, table_name
from seedbed.schema.model import Dialect, Table
from seedbed.schema.types import Type

__all__ = ["Living", "survey"]

_SHOWN = 4  # columns that are shown of a row
_LONGEST = 60  # characters of a value that are fetched
_BINARY = frozenset({"bytes", "bit", "varbit", "geometry", "point", "polygon", "geography", "vector"})


@dataclass(frozen=True, slots=True)
class Living:
    """One table; `source` is its SQL in FROM, `there` its columns in the database, None where there is no table.

    `hidden` says that row security hides rows from this role.
    """

    table: Table
    dialect: Dialect
    source: str
    there: tuple[str, ...] | None
    hidden: bool = False

    def name(self, column: str) -> str:
        """The quoted name of a column."""
        return identifier(column, self.dialect)

    def null(self, sql: str) -> str:
        """The test for NULL; in PostgreSQL IS NULL is another question where the value is a composite."""
        return f"{sql} IS NOT DISTINCT FROM NULL" if self.dialect == "postgres" else f"{sql} IS NULL"

    def given(self, sql: str) -> str:
        """The test for a value."""
        return f"{sql} IS DISTINCT FROM NULL" if self.dialect == "postgres" else f"{sql} IS NOT NULL"

    @property
    def primary(self) -> tuple[str, ...]:
        """The columns of the primary key that the database has."""
        primary = self.table.primary
        return tuple(name for name in primary.columns if name in self.present) if primary else ()

    @property
    def present(self) -> frozenset[str]:
        """The columns of the schema that the database has."""
        fold = str if self.dialect == "postgres" else str.lower
        there = {fold(name) for name in self.there or ()}
        return frozenset(column.name for column in self.table.columns if fold(column.name) in there)

    def shown(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The columns that an example shows: the key and those in question."""
        return tuple(name for name in dict.fromkeys([*self.primary, *columns]) if name in self.present)[:_SHOWN]

    def texts(self, columns: Iterable[str]) -> str:
        """The values of these columns as short texts."""
        return ", ".join(self._text(self.table.column(name).type, self.name(name)) for name in columns) or "NULL"

    def ordered(self) -> str:
        """ORDER BY the primary key, where there is one."""
        return f" ORDER BY {', '.join(self.name(name) for name in self.primary)}" if self.primary else ""

    def _text(self, type: Type, sql: str) -> str:
        if self.dialect == "postgres":
            return f"left(CAST({sql} AS text), {_LONGEST})"
        if self.dialect == "sqlite":
            return f"substr(CASE typeof({sql}) WHEN 'blob' THEN hex({sql}) ELSE CAST({sql} AS TEXT) END, 1, {_LONGEST})"
        return f"LEFT({f'HEX({sql})' if type.kind in _BINARY else f'CAST({sql} AS CHAR)'}, {_LONGEST})"


def survey(connection: Connection, table: Table) -> Living:
    """The table as the catalog of the database knows it."""
    name = table_name(table, connection.dialect)
    if connection.dialect == "postgres":
        return _postgres(connection, table, name)
    if connection.dialect == "sqlite":
        found = connection.rows(f"SELECT name FROM pragma_table_xinfo({literal(table.name, 'sqlite')})")
    else:
        home = literal(table.namespace, "mysql") if table.namespace else "DATABASE()"
        found = connection.rows(
            "SELECT column_name FROM information_schema.columns"
            f" WHERE table_schema = {home} AND table_name = {literal(table.name, 'mysql')} ORDER BY ordinal_position"
        )
    return Living(table, connection.dialect, name, tuple(str(row[0]) for row in found) or None)


def _postgres(connection: Connection, table: Table, name: str) -> Living:
    """Heirs are tables of their own, so rows are counted without theirs; partitions are not."""
    found = connection.rows(
        "SELECT relkind::text, row_security_active(oid), coalesce((SELECT array_agg(attname::text ORDER BY attnum)"
        " FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped), '{}')"
        f" FROM pg_class AS c WHERE oid = to_regclass({literal(name, 'postgres')})"
    )
    if not found:
        return Living(table, "postgres", name, None)
    kind, hidden, columns = found[0]
    return Living(table, "postgres", name if kind == "p" else f"ONLY {name}", tuple(columns), hidden)
