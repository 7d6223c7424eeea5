"""Two tables that refer to each other, and rows that only a deferred check accepts."""

from __future__ import annotations

import pyarrow as pa

from seedbed.schema.model import Column, Dialect, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type
from tests.write.samples import ID, arrow_of


def circle(dialect: Dialect) -> Schema:
    """Two tables that refer to each other, never NULL, and one to itself."""
    whole = Type("integer", bits=64)
    a = Table(
        "a",
        (ID, Column("b_id", whole, nullable=False), Column("other", whole)),
        (Unique(("id",), primary=True),),
        (ForeignKey(("b_id",), "b", ("id",)), ForeignKey(("other",), "a", ("id",))),
    )
    b = Table(
        "b",
        (ID, Column("a_id", whole, nullable=False)),
        (Unique(("id",), primary=True),),
        (ForeignKey(("a_id",), "a", ("id",)),),
    )
    return Schema((a, b), dialect)


def circle_rows(schema: Schema, b_of_a: int = 1) -> dict[str, list[pa.RecordBatch]]:
    """Two rows each; the first row of `a` refers to the second."""
    a = pa.record_batch([[1, 2], [2, b_of_a], [2, None]], schema=arrow_of(schema.table("a")))
    b = pa.record_batch([[1, 2], [1, 2]], schema=arrow_of(schema.table("b")))
    return {"a": [a], "b": [b]}
