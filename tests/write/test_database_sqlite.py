"""Rows straight into SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.database.load import LoadOptions, open_database
from tests.servers import Sqlite
from tests.write.circles import circle, circle_rows
from tests.write.loads import PAIR, load, numbers
from tests.write.samples import ID, TEXTS, batch_of, table_of

WHOLE = Type("integer", bits=64)
CIRCLE = (
    "CREATE TABLE a (id integer PRIMARY KEY, b_id integer NOT NULL REFERENCES b, other integer REFERENCES a);",
    "CREATE TABLE b (id integer PRIMARY KEY, a_id integer NOT NULL REFERENCES a)",
)
TWO = (
    "CREATE TABLE a (id integer PRIMARY KEY)",
    "CREATE TABLE b (id integer REFERENCES a CONSTRAINT odd_one CHECK (id <> 7000))",
)


@pytest.fixture
def db(sqlite: Sqlite) -> str:
    name = sqlite.fresh()
    sqlite.execute(name, "CREATE TABLE elsewhere (x)")
    return name


@pytest.fixture
def session(sqlite: Sqlite, db: str) -> Iterator[Connection]:
    with connect(parse_dsn(sqlite.dsn(db)), bulk=True) as connection:
        yield connection


def make(sqlite: Sqlite, db: str, *statements: str) -> None:
    for statement in statements:
        sqlite.execute(db, statement)


def test_every_text_arrives_as_it_was(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, "CREATE TABLE odd (id integer, words text)")
    texts = (*TEXTS, "nul \0 here", *["quoted 'text'\\\r\n"] * 40)
    schema = table_of("sqlite", {"words": Type("text")})
    load(session, schema, {"odd": [batch_of(schema, {"words": texts})]})
    rows = sqlite.execute(db, "SELECT CASE WHEN words IS NULL THEN '-' ELSE hex(words) END FROM odd ORDER BY id")
    assert [None if row[0] == "-" else bytes.fromhex(row[0]).decode() for row in rows] == list(texts)


def test_many_rows_and_rows_without_columns(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, TWO[0], "CREATE TABLE odd (id integer PRIMARY KEY AUTOINCREMENT, n int DEFAULT 3)")
    empty = Table("odd", (Column("n", WHOLE, generated="3"),))
    schema = Schema((PAIR[0], empty), "sqlite")
    three = pa.record_batch([pa.array([1, 2, 3])], names=["x"]).select([])
    rows = {"a": [*numbers(PAIR[0], *range(2500)), *numbers(PAIR[0], *range(2500, 2600))], "odd": [three, three]}
    assert load(session, schema, rows) == {"a": 2600, "odd": 6}
    assert sqlite.execute(db, "SELECT max(id), min(n) FROM odd") == [("6", "3")]


def test_a_circle_loads_and_is_replaced(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, *CIRCLE)
    schema = circle("sqlite")
    for again in (False, True):
        options = LoadOptions(replace=again, forward_references=frozenset({"a"}))
        load(session, schema, circle_rows(schema), options)
        assert sqlite.execute(db, "SELECT count(*) FROM a NATURAL JOIN b") == [("2",)]


def test_a_broken_circle_leaves_nothing(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, *CIRCLE)
    schema = circle("sqlite")
    options = LoadOptions(forward_references=frozenset({"a"}))
    with pytest.raises(DatabaseError, match=r"FOREIGN KEY constraint failed[^$]*left as it was"):
        load(session, schema, circle_rows(schema, b_of_a=99), options)
    assert sqlite.execute(db, "SELECT count(*) FROM a") == [("0",)]


def test_a_refusal_in_the_middle_leaves_all_as_it_was(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, *TWO)
    many = numbers(PAIR[0], *range(9000))
    with pytest.raises(DatabaseError, match=r"rows of b[^$]*odd_one[^$]*left as it was"):
        load(session, Schema(PAIR, "sqlite"), {"a": many, "b": many})
    assert sqlite.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)") == [("0", "0")]


def test_rows_that_are_there_are_named_or_replaced(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, *TWO, "INSERT INTO a VALUES (1), (2)", "INSERT INTO b VALUES (2)")
    schema = Schema(PAIR, "sqlite")
    with pytest.raises(DatabaseError, match=r"a: 2 rows are there already[^$]*b: 1 rows"):
        load(session, schema, {})
    rows = {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)}
    assert load(session, schema, rows, LoadOptions(append=True)) == {"a": 3, "b": 2}
    assert load(session, schema, rows, LoadOptions(replace=True)) == {"a": 1, "b": 1}


@pytest.mark.parametrize("key", ["REFERENCES a ON DELETE CASCADE", "REFERENCES A (ID) ON DELETE SET NULL"])
def test_replacing_does_not_reach_other_tables(sqlite: Sqlite, db: str, session: Connection, key: str) -> None:
    make(sqlite, db, *TWO, f"CREATE TABLE c (a_id {key})", "INSERT INTO a VALUES (1)", "INSERT INTO c VALUES (1)")
    with pytest.raises(DatabaseError, match='"c": 1 rows of a table outside'):
        load(session, Schema(PAIR, "sqlite"), {}, LoadOptions(replace=True))
    assert sqlite.execute(db, "SELECT count(*) FROM c") == [("1",)]


def test_all_that_is_missing_is_named_at_once(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, "CREATE TABLE A (ID integer PRIMARY KEY NOT NULL, name text NOT NULL, kept NOT NULL DEFAULT 0)")
    make(sqlite, db, "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END")
    there = Table("a", (ID, Column("gone", WHOLE)))
    with pytest.raises(DatabaseError) as caught:
        open_database(Schema((there, Table("b", (ID,))), "sqlite"), session)
    assert [problem.where for problem in caught.value.problems] == ["a.gone", "a.name", "b"]


def test_another_writer_is_not_waited_for_forever(sqlite: Sqlite, db: str, session: Connection) -> None:
    make(sqlite, db, *TWO, "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END")
    with connect(parse_dsn(sqlite.dsn(db))) as other:
        other.run("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="locked"):
            open_database(Schema(PAIR, "sqlite"), session, LoadOptions(wait=0))
        other.run("ROLLBACK")
    with open_database(Schema(PAIR, "sqlite"), session) as sink:
        assert [note.table for note in sink.notes] == ["a"]
