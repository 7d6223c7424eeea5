"""Taking back what a load put into a database: exactly its rows, in one transaction, and nothing else."""

# ruff: noqa: S608 - the names in these statements are quoted

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.database.catalog import Catalog, Reference, catalog
from seedbed.database.connection import Connection
from seedbed.database.own import own_rows
from seedbed.database.quoting import identifier
from seedbed.errors import DatabaseError, Problem, SeedbedError, UsageError
from seedbed.schema.model import Schema, Table
from seedbed.write.database.feed import Way
from seedbed.write.database.load import told, way_of
from seedbed.write.database.marked import Marked
from seedbed.write.database.record import Record
from seedbed.write.database.removal import delete_backwards
from seedbed.write.database.target import holding, lasting

__all__ = ["Cleaned", "clean"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Rows by table id: `deleted` now, `gone` before, `untold` that nothing tells apart and that are left."""

    deleted: dict[str, int]
    gone: dict[str, int]
    untold: dict[str, int]


def clean(record: Record, connection: Connection, *, partial: bool = False, wait: int = 10) -> Cleaned:
    """Deletes the rows of a record, all or none; with `partial` also from tables that cannot take rows back.

    Raises DatabaseError where rows of others refer to them, or cannot be told from them, and UsageError where the
    record is of another database. Then nothing has changed.
    """
    if (record.dialect, record.database) != (connection.dialect, connection.dsn.name):
        what = f"the record is of the database {record.database} ({record.dialect})"
        raise UsageError(Problem(what, str(record.manifest), help="name the database that was loaded"))
    there = catalog(connection, record.schema)
    tables = tuple(table for table in record.schema if table.id in there.tables)
    gone = {id: rows for id, rows in record.rows.items() if id not in there.tables and rows}
    if problems := [] if partial else [lasting(table) for table in there.tables.values() if table.engine]:
        raise DatabaseError(*problems)
    work = _Work(Schema(tables, record.schema.dialect), record, connection, there, wait)
    with work.transaction():
        found = work.done()
    return Cleaned(found.deleted, {**gone, **found.gone}, found.untold)


class _Work:
    """One transaction that deletes the rows of a record; each table's rows are named by a temporary table."""

    def __init__(self, schema: Schema, record: Record, connection: Connection, there: Catalog, wait: int) -> None:
        self._schema = schema
        self._record = record
        self._connection = connection
        self._catalog = there
        self._way: Way = way_of(schema, connection, wait)
        self._marked = {
            table.id: Marked(
                table,
                own_rows(connection, table),
                record.identities[table.id],
                f"seedbed_rows_{number}",
                schema.dialect,
            )
            for number, table in enumerate(schema)
            if record.rows.get(table.id) and record.identities[table.id].columns
        }

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Commits at the end, or takes everything back and says so."""
        try:
            self._way.begin(reference.child for reference in self._catalog.references)
            yield
            self._connection.run("COMMIT")
        except BaseException as error:
            with contextlib.suppress(SeedbedError):  # a connection that is lost takes its transaction along
                self._connection.run("ROLLBACK")
            if isinstance(error, SeedbedError):
                raise told(error, "no row was deleted") from error
            raise
        finally:
            for statement in (statement for marked in self._marked.values() for statement in marked.dropped):
                with contextlib.suppress(SeedbedError):  # they end with the session at the latest
                    self._connection.run(statement)
            self._way.end()

    def done(self) -> Cleaned:
        """Marks the rows, looks for what speaks against deleting them, and deletes them."""
        for marked in self._marked.values():
            self._mark(marked)
        problems = [*self._equal_rows(), *self._others()]
        if problems:
            raise DatabaseError(*problems)
        there = {id: self._count(marked.there) for id, marked in self._marked.items()}
        delete_backwards(self._schema, self._way.frame, self._connection, self._delete, self._loosen)
        left = {id: self._count(marked.there) for id, marked in self._marked.items()}
        if any(left.values()):
            why = "something in the database keeps them, such as a trigger"
            kept = ((id, count) for id, count in left.items() if count)
            raise DatabaseError(*(Problem(f"{count:,} rows cannot be deleted", id, why) for id, count in kept))
        rows = self._record.rows
        return Cleaned(
            {id: count for id, count in there.items() if count},
            {id: rows[id] - count for id, count in there.items() if rows[id] > count},
            {table.id: rows[table.id] for table in self._schema if rows.get(table.id) and table.id not in there},
        )

    def _mark(self, marked: Marked) -> None:
        """Fills the temporary table with what tells the rows apart."""
        import pyarrow.parquet as pq  # heavy: only where there is such a file

        self._connection.run(marked.made)
        file = pq.ParquetFile(self._record.files[marked.table.id])
        try:
            feed = self._way.feed(marked.held, file.schema_arrow)
            try:
                for batch in file.iter_batches():
                    feed.batch(batch)
                feed.end()
            except BaseException:
                feed.abandon()
                raise
        finally:
            file.close()
        for statement in marked.twinned:
            self._connection.run(statement)

    def _delete(self, table: Table) -> None:
        if marked := self._marked.get(table.id):
            self._connection.run(marked.deleted)

    def _loosen(self, table: Table, names: tuple[str, ...], emptied: str) -> None:
        """Empties columns of the rows that go, but those that tell them apart."""
        marked = self._marked.get(table.id)
        if marked and not set(names) & set(marked.identity.columns):
            self._connection.run(f"UPDATE {marked.name} AS t SET {emptied} WHERE {marked.match('t')}")

    def _equal_rows(self) -> Iterator[Problem]:
        """Rows that are equal to ours in everything that was written, but more than we wrote."""
        for id, marked in self._marked.items():
            if not marked.identity.unique and (rows := self._count(marked.too_many)):
                why = "the table has no key, and there are more rows equal to those than were loaded"
                yield Problem(f"{rows:,} loaded rows cannot be told from others", id, why, "delete them by hand")

    def _others(self) -> Iterator[Problem]:
        """Rows of others that refer to ours: deleting ours would take them along, or change them, or fail."""
        for reference in self._catalog.references:
            if parent := self._marked.get(reference.parent):
                rows = self._count(self._referring(reference, parent))
                if rows:
                    why = f"they refer to rows of {reference.parent} that were loaded"
                    help = "delete them first, or let them refer to other rows"
                    yield Problem(f"{rows:,} rows that were not loaded", reference.id or reference.child, why, help)

    def _referring(self, reference: Reference, parent: Marked) -> str:
        """How many rows refer to marked rows and are not marked themselves."""
        pairs = zip(reference.columns, reference.references, strict=True)
        joined = " AND ".join(f"c.{self._name(here)} = p.{self._name(there)}" for here, there in pairs)
        child = self._marked.get(reference.id)
        own = f" AND NOT {child.match('c', child.twin)}" if child else ""
        return (
            f"SELECT count(*) FROM {reference.child} AS c JOIN {parent.name} AS p ON {joined} "
            f"WHERE {parent.match('p')}{own}{holding(self._connection)}"
        )

    def _name(self, column: str) -> str:
        return identifier(column, self._schema.dialect)

    def _count(self, query: str) -> int:
        [(rows,)] = self._connection.rows(query)
        return int(rows)
