"""A plan as data: in a file, in words, and equal whenever it is made again."""

from __future__ import annotations

import pytest

from seedbed.engine.cells import Cells
from seedbed.errors import ReadError
from seedbed.plan.explain import explain
from seedbed.plan.passes import plan
from seedbed.plan.plan import dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import Recipe
from tests.plan.grown import grown

EVERYTHING = """
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE tenants (id serial PRIMARY KEY, name text NOT NULL UNIQUE, empty int CHECK (empty IS NULL), g int
    GENERATED ALWAYS AS (1) STORED);
CREATE TABLE teams (tenant int NOT NULL REFERENCES tenants, id int NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE rooms (tenant int NOT NULL REFERENCES tenants, id int NOT NULL, open date, shut date,
    PRIMARY KEY (tenant, id), CHECK (open < shut));
CREATE TABLE bookings (tenant int NOT NULL, team int NOT NULL, room int NOT NULL, id bigint, boss int,
    mood mood NOT NULL DEFAULT 'sad', price numeric(8,2), during tsrange, tags text[], "at" timestamptz,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, team) REFERENCES teams (tenant, id), FOREIGN KEY (tenant, room) REFERENCES rooms (tenant, id),
    FOREIGN KEY (tenant, boss) REFERENCES bookings (tenant, id) MATCH FULL, EXCLUDE USING gist (during WITH &&));
CREATE TABLE moods (m mood PRIMARY KEY, up mood REFERENCES moods, top int UNIQUE REFERENCES tenants CHECK (top > 40));
"""


def test_a_plan_comes_back_from_its_file_equal() -> None:
    made = grown(EVERYTHING).plan
    again = load_plan(dump_plan(made))
    assert again == made
    assert dump_plan(again) == dump_plan(made)
    for table in made.tables:
        columns = Cells(made).columns(table.table)
        batches = [Cells(one).tile(table.table, columns, 0, table.rows) for one in (made, again)]
        assert batches[0] == batches[1]


def test_planning_again_gives_the_same_plan() -> None:
    schema = read_sql(EVERYTHING, "s.sql", "postgres").schema
    assert plan(schema, Recipe(), Cells) == plan(schema, Recipe(), Cells) == grown(EVERYTHING).plan


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(ReadError, match="not a file that Seedbed wrote"):
        load_plan('{"$": "Marrow"}')


def test_tables_are_planned_in_load_order_and_found_by_name() -> None:
    made = grown(EVERYTHING).plan
    assert [table.table for table in made.tables] == ["tenants", "teams", "rooms", "bookings", "moods"]
    assert made.table("rooms").table == "rooms"
    with pytest.raises(KeyError):
        made.table("marrows")


def test_the_story_of_a_plan() -> None:
    stories = {story.table: story for story in explain(grown(EVERYTHING).plan)}
    told = {column.name: column for story in stories.values() for column in story.columns}
    assert (stories["moods"].rows, stories["moods"].cap) == (2, "primary key (m) has 2 values")
    assert [note.what for note in stories["moods"].notes] == ["2 rows instead of 100"]
    assert (told["g"].generator, told["g"].reason) == ("database", "left out: the database fills it")
    assert (told["empty"].generator, told["empty"].reason) == ("null", "NULL, by its check")
    assert told["boss"].reason == "an earlier row of its own table that agrees, or its own"
    assert (told["team"].generator, told["team"].reason) == ("drawn", "a row of teams and one of rooms")
    assert (told["up"].generator, told["up"].reason) == ("forest", "an earlier row of its own table")
    assert told["during"].reason == "tsrange, one slot for each row, each value once"
    assert told["mood"].reason == "mood; often its default"
    assert told["top"].reason == "a row of tenants, each once"
    assert told["price"].type == "numeric(8,2)"
    assert (told["open"].generator, stories["tenants"].columns[0].reason) == ("cases", "integer, counted up")
