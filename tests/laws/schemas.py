"""Small random schemas for the laws, which Hypothesis makes smaller where one fails; tests/fuzz has the large ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from seedbed.read.open import read_text
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.model import Check, Column, Dialect, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

__all__ = ["kinds_of", "schemas"]

WORDS: Mapping[Dialect, tuple[str, ...]] = {
    "sqlite": ("INTEGER", "SMALLINT", "VARCHAR(40)", "CHAR(6)", "DECIMAL(10,2)", "DATE", "TIMESTAMP"),
    "postgres": ("INTEGER", "SMALLINT", "VARCHAR(40)", "CHAR(6)", "NUMERIC(10,2)", "DATE", "TIMESTAMP", "UUID"),
    "mysql": ("INT", "SMALLINT", "VARCHAR(40)", "CHAR(6)", "DECIMAL(10,2)", "DATE", "DATETIME"),
}


@cache
def kinds_of(dialect: Dialect) -> tuple[Type, ...]:
    """The types of a dialect, as its reader has them; the first is that of keys."""
    columns = ", ".join(f"c{place} {word}" for place, word in enumerate(WORDS[dialect]))
    (table,) = read_text(f"CREATE TABLE t ({columns});", "t.sql", dialect).schema
    return tuple(column.type for column in table.columns)


@st.composite
def schemas(draw: st.DrawFn, dialect: Dialect = "sqlite", circles: bool = True) -> Schema:
    """One to five tables, each with a key of its own and references to any of the others."""
    names = [f"t{number}" for number in range(draw(st.integers(1, 5)))]
    tables = [draw(_table(name, kinds_of(dialect))) for name in names]
    tables = [draw(_referring(table, tables, circles)) for table in tables]
    return Schema(tuple(tables), dialect)


@st.composite
def _table(draw: st.DrawFn, name: str, known: tuple[Type, ...]) -> Table:
    kinds = draw(st.lists(st.sampled_from(known), max_size=5))
    scalars = [Column(f"c{place}", kind, draw(st.booleans())) for place, kind in enumerate(kinds)]
    columns = (Column("id", known[0], False, identity="by default"), *scalars)
    uniques = [Unique(("id",), primary=True)]
    names = [column.name for column in scalars]
    members = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
    if members:
        uniques.append(Unique(tuple(members)))
    checks = tuple(check for column in scalars if (check := draw(_check(column))) is not None)
    return Table(name, columns, tuple(uniques), (), checks + tuple(_order(scalars)))


@st.composite
def _check(draw: st.DrawFn, column: Column) -> Check | None:
    made = draw(st.sampled_from([None, *_CHECKS.get(column.type.kind, [])]))
    return None if made is None else made(column.name)


def _range(low: int, high: int) -> Callable[[str], Check]:
    def check(name: str) -> Check:
        parts = (Call(">=", (Ref(name), Literal(low))), Call("<", (Ref(name), Literal(high))))
        return Check(f"{name} >= {low} AND {name} < {high}", Call("and", parts))

    return check


def _among(*words: str) -> Callable[[str], Check]:
    def check(name: str) -> Check:
        listed = ", ".join(f"'{word}'" for word in words)
        return Check(f"{name} IN ({listed})", Call("in", (Ref(name), *map(Literal, words))))

    return check


def _long(least: int) -> Callable[[str], Check]:
    def check(name: str) -> Check:
        return Check(f"length({name}) >= {least}", Call(">=", (Call("length", (Ref(name),)), Literal(least))))

    return check


_CHECKS = {
    "integer": [_range(5, 5000), _range(-20, 40)],
    "varchar": [_among("new", "open", "done"), _long(5)],
    "decimal": [_range(0, 100)],
}


def _order(columns: list[Column]) -> list[Check]:
    """The first two columns of equal type are in order."""
    for place, left in enumerate(columns):
        for right in columns[place + 1 :]:
            if left.type == right.type and left.type.kind in ("date", "timestamp", "integer", "decimal"):
                return [Check(f"{left.name} <= {right.name}", Call("<=", (Ref(left.name), Ref(right.name))))]
    return []


@st.composite
def _referring(draw: st.DrawFn, table: Table, tables: list[Table], circles: bool) -> Table:
    place = [other.name for other in tables].index(table.name)
    targets = draw(st.lists(st.sampled_from(tables if circles else tables[: place + 1]), max_size=3))
    columns, keys, uniques = list(table.columns), [], list(table.uniques)
    for number, target in enumerate(targets):
        name = f"r{number}"
        columns.append(Column(name, table.columns[0].type, draw(st.booleans())))
        keys.append(ForeignKey((name,), target.name, ("id",)))
    kind = draw(st.sampled_from(["plain", "one to one", "pair"]))
    if kind == "one to one" and keys:
        uniques.append(Unique(("r0",)))
    if kind == "pair" and len(keys) > 1:
        uniques.append(Unique(("r0", "r1")))
    return replace(table, columns=tuple(columns), foreign_keys=tuple(keys), uniques=tuple(uniques))
