"""The state of a PostgreSQL database while its statements are read: tables, types and the search path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from seedbed.errors import Note, Origin, Problem
from seedbed.read.notes import Skipped
from seedbed.read.routines import Body
from seedbed.schema.model import Check, Deferrable, Exclusion, Identity, Unique

__all__ = [
    "Bound",
    "Catalog",
    "DraftCheck",
    "DraftColumn",
    "DraftKey",
    "DraftTable",
    "DraftType",
    "Name",
    "Partitioning",
    "Spec",
]

Name = tuple[str, ...]  # as it stands in the source: ("schema", "table") or ("table",)
T = TypeVar("T")


@dataclass(slots=True)
class Spec:
    """A type as a column or a domain uses it; `user` is None for a built-in or unknown one."""

    names: Name
    mods: tuple[str, ...] = ()
    array: bool = False
    raw: str = ""
    user: DraftType | DraftTable | None = None


@dataclass(slots=True)
class DraftType:
    """A type of the user's own."""

    schema: str
    name: str
    kind: Literal["enum", "composite", "range", "multirange", "domain", "base"]
    values: list[str] = field(default_factory=list)
    fields: list[tuple[str, Spec]] = field(default_factory=list)
    base: Spec | None = None
    checks: list[Check] = field(default_factory=list)
    not_null: bool = False


@dataclass(slots=True)
class DraftColumn:
    """A column, its type not resolved yet; `sequence` says that its default draws from a sequence (SERIAL too)."""

    name: str
    spec: Spec
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    identity: Identity | None = None
    sequence: bool = False
    comment: str | None = None
    origin: Origin | None = None


@dataclass(slots=True)
class DraftCheck:
    """A check; children take it over unless it is NO INHERIT, and lose it with the parent unless it is `local`."""

    sql: str
    name: str
    origin: Origin
    inherits: bool = True
    local: bool = True


@dataclass(slots=True)
class DraftKey:
    """A foreign key; `target` is None until its table is known, `references` empty for its primary key."""

    columns: tuple[str, ...]
    wanted: Name
    target: DraftTable | None
    references: tuple[str, ...]
    name: str
    origin: Origin
    full: bool = False
    deferrable: Deferrable = "no"
    on_delete: str = "no action"
    on_update: str = "no action"


@dataclass(slots=True)
class Partitioning:
    """PARTITION BY: the strategy (list, range or hash) and its keys as SQL."""

    strategy: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]  # those keys that are plain columns
    text: str


@dataclass(slots=True)
class Bound:
    """FOR VALUES of one partition: the values of each side as SQL, None for MINVALUE, MAXVALUE or NULL."""

    strategy: Literal["list", "range", "hash", "default"]
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class DraftTable:
    """A table while its statements are read."""

    schema: str
    name: str
    origin: Origin
    columns: dict[str, DraftColumn] = field(default_factory=dict)
    uniques: list[Unique] = field(default_factory=list)
    keys: list[DraftKey] = field(default_factory=list)
    checks: list[DraftCheck] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    parents: list[DraftTable] = field(default_factory=list)
    partitioning: Partitioning | None = None
    partition_of: DraftTable | None = None
    bound: Bound | None = None
    options: tuple[str, ...] = ()
    comment: str | None = None

    @property
    def id(self) -> str:
        """The name that the schema will know it by."""
        return self.name if self.schema == "public" else f"{self.schema}.{self.name}"

    def names(self) -> Iterator[str | None]:
        """The names of its constraints."""
        for group in (self.uniques, self.keys, self.checks, self.exclusions):
            yield from (item.name for item in group)


@dataclass(slots=True)
class Catalog:
    """All that the statements so far have built."""

    file: str
    tables: dict[tuple[str, str], DraftTable] = field(default_factory=dict)
    types: dict[tuple[str, str], DraftType] = field(default_factory=dict)
    schemas: set[str] = field(default_factory=lambda: {"public"})
    path: tuple[str, ...] = ("public",)
    outer_path: tuple[str, ...] | None = None  # the session's, while SET LOCAL hides it
    apart: dict[tuple[str, str], str] = field(default_factory=dict)  # views and the like: what they are
    queried: dict[tuple[str, str], Origin] = field(default_factory=dict)  # tables made by a query, and where
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: Skipped = field(default_factory=Skipped)
    row_triggers: int = 0
    variables: dict[str, str] = field(default_factory=dict)  # psql's \set
    routines: dict[str, Body] = field(default_factory=dict)  # those that define something when they are called

    def home(self, name: Name) -> tuple[str, str]:
        """Where an object of this name is created: its own schema, or the first of the path that exists."""
        if len(name) > 1:
            return name[-2], name[-1]
        known = [schema for schema in self.path if schema in self.schemas]
        return ([*known, *self.path, "public"])[0], name[-1]

    def table(self, name: Name) -> DraftTable | None:
        """The table that the name means under the current path."""
        return self._found(self.tables, name)

    def type(self, name: Name) -> DraftType | None:
        """The user's type that the name means under the current path."""
        return self._found(self.types, name)

    def aside(self, name: Name) -> str | None:
        """What stands under this name instead of a table: "view", "temporary table", ..."""
        return self._found(self.apart, name)

    def family(self, table: DraftTable, only: bool = False) -> tuple[DraftTable, ...]:
        """The table and, unless `only`, all that inherit from it or are partitions of it."""
        family = [table]
        if not only:
            for member in family:  # grows while it is walked
                heirs = (t for t in self.tables.values() if member in t.parents or t.partition_of is member)
                family.extend(heir for heir in heirs if heir not in family)
        return tuple(family)

    def _found(self, shelf: dict[tuple[str, str], T], name: Name) -> T | None:
        """By its schema; else by the path; else, as an author's file may rely on it, the only one of that name."""
        if len(name) > 1:
            return shelf.get((name[-2], name[-1]))
        for schema in self.path:
            if (schema, name[-1]) in shelf:
                return shelf[schema, name[-1]]
        alike = [item for (_, other), item in shelf.items() if other == name[-1]]
        return alike[0] if len(alike) == 1 else None
