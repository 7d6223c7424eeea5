"""A whole recipe from real rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.profile.caution import Caution
from seedbed.profile.column import profile_column
from seedbed.profile.fan_out import profile_fan_out
from seedbed.profile.pairs import profile_pairs
from seedbed.schema.model import ForeignKey, Schema, Table
from seedbed.schema.recipe import Recipe

__all__ = ["Children", "Observed", "decided", "profile", "spreading"]

Children = Mapping[ForeignKey, Mapping[int, int]]
"""For each reference how many parents have so many children."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One table of real data: how many rows it has, a sample of them, and how many parents have how many children."""

    rows: int
    sample: pa.Table
    children: Children


def profile(schema: Schema, observed: Mapping[str, Observed], caution: Caution, base: Recipe | None = None) -> Recipe:
    """The recipe whose rows are like the observed ones."""
    recipe = base or Recipe()
    tables = [(table, observed[table.id]) for table in schema if table.id in observed]
    free = {
        table.id: [name for name in seen.sample.column_names if name not in decided(table)] for table, seen in tables
    }
    wishes = [
        profile_column(table, table.column(name), seen.sample.column(name), caution)
        for table, seen in tables
        for name in free[table.id]
    ]
    fans = [
        profile_fan_out(table, key, seen.children[key], observed[key.table].rows, caution)
        for table, seen in tables
        for key in seen.children
        if key.table in observed
    ]
    pairs = [
        pair for table, seen in tables for pair in profile_pairs(table.id, seen.sample, free[table.id], caution.crowd)
    ]
    return replace(
        recipe,
        table_rows=tuple((table.id, seen.rows) for table, seen in tables),
        columns=tuple(wish for wish in wishes if wish is not None),
        fan_outs=tuple(fan for fan in fans if fan is not None),
        pairs=tuple(pairs),
    )


def decided(table: Table) -> frozenset[str]:
    """The columns whose values keys decide, or the database."""
    found = {column.name for column in table.columns if column.generated is not None or column.identity is not None}
    found |= {name for unique in table.uniques for name in unique.columns if len(unique.columns) == 1 or unique.primary}
    return frozenset(found | table.referring)


def spreading(table: Table) -> tuple[ForeignKey, ...]:
    """The references whose parents may have several children, one for each set of columns."""
    alone = {frozenset(unique.columns) for unique in table.uniques if unique.where is None}
    keys = {key.columns: key for key in table.foreign_keys if not any(set(one) <= set(key.columns) for one in alone)}
    return tuple(keys.values())
