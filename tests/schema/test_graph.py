"""The graph of foreign keys."""

from __future__ import annotations

from seedbed.schema.graph import components, cycles, load_order, parents
from seedbed.schema.model import Column, ForeignKey, Schema, Table
from seedbed.schema.types import Type


def _table(name: str, *refers: str) -> Table:
    keys = tuple(ForeignKey(("x",), target, ("id",)) for target in refers)
    return Table(name, (Column("id", Type("integer")), Column("x", Type("integer"))), foreign_keys=keys)


def _schema(**edges: tuple[str, ...]) -> Schema:
    return Schema(tuple(_table(name, *refers) for name, refers in edges.items()))


def test_parents_come_before_their_children() -> None:
    schema = _schema(orders=("users", "products"), users=(), products=("categories",), categories=())
    assert load_order(schema) == ("users", "categories", "products", "orders")


def test_a_self_reference_is_no_cycle() -> None:
    assert cycles(_schema(staff=("staff",))) == ()
    assert parents(_schema(staff=("staff",))) == {"staff": ("staff",)}


def test_tables_that_wait_for_each_other_are_one_group() -> None:
    schema = _schema(a=("b",), b=("c",), c=("a",), d=("a",))
    assert cycles(schema) == (("a", "b", "c"),)
    assert load_order(schema)[-1] == "d"


def test_a_long_chain_does_not_recurse() -> None:
    edges = {str(number): [str(number + 1)] for number in range(5000)}
    assert components(edges)[0] == ("4999",)


def test_unknown_targets_are_left_out() -> None:
    assert components({"a": ["nowhere"]}) == (("a",),)
