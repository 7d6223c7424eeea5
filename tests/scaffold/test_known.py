"""What is known of columns before factories are written of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from seedbed.project.facts import Enum, Field
from seedbed.read.open import read_text
from seedbed.scaffold.factories.edges import edges_of
from seedbed.scaffold.factories.known import known
from seedbed.scaffold.factories.states import Stated, implied
from seedbed.scaffold.factories.value import as_listed, line_of, told_of
from seedbed.schema.recipe import Recipe


def test_bounds_of_numbers_are_numbers_however_a_check_spells_them() -> None:
    sql = """
        CREATE TABLE goods (id INTEGER PRIMARY KEY,
            price DECIMAL(8, 2) NOT NULL CHECK (price >= '0.50' AND price <= '99'),
            size INTEGER NOT NULL CHECK (size IN ('1', '2')),
            code TEXT NOT NULL CHECK (code >= '5'));
    """
    found, _ = known(read_text(sql, "goods.sql", "sqlite").schema, Recipe())
    limits = found["goods"].limits
    assert (limits["price"].low, limits["price"].high) == (Decimal("0.50"), 99)
    assert limits["size"].values == (1, 2)
    assert limits["code"].low == "5"


def test_guessed_states_come_in_the_order_in_which_rows_go_through_them() -> None:
    sql = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, status VARCHAR(20) NOT NULL);"
    found, _ = known(read_text(sql, "tasks.sql", "sqlite").schema, Recipe())
    field = Field("status", "status", (("tasks", "status"),), "String", "str")
    told = told_of(field, found["tasks"], date(2026, 1, 1), unique=False)
    assert as_listed(told) == ("open", "in_progress", "blocked", "in_review", "done", "cancelled")


def test_an_empty_document_that_the_model_makes_by_itself_is_left_to_it() -> None:
    sql = "CREATE TABLE pages (id INTEGER PRIMARY KEY, options JSON);"
    found, _ = known(read_text(sql, "pages.sql", "sqlite").schema, Recipe())
    pages = replace(found["pages"], rows={})
    for defaulted, declared in ((True, None), (False, "factory.LazyFunction(dict)")):
        field = Field("options", "options", (("pages", "options"),), "JSON", "dict", defaulted=defaulted)
        line = line_of(told_of(field, pages, date(2026, 1, 1), unique=False))
        assert (line and line.code) == declared


def test_of_hundreds_of_choices_some_are_written_down() -> None:
    for count, written, why in ((24, 24, ""), (25, 13, "some of 25 values"), (600, 24, "some of 600 values")):
        zones = Enum("", "", tuple((f"Zone/{n}", f"Zone/{n}") for n in range(count)))
        field = Field("zone", "zone", (("sites", "zone"),), "CharField", "str", enum=zones)
        line = line_of(told_of(field, None, date(2026, 1, 1), unique=False))
        assert line is not None
        assert (line.code.count("Zone/"), line.why) == (written, why)


def test_a_state_that_every_row_has_but_those_without_the_other_decides_nothing() -> None:
    role, status = (
        Field(name, name, ((("nodes", name)),), "String", "str", enum=Enum("", "", (("a", "a"), ("b", "b"))))
        for name in ("role", "status")
    )
    found, _ = known(read_text("CREATE TABLE nodes (id INTEGER PRIMARY KEY);", "nodes.sql", "sqlite").schema, Recipe())
    some = {"role": ["a", "b", None] * 6, "status": ["a", "b", None] * 6}
    assert role.enum is not None
    assert implied(Stated(role, role.enum), status, replace(found["nodes"], rows=some)) is None
    some["status"] = ["a", None, None] * 6
    assert implied(Stated(role, role.enum), status, replace(found["nodes"], rows=some)) == ("a",)


def test_a_flag_is_as_its_model_has_it_and_seldom_otherwise() -> None:
    sql = """
        CREATE TABLE addresses (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL,
            is_main BOOLEAN NOT NULL, is_billed BOOLEAN NOT NULL);
        CREATE UNIQUE INDEX one_main ON addresses (owner) WHERE is_main;
    """
    found, _ = known(read_text(sql, "addresses.sql", "postgres").schema, Recipe())
    for name, edges in (("is_main", []), ("is_billed", ["True"])):
        field = Field(name, name, (("addresses", name),), "Boolean", "bool", nullable=False, default=False)
        told = told_of(field, found["addresses"], date(2026, 1, 1), unique=False)
        line = line_of(told)
        assert line is not None
        assert (line.code, [edge.code for edge in edges_of(told)]) == ("False", edges)
