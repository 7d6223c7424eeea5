"""What stands around the rows of an SQL file: settings, one transaction, and the ways around circles.

Each frame keeps the promise that a file which fails anywhere leaves nothing behind, and that every foreign
key is judged before the end.
"""

from __future__ import annotations

from typing import Protocol

from seedbed.database.quoting import identifier, table_name
from seedbed.schema.model import Dialect, ForeignKey, Schema, Table
from seedbed.write.order import Deferred
from seedbed.write.sql.postgres import PostgresFrame

__all__ = ["Frame", "frame"]


class Frame(Protocol):
    """The statements of one dialect around the rows, each with its semicolon and a line end."""

    @property
    def opening(self) -> tuple[str, ...]:
        """The head of a file: settings, then BEGIN."""
        ...

    @property
    def closing(self) -> tuple[str, ...]:
        """COMMIT, and the settings as they were."""
        ...

    def defer(self, group: Deferred) -> tuple[str, ...]:
        """Before the first table of a cycle."""
        ...

    def settle(self, group: Deferred) -> tuple[str, ...]:
        """After the last table of a cycle: its foreign keys hold from here."""
        ...

    def moved(self, table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
        """After the rows of a table with these columns: its sequences go on behind them."""
        ...


def frame(schema: Schema) -> Frame:
    """The frame of the schema's dialect."""
    frames: dict[Dialect, type[PostgresFrame | MysqlFrame | SqliteFrame]] = {
        "postgres": PostgresFrame,
        "mysql": MysqlFrame,
        "sqlite": SqliteFrame,
    }
    return frames[schema.dialect](schema)


class SqliteFrame:
    """SQLite defers every foreign key of a transaction with one PRAGMA, until COMMIT."""

    opening = ("BEGIN;\n",)
    closing = ("COMMIT;\n",)

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def defer(self, group: Deferred) -> tuple[str, ...]:
        """The PRAGMA; it ends with the transaction."""
        tables = ", ".join(group.tables).replace("\n", " ")
        return (f"-- these refer to each other: {tables}\nPRAGMA defer_foreign_keys = ON;\n",)

    def settle(self, group: Deferred) -> tuple[str, ...]:
        """Nothing: COMMIT judges."""
        return ()

    def moved(self, table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
        """Nothing: SQLite counts from the largest rowid."""
        return ()


_CHECKS_KEPT = "SET @seedbed_foreign_key_checks = @@SESSION.foreign_key_checks;\n"


class MysqlFrame:
    """MySQL and MariaDB cannot defer: checks are off for a cycle alone, and its keys are asked again after it."""

    _opening = (
        "SET NAMES utf8mb4;\n",
        "SET @seedbed_sql_mode = @@SESSION.sql_mode, @seedbed_time_zone = @@SESSION.time_zone;\n",
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION';\n",
        "SET SESSION time_zone = '+00:00';\n",
        "START TRANSACTION;\n",
    )
    closing = (
        "COMMIT;\n",
        "SET SESSION sql_mode = @seedbed_sql_mode;\n",
        "SET SESSION time_zone = @seedbed_time_zone;\n",
    )

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    @property
    def opening(self) -> tuple[str, ...]:
        """The database that the schema itself turns to, then the head of a file."""
        home = (f"USE {_name(self._schema.database)};\n",) if self._schema.database else ()
        return (*home, *self._opening)

    def defer(self, group: Deferred) -> tuple[str, ...]:
        """Checks off."""
        tables = ", ".join(group.tables).replace("\n", " ")
        return (
            f"-- these refer to each other, and no foreign key here can wait: {tables}\n{_CHECKS_KEPT}",
            "SET SESSION foreign_key_checks = 0;\n",
        )

    def settle(self, group: Deferred) -> tuple[str, ...]:
        """Checks as they were; then every foreign key of the group is asked, and an orphan fails the load."""
        tables = [self._schema.table(id) for id in group.tables]
        return (
            "SET SESSION foreign_key_checks = @seedbed_foreign_key_checks;\n",
            "CREATE TEMPORARY TABLE IF NOT EXISTS seedbed_orphans (a_reference_to_no_row INT NOT NULL);\n",
            *(self._asked(table, key) for table in tables for key in table.foreign_keys),
            "DROP TEMPORARY TABLE seedbed_orphans;\n",
        )

    def moved(self, table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
        """Nothing: AUTO_INCREMENT goes on by itself."""
        return ()

    def _asked(self, table: Table, key: ForeignKey) -> str:
        """A statement that fails where a row refers to none."""
        parent = self._schema.table(key.table)
        pairs = list(zip(key.columns, key.references, strict=True))
        same = " AND ".join(f"p.{_name(there)} = c.{_name(here)}" for here, there in pairs)
        given = " AND ".join(f"c.{_name(here)} IS NOT NULL" for here, _ in pairs)
        return (
            f"INSERT INTO seedbed_orphans SELECT NULL FROM {table_name(table, 'mysql')} AS c"  # noqa: S608 - it is written
            f" LEFT JOIN {table_name(parent, 'mysql')} AS p ON {same}"
            f" WHERE {given} AND p.{_name(pairs[0][1])} IS NULL LIMIT 1;\n"
        )


def _name(column: str) -> str:
    return identifier(column, "mysql")
