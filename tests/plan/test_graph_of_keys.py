"""Foreign keys that share columns, and keys that define each other."""

from __future__ import annotations

from seedbed.plan.parts import parts_of
from seedbed.schema.model import Column, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

INT = Type("integer", bits=32)


def table(name: str, *columns: str, keys: tuple[ForeignKey, ...] = (), nullable: tuple[str, ...] = ()) -> Table:
    """A table of integer columns with a primary key `id`."""
    made = tuple(Column(column, INT, column in nullable) for column in ("id", *columns))
    return Table(name, made, (Unique(("id",), primary=True),), keys)


TENANTS = table("tenants")
TEAMS = table("teams", "tenant", keys=(ForeignKey(("tenant",), "tenants", ("id",)),))


def roles(*tables: Table) -> dict[tuple[str, ...], str]:
    """The role of each part of the last table."""
    found = parts_of(tables[-1], Schema(tables))
    assert not found.problems
    return {part.names: part.role for part in found.parts}


def test_a_key_that_another_implies_is_dropped() -> None:
    keys = (ForeignKey(("tenant",), "tenants", ("id",)), ForeignKey(("tenant", "team"), "teams", ("tenant", "id")))
    assert roles(TENANTS, TEAMS, table("staff", "tenant", "team", keys=keys)) == {
        ("id",): "scalar",
        ("tenant", "team"): "reference",
    }


def test_the_same_key_twice_is_one() -> None:
    keys = (ForeignKey(("tenant",), "tenants", ("id",)),) * 2
    assert roles(TENANTS, table("staff", "tenant", keys=keys)) == {("id",): "scalar", ("tenant",): "reference"}


def test_an_optional_key_that_shares_a_column_follows_it() -> None:
    keys = (ForeignKey(("tenant",), "tenants", ("id",)), ForeignKey(("tenant", "boss"), "staff", ("tenant", "id")))
    staff = table("staff", "tenant", "boss", keys=keys, nullable=("boss",))
    assert roles(TENANTS, staff)[("boss",)] == "fellow"


def test_a_required_self_reference_that_shares_a_column_is_its_own_row() -> None:
    keys = (ForeignKey(("tenant",), "tenants", ("id",)), ForeignKey(("tenant", "boss"), "staff", ("tenant", "id")))
    assert roles(TENANTS, table("staff", "tenant", "boss", keys=keys))[("boss",)] == "own"


def test_generated_columns_are_left_to_the_database() -> None:
    made = Table("t", (Column("a", INT), Column("b", INT, generated="a + 1")))
    assert parts_of(made, Schema((made,))).left_out == ("b",)


def test_unknown_types_are_left_out_or_refused() -> None:
    odd = Type("unknown", "whatsit")
    made = Table("t", (Column("a", odd), Column("b", odd, False)))
    found = parts_of(made, Schema((made,)))
    assert found.left_out == ("a",)
    assert [note.grave for note in found.notes] == [True]
    assert "whatsit" in str(found.problems[0])
