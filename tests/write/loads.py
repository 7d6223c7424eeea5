"""Rows into living databases: what the tests of all three share."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from seedbed.database.connection import Connection
from seedbed.schema.model import ForeignKey, Schema, Table
from seedbed.write.database.load import LoadOptions, open_database
from tests.write.samples import ID, arrow_of

PAIR = (Table("a", (ID,)), Table("b", (ID,), foreign_keys=(ForeignKey(("id",), "a", ("id",)),)))


def load(
    connection: Connection,
    schema: Schema,
    rows: Mapping[str, list[pa.RecordBatch]],
    options: LoadOptions | None = None,
) -> dict[str, int]:
    """Loads rows; how many each table had before the commit."""
    with open_database(schema, connection, options) as sink:
        for id, batches in rows.items():
            table = schema.table(id)
            sink.begin(table, arrow_of(table))
            for batch in batches:
                sink.batch(batch)
            sink.end()
        sink.finish()
        found = sink.counts()
        assert sink.close() == ()
    return found


def numbers(table: Table, *values: int) -> list[pa.RecordBatch]:
    """Rows with the same number in every column."""
    arrow = arrow_of(table)
    return [pa.record_batch([pa.array(values, type) for type in arrow.types], schema=arrow)]
