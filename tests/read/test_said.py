"""Values that comments list: of all three dialects, where it is sure that they do, and nothing where it is not."""

from __future__ import annotations

import pytest

from seedbed.read.prisma.schema import read_prisma
from seedbed.read.said import listed
from seedbed.read.sql import read_sql
from seedbed.schema.model import Column, Dialect
from seedbed.schema.types import Type
from tests.plan.grown import grown


@pytest.mark.parametrize(
    ("remark", "values"),
    [
        ("'School Fees' | 'Departmental Fee'", ("School Fees", "Departmental Fee")),
        ("'user' (Marketplace), 'farmer', or 'admin'", ("user", "farmer", "admin")),
        ("cow, goat, buffalo or other", ("cow", "goat", "buffalo", "other")),
        ("state of the door: LOCKED, UNLOCKED", ("LOCKED", "UNLOCKED")),
        ("how it was paid (card|cash)", ("card", "cash")),
        ("e.g., GREEDY, AUCTION", ("GREEDY", "AUCTION")),
        ("M/F", ("M", "F")),
        ("pending/paid", ("pending", "paid")),
        ("shared, private", ()),
        ("image/png", ()),
        ("nullable, unique, indexed", ()),
        ("the path, with `.` and `[ ]`", ()),
        ("'it' is what the others call 'them'", ()),
        ("first, second and what comes after", ()),
        ("e.g. '2025/2026'", ()),
        ("", ()),
    ],
)
def test_texts(remark: str, values: tuple[str, ...]) -> None:
    assert listed(remark, Column("x", Type("text"), default="'pending'::text")) == values


@pytest.mark.parametrize(
    ("remark", "values"),
    [
        ("0: open, 1: closed, 2: lost", (0, 1, 2)),
        ("1 = In process; 2 = Approved", (1, 2)),
        ("\u72b6\u6001 0\u6b63\u5e38 1\u7981\u7528", (0, 1)),
        ("SQLite has no BOOLEAN; 0/1", (0, 1)),
        ("0 = Sunday, 1 = Monday, ..., 6 = Saturday", (0, 1, 2, 3, 4, 5, 6)),
        ("version 2: draft", ()),
        ("7: seven, 3: three", ()),
        ("between 1 and 5", ()),
    ],
)
def test_codes(remark: str, values: tuple[int, ...]) -> None:
    assert listed(remark, Column("x", Type("integer", bits=32))) == values
    assert listed(remark, Column("x", Type("float", bits=64))) == ()


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
def test_comments_behind_columns(dialect: Dialect) -> None:
    sql = """
    CREATE TABLE IF NOT EXISTS doors (  -- 'not', 'a column'
        id int PRIMARY KEY,
        state varchar(10) NOT NULL DEFAULT 'OPEN', -- OPEN | SHUT
        a int, b int, -- 0/1
        kind varchar(9) CHECK (kind IN ('x', 'y')), -- cow, goat, other
        note varchar(20)  -- 'read me', 'or not'
    );
    CREATE TABLE walls (state varchar(10));
    """
    doors, walls = read_sql(sql, "s.sql", dialect).schema.tables
    told = {column.name: column.type.said for column in doors.columns if column.type.said}
    assert told == {"state": ("OPEN", "SHUT"), "kind": ("cow", "goat", "other"), "note": ("read me", "or not")}
    assert not walls.columns[0].type.said


def test_comments_that_the_database_keeps() -> None:
    mysql = read_sql("CREATE TABLE t (s int COMMENT '0: off, 1: on');", "s.sql", "mysql").schema
    postgres = read_sql("CREATE TABLE t (s text); COMMENT ON COLUMN t.s IS 'on | off';", "s.sql", "postgres").schema
    assert [schema.tables[0].columns[0].type.said for schema in (mysql, postgres)] == [(0, 1), ("on", "off")]


def test_comments_behind_fields() -> None:
    schema = read_prisma(
        {
            "s.prisma": """
datasource db { provider = "sqlite" }
model Call {
  id     Int    @id
  state  String @map("call_state") // 'open' | 'done'
  from   String @default("https://a.example/'x'|'y'")
  @@map("calls")
}
"""
        }
    ).schema
    said = {column.name: column.type.said for column in schema.tables[0].columns}
    assert said == {"id": (), "call_state": ("open", "done"), "from": ()}


def test_rows_hold_what_comments_list() -> None:
    """A check goes first, and so do a key and a name that tells of many values."""
    made = grown("""
    CREATE TABLE pets (id int PRIMARY KEY,
        species text NOT NULL, -- cow, goat, sheep
        color text NOT NULL CHECK (color <> 'red'), -- 'red', 'blue', 'green'
        email text NOT NULL, -- 'work', 'home'
        code text UNIQUE NOT NULL, -- 'AB', 'CD'
        kind text NOT NULL CHECK (kind IN ('x', 'y')) -- 'x', 'z'
    );""")
    assert set(made.cells("pets", "species")) == {"cow", "goat", "sheep"}
    assert set(made.cells("pets", "color")) == {"blue", "green"}
    assert not {"work", "home"} & set(made.cells("pets", "email"))
    assert len(set(made.cells("pets", "code"))) == 100
    assert set(made.cells("pets", "kind")) == {"x", "y"}


def test_a_question_for_a_name_is_answered_by_0_or_1() -> None:
    made = grown(
        "CREATE TABLE t (id int PRIMARY KEY, is_active int NOT NULL, has_pets smallint NOT NULL, history int NOT NULL);"
    )
    assert {cell for name in ("is_active", "has_pets") for cell in made.cells("t", name)} == {0, 1}
    assert max(made.whole("t", "history")) > 1
