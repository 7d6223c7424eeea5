"""`Rebuild`: what stands in the way of rows is dropped before they come and added again before the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from seedbed.database.catalog import Catalog
from seedbed.database.connection import Connection
from seedbed.database.dsn import Dsn
from seedbed.errors import Note, Problem, UsageError
from seedbed.schema.model import Dialect, Table
from seedbed.write.database.rebuild_postgres import PostgresRebuild
from seedbed.write.database.rebuild_sqlite import SqliteRebuild

__all__ = ["Rebuild", "rebuild_of", "rebuildable"]


class Rebuild(Protocol):
    """Indexes and constraints that are away while rows are loaded, all inside the one transaction.

    `notes` say what is away, what stays on, and why.
    """

    @property
    def notes(self) -> tuple[Note, ...]: ...

    def drop(self, *, deleted: bool) -> None:
        """Drops what can be added again as it was; `deleted` says that rows were deleted in this transaction."""
        ...

    def restore(self) -> None:
        """Adds all of it again with its own definition. Raises DatabaseError where the rows break one."""
        ...


_REBUILDS: Mapping[Dialect, Callable[[Iterable[Table], Connection, Catalog], Rebuild]] = {
    "postgres": PostgresRebuild,
    "sqlite": SqliteRebuild,
}


def rebuildable(dsn: Dsn) -> None:
    """Raises UsageError where a change of definitions cannot be taken back with the rows."""
    if dsn.dialect not in _REBUILDS:
        why = (
            "every change of a definition commits by itself there, so that a load which fails would leave tables "
            "without their indexes and keys"
        )
        help = "leave the option away: MySQL and MariaDB keep all constraints on while rows are loaded"
        raise UsageError(Problem("--rebuild-constraints is not for MySQL and MariaDB", str(dsn), why, help))


def rebuild_of(tables: Iterable[Table], connection: Connection, there: Catalog) -> Rebuild:
    """What can be dropped of the tables that are about to be filled. Raises UsageError as `rebuildable` does."""
    rebuildable(connection.dsn)
    return _REBUILDS[connection.dialect](tables, connection, there)
