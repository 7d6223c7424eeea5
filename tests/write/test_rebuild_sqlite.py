"""Indexes that are dropped for a load into SQLite are there again, as they were, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError, UsageError
from seedbed.schema.model import Column, ForeignKey, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.database.load import LoadOptions, open_database
from tests.cli.program import run
from tests.servers import MariaDB, Sqlite
from tests.write.catalogs import SQLITE
from tests.write.loads import load, numbers

WHOLE = Type("integer", bits=64)
PARENT = Table("A", tuple(Column(name, WHOLE) for name in ("id", "n", "m")))
CHILD = Table("b", (Column("id", WHOLE), Column("a_n", WHOLE)), foreign_keys=(ForeignKey(("a_n",), "A", ("n",)),))
PAIR = Schema((PARENT, CHILD), "sqlite")
REBUILD = LoadOptions(append=True, rebuild=True)
WORDS = (
    "CREATE TABLE a (id integer PRIMARY KEY, n integer, m integer UNIQUE)",
    "CREATE UNIQUE INDEX leant ON a (n)",
    'CREATE INDEX "the ""odd"" one" ON a (n + m DESC, id) WHERE n > 0 -- why not',
    "CREATE UNIQUE INDEX pairs ON A (m, n)",
    "CREATE TABLE b (id integer, a_n integer REFERENCES a (n))",
    "CREATE UNIQUE INDEX only ON b (id)",
    "CREATE INDEX elsewhere ON c (x)",
    "INSERT INTO a VALUES (900, 900, 900)",
    "INSERT INTO b VALUES (900, 900)",
    "ANALYZE",
)


@pytest.fixture
def db(sqlite: Sqlite) -> str:
    name = sqlite.fresh()
    for statement in ("CREATE TABLE c (x)", *WORDS):
        sqlite.execute(name, statement)
    return name


@pytest.fixture
def session(sqlite: Sqlite, db: str) -> Iterator[Connection]:
    with connect(parse_dsn(sqlite.dsn(db)), bulk=True) as connection:
        yield connection


def definitions(sqlite: Sqlite, db: str) -> list[tuple[str, ...]]:
    return sorted(row for query in (*SQLITE, "SELECT * FROM sqlite_stat1") for row in sqlite.execute(db, query))


def test_indexes_are_away_meanwhile_and_there_again(sqlite: Sqlite, db: str, session: Connection) -> None:
    before = definitions(sqlite, db)
    with open_database(PAIR, session, REBUILD) as sink:
        left = {name for (name,) in session.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql <> ''")}
        assert left == {"leant", "elsewhere"}
        assert [(note.what, note.table) for note in sink.notes] == [
            ("3 indexes are dropped and made again", ""),
            ("left on: leant", "A"),
        ]
    assert definitions(sqlite, db) == before
    assert load(session, PAIR, {table.id: numbers(table, 1, 2) for table in PAIR}, REBUILD) == {"A": 3, "b": 3}
    assert definitions(sqlite, db) == before


@pytest.mark.parametrize(
    ("ids", "said"), [((1, 2, 2), "rows of b do not go with only"), ((1, 99), "FOREIGN KEY constraint failed")]
)
def test_rows_that_break_something_leave_all_as_it_was(
    sqlite: Sqlite, db: str, session: Connection, ids: tuple[int, ...], said: str
) -> None:
    before = definitions(sqlite, db)
    with pytest.raises(DatabaseError, match=rf"{said}[^$]*left as it was"):
        load(session, PAIR, {"A": numbers(PARENT, 1, 2), "b": numbers(CHILD, *ids)}, REBUILD)
    assert definitions(sqlite, db) == before
    assert sqlite.execute(db, "SELECT count(*) FROM a") == [("1",)]


def test_a_database_that_was_never_analysed(sqlite: Sqlite, session: Connection) -> None:
    name = sqlite.fresh()
    sqlite.execute(name, "CREATE TABLE b (id integer, a_n integer)")
    sqlite.execute(name, "CREATE INDEX plain ON b (id)")
    before = sqlite.execute(name, SQLITE[0])
    lone = Schema((Table("b", CHILD.columns),), "sqlite")
    with connect(parse_dsn(sqlite.dsn(name))) as connection:
        load(connection, lone, {"b": numbers(CHILD, 1, 2)}, LoadOptions(rebuild=True))
    assert sqlite.execute(name, SQLITE[0]) == before


def test_it_is_refused_where_definitions_cannot_be_taken_back(mariadb: MariaDB) -> None:
    db = mariadb.fresh()
    mariadb.execute(db, "CREATE TABLE b (id bigint, a_n bigint, KEY (id))")
    ran = run("load", mariadb.dsn(db), "--count", 5, "--rebuild-constraints")
    assert ran.code == 2
    assert "every change of a definition commits by itself" in ran.err
    with (
        connect(parse_dsn(mariadb.dsn(db))) as connection,
        pytest.raises(UsageError, match="not for MySQL and MariaDB"),
    ):
        open_database(Schema((Table("b", CHILD.columns),), "mysql"), connection, LoadOptions(rebuild=True))
    assert mariadb.execute(db, "SELECT count(*) FROM b") == [("0",)]
