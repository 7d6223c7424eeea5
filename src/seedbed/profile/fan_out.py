"""How the rows of a table spread over the parents that they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.database.connection import Connection
from seedbed.database.own import own_rows
from seedbed.database.quoting import identifier
from seedbed.profile.caution import Caution
from seedbed.schema.model import ForeignKey, Table
from seedbed.schema.recipe import Distribution, FanOut

__all__ = ["children_asked", "children_of", "profile_fan_out"]

MOST = 1000
"""Groups of parents, at most, that are told apart."""


def children_of(rows: pa.Table, key: ForeignKey) -> dict[int, int]:
    """How many parents have so many children, of those that have any."""
    columns = list(key.columns)
    full = rows.select(columns).drop_null()
    groups = full.group_by(columns).aggregate([([], "count_all")])
    return {pair["values"]: pair["counts"] for pair in pc.value_counts(groups.column("count_all")).to_pylist()}


def children_asked(connection: Connection, table: Table, key: ForeignKey) -> dict[int, int]:
    """The same, asked of a living database. Raises DatabaseError."""
    names = [identifier(name, connection.dialect) for name in key.columns]
    listed, full = ", ".join(names), " AND ".join(f"{name} IS NOT NULL" for name in names)
    inner = f"SELECT count(*) AS n FROM {own_rows(connection, table)} WHERE {full} GROUP BY {listed}"  # noqa: S608 - quoted
    found = connection.rows(f"SELECT n, count(*) FROM ({inner}) AS t GROUP BY n")  # noqa: S608 - quoted
    return {int(n): int(count) for n, count in found}


def profile_fan_out(
    table: Table, key: ForeignKey, children: Mapping[int, int], parents: int, caution: Caution
) -> FanOut | None:
    """The fan-out of a reference; None where its parents are too few to tell of them together."""
    having = sum(children.values())
    if parents < 2 * caution.crowd or having < caution.crowd:
        return None
    told = _crowded(children, caution.crowd)
    childless = max(parents - having, 0)
    few = 0 < childless < caution.crowd  # of whom nothing may be told, but that there can be such
    share = None if few else min(ceil(1000 * childless / parents) / 1000, 0.999)  # so that children suffice
    if len(told) == 1:  # all alike, or nearly so: then their mean lies between two whole numbers
        mean = sum(n * count for n, count in children.items()) // having
        exact = len(children) == 1 and share is not None and round(share * parents) == childless
        return FanOut(table.id, key.columns, 0 if few else mean, mean if exact else mean + 1, share)
    weights = tuple((str(n), round(count / having, 4)) for n, count in told)
    low = 0 if few else told[0][0]
    return FanOut(table.id, key.columns, low, told[-1][0], share, Distribution("choice", weights=weights))


def _crowded(children: Mapping[int, int], crowd: int) -> list[tuple[int, int]]:
    """Numbers of children with their parents, at least a crowd each: rarer ones are told together, by their mean."""
    crowd = max(crowd, -(-sum(children.values()) // MOST))
    groups: list[list[tuple[int, int]]] = [[]]
    for pair in sorted(children.items()):
        if sum(count for _, count in groups[-1]) >= crowd:
            groups.append([])
        groups[-1].append(pair)
    if len(groups) > 1 and sum(count for _, count in groups[-1]) < crowd:
        groups[-2:] = [groups[-2] + groups[-1]]
    found: dict[int, int] = {}
    for group in groups:
        total = sum(count for _, count in group)
        mean = round(sum(n * count for n, count in group) / total)
        found[mean] = found.get(mean, 0) + total
    return sorted(found.items())
