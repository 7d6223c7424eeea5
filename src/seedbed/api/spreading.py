"""How the rows of a living database spread, beside what was declared of them. Wiring only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from seedbed.database.connection import Connection
from seedbed.database.transaction import attempt, one_moment
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, filled_columns
from seedbed.errors import DatabaseError
from seedbed.plan.edges.index import edge_rows
from seedbed.plan.plan import Plan
from seedbed.profile.fan_out import children_asked
from seedbed.read.live.rows import live_rows
from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema, Table
from seedbed.validate.live.ours import Ours, ours, tells
from seedbed.validate.live.spread import with_spreads
from seedbed.validate.live.table import survey
from seedbed.validate.verdict import Verdict
from seedbed.write.database.identity import Identity, identity
from seedbed.write.database.record import Record
from seedbed.write.edges import read_edges

__all__ = ["TESTED", "ours_of_plan", "ours_of_record", "spread", "whole"]

TESTED = 200_000
"""Rows of a table that are tested; of more, evenly spaced ones are."""

_BLIND = "nothing tells its rows apart, so that those with edge cases, or of others, would count"


def spread(
    verdict: Verdict,
    connection: Connection,
    schema: Schema,
    declared: Sequence[Declared],
    kept: Mapping[str, Ours] = MappingProxyType({}),
) -> Verdict:
    """The verdict on a database with tests of what was declared of the rows that count.

    At most `TESTED` rows of a table are read, and only their declared columns. Raises DatabaseError where the session
    is lost.
    """
    counts = {table.table: table.rows for table in verdict.tables}
    untold = {id: one.why for id, one in kept.items() if one.why}
    rows: dict[str, pa.Table] = {}
    children: dict[tuple[str, tuple[str, ...]], Mapping[int, int]] = {}
    sampled = frozenset(id for id, count in counts.items() if count > TESTED)
    with one_moment(connection):
        for table in schema:
            mine = [one for one in declared if one.table == table.id and table.id not in untold]
            if not mine:
                continue
            if missing := {name for one in mine for name in one.columns} - survey(connection, table).present:
                untold[table.id] = f"the database has no {', '.join(sorted(missing))}"
                continue
            try:
                with attempt(connection):
                    rows[table.id] = _tested(connection, schema, table, mine, kept.get(table.id, Ours()), counts)
                    children |= _children(connection, table, mine)
            except DatabaseError as error:
                untold[table.id] = f"it could not be read: {error}"
    return with_spreads(verdict, schema, declared, rows, sampled, children, untold)


def _tested(
    connection: Connection,
    schema: Schema,
    table: Table,
    declared: Iterable[Declared],
    kept: Ours,
    counts: Mapping[str, int],
) -> pa.Table:
    """The rows of a table that are tested, with the columns of which something is declared."""
    names = dict.fromkeys(name for one in declared for name in one.columns)
    wanted = tuple(dict.fromkeys([*names, *kept.columns]))
    every = {table.id: -(-counts[table.id] // TESTED)}
    found = ours(table, live_rows(connection, schema, {table.id: wanted}, every)[table.id], kept)
    return found.select(list(names))


def _children(
    connection: Connection, table: Table, declared: Iterable[Declared]
) -> dict[tuple[str, tuple[str, ...]], Mapping[int, int]]:
    """The children of all parents of each fan-out: they are exact, so that the database counts them all."""
    keys = {key.columns: key for key in table.foreign_keys}
    fans = (one.columns for one in declared if one.form == "fan-out")
    return {(table.id, columns): children_asked(connection, table, keys[columns]) for columns in fans}


def ours_of_plan(plan: Plan) -> dict[str, Ours]:
    """Of each table with something declared: the rows of a plan but those with edge cases, not those there before."""
    cells = Cells(plan)
    return {id: _planned(plan, plan.schema.table(id), cells) for id in {one.table for one in plan.declared}}


def _planned(plan: Plan, table: Table, cells: Cells) -> Ours:
    known, edges = plan.table(table.id).known, edge_rows(plan, table.id)
    apart = np.concatenate([np.arange(known, dtype=np.uint64), edges])
    key = identity(table, filled_columns(plan, table))
    if not len(apart):
        return Ours()
    if not key.unique or not tells(table, key.columns):
        return Ours(why=_BLIND)
    pieces = (apart[start : start + TILE] for start in range(0, len(apart), TILE))
    return Ours(key.columns, pa.Table.from_batches([cells.batch(table.id, key.columns, piece) for piece in pieces]))


def ours_of_record(record: Record, rows: Mapping[str, int]) -> dict[str, Ours]:
    """Of each table the rows that an earlier load put there, but those with edge cases, of so many rows now."""
    edges = read_edges(record.manifest.parent)
    return {id: _recorded(record, id, key, edges.get(id, ()), rows) for id, key in record.identities.items()}


def _recorded(record: Record, id: str, key: Identity, edges: Sequence[int], rows: Mapping[str, int]) -> Ours:
    if not edges and rows.get(id) == record.rows.get(id):
        return Ours()
    if not key.unique or not tells(record.schema.table(id), key.columns):
        return Ours(why=_BLIND)
    import pyarrow.parquet as pq  # heavy: only where there is such a file

    file = record.files[id]
    keys = pq.read_table(file, columns=list(key.columns)).take(pa.array(edges, pa.int64())) if edges else None
    return Ours(key.columns, keys, file)


def whole(declared: Sequence[Declared], record: Record, rows: Mapping[str, int]) -> tuple[Declared, ...]:
    """What can be told of rows of a load: nothing of whole tables where they hold other rows now, or fewer."""
    same = {id for id, count in rows.items() if count == record.rows.get(id)}
    return tuple(one for one in declared if not one.parent or {one.table, one.parent} <= same)
