"""Load order, and the keys that wait."""

from __future__ import annotations

from seedbed.schema.model import Column, ForeignKey, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.options import Options
from seedbed.write.order import Deferred, load_order
from seedbed.write.sql.script import sql_files


def table(name: str, *parents: str) -> Table:
    columns = tuple(Column(f"{parent}_id", Type("integer")) for parent in parents)
    keys = tuple(ForeignKey((f"{parent}_id",), parent, ("id",)) for parent in parents)
    return Table(name, (Column("id", Type("integer")), *columns), foreign_keys=keys)


def test_parents_come_first() -> None:
    order = load_order(Schema((table("c", "b"), table("b", "a"), table("a"))))
    assert order.tables == ("a", "b", "c")
    assert order.deferred == ()


def test_only_keys_that_point_forward_wait() -> None:
    schema = Schema((table("a", "b", "a"), table("b", "c"), table("c", "a", "b"), table("d", "a")))
    order = load_order(schema)
    (group,) = order.deferred
    assert set(group.tables) == {"a", "b", "c"}
    place = {id: number for number, id in enumerate(group.tables)}
    inner = [(t.id, key) for t in schema for key in t.foreign_keys if t.id in place]
    assert set(group.keys) == {(id, key) for id, key in inner if place[key.table] > place[id]}
    assert order.group_of("b") is group
    assert order.group_of("d") is None
    assert order.tables.index("d") > max(map(order.tables.index, group.tables))


def test_a_self_reference_waits_only_where_rows_point_forward() -> None:
    tree = table("tree", "tree")
    schema = Schema((tree,))
    assert load_order(schema).deferred == ()
    (group,) = load_order(schema, frozenset({"tree"})).deferred
    assert group == Deferred(("tree",), (("tree", tree.foreign_keys[0]),))


def test_split_files_keep_a_cycle_together() -> None:
    schema = Schema((table("z", "a"), table("a", "b"), table("b", "a"), table("Odd Name")))
    files = sql_files(schema, Options(split=True))
    assert list(files) == sorted(files)
    assert list(files.values()) == [("a", "b"), ("z",), ("Odd Name",)]
    assert sql_files(schema, Options(file="x.sql")) == {"x.sql": ("a", "b", "z", "Odd Name")}
