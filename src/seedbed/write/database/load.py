"""Rows into a living database: one transaction that holds all of them or none."""

# ruff: noqa: S608 - the names in these statements are quoted

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.database.catalog import Catalog, catalog
from seedbed.database.connection import Connection
from seedbed.database.own import own_rows
from seedbed.errors import DatabaseError, Note, Problem, SeedbedError
from seedbed.schema.model import Dialect, Schema, Table
from seedbed.write.database.feed import Feed, Way
from seedbed.write.database.mysql import Mysql
from seedbed.write.database.postgres import Postgres
from seedbed.write.database.rebuild import Rebuild, rebuild_of, rebuildable
from seedbed.write.database.removal import delete_backwards
from seedbed.write.database.sqlite import Sqlite
from seedbed.write.database.target import counts, fit, notes, outside
from seedbed.write.order import Deferred, load_order

__all__ = ["Database", "LoadOptions", "open_database", "told", "way_of"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What a user may choose about a load.

    `replace` deletes the rows that are there, `append` leaves them; without either there must be none.
    `partial` admits tables that cannot take rows back. `wait` is how many seconds a statement waits for others'
    locks. `rebuild` drops indexes and constraints of the tables that are filled, and adds them again before the commit.
    `forward_references` are the tables where a row may refer to a later one of the same table, `unfilled` those that
    get no rows.
    """

    replace: bool = False
    append: bool = False
    partial: bool = False
    wait: int = 10
    rebuild: bool = False
    forward_references: frozenset[str] = frozenset()
    unfilled: frozenset[str] = frozenset()


_WAYS: Mapping[Dialect, Callable[[Schema, Connection, int], Way]] = {
    "postgres": Postgres,
    "mysql": Mysql,
    "sqlite": Sqlite,
}


def way_of(schema: Schema, connection: Connection, wait: int) -> Way:
    """The way into a database, where no statement waits for others longer than so many seconds."""
    return _WAYS[connection.dialect](schema, connection, wait)


def open_database(schema: Schema, connection: Connection, options: LoadOptions | None = None) -> Database:
    """The sink that fills a database whose tables are those of the schema.

    The transaction has begun, and rows that `options` wants away are gone in it. Raises DatabaseError where the
    tables are not there, or hold rows; UsageError where the dialects differ, or a rebuild could not be taken back. Then
    nothing has changed.
    """
    options = options or LoadOptions()
    if options.rebuild:
        rebuildable(connection.dsn)
    there = catalog(connection, schema)
    fit(schema, there, connection, partial=options.partial)
    sink = Database(schema, connection, there, options)
    with contextlib.ExitStack() as stack:
        stack.callback(sink.abandon)
        sink.start()
        stack.pop_all()
    return sink


class Database:
    """Takes tables in load order; a context manager that commits only when told to.

    `notes` are for the user, `before` are the rows that each table had and keeps; `aftermath` says what became of
    the rows of a load that failed.
    """

    def __init__(self, schema: Schema, connection: Connection, there: Catalog, options: LoadOptions) -> None:
        self._schema = schema
        self._connection = connection
        self._catalog = there
        self._options = options
        self._order = load_order(schema, options.forward_references)
        self._way = way_of(schema, connection, options.wait)
        self._group: Deferred | None = None
        self._feed: Feed | None = None
        self._rebuild: Rebuild | None = None
        self._table: Table | None = None
        self._names: tuple[str, ...] = ()
        self._given = 0
        self._open = False
        self._committing = False
        self.aftermath = ""
        self.notes: tuple[Note, ...] = tuple(notes(schema, there))
        self.before: dict[str, int] = {}

    def start(self) -> None:
        """Begins the transaction, and makes room in it."""
        self._open = True
        others = (reference.child for reference in self._catalog.references if not reference.id)
        self._way.begin(others if self._options.replace else ())
        self.before = counts(self._schema, self._connection)
        held = {id: rows for id, rows in self.before.items() if rows}
        if held and self._options.replace:
            self._clear()
        elif held and not self._options.append:
            help = "keep them with --append, or delete them first with --replace"
            raise DatabaseError(
                *(Problem(f"{rows:,} rows are there already", id, help=help) for id, rows in held.items())
            )
        if self._options.rebuild:
            filled = [table for table in self._schema if table.id not in self._options.unfilled]
            self._rebuild = rebuild_of(filled, self._connection, self._catalog)
            self.notes += self._rebuild.notes
            self._rebuild.drop(deleted=bool(held) and self._options.replace)

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Starts a table; foreign keys that its rows cannot satisfy yet wait."""
        group = self._order.group_of(table.id)
        if group != self._group:
            self._settle()
        if group is not None and self._group is None:
            self._run(self._way.frame.defer(group))
            self._group = group
        self._table, self._names, self._given = table, tuple(columns.names), 0
        self._feed = self._way.feed(table, columns)

    def batch(self, batch: pa.RecordBatch) -> None:
        """Hands rows to the database."""
        assert self._feed is not None, "begin comes before batch"
        self._given += batch.num_rows
        self._feed.batch(batch)

    def end(self) -> None:
        """Waits until the database has the table's rows; moves its sequences on."""
        assert self._feed is not None, "begin comes before end"
        assert self._table is not None, "begin comes before end"
        self._feed.end()
        self._feed = None
        if self._given:
            self._run(self._way.frame.moved(self._table, self._names))

    def finish(self) -> None:
        """Ends the last circle and a rebuild, so that all keys are in force again, before the commit."""
        self._settle()
        if self._rebuild is not None:
            rebuild, self._rebuild = self._rebuild, None
            rebuild.restore()

    def counts(self) -> dict[str, int]:
        """How many rows each table has now."""
        return counts(self._schema, self._connection)

    def beside(self, expected: Mapping[str, int]) -> dict[str, int]:
        """The rows that triggers have added to those that are expected of each table, where any ran; each is noted."""
        if not any(table.triggers for table in self._catalog.tables.values()):
            return {}
        found = self.counts()
        added = {id: found[id] - rows for id, rows in expected.items() if found[id] > rows}
        why, help = (
            "triggers of the database ran and wrote them",
            "--clean leaves them; with triggers off there are none",
        )
        self.notes += tuple(
            Note(f"{rows:,} rows more than were made", why, help, table=id) for id, rows in added.items()
        )
        return added

    def close(self) -> tuple[Path, ...]:
        """Commits; there are no files. Raises DatabaseError, and tells where the outcome cannot be known."""
        self.finish()
        self._committing = True
        self._connection.run("COMMIT")
        self._open = False
        self._way.end()
        return ()

    def abandon(self) -> None:
        """Takes all rows back, and notes what became of them."""
        if self._feed is not None:
            self._way.cancel()
            self._feed.abandon()
            self._feed = None
        if self._open:
            self._open = False
            self.aftermath = self._taken_back()
            self._way.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Takes everything back that was not committed; an error of ours then says what became of the rows."""
        if not self._open:
            return
        self.abandon()
        if isinstance(error, SeedbedError):
            raise told(error, self.aftermath + self._suspects()) from error

    def _suspects(self) -> str:
        """The triggers that ran: what they do is not in the schema, and so often the cause."""
        ran = [f"{table.id} ({', '.join(table.triggers)})" for table in self._catalog.tables.values() if table.triggers]
        return f"; triggers ran that may be the cause: {', '.join(ran)}" if ran else ""

    def _taken_back(self) -> str:
        """Rolls back; what became of the rows."""
        try:
            self._connection.run("ROLLBACK")
        except DatabaseError:
            if self._committing:
                return "the connection was lost while it committed: look whether the rows are there"
            return "the connection was lost; the database takes all rows of this load back"
        stay = [f"{table.id} ({table.engine})" for table in self._catalog.tables.values() if table.engine]
        kept = f", but rows of these tables stay, as they have no transactions: {', '.join(stay)}" if stay else ""
        return f"the database was left as it was (sequences may have moved on){kept}"

    def _clear(self) -> None:
        """Deletes the rows of all tables, children first. Raises DatabaseError where tables of others refer to them."""
        if others := outside(self._catalog, self._connection):
            why, help = (
                "they refer to rows that --replace would delete",
                "delete them first, or add the table to the schema",
            )
            raise DatabaseError(
                *(
                    Problem(f"{rows:,} rows of a table outside of the schema", id, why, help)
                    for id, rows in others.items()
                )
            )

        def delete(table: Table) -> None:
            if self.before[table.id]:
                self._connection.run(f"DELETE FROM {own_rows(self._connection, table)}")

        def loosen(table: Table, names: tuple[str, ...], emptied: str) -> None:
            self._connection.run(f"UPDATE {own_rows(self._connection, table)} SET {emptied}")

        delete_backwards(self._schema, self._way.frame, self._connection, delete, loosen)
        self.before = counts(self._schema, self._connection)

    def _settle(self) -> None:
        if self._group is not None:
            group, self._group = self._group, None
            self._run(self._way.frame.settle(group))

    def _run(self, statements: tuple[str, ...]) -> None:
        for statement in statements:
            self._connection.run(statement)


def told(error: SeedbedError, aftermath: str) -> SeedbedError:
    """The same error, each problem with what became of the rows."""
    helped = (f"{problem.help}; {aftermath}" if problem.help else aftermath for problem in error.problems)
    return type(error)(*(replace(problem, help=help) for problem, help in zip(error.problems, helped, strict=True)))
