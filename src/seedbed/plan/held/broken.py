"""Cells of rows that are there which a new schema does not allow any more, and which of them to make anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.generators.evaluate.predicate import Unsupported, holds
from seedbed.plan.held.seen import Flags, Seen, comparable
from seedbed.schema.expression import Call, Cast, Expression, Ref, references
from seedbed.schema.model import Column, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

__all__ = ["Broken", "broken", "homeless"]

_BITS = 64


@dataclass(slots=True)
class Broken:
    """The rows of each column of one table that are to be made anew, and why."""

    rows: dict[str, Flags] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)

    def add(self, column: str, bad: Flags, reason: str) -> None:
        """Takes in the rows of a column; those that are there already keep their reason."""
        before = self.rows.get(column, np.zeros(len(bad), dtype=np.bool_))
        if (bad & ~before).any():
            self.rows[column] = before | bad
            self.reasons.setdefault(column, []).append(reason)

    def among(self, columns: Mapping[str, object] | tuple[str, ...], count: int) -> Flags:
        """The rows in which one of the columns is made anew anyway."""
        found = np.zeros(count, dtype=np.bool_)
        for name in columns:
            if name in self.rows:
                found |= self.rows[name]
        return found


def broken(
    schema: Schema, tables: Mapping[str, pa.Table], misread: Mapping[tuple[str, str], Flags], today: date
) -> dict[str, Broken]:
    """What is broken in each of the `tables`; `misread` are cells that are none of their column's type any more.

    References to tables and columns that are new are left to `homeless`.
    """
    found = {id: Broken() for id in tables}
    for (id, name), bad in misread.items():
        found[id].add(name, bad, f"no {schema.table(id).column(name).type.raw}")
    for id, rows in tables.items():
        table = schema.table(id)
        for column in table.columns:
            if column.name in rows.column_names:
                _alone(column, _cells(rows, column.name), found[id])
        for label, condition in _conditions(table):
            _check(table, rows, label, condition, today, schema, found[id])
        for unique in table.uniques:
            _unique(table, rows, unique, today, schema, found[id])
    for id, rows in tables.items():
        for key in (key for key in schema.table(id).foreign_keys if _has_keys(key, tables)):
            _reference(id, rows, key, tables, found)
    return {id: one for id, one in found.items() if one.rows}


def _cells(rows: pa.Table, name: str) -> pa.Array:
    cells = rows.column(name).combine_chunks()
    return cells if isinstance(cells, pa.Array) else pa.concat_arrays(cells.chunks)


def _flags(cells: pa.Array) -> Flags:
    found: Flags = pc.fill_null(cells, False).to_numpy(zero_copy_only=False)
    return found


def _alone(column: Column, cells: pa.Array, found: Broken) -> None:
    """What the column alone forbids."""
    if not column.nullable or column.type.not_null:
        found.add(column.name, pc.is_null(cells).to_numpy(zero_copy_only=False), "NOT NULL")
    for bad, reason in _beyond(column.type, cells):
        found.add(column.name, _flags(bad), reason)


def _beyond(type: Type, cells: pa.Array) -> Iterator[tuple[pa.Array, str]]:
    """The cells that the type does not hold."""
    if type.kind in ("varchar", "char") and type.length is not None:
        bare = pc.utf8_rtrim(cells, " ")
        yield pc.greater(pc.utf8_length(bare), type.length), f"longer than {type.length}"
    if type.kind == "enum":
        yield pc.and_(pc.is_valid(cells), pc.invert(pc.is_in(cells, pa.array(type.values)))), "no value of the enum"
    if type.kind == "integer" and type.bits is not None and type.bits < _BITS:
        least, most = type.whole()
        yield pc.or_(pc.less(cells, least), pc.greater(cells, most)), f"beyond {type.raw}"


def _conditions(table: Table) -> Iterator[tuple[str, Expression]]:
    for check in table.checks:
        if check.expression is not None:
            yield f"CHECK ({check.sql})", check.expression
    for column in table.columns:
        for check in column.type.checks:
            if check.expression is not None:
                yield f"CHECK ({check.sql})", _of(check.expression, column.name)


def _of(expression: Expression, name: str) -> Expression:
    """A domain's check as one of the column."""
    match expression:
        case Ref("VALUE"):
            return Ref(name)
        case Cast(value, to):
            return Cast(_of(value, name), to)
        case Call(call, args):
            return Call(call, tuple(_of(argument, name) for argument in args))
    return expression


