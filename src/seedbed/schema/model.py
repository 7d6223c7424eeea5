"""The model of a relational schema: tables, columns and every constraint, as its author stated them.

A table is named by its `id`: `name`, or `namespace.name` where it lives outside the default namespace.
Places in the source (`origin`) and names of constraints do not take part in equality.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Origin
from seedbed.schema.expression import Expression
from seedbed.schema.once import once
from seedbed.schema.types import Type

__all__ = ["Check", "Column", "Dialect", "Exclusion", "ForeignKey", "Schema", "Table", "Unique"]

Dialect = Literal["postgres", "mysql", "sqlite"]
Identity = Literal["always", "by default"]
Deferrable = Literal["no", "immediate", "deferred"]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that no row may make false.

    `sql` is the original text in the schema's dialect and is what a referee asks; `expression` is our reading
    of it, None where we cannot read it: then it is still judged.
    """

    sql: str
    expression: Expression | None = None
    name: str | None = field(default=None, compare=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `default` and `generated` are SQL text; `identity` covers SERIAL and AUTO_INCREMENT.

    `takes_null` tells a member of a primary key into which SQLite, by a bug that it keeps, lets a NULL: the schema
    asks for a value nevertheless. `attribute` is what the model calls it that the table is of, "" where it has no other
    name there; `maker` the call by which the client of the model fills it, where the database has no default.
    """

    name: str
    type: Type
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    identity: Identity | None = None
    comment: str | None = None
    takes_null: bool = field(default=False, compare=False, repr=False)
    attribute: str = field(default="", compare=False, repr=False)
    maker: str = field(default="", compare=False, repr=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unique:
    """A set of columns whose values may not repeat.

    `keys` holds the SQL of each part where one is more than a column (an expression, a MySQL prefix);
    `columns` then are the columns that the parts read. `where` makes it partial.
    """

    columns: tuple[str, ...]
    primary: bool = False
    nulls_distinct: bool = True
    where: Check | None = None
    keys: tuple[str, ...] = ()
    deferrable: Deferrable = "no"
    name: str | None = field(default=None, compare=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that hold a key of `table` (an id), or NULL; `references` are columns of that table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    match: Literal["simple", "full"] = "simple"
    deferrable: Deferrable = "no"
    on_delete: str = "no action"
    on_update: str = "no action"
    name: str | None = field(default=None, compare=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """EXCLUDE: no two rows for which every `part` (SQL) compares true with its operator."""

    parts: tuple[tuple[str, str], ...]
    using: str = "gist"
    where: Check | None = None
    name: str | None = field(default=None, compare=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. Partitions are no tables of their own: their bounds are a check of the parent.

    `model` is what its source calls the model that it is of (`shop.order` of Django, `Order` of Prisma), "" for none.
    """

    name: str
    columns: tuple[Column, ...]
    uniques: tuple[Unique, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    namespace: str | None = None
    partition_by: str | None = None
    options: tuple[str, ...] = ()  # "without rowid", "strict", "engine=MyISAM", "parent nowhere" (no row fits)
    comment: str | None = None
    model: str = field(default="", compare=False, repr=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """The name that foreign keys, options and reports use."""
        return f"{self.namespace}.{self.name}" if self.namespace else self.name

    @property
    def primary(self) -> Unique | None:
        """The primary key, if there is one."""
        return next((unique for unique in self.uniques if unique.primary), None)

    @property
    def referring(self) -> frozenset[str]:
        """The columns that its foreign keys hold."""
        return frozenset(name for key in self.foreign_keys for name in key.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables, in the order of their source.

    `database` is the one that the source itself turns to before it makes them (USE of MySQL), "" for the one that
    is current when it is loaded.
    """

    tables: tuple[Table, ...]
    dialect: Dialect = "postgres"
    database: str = field(default="", compare=False)

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def table(self, id: str) -> Table:
        """The table of that id; KeyError where there is none."""
        return _by_id(self)[id]


@once
def _by_id(schema: Schema) -> Mapping[str, Table]:
    """The tables of a schema; of two with one id the first."""
    return {table.id: table for table in reversed(schema.tables)}
