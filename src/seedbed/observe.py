"""Real rows from anywhere, as a profile needs them, and how like made rows are to them. Wiring only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.profile.caution import Caution
from seedbed.profile.compare import Likeness, compare
from seedbed.profile.fan_out import children_asked, children_of
from seedbed.profile.source import Children, Observed, profile, spreading
from seedbed.read.live.rows import live_rows
from seedbed.read.rows.found import read_rows
from seedbed.read.rows.whole import whole
from seedbed.schema.model import Schema, Table
from seedbed.schema.recipe import Recipe

__all__ = ["SAMPLE", "Caution", "Likeness", "Observed", "compare", "observe", "profiled"]

SAMPLE = 200_000
"""Rows of a table that are read from a living database; of more, evenly spaced ones are."""


def observe(source: str | Path, schema: Schema, sample: int = SAMPLE) -> dict[str, Observed]:
    """The rows in files, or in the database of an address, which is only read.

    Raises ReadError, DatabaseError.
    """
    if not is_dsn(str(source)):
        found = whole(read_rows(Path(source), schema), schema).tables
        return {id: Observed(rows.num_rows, rows, _children(schema.table(id), rows)) for id, rows in found.items()}
    with connect(parse_dsn(str(source)), read_only=True) as connection:
        return _asked(connection, schema, sample)


def profiled(schema: Schema, seen: Mapping[str, Observed], caution: Caution) -> Recipe:
    """The recipe whose rows are like those that were seen.

    Texts whose columns are named for what they hold are left to that: their forms would only break what hangs together.
    """
    named = {
        (table.id, column.name)
        for table in schema
        for column in table.columns
        if meaning_of(table.name, column.name, column.type) is not None
    }
    return profile(schema, seen, replace(caution, named=frozenset(named)))


def _children(table: Table, rows: pa.Table) -> Children:
    known = set(rows.column_names)
    return {key: children_of(rows, key) for key in spreading(table) if set(key.columns) <= known}


def _asked(connection: Connection, schema: Schema, sample: int) -> dict[str, Observed]:
    """The tables of a living database: a sample of their rows, all of their references."""
    counts = {
        id: rows.num_rows for id, rows in live_rows(connection, schema, {table.id: () for table in schema}).items()
    }
    every = {id: -(-count // sample) for id, count in counts.items()}
    rows = live_rows(connection, schema, {table.id: _readable(table) for table in schema}, every)
    return {
        table.id: Observed(
            counts[table.id],
            rows[table.id],
            {key: children_asked(connection, table, key) for key in spreading(table)},
        )
        for table in schema
    }


def _readable(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.type.kind != "unknown")