def _check(
    table: Table, rows: pa.Table, label: str, condition: Expression, today: date, schema: Schema, found: Broken
) -> None:
    names = references(condition)
    if not names or not set(names) <= set(rows.column_names):
        return
    try:
        good = _flags(holds(condition, {name: _cells(rows, name) for name in names}, today))
    except Unsupported:
        return  # the referee will ask it
    found.add(_freest(table, names, schema), ~good & ~found.among(names, len(good)), label)


def _unique(table: Table, rows: pa.Table, unique: Unique, today: date, schema: Schema, found: Broken) -> None:
    names = unique.columns
    if not names or not set(names) <= set(rows.column_names) or not rows.num_rows:
        return
    cells = [comparable(_cells(rows, name), table.column(name).type, schema.dialect == "mysql") for name in names]
    counted = np.ones(rows.num_rows, dtype=np.bool_) & ~found.among(names, rows.num_rows)
    if unique.where is not None:
        condition = unique.where.expression
        if condition is None or not set(references(condition)) <= set(rows.column_names):
            return
        read = {name: _cells(rows, name) for name in references(condition)}
        counted &= _flags(holds(condition, read, today)) if read else counted
    label = f"{'PRIMARY KEY' if unique.primary else 'UNIQUE'} ({', '.join(names)})"
    found.add(_freest(table, names, schema), _repeated(cells, counted), label)


def _repeated(cells: list[pa.Array], counted: Flags) -> Flags:
    """The rows whose tuple stands in an earlier row already; a tuple with a NULL repeats none."""
    places = np.flatnonzero(counted)
    numbered = pa.table({**{str(n): array.take(pa.array(places)) for n, array in enumerate(cells)}, "row": places})
    whole = numbered.drop_null()
    names = [str(number) for number in range(len(cells))]
    first = whole.group_by(names).aggregate([("row", "min")]).column("row_min").to_numpy()
    bad = np.zeros(len(counted), dtype=np.bool_)
    bad[whole.column("row").to_numpy()] = True
    bad[first] = False
    return bad


def _reference(
    id: str, rows: pa.Table, key: ForeignKey, tables: Mapping[str, pa.Table], found: dict[str, Broken]
) -> None:
    """Rows that refer to none."""
    if not set(key.columns) <= set(rows.column_names) or not rows.num_rows:
        return
    cells = [_cells(rows, name) for name in key.columns]
    whole = _referring(rows, key)
    parent = tables[key.table]
    there = [_cells(parent, name).cast(array.type) for name, array in zip(key.references, cells, strict=True)]
    bad = whole & ~Seen(there).hit(cells) & ~found[id].among(key.columns, rows.num_rows)
    for name in key.columns:
        found[id].add(name, bad, f"FOREIGN KEY ({', '.join(key.columns)})")


def _has_keys(key: ForeignKey, tables: Mapping[str, pa.Table]) -> bool:
    """Whether what a key refers to is there already, and is not new."""
    return key.table in tables and set(key.references) <= set(tables[key.table].column_names)


def _referring(rows: pa.Table, key: ForeignKey) -> Flags:
    found = np.ones(rows.num_rows, dtype=np.bool_)
    for name in key.columns:
        found &= pc.is_valid(_cells(rows, name)).to_numpy(zero_copy_only=False)
    return found


def homeless(schema: Schema, tables: Mapping[str, pa.Table]) -> dict[str, Broken]:
    """The rows of the `tables` that refer to a table or column which is new: what they hold is none of its keys."""
    found = {id: Broken() for id in tables}
    for id, rows in tables.items():
        for key in schema.table(id).foreign_keys:
            if not _has_keys(key, tables) and set(key.columns) <= set(rows.column_names):
                for name in key.columns:
                    found[id].add(name, _referring(rows, key), f"FOREIGN KEY ({', '.join(key.columns)})")
    return {id: one for id, one in found.items() if one.rows}


def _freest(table: Table, names: tuple[str, ...], schema: Schema) -> str:
    """The column of a constraint whose change disturbs least: no key, no reference, in no other unique set."""
    primary = set(table.primary.columns) if table.primary else set()
    refers = table.referring
    keys = [key for other in schema for key in other.foreign_keys if key.table == table.id]
    referred = {name for key in keys for name in key.references}
    unique = {name for one in table.uniques for name in one.columns}

    def burden(name: str) -> tuple[bool, bool, bool, bool]:
        return name in referred, name in primary, name in refers, name in unique

    return min(reversed(names), key=burden)
