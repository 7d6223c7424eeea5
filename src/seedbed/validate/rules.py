"""The rules of one table: every constraint that a row can break, each with what the schema says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from seedbed.classes import dataclass
from seedbed.schema.model import Check, Column, Dialect, Exclusion, ForeignKey, Table, Unique
from seedbed.validate.question import named_exclusion, named_key, named_unique, read_by, short
from seedbed.validate.verdict import Kind

__all__ = ["Rule", "rules"]

Source: TypeAlias = Column | Unique | ForeignKey | Check | Exclusion


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint of a table; `number` is its place among those of the table.

    `source` is what the schema holds: a column stands for its type and for NOT NULL. `domain` is the column
    whose domain a check belongs to, `items` whether the check is about the items of an array; `bounds` tells the
    check that stands for the partitions of a table.
    """

    number: int
    kind: Kind
    table: str
    says: str
    columns: tuple[str, ...]
    source: Source
    domain: str = ""
    items: bool = False
    bounds: bool = False


def rules(table: Table, dialect: Dialect) -> tuple[Rule, ...]:
    """All rules of a table; the type of each column is one, whether or not anything can break it."""
    found = [*_of_columns(table, dialect), *_of_checks(table), *_of_keys(table)]
    return tuple(replace(rule, number=number) for number, rule in enumerate(found))


def _of_columns(table: Table, dialect: Dialect) -> Iterator[Rule]:
    for column in table.columns:
        said = f"{column.name} {column.type.raw or column.type.kind}"
        yield Rule(0, "DATA_TYPE", table.id, said, (column.name,), column)
    for column in table.columns:
        if _refuses_null(table, column, dialect):
            yield Rule(0, "NOT_NULL", table.id, f"{column.name} NOT NULL", (column.name,), column)


def _refuses_null(table: Table, column: Column, dialect: Dialect) -> bool:
    """Whether NULL is refused: a counted column takes it for the next number, but in PostgreSQL."""
    if column.identity is not None and dialect != "postgres":
        return False
    key = table.primary is not None and column.name in table.primary.columns and dialect != "sqlite"
    return key or not column.nullable or column.type.not_null


def _of_checks(table: Table) -> Iterator[Rule]:
    for check in table.checks:
        columns = read_by(check.sql, table, check.expression)
        bounds = table.partition_by is not None and check.name == f"{table.name}_partitions"
        yield Rule(0, "CHECK", table.id, _said(check), columns, check, bounds=bounds)
    for column in table.columns:
        for type, items in ((column.type, False), (column.type.element, True)):
            for check in type.checks if type is not None else ():
                yield Rule(
                    0, "CHECK", table.id, f"{_said(check)} of {column.name}", (column.name,), check, column.name, items
                )


def _of_keys(table: Table) -> Iterator[Rule]:
    for unique in table.uniques:
        said = named_unique(unique) + (f" WHERE {short(unique.where.sql)}" if unique.where else "")
        yield Rule(0, "PRIMARY_KEY" if unique.primary else "UNIQUE", table.id, said, unique.columns, unique)
    for key in table.foreign_keys:
        yield Rule(0, "FOREIGN_KEY", table.id, named_key(key), key.columns, key)
    for exclusion in table.exclusions:
        columns = tuple(c.name for c in table.columns if any(c.name in part for part, _ in exclusion.parts))
        yield Rule(0, "EXCLUDE", table.id, named_exclusion(exclusion), columns, exclusion)


def _said(check: Check) -> str:
    text = f"CHECK ({short(check.sql)})"
    return f"{check.name}: {text}" if check.name else text
