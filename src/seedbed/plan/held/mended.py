"""Rows that are there, with the cells that a new schema forbids made anew: as few as will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.plan.ahead import Evaluate
from seedbed.plan.held.broken import Broken, broken
from seedbed.plan.held.existing import Held
from seedbed.plan.passes import plan
from seedbed.schema.expression import references
from seedbed.schema.model import Check, Schema, Table
from seedbed.schema.recipe import Recipe

__all__ = ["Change", "changed", "mended", "open_rows"]

_TURNS = 4
"""How often more than once a column is looked at: a changed key leaves those behind that refer to it."""

Flags = NDArray[np.bool_]
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Change:
    """Cells of one column that are changed: in which rows, and which constraints ask for it."""

    table: str
    column: str
    rows: pa.Array
    reasons: tuple[str, ...]


def mended(
    schema: Schema, recipe: Recipe, evaluate: Evaluate, tables: Tables, misread: Mapping[tuple[str, str], Flags]
) -> tuple[Tables, tuple[Change, ...]]:
    """The tables as the schema allows them, and what was changed. Raises PlanError where nothing would do."""
    known = _known_part(schema, tables)
    all_reasons: dict[tuple[str, str], list[str]] = {}
    now, unread = dict(tables), dict(misread)
    for _ in range(_TURNS + sum(rows.num_columns for rows in tables.values())):
        found = {id: _one(each) for id, each in broken(known, now, unread, recipe.today).items()}
        if not found:
            break
        for id, one in found.items():
            for column, reasons in one.reasons.items():
                told = all_reasons.setdefault((id, column), [])
                told += [reason for reason in reasons if reason not in told]
                unread.pop((id, column), None)
        now = _again(known, recipe, evaluate, now, found)
    else:
        raise PlanError(*(_stubborn(id, one) for id, one in broken(known, now, {}, recipe.today).items()))
    changes = (changed(id, column, tables[id], now[id], tuple(told)) for (id, column), told in all_reasons.items())
    return now, tuple(change for change in changes if len(change.rows))


def _one(found: Broken) -> Broken:
    """One column to be mended, with those that are broken for the same reason: each beside the others as they are."""
    first = next(iter(found.rows))
    names = [name for name in found.rows if found.reasons[name] == found.reasons[first]]
    same = [
        name for name in names if (found.rows[name] == found.rows[first]).all() and "FOREIGN" in found.reasons[name][0]
    ]
    picked = dict.fromkeys([first, *same])
    return Broken({name: found.rows[name] for name in picked}, {name: found.reasons[name] for name in picked})


def _again(
    known: Schema, recipe: Recipe, evaluate: Evaluate, now: Tables, found: Mapping[str, Broken]
) -> dict[str, pa.Table]:
    """The tables with the broken cells planned and made."""
    held = {id: Held(rows, open_rows(found.get(id))) for id, rows in now.items()}
    cells = evaluate(plan(known, recipe, evaluate, held=held))
    again = dict(now)
    for id, one in found.items():
        rows = np.arange(now[id].num_rows, dtype=np.uint64)
        for column in one.rows:
            place = now[id].column_names.index(column)
            again[id] = again[id].set_column(place, now[id].schema.field(place), cells.column(id, column, rows))
    return again


def open_rows(one: Broken | None) -> dict[str, pa.Array]:
    """The rows of each column that are to be made anew, as a plan takes them."""
    rows = {} if one is None else one.rows
    return {column: pa.array(np.flatnonzero(bad), pa.uint64()) for column, bad in rows.items()}


def _stubborn(id: str, one: Broken) -> Problem:
    told = "; ".join(reason for reasons in one.reasons.values() for reason in reasons)
    return Problem("rows that are there cannot be made to obey", id, told, "change them by hand first")


def changed(id: str, column: str, before: pa.Table, after: pa.Table, reasons: tuple[str, ...]) -> Change:
    """How a column of two states of a table differs."""
    old, new = (_cells(table, column) for table in (before, after))
    same = pc.fill_null(pc.equal(old, new), False) if not pa.types.is_list(old.type) else _same(old, new)
    both_null = pc.and_(pc.is_null(old), pc.is_null(new))
    rows = np.flatnonzero(~pc.or_(same, both_null).to_numpy(zero_copy_only=False))
    return Change(id, column, pa.array(rows, pa.uint64()), reasons)


def _same(old: pa.Array, new: pa.Array) -> pa.Array:
    return pa.array([left == right for left, right in zip(old.to_pylist(), new.to_pylist(), strict=True)])


def _cells(table: pa.Table, column: str) -> pa.Array:
    cells = table.column(column).combine_chunks()
    return cells if isinstance(cells, pa.Array) else pa.concat_arrays(cells.chunks)


def _known_part(schema: Schema, tables: Tables) -> Schema:
    """The schema with nothing in it of columns that the rows do not have."""
    kept = {id: frozenset(rows.column_names) for id, rows in tables.items()}
    return replace(schema, tables=tuple(_narrowed(table, kept) for table in schema))


def _narrowed(table: Table, kept: Mapping[str, frozenset[str]]) -> Table:
    keys = tuple(key for key in table.foreign_keys if set(key.references) <= kept.get(key.table, set(key.references)))
    if table.id not in kept:
        return replace(table, foreign_keys=keys)
    here = kept[table.id]
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name in here),
        uniques=tuple(one for one in table.uniques if set(one.columns) <= here and _reads(one.where, here)),
        foreign_keys=tuple(key for key in keys if set(key.columns) <= here),
        checks=tuple(check for check in table.checks if _reads(check, here)),
        exclusions=tuple(one for one in table.exclusions if {text.strip('"') for text, _ in one.parts} <= here),
    )


def _reads(check: Check | None, here: frozenset[str]) -> bool:
    """Whether a condition reads columns that are there; one that is not understood may read any."""
    return check is None or (check.expression is not None and set(references(check.expression)) <= here)
