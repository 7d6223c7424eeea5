"""What follows from a schema is worked out once while it is of use, and again for another that is equal."""

from __future__ import annotations

import pytest

from seedbed.schema.model import Schema, Table
from seedbed.schema.once import once


def test_a_schema_is_looked_at_once() -> None:
    asked: list[Schema] = []

    @once
    def ids(schema: Schema) -> list[str]:
        """The ids."""
        asked.append(schema)
        return [table.id for table in schema]

    one, other, third = (Schema((Table("a", ()),)) for _ in range(3))
    assert ids(one) is ids(one)
    assert ids(other) == ids(one) == ids(other) == ["a"]
    assert len(asked) == 2  # two that are asked in turns are both remembered
    assert ids(third) == ids(one) == ["a"]
    assert len(asked) == 4
    assert ids.__doc__ == "The ids."


def test_of_two_tables_with_one_id_the_first_is_found() -> None:
    first, second = Table("a", ()), Table("a", (), partition_by="x")
    schema = Schema((first, second, Table("b", ())))
    assert schema.table("a") is first
    assert schema.table("b").id == "b"
    with pytest.raises(KeyError):
        schema.table("c")
