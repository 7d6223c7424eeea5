"""Slugs follow the name beside them, as far as their columns let them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.generators.row.slugged import Slugged
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.sampling.bits import Draw
from seedbed.schema.recipe import ColumnWish, Recipe
from seedbed.testing.kit import check_generator
from seedbed.validate.court import judge

SHELVES = """CREATE TABLE shelves (id int PRIMARY KEY, name varchar(80) NOT NULL, title text,
    slug varchar(40) NOT NULL UNIQUE CHECK (slug ~ '^[a-z]+(-[a-z]+)*$'), {more});"""


def planned(sql: str, rows: int = 400, **wishes: Any) -> Plan:
    return plan(read_sql(sql, "s.sql", "postgres").schema, Recipe(rows=rows, **wishes), Cells)


def sluggish(made: Plan) -> dict[str, str]:
    """The columns that are slugs of others."""
    groups = (group for table in made.tables for group in table.groups)
    return {group.columns[0]: group.generator.column for group in groups if isinstance(group.generator, Slugged)}


def test_a_slug_is_of_the_title_or_the_name_beside_it() -> None:
    made = planned(SHELVES.format(more="name_slug text NOT NULL, maker_name text, maker_slug varchar(20)"))
    assert sluggish(made) == {"slug": "title", "name_slug": "name", "maker_slug": "maker_name"}
    rows = whole(made)["shelves"].to_pylist()
    assert len({row["slug"] for row in rows}) == 400
    for row in rows:
        assert row["name_slug"] == re.sub("[^a-z]+", "-", row["name"].lower()).strip("-")[:60].rstrip("-")
        stem = row["slug"].rpartition("-")[0]
        assert re.sub("[^a-z]+", "-", (row["title"] or "item").lower()).strip("-").startswith(stem)
    assert judge(made.schema, whole(made)).ok
    assert load_plan(dump_plan(made)) == made


def test_edge_cases_of_a_name_are_slugs_too() -> None:
    made = planned(SHELVES.format(more="shelf int"), edge_cases=30.0)
    assert any(len(row["title"] or "") and not row["title"].isascii() for row in whole(made)["shelves"].to_pylist())
    assert judge(made.schema, whole(made)).ok


@pytest.mark.parametrize(
    ("more", "wishes"),
    [
        ("CHECK (length(slug) > length(name))", {}),
        ("shelf int", {"without": ("rows",)}),
        ("shelf int", {"columns": (ColumnWish("shelves", "slug", pattern="{l:8}"),)}),
    ],
)
def test_a_slug_stays_with_itself_where_something_else_is_said(more: str, wishes: dict[str, Any]) -> None:
    assert sluggish(planned(SHELVES.format(more=more), **wishes)) == {}


@pytest.mark.parametrize("column", ["slug varchar(12) UNIQUE", "slug text CHECK (slug LIKE '%0')", "slug text"])
def test_a_slug_needs_room_a_free_hand_and_a_name(column: str) -> None:
    assert sluggish(planned(f"CREATE TABLE t (id int PRIMARY KEY, {column})")) == {}
    named = planned(f"CREATE TABLE t (id int PRIMARY KEY, name text, {column})")
    assert sluggish(named) == ({"slug": "name"} if column == "slug text" else {})


class Names:
    """One column of texts, whatever is asked."""

    def __init__(self, *texts: str | None) -> None:
        self.texts = pa.array(texts, pa.string())

    def column(self, table: str, column: str, rows: np.ndarray) -> pa.Array:
        return self.texts.take(pa.array(rows % np.uint64(len(self.texts))))

    def kept(self, name: Any, make: Any) -> Any:
        return make(self)


def test_any_text_has_a_slug() -> None:
    names = Names("Größe & Maß", "O'Brien’s  Shoes!", "Привет", None, "København 3000", "x" * 99)
    rows = np.arange(6, dtype=np.uint64)
    (found,) = Slugged("t", "name", 20).at(rows, Draw.of(1, "t", "slug"), names)
    assert found.to_pylist() == ["grosse-mass", "obriens-shoes", "item", "item", "kobenhavn", "x" * 20]
    (distinct,) = Slugged("t", "name", 20, distinct=True).at(rows, Draw.of(1, "t", "slug"), names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*-[a-z]{6}", text) and len(text) <= 20 for text in distinct.to_pylist())


def test_slugs_are_functions_of_their_rows() -> None:
    made = planned(SHELVES.format(more="shelf int"))
    (group,) = [group for group in made.table("shelves").groups if group.columns == ("slug",)]
    types = [made.schema.table("shelves").column("slug").type]
    check_generator(group.generator, types, 400, given=Cells(made), nullable=False, distinct=True)
