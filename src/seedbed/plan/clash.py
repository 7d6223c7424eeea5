"""The smallest set of constraints that clash: each one is left out in turn, and stays out if the rest still fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Origin, Problem
from seedbed.schema.expression import references
from seedbed.schema.model import Check, Column, Schema, Table
from seedbed.schema.types import Type

__all__ = ["explained"]

MOST = 40
"""Constraints of a group among which a clash is looked for."""

Cell = tuple[str, str]
Solvable = Callable[[Schema], bool]

_WIDE: Mapping[str, Mapping[str, Any]] = {
    "integer": {"bits": 64, "unsigned": False},
    "varchar": {"length": None},
    "char": {"length": None},
}


@dataclass(frozen=True, slots=True)
class _Constraint:
    """One constraint of a table: its kind, its place among those (or its column), and how people call it."""

    table: str
    kind: str
    place: int | str
    text: str
    origin: Origin | None

    def __str__(self) -> str:
        return f"{self.text} ({self.origin})" if self.origin else self.text


def explained(problem: Problem, schema: Schema, solvable: Solvable) -> Problem:
    """The problem with the smallest clashing set in its words; as it was where none is found.

    `solvable` tells whether a schema can be planned.
    """
    cells = _named(problem, schema)
    found = _smallest(_around(schema, cells), solvable) if cells else ()
    if not found:
        return problem
    told = "cannot be met" if problem.what == "no value is left" else "no rows were found that meet"
    together = f"{told} together" if len(found) > 1 else told
    why = f"{problem.why + '; ' if problem.why else ''}{together}: {'; '.join(map(str, found))}"
    return replace(problem, why=why, help=f"relax or drop {'it' if len(found) == 1 else 'one of them'}")


def _named(problem: Problem, schema: Schema) -> set[Cell]:
    """The columns that a problem speaks of: of one table, as its place or in its words."""
    for table in schema:
        names = [column.name for column in table.columns]
        if problem.where.startswith(f"{table.id}.") and problem.where.removeprefix(f"{table.id}.") in names:
            return {(table.id, problem.where.removeprefix(f"{table.id}."))}
        if problem.where == table.id and " over " in problem.what:
            said = problem.what.partition(" over ")[2].removesuffix(" cannot be met").split(", ")
            return {(table.id, name) for name in said if name in names}
    return set()


def _around(schema: Schema, cells: set[Cell]) -> Schema | None:
    """The schema with nothing but these columns and those that checks and references tie to them."""
    known = set(cells)
    while True:
        before = set(known)
        for table in schema:
            for columns, others in _tied(table):
                if any((table.id, name) in known for name in columns):
                    known |= {(table.id, name) for name in columns} | others
        if before == known:
            break
    tables = tuple(found for table in schema if (found := _part(table, {name for id, name in known if id == table.id})))
    generated = any(column.generated is not None for table in tables for column in table.columns)
    return None if generated else replace(schema, tables=tables)


def _tied(table: Table) -> Iterator[tuple[tuple[str, ...], set[Cell]]]:
    for check in table.checks:
        if check.expression is not None:
            yield references(check.expression), set()
    for key in table.foreign_keys:
        yield key.columns, {(key.table, name) for name in key.references}


def _part(table: Table, names: set[str]) -> Table | None:
    columns = tuple(column for column in table.columns if column.name in names)
    if not columns:
        return None
    return replace(
        table,
        columns=columns,
        checks=tuple(check for check in table.checks if _reads_only(check, names)),
        uniques=tuple(unique for unique in table.uniques if set(unique.columns) <= names),
        foreign_keys=tuple(key for key in table.foreign_keys if set(key.columns) <= names),
        exclusions=(),
    )


def _reads_only(check: Check, names: set[str]) -> bool:
    return check.expression is not None and set(references(check.expression)) <= names


def _smallest(schema: Schema | None, solvable: Solvable) -> tuple[_Constraint, ...]:
    if schema is None:
        return ()
    kept = list(_constraints(schema))
    if len(kept) > MOST or solvable(schema):
        return ()
    checks = [one for one in kept if one.kind in ("check", "domain")]
    if not solvable(_with(schema, checks)):
        kept = checks  # the rest does no harm, all of it is out at once
    for one in list(kept):
        rest = [other for other in kept if other != one]
        if not solvable(_with(schema, rest)):
            kept = rest
    return tuple(kept)


def _constraints(schema: Schema) -> Iterator[_Constraint]:
    """All constraints, those first that people would rather not hear of."""
    for table in schema:
        for column in table.columns:
            yield from _of_column(table, column)
        for place, unique in enumerate(table.uniques):
            words = "PRIMARY KEY" if unique.primary else "UNIQUE"
            yield _Constraint(table.id, "unique", place, f"{words} ({', '.join(unique.columns)})", unique.origin)
        for place, key in enumerate(table.foreign_keys):
            text = f"FOREIGN KEY ({', '.join(key.columns)}) to {key.table}"
            yield _Constraint(table.id, "key", place, text, key.origin)
    for table in schema:
        for place, check in enumerate(table.checks):
            yield _Constraint(table.id, "check", place, _words(check, table), check.origin)


def _of_column(table: Table, column: Column) -> Iterator[_Constraint]:
    name = column.name
    if column.type.kind in _WIDE:
        yield _Constraint(table.id, "type", name, f"{name} {column.type.raw or column.type.kind}", column.origin)
    if not column.nullable or column.type.not_null:
        yield _Constraint(table.id, "null", name, f"{name} NOT NULL", column.origin)
    for check in column.type.checks:
        text = f"{_words(check, table)} of {name}"
        yield _Constraint(table.id, "domain", f"{name} {check.sql}", text, check.origin or column.origin)


def _words(check: Check, table: Table) -> str:
    sql = " ".join(check.sql.split())
    return f"CHECK {sql}" if sql.startswith("(") and sql.endswith(")") else f"CHECK ({sql})"


def _with(schema: Schema, kept: Iterable[_Constraint]) -> Schema:
    """The schema with no constraints but those that are kept."""
    found = {(one.table, one.kind, one.place) for one in kept}
    return replace(schema, tables=tuple(_kept(table, found) for table in schema))


def _kept(table: Table, found: set[tuple[str, str, int | str]]) -> Table:
    def some(kind: str, items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(item for place, item in enumerate(items) if (table.id, kind, place) in found)

    return replace(
        table,
        columns=tuple(_loose(column, table.id, found) for column in table.columns),
        checks=some("check", table.checks),
        uniques=some("unique", table.uniques),
        foreign_keys=some("key", table.foreign_keys),
    )


def _loose(column: Column, table: str, found: set[tuple[str, str, int | str]]) -> Column:
    type: Type = column.type
    if (table, "type", column.name) not in found and type.kind in _WIDE:
        type = replace(type, **_WIDE[type.kind])
    checks = tuple(check for check in type.checks if (table, "domain", f"{column.name} {check.sql}") in found)
    required = (table, "null", column.name) in found
    return replace(
        column,
        nullable=column.nullable or not required,
        type=replace(type, checks=checks, not_null=type.not_null and required),
    )
