"""Columns of parents that conditions may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.generators.domain import Asking
from seedbed.plan.conditions.look import lookable, looking, looks_in, rule_of
from seedbed.plan.plan import dump_plan, load_plan
from seedbed.schema.expression import Call, Ref
from tests.plan.grown import grown

PARENTS = """
CREATE TABLE counted (id serial PRIMARY KEY, born date NOT NULL);
CREATE TABLE named (id uuid PRIMARY KEY, born date NOT NULL);
CREATE TABLE worded (id varchar(20) PRIMARY KEY, born date);
CREATE TABLE dated (id timestamp PRIMARY KEY, born date);
CREATE TABLE blobbed (id bytea PRIMARY KEY, born date);
CREATE TABLE paired (a int REFERENCES counted, b int, born date NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE child (id serial PRIMARY KEY, due date, c int REFERENCES counted, n uuid REFERENCES named,
    w varchar(20) REFERENCES worded, d timestamp REFERENCES dated, x bytea REFERENCES blobbed, a int, b int,
    up int REFERENCES child, FOREIGN KEY (a, b) REFERENCES paired);
"""
KEYS = {"c": "counted", "n": "named", "w": "worded", "d": "dated", "x": "blobbed", "b": "paired", "up": "child"}


def looked(rows: Mapping[str, int]) -> tuple[Cells, Any]:
    """The cells of a plan with every look at `born`, and the plan."""
    made = grown(PARENTS, "postgres", 200, *rows.items()).plan
    table = made.schema.table("child")
    names = [*(f"{by}.born" for by in KEYS if by != "up"), "up.due"]
    looks = looks_in(map(Ref, names), table, made.schema)
    groups = looking(looks, table, {planned.table: planned.total for planned in made.tables})
    child = made.table("child")
    again = replace(made, tables=(*made.tables[:-1], replace(child, groups=(*child.groups, *groups))))
    return Cells(load_plan(dump_plan(again))), again


def test_a_looked_up_cell_is_that_of_the_row_with_the_key() -> None:
    cells, _ = looked({})
    rows = np.arange(200, dtype=np.uint64)
    for by, parent in KEYS.items():
        keys = ["a", "b"] if by == "b" else [by]
        there = ["a", "b"] if by == "b" else ["id"]
        born = "due" if by == "up" else "born"
        parents = zip(*(cells.column(parent, name, rows).to_pylist() for name in there), strict=True)
        known = dict(zip(parents, cells.column(parent, born, rows).to_pylist(), strict=True))
        own = zip(*(cells.column("child", name, rows).to_pylist() for name in keys), strict=True)
        found = cells.column("child", f"{by}.{born}", rows).to_pylist()
        assert found == [known.get(key) for key in own], by
        assert any(found)


def test_without_parents_nothing_is_found() -> None:
    cells, _ = looked({"named": 0, "worded": 1})
    rows = np.arange(200, dtype=np.uint64)
    assert cells.column("child", "n.born", rows).null_count == 200


def test_a_look_says_what_it_asks() -> None:
    _, made = looked({})
    group = made.table("child").groups[-1]
    assert isinstance(group.generator, Asking)
    assert group.generator.asks == (("child", "up"), ("child", "id"), ("child", "due"))


def test_a_rule_reads_what_references_lead_to() -> None:
    schema = grown(PARENTS, rows=1).plan.schema
    table = schema.table("child")
    rule = rule_of("due >= c.born AND child.due IS NOT NULL", table, schema)
    assert rule is not None
    assert [look.key.table for look in looks_in([rule], table, schema)] == ["counted"]
    assert rule_of("due >= c.marrow", table, schema) is None
    assert rule_of("due >= C.Born", table, schema) == Call(">=", (Ref("due"), Ref("c.born")))
    assert "a.born" in lookable(table, schema)
    assert lookable(table, schema)["a.a"].key.table == "paired"
    with pytest.raises(KeyError):
        lookable(table, schema)["due.born"]
