"""Unique columns whose names tell of few values have those, as long as they are enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed import api
from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import Recipe
from seedbed.validate.court import judge
from seedbed.write.database.load import LoadOptions
from tests.servers import Sqlite

COUNTRIES = "CREATE TABLE countries (id int PRIMARY KEY, name text NOT NULL UNIQUE, code char(2) NOT NULL UNIQUE);"
GRID = "CREATE TABLE grid (country text NOT NULL, job_title varchar(90) NOT NULL, PRIMARY KEY (country, job_title));"
OFFICES = (
    COUNTRIES
    + """CREATE TABLE offices (country_id int NOT NULL REFERENCES countries, continent text NOT NULL,
    UNIQUE (country_id, continent));"""
)


def planned(sql: str, rows: int) -> Plan:
    return plan(read_sql(sql, "s.sql", "postgres").schema, Recipe(rows=rows), Cells)


def reason(made: Plan, table: str, column: str) -> str:
    return next(group.why(column) for group in made.table(table).groups if column in group.columns)


@pytest.mark.parametrize(("rows", "named"), [(20, True), (200, True), (2000, False)])
def test_names_are_followed_while_they_suffice(rows: int, named: bool) -> None:
    made = planned(COUNTRIES, rows)
    assert ("country, from its name" in reason(made, "countries", "name")) == named
    assert judge(made.schema, whole(made), {"countries": made.table("countries").rows}).ok
    assert len(set(whole(made)["countries"]["name"].to_pylist())) == made.table("countries").rows


def test_members_of_a_key_follow_their_names_too() -> None:
    made = planned(GRID, 150)
    texts = [text for column in whole(made)["grid"].columns for text in column.to_pylist()]
    assert not any(letter.isdigit() for text in texts for letter in text)  # as codes would have
    assert made.table("grid").rows == 150
    assert judge(made.schema, whole(made)).ok


def test_a_key_that_holds_a_reference_stays_free_of_it() -> None:
    made = planned(OFFICES, 20)
    assert "from its name" not in reason(made, "offices", "continent")
    assert judge(made.schema, whole(made)).ok


def test_they_stay_with_the_first_of_several_locales() -> None:
    schema = read_sql(COUNTRIES, "s.sql", "postgres").schema
    made = plan(schema, Recipe(rows=200, locales=(("uk", 1), ("de", 1), ("fr", 1))), Cells)
    assert judge(schema, whole(made)).ok
    assert {"Germany", "Spain"} & set(whole(made)["countries"]["name"].to_pylist())


def test_rows_beside_others_take_what_is_left(sqlite: Sqlite, tmp_path: Path) -> None:
    db = sqlite.fresh()
    sqlite.execute(db, COUNTRIES)
    schema = api.read_schema(sqlite.dsn(db)).schema
    for seed in (1, 2, 3):
        with api.session(sqlite.dsn(db)) as session:
            there = api.rows_there(schema, session)
            made = api.plan(schema, Recipe(seed=seed, rows=70), existing=there)
            assert api.load(made, session, LoadOptions(append=True)).verdict.ok
    assert sqlite.execute(db, "SELECT count(*) FROM countries WHERE name GLOB '*[0-9]*'") == [("0",)]
    assert sqlite.execute(db, "SELECT count(*) FROM countries") == [("210",)]
