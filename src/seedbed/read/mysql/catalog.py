"""The state of a MySQL server while its statements are read: databases, tables, and what they default to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin, Problem
from seedbed.read.mysql.types import Written
from seedbed.read.notes import Skipped
from seedbed.read.routines import Body
from seedbed.read.tokens import Unreadable
from seedbed.schema.model import Check

__all__ = ["Catalog", "Charset", "DraftColumn", "DraftKey", "DraftReference", "DraftTable", "Part"]


@dataclass(slots=True)
class Charset:
    """A default for text: names as written, "" where nothing was said."""

    name: str = ""
    collation: str = ""


@dataclass(slots=True)
class DraftColumn:
    """A column whose text type does not know its collation yet."""

    name: str
    written: Written
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    counts: bool = False  # AUTO_INCREMENT
    comment: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a key: a column, the first `prefix` characters of it, or an expression."""

    column: str = ""
    prefix: int | None = None
    expression: str = ""


@dataclass(slots=True)
class DraftKey:
    """A primary key (named PRIMARY) or a unique key."""

    name: str
    parts: tuple[Part, ...]
    origin: Origin

    @property
    def primary(self) -> bool:
        return self.name == "PRIMARY"


@dataclass(slots=True)
class DraftReference:
    """A foreign key; `table` is the name as written, `home` the database that it is looked up in."""

    name: str
    columns: tuple[str, ...]
    table: tuple[str, ...]
    references: tuple[str, ...]
    home: str
    on_delete: str
    on_update: str
    origin: Origin


@dataclass(slots=True)
class DraftTable:
    """A table that later statements may still change."""

    database: str
    name: str
    origin: Origin
    columns: list[DraftColumn] = field(default_factory=list)
    keys: list[DraftKey] = field(default_factory=list)
    references: list[DraftReference] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    charset: Charset = field(default_factory=Charset)
    engine: str = ""
    comment: str | None = None
    partition_by: str | None = None
    bounds: Check | None = None

    def column(self, name: str) -> DraftColumn:
        """The column of that name, in any case; Unreadable where there is none."""
        found = next((column for column in self.columns if column.name.lower() == name.lower()), None)
        if found is None:
            raise Unreadable(f"{self.name} has no column {name}")
        return found


@dataclass(slots=True)
class Catalog:
    """Everything the statements so far have made."""

    file: str
    tables: dict[tuple[str, str], DraftTable] = field(default_factory=dict)
    database: str = ""  # the one in use; "" for the one that the client chose
    charsets: dict[str, Charset] = field(default_factory=dict)
    engine: str = ""  # the default engine, where SET named one
    routines: dict[str, Body] = field(default_factory=dict)  # those that define something when they are called
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: Skipped = field(default_factory=Skipped)

    def home(self, name: tuple[str, ...]) -> tuple[str, str]:
        """Database and table of a name as written."""
        return (name[-2] if len(name) > 1 else self.database, name[-1])

    def find(self, name: tuple[str, ...], database: str | None = None) -> DraftTable | None:
        """The table of a name as written; where only the case differs, that one (as on Windows and macOS)."""
        home = name[-2] if len(name) > 1 else self.database if database is None else database
        exact = self.tables.get((home, name[-1]))
        if exact is not None:
            return exact
        alike = (t for (d, n), t in self.tables.items() if (d.lower(), n.lower()) == (home.lower(), name[-1].lower()))
        return next(alike, None)

    def table(self, name: tuple[str, ...]) -> DraftTable:
        """The table of a name as written; Unreadable where no statement made it."""
        found = self.find(name)
        if found is None:
            raise Unreadable(f"no statement before it creates the table {'.'.join(name)}")
        return found

    def add(self, table: DraftTable) -> None:
        self.tables[table.database, table.name] = table

    def remove(self, table: DraftTable) -> None:
        self.tables.pop((table.database, table.name), None)

    def rename(self, table: DraftTable, name: tuple[str, ...]) -> None:
        """Gives a table another name; foreign keys to it follow."""
        for reference in self.references_to(table):
            reference.table = (*self.home(name),)
        self.remove(table)
        table.database, table.name = self.home(name)
        self.add(table)

    def references_to(self, table: DraftTable) -> Iterator[DraftReference]:
        """Every foreign key that refers to the table."""
        for other in self.tables.values():
            yield from (item for item in other.references if self.find(item.table, item.home) is table)
