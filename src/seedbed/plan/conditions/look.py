"""Columns of parents that conditions of a table may read: `customer_id.created_at` is a hidden column of its own.

A rule names them so, and they are read, typed and asked like any column of the row; only nobody writes them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.generators.row.look import LookedUp
from seedbed.plan.plan import Group
from seedbed.read.check.parse import parse_check
from seedbed.schema.expression import Expression, references
from seedbed.schema.model import ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

__all__ = ["Look", "lookable", "looking", "looks_in", "narrowest", "ordered", "rule_of"]


@dataclass(frozen=True, slots=True)
class Look:
    """A column that nobody sees: `column` of the parent row that a reference leads to, named by `by` of its columns."""

    key: ForeignKey
    by: str
    column: str
    type: Type

    @property
    def name(self) -> str:
        """How conditions call it."""
        return f"{self.by}.{self.column}"


def lookable(table: Table, schema: Schema) -> dict[str, Look]:
    """Every column that a table's references lead to, by name; of two with one name the first reference's."""
    own = {column.name for column in table.columns}
    found: dict[str, Look] = {}
    for key in sorted(ordered(table), key=lambda key: len(key.columns)):
        parent = schema.table(key.table)
        for by in key.columns:
            for column in parent.columns:
                look = Look(narrowest(key, parent), by, column.name, column.type)
                if look.name not in own and column.generated is None and column.type.kind != "unknown":
                    found.setdefault(look.name, look)
    return found


def ordered(table: Table) -> list[ForeignKey]:
    """The foreign keys in the order of their columns: a catalog lists them in another order than a file does."""
    place = {column.name: number for number, column in enumerate(table.columns)}
    return sorted(table.foreign_keys, key=lambda key: [place[name] for name in key.columns])


def narrowest(key: ForeignKey, parent: Table) -> ForeignKey:
    """A reference by that one of its columns which alone tells the parent's rows apart, where there is one."""
    alone = {unique.columns[0] for unique in parent.uniques if len(unique.columns) == 1 and _is_plain(unique)}
    for name, there in zip(key.columns, key.references, strict=True):
        if len(key.columns) > 1 and there in alone:
            return replace(key, columns=(name,), references=(there,))
    return key


def _is_plain(unique: Unique) -> bool:
    return unique.where is None and not unique.keys


def rule_of(sql: str, table: Table, schema: Schema) -> Expression | None:
    """The tree of a condition that may read `reference.column`; None where it cannot be read."""
    types = {column.name: column.type for column in table.columns}
    types |= {name: look.type for name, look in lookable(table, schema).items()}
    return parse_check(sql, schema.dialect, types)


def looks_in(conditions: Iterable[Expression], table: Table, schema: Schema) -> tuple[Look, ...]:
    """What conditions of a table look up in its parents: the `looks` that its facts need beside the conditions."""
    known: Mapping[str, Look] = lookable(table, schema)
    names = dict.fromkeys(name for condition in conditions for name in references(condition))
    return tuple(known[name] for name in names if name in known)


def looking(looks: Iterable[Look], table: Table, rows: Mapping[str, int]) -> list[Group]:
    """The groups of hidden columns, one for each reference that they follow."""
    found: dict[tuple[ForeignKey, str], list[str]] = {}
    for look in dict.fromkeys(looks):
        found.setdefault((look.key, look.by), []).append(look.column)
    return [
        Group(
            tuple(f"{by}.{column}" for column in columns),
            LookedUp(table.id, key.columns, key.table, key.references, rows[key.table], tuple(columns)),
            f"of the row of {key.table} that it refers to",
        )
        for (key, by), columns in found.items()
    ]
