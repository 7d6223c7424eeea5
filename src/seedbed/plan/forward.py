"""Which tables have rows that refer to later rows of the same table: their load has to wait for all rows."""

from __future__ import annotations

from seedbed.generators.choose import Forest
from seedbed.generators.keys.fellow import Fellow
from seedbed.plan.plan import Plan

__all__ = ["forward_references"]


def forward_references(plan: Plan) -> frozenset[str]:
    """The tables in which a row may refer to a later row of the same table."""
    return frozenset(
        table.id
        for table in plan.schema
        for key in table.foreign_keys
        for group in plan.table(table.id).groups
        if key.table == table.id
        and set(key.columns) & set(group.columns)
        and not isinstance(group.generator, Forest | Fellow)
    )
