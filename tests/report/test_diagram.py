"""The drawing of tables: parents left of children, nothing on top of another, no line across a box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from seedbed.read.open import read, read_text
from seedbed.report.diagram import LINES, Diagram, diagram
from seedbed.report.layers import BOX
from seedbed.report.lines import LETTERS, Box
from seedbed.schema.model import Schema

SHOP = (Path(__file__).parents[2] / "examples" / "shop.postgres.sql").read_text()


def drawn(schema: Schema) -> Diagram:
    return diagram(schema, {table.id: "10 rows" for table in schema})


def of(sql: str) -> Diagram:
    return drawn(read_text(sql, "postgres").schema)


def points(path: str) -> Iterator[tuple[float, float]]:
    """Points along a path of moves, level lines and curves."""
    x = y = 0.0
    for letter, words in re.findall(r"([MHC])([^MHCc]*)", path):
        numbers = [float(word) for word in words.split()]
        if letter == "M":
            x, y = numbers
        ends = [(x, y), (numbers[0], y), (numbers[0], y), (numbers[0], y)] if letter == "H" else []
        if letter == "C":
            ends = [(x, y), *zip(numbers[::2], numbers[1::2], strict=True)]
        for step in range(21 if ends else 0):
            t = step / 20
            shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield tuple(sum(share * end[side] for share, end in zip(shares, ends, strict=True)) for side in (0, 1))  # type: ignore[misc]
        if ends:
            x, y = ends[-1]


def crossed(found: Diagram) -> list[tuple[str, str]]:
    """Lines with the boxes that they run through."""
    return [
        (curve.told, box.table)
        for curve in found.curves
        for x, y in points(curve.path.partition("c")[0])
        for box in found.boxes
        if box.x + 1 < x < box.right - 1 and box.y + 1 < y < box.y + BOX - 1
    ]


def apart(left: Box, right: Box) -> bool:
    return left.right < right.x or right.right < left.x or abs(left.y - right.y) >= BOX


def test_parents_stand_left_of_their_children() -> None:
    found = of(SHOP)
    x = {box.table: box.x for box in found.boxes}
    assert x["customers"] < x["addresses"] < x["orders"] < x["order_items"] < x["shipments"]
    assert (len(found.curves), found.popular) == (9, ())


@pytest.mark.parametrize("name", ["shop", "blog", "saas", "employees"])
def test_no_line_crosses_a_box(name: str) -> None:
    found = of((Path(__file__).parents[2] / "examples" / f"{name}.postgres.sql").read_text())
    assert not crossed(found)
    assert all(apart(*pair) for pair in combinations(found.boxes, 2))


@pytest.mark.parametrize("name", ["pagila", "adventureworks", "chado-1.4"])
def test_schemas_of_real_projects_are_drawn_without_a_crossed_box(corpus: Path, name: str) -> None:
    found = drawn(read(corpus / "sql-postgres" / f"{name}.sql").schema)
    assert not crossed(found)
    assert all(apart(*pair) for pair in combinations(found.boxes, 2))
    assert all(box.right < found.width and box.y + BOX < found.height for box in found.boxes)


def test_lonely_tables_stand_in_rows_below() -> None:
    found = of(SHOP + "".join(f"CREATE TABLE lonely_table_number_{number} (a int);" for number in range(30)))
    assert all(apart(*pair) for pair in combinations(found.boxes, 2))
    assert found.width < 1250


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
    assert len({curve.path for curve in found.curves}) == 3


def test_several_keys_between_two_tables_are_one_line() -> None:
    found = of(
        "CREATE TABLE p (id int PRIMARY KEY);"
        "CREATE TABLE c (a int NOT NULL REFERENCES p, b int REFERENCES p);"
        "CREATE TABLE d (p int UNIQUE REFERENCES p);"
    )
    many, one = found.curves
    assert (many.told, many.optional) == ("c.a → p; c.b → p", False)
    assert many.foot.count("L") == 2
    assert one.foot.endswith("v8")


def test_a_tall_layer_stands_in_columns() -> None:
    children = "".join(f"CREATE TABLE c{number} (p int REFERENCES p);" for number in range(40))
    found = of("CREATE TABLE p (id int PRIMARY KEY);" + children)
    assert len({box.x for box in found.boxes}) == 5
    assert not crossed(found)


def test_a_thicket_leaves_out_the_lines_to_what_most_tables_refer_to() -> None:
    few = "".join(f"CREATE TABLE t{number} (id int PRIMARY KEY, u int REFERENCES u);" for number in range(LINES))
    found = of("CREATE TABLE u (id int PRIMARY KEY);" + few + "CREATE TABLE v (t int REFERENCES t0);")
    assert found.popular == (("u", LINES),)
    assert [curve.told for curve in found.curves] == ["v.t → t0"]
    assert next(box.told for box in found.boxes if box.table == "u") == f"10 rows, ← {LINES} tables"


def test_long_names_are_cut() -> None:
    box = of(f"CREATE TABLE {'n' * 60} (a int); CREATE TABLE b (a int);").boxes[0]
    assert len(box.name) == LETTERS
    assert len(box.table) == 60
