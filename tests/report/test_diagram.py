"""The drawing of tables: parents left of children, nothing on top of another."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from seedbed.read.open import read_text
from seedbed.report.diagram import HEIGHT, Diagram, diagram

SHOP = (Path(__file__).parents[2] / "examples" / "shop.postgres.sql").read_text()


def of(sql: str) -> Diagram:
    schema = read_text(sql, "postgres").schema
    return diagram(schema, {table.id: "10 rows" for table in schema})


def test_parents_stand_left_of_their_children() -> None:
    found = of(SHOP)
    x = {box.table: box.x for box in found.boxes}
    assert x["customers"] < x["addresses"] < x["orders"] < x["order_items"] < x["shipments"]
    assert len(found.curves) == 9


def test_boxes_keep_apart_and_inside() -> None:
    lonely = "".join(f"CREATE TABLE lonely_table_number_{number} (a int);" for number in range(30))
    found = of(SHOP + lonely)
    for left, right in combinations(found.boxes, 2):
        apart = left.x + left.width < right.x or right.x + right.width < left.x
        assert apart or abs(left.y - right.y) >= HEIGHT
    assert all(box.x + box.width < found.width and box.y + HEIGHT < found.height for box in found.boxes)


def test_circles_and_self_references_are_drawn() -> None:
    found = of(
        "CREATE TABLE a (id int PRIMARY KEY, b int, boss int REFERENCES a);"
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);"
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;"
    )
    assert {(curve.told, curve.optional) for curve in found.curves} == {
        ("a.boss → a", True),
        ("a.b → b", True),
        ("b.a → a", False),
    }


def test_a_tall_layer_stands_in_columns() -> None:
    children = "".join(f"CREATE TABLE c{number} (p int REFERENCES p);" for number in range(40))
    found = of("CREATE TABLE p (id int PRIMARY KEY);" + children)
    assert len({box.x for box in found.boxes}) == 4
