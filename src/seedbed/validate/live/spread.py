"""The tests of declared distributions on rows that were read from a living database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema
from seedbed.validate.court import opened
from seedbed.validate.load import Held, load
from seedbed.validate.spread.gather import Children, statistics
from seedbed.validate.spread.statistics import Uncompared
from seedbed.validate.verdict import Verdict

__all__ = ["with_spreads"]


def with_spreads(
    verdict: Verdict,
    schema: Schema,
    declared: Sequence[Declared],
    rows: Mapping[str, pa.Table],
    sampled: frozenset[str],
    children: Children,
    untold: Mapping[str, str],
) -> Verdict:
    """The verdict on a database with the tests of what was declared.

    `rows` are those of each table that count, with the declared columns; of tables that are `sampled` evenly spaced
    ones. `children` are counted for each fan-out; of the tables that are `untold` nothing is tested, for the reason.
    """
    tested = [one for one in declared if one.table not in untold]
    left = tuple(
        Uncompared(one.table, one.columns, one.said, untold[one.table]) for one in declared if one.table in untold
    )
    with opened() as court:
        held: dict[str, Held] = {}
        for number, table in enumerate(verdict.tables):
            held[table.table] = Held(schema.table(table.table), "", given=False)
            if table.table in rows:
                source = (rows[table.table],)
                held[table.table] = load(court, schema.table(table.table), f"t{number}", source, schema.dialect, {})
            held[table.table].rows, held[table.table].sampled = table.rows, table.table in sampled
        compared, uncompared, shapes = statistics(court, held, tested, children=children)
    return replace(verdict, compared=compared, uncompared=(*uncompared, *left), shapes=shapes)
