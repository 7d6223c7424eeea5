"""The questions of a schema: every constraint of every table in DuckDB's SQL, over the tables of the court."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seedbed.schema.model import Check, Column, Dialect, ForeignKey, Schema, Unique
from seedbed.schema.types import Type
from seedbed.validate.cell import Cell, Unasked, folded
from seedbed.validate.exclusions import exclusion_questions
from seedbed.validate.load import FAULT, Held
from seedbed.validate.question import (
    ORIGINAL,
    Predicate,
    Question,
    Search,
    called,
    label,
    named_key,
    named_unique,
    read_by,
    short,
    told_key,
    told_unique,
    unordered,
)
from seedbed.validate.translate.spoken import spoken
from seedbed.validate.translate.text import translated
from seedbed.validate.verdict import Kind, Skipped

__all__ = ["condition", "foreign_key", "item_check", "pairs", "parts", "questions"]

_PREFIX = re.compile(r"left\(`((?:[^`]|``)+)`, (\d+)\)", re.I)


def questions(schema: Schema, court: Mapping[str, Held]) -> Iterator[Question | Skipped]:
    """Every constraint of the schema, as a question or as skipped with the reason."""
    for table in schema:
        held = court[table.id]
        yield from _not_null(held, schema.dialect)
        for unique in table.uniques:
            yield from _unique(held, unique, schema.dialect)
        for key in table.foreign_keys:
            yield foreign_key(held, key, court, schema.dialect)
        for check in table.checks:
            yield _check(held, check, schema.dialect, held.cells, ())
        for column in table.columns:
            yield from _domain(held, column, schema.dialect)
        yield from exclusion_questions(held, schema.dialect)


def _not_null(held: Held, dialect: Dialect) -> Iterator[Question | Skipped]:
    """NOT NULL of columns and domains; members of the primary key are asked with it."""
    primary = held.table.primary
    key = primary.columns if primary else ()
    for column in held.table.columns:
        required = not column.nullable or column.type.not_null
        numbered = column.identity is not None and dialect != "postgres"  # NULL asks for the next number there
        if required and not numbered and column.name not in key:
            yield _null(held, column, "NOT_NULL", f"{column.name} NOT NULL")
        if primary and column.name in key and not numbered and (dialect != "sqlite" or not column.nullable):
            yield _null(held, column, "PRIMARY_KEY", label("PRIMARY KEY", primary.columns, primary.name))


def _null(held: Held, column: Column, kind: Kind, name: str) -> Question | Skipped:
    cell = held.cells[column.name]
    if cell.missing:
        return Skipped(kind, held.table.id, name, cell.missing)
    broken = f"{cell.sql} IS NULL"
    if held.faulty:  # a wrong value is none of ours, and no NULL
        broken += f" AND NOT regexp_matches(coalesce({FAULT}, ''), '[|?]{held.numbers[column.name]}:')"
    return Predicate(kind, held.table.id, name, (column.name,), "no NULL", (broken,))


def _unique(held: Held, unique: Unique, dialect: Dialect) -> Iterator[Question | Skipped]:
    kind: Kind = "PRIMARY_KEY" if unique.primary else "UNIQUE"
    name = named_unique(unique)
    try:
        keys = parts(held, unique, dialect)
        given = [f"{part} IS NOT NULL" for part in keys] if unique.nulls_distinct else []
        if unique.where:
            given.append(f"({condition(unique.where, dialect, held.cells)[0]})")
    except Unasked as error:
        yield Skipped(kind, held.table.id, name, str(error))
        return
    where = f" WHERE {' AND '.join(given)}" if given else ""
    groups = ", ".join(keys)
    count = (
        "SELECT coalesce(sum(rows - 1), 0) FROM"
        f" (SELECT count(*) AS rows FROM {held.name}{where} GROUP BY {groups} HAVING count(*) > 1)"
    )
    rows = (
        f"SELECT rowid FROM {held.name}{where}"
        f" QUALIFY row_number() OVER (PARTITION BY {groups} ORDER BY rowid) > 1 ORDER BY rowid"
    )
    yield Search(kind, held.table.id, name, unique.columns, told_unique(unique), count, rows)


def parts(held: Held, unique: Unique, dialect: Dialect) -> list[str]:
    """The SQL of each part of a key, as the database compares it."""
    if not unique.keys:
        return [_key(held, name, dialect) for name in unique.columns]
    return [_expression(held, part, dialect) for part in unique.keys]


def _expression(held: Held, part: str, dialect: Dialect) -> str:
    """One part of an index: a column, a prefix of one (MySQL), or an expression."""
    part = unordered(part)
    names = {name.lower(): name for name in held.cells}
    bare = part.strip('`"[] ').replace('""', '"').replace("``", "`").lower()
    if bare in names:
        return _key(held, names[bare], dialect)
    prefix = _PREFIX.fullmatch(part)
    name = names.get(prefix[1].replace("``", "`").lower()) if prefix else None
    if prefix and name and dialect == "mysql":
        return f"left({_key(held, name, dialect)}, {prefix[2]})"
    return f"({translated(part, dialect, held.cells)})"


def _key(held: Held, column: str, dialect: Dialect) -> str:
    """A column as keys are compared: without case where its collation has none."""
    cell = held.cells[column]
    if cell.missing:
        raise Unasked(cell.missing)
    sql = held.keys[column]
    return folded(sql, dialect) if cell.type.folds_case and cell.duck == "VARCHAR" else sql


def foreign_key(held: Held, key: ForeignKey, court: Mapping[str, Held], dialect: Dialect) -> Question | Skipped:
    """Every reference that is given leads to a row; under MATCH FULL it is given as a whole or not at all."""
    name = named_key(key)
    parent = court.get(key.table)
    if parent is None:
        return Skipped("FOREIGN_KEY", held.table.id, name, f"the schema has no table {key.table}")
    try:
        child, other = pairs(held, parent, key, dialect)
    except Unasked as error:
        return Skipped("FOREIGN_KEY", held.table.id, name, str(error))
    columns = ", ".join(f"{sql} AS k{number}" for number, sql in enumerate(child))
    keys = ", ".join(f"{sql} AS k{number}" for number, sql in enumerate(other))
    given = " AND ".join(f"{sql} IS NOT NULL" for sql in child)
    same = " AND ".join(f"p.k{number} = c.k{number}" for number in range(len(child)))
    orphans = (
        f"SELECT c.row FROM (SELECT rowid AS row, {columns} FROM {held.name} WHERE {given}) AS c"
        f" ANTI JOIN (SELECT {keys} FROM {parent.name}) AS p ON {same}"
    )
    if key.match == "full" and len(child) > 1:
        none = " AND ".join(f"{sql} IS NULL" for sql in child)
        orphans += f" UNION ALL SELECT rowid FROM {held.name} WHERE NOT ({given}) AND NOT ({none})"
    count, rows = f"SELECT count(*) FROM ({orphans})", f"SELECT row FROM ({orphans}) ORDER BY row"
    return Search("FOREIGN_KEY", held.table.id, name, key.columns, told_key(key), count, rows)


def pairs(held: Held, parent: Held, key: ForeignKey, dialect: Dialect) -> tuple[list[str], list[str]]:
    """The SQL of both sides of a reference, of types that DuckDB compares."""
    child, other = [], []
    for here, there in zip(key.columns, key.references, strict=True):
        if there not in parent.cells:
            raise Unasked(f"{key.table} has no column {there}")
        mine, theirs = _key(held, here, dialect), _key(parent, there, dialect)
        cells = held.cells[here], parent.cells[there]
        if any(cell.type.folds_case for cell in cells) and not all(cell.type.folds_case for cell in cells):
            mine, theirs = folded(held.keys[here], dialect), folded(parent.keys[there], dialect)
        if not _comparable(*(form.forms[name].duck for form, name in ((held, here), (parent, there)))):
            mine, theirs = f"CAST({mine} AS VARCHAR)", f"CAST({theirs} AS VARCHAR)"
        child.append(mine)
        other.append(theirs)
    return child, other


def _comparable(mine: str, theirs: str) -> bool:
    numbers = ("BIGINT", "UBIGINT", "DECIMAL", "DOUBLE", "FLOAT")
    return mine == theirs or (mine.startswith(numbers) and theirs.startswith(numbers))


def _check(
    held: Held, check: Check, dialect: Dialect, cells: Mapping[str, Cell], columns: tuple[str, ...], where: str = ""
) -> Question | Skipped:
    """A condition that no row makes false: its own text first, our reading of it where DuckDB cannot take that."""
    name = called(check, where)
    try:
        asked = condition(check, dialect, cells)
    except Unasked as error:
        return Skipped("CHECK", held.table.id, name, str(error))
    broken = tuple(f"NOT ({sql})" for sql in asked)
    return Predicate(
        "CHECK", held.table.id, name, columns or read_by(check.sql, held.table, check.expression), ORIGINAL, broken
    )


def condition(check: Check, dialect: Dialect, cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """The ways to ask a condition, the best first; raises Unasked, for the original text, where there is none."""
    asked: list[str] = []
    refused: Unasked | None = None
    try:
        asked.append(translated(check.sql, dialect, cells))
    except Unasked as error:
        refused = error
    if check.expression is not None:
        try:
            asked.append(spoken(check.expression, dialect, cells))
        except Unasked as error:
            refused = refused or error
    if not asked:
        raise refused or Unasked("it cannot be read")
    return tuple(dict.fromkeys(asked))


def _domain(held: Held, column: Column, dialect: Dialect) -> Iterator[Question | Skipped]:
    """The checks of a column's domain, of each item where the column is an array of one."""
    cell = held.cells[column.name]
    yield from (_domain_check(held, column, check, cell, dialect) for check in column.type.checks)
    element = column.type.element
    for check in element.checks if element is not None and column.type.kind == "array" else ():
        assert element is not None, "an array has items"
        yield item_check(held, column, check, element, dialect)


def _domain_check(held: Held, column: Column, check: Check, cell: Cell, dialect: Dialect) -> Question | Skipped:
    where = f"{column.name}, domain {column.type.domain}" if column.type.domain else column.name
    if cell.missing:
        return Skipped("CHECK", held.table.id, check.name or short(check.sql), cell.missing)
    return _check(held, check, dialect, {"VALUE": cell}, (column.name,), where)


def item_check(held: Held, column: Column, check: Check, element: Type, dialect: Dialect) -> Question | Skipped:
    """The check of a domain, asked of each item of an array."""
    name = f"{check.name or short(check.sql)} of the items of {column.name}"
    cell, form = held.cells[column.name], held.forms[column.name].element
    if cell.missing or form is None:
        return Skipped("CHECK", held.table.id, name, cell.missing or "its items are unknown")
    try:
        asked = condition(check, dialect, {"VALUE": Cell("e", element, form.duck)})
    except Unasked as error:
        return Skipped("CHECK", held.table.id, name, str(error))
    broken = tuple(f"len(list_filter({cell.sql}, lambda e: NOT ({sql}))) > 0" for sql in asked)
    return Predicate("CHECK", held.table.id, name, (column.name,), ORIGINAL + ", of each item", broken)
