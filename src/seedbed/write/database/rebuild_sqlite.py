"""SQLite: indexes dropped for a load and made again in the same transaction, in their own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any

from seedbed.classes import dataclass
from seedbed.database.catalog import Catalog
from seedbed.database.connection import Connection
from seedbed.database.quoting import identifier, literal
from seedbed.errors import Note
from seedbed.schema.model import Table

__all__ = ["SqliteRebuild"]

# What comes with a key of the table has no words of its own, and cannot be dropped.
_INDEXES = """\
SELECT m.tbl_name, m.name, m.sql, l."unique", group_concat(lower(i.name), char(10)) FROM sqlite_master AS m
JOIN pragma_index_list(m.tbl_name) AS l ON l.name = m.name LEFT JOIN pragma_index_info(m.name) AS i
WHERE m.type = 'index' AND m.sql IS NOT NULL GROUP BY m.rowid ORDER BY m.rowid"""


@dataclass(frozen=True, slots=True)
class _Index:
    """An index with its own words; `stays` says why it is not dropped, "" where it is."""

    id: str
    name: str
    sql: str
    stays: str

    def added(self) -> Iterator[str]:
        """The statement that makes it again."""
        yield self.sql


@dataclass(slots=True)
class _Statistics:
    """What ANALYZE once found of an index: it goes with the index, and comes back as it was."""

    table: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)


class SqliteRebuild:
    """Indexes of the tables that are filled; keys are part of a table there, and stay on."""

    def __init__(self, tables: Iterable[Table], connection: Connection, there: Catalog) -> None:
        self._connection = connection
        ids = {table.name.lower(): table.id for table in tables}
        keys = defaultdict(set)
        for reference in there.references:
            keys[reference.parent].add(frozenset(name.lower() for name in reference.references))
        self._indexes = tuple(
            _Index(id, name, sql, _leaning(bool(unique), frozenset((columns or "").split("\n")), keys[id]))
            for table, name, sql, unique, columns in connection.rows(_INDEXES)
            if (id := ids.get(table.lower()))
        )
        self._statistics: list[_Statistics] = []

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is away, and what stays on."""
        told = f"{sum(not index.stays for index in self._indexes)} indexes are dropped and made again"
        why = "the rows go in faster, in the same transaction; SQLite has no words to drop a constraint"
        staying = (Note(f"left on: {one.name}", one.stays, table=one.id) for one in self._indexes if one.stays)
        return (Note(told, why), *staying)

    def drop(self, *, deleted: bool) -> None:
        """Drops the indexes; what ANALYZE found of them is kept."""
        gone = [index for index in self._indexes if not index.stays]
        names = ", ".join(literal(index.name, "sqlite") for index in gone)
        asked = "SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat1', 'sqlite_stat4')"
        for (table,) in self._connection.rows(asked) if gone else []:
            rows = self._connection.rows(f"SELECT * FROM {table} WHERE idx IN ({names})")  # noqa: S608 - quoted
            self._statistics.append(_Statistics(table, rows))
        for index in gone:
            self._connection.run(f"DROP INDEX {identifier(index.name, 'sqlite')}")

    def restore(self) -> None:
        """Makes the indexes again. Raises DatabaseError where the rows are not as unique as one says."""
        for index in self._indexes:
            if not index.stays:
                with self._connection.refusals(f"the rows of {index.id} do not go with {index.name}"):
                    for statement in index.added():
                        self._connection.raw.execute(statement)
        with self._connection.refusals():
            for kept in self._statistics:
                marks = ", ".join("?" for _ in kept.rows[0]) if kept.rows else ""
                self._connection.raw.executemany(f"INSERT INTO {kept.table} VALUES ({marks})", kept.rows)  # noqa: S608


def _leaning(unique: bool, columns: frozenset[str], keys: Iterable[frozenset[str]]) -> str:
    """Why an index stays on: without it no row can refer to the table at all."""
    return "a foreign key leans on it" if unique and columns in keys else ""
