"""Rows of living databases in Arrow's types."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from seedbed.database.connection import connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError
from seedbed.read.live.rows import live_rows
from seedbed.read.sql import read_sql
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Dialect
from tests.servers import Server

POSTGRES = (
    "CREATE TYPE mood AS ENUM ('glad', 'sad');"
    "CREATE TABLE t (id int PRIMARY KEY, n numeric(9,2), b boolean, d date, at timestamptz, c time, u uuid, m mood,"
    " raw bytea, tags text[], r int4range, cash money, x text, f float8, code char(4));"
)
POSTGRES_ROWS = (
    "INSERT INTO t VALUES (2, 1.5, true, '2024-02-29', '2024-01-01 10:00+02', '12:30', "
    "'0192A9B4-6F3E-7C31-8F00-000000000001', 'glad', '\\x00ff', '{a,NULL,\"b,c\"}', '[1,5]', 12.5, "
    "E'tab\\tline\\n', 2.5, 'ab'),"
    " (1, NULL, NULL, 'infinity', '-infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'NaN', NULL);"
)
MYSQL = (
    "CREATE TABLE t (id int PRIMARY KEY, n decimal(9,2), b tinyint(1), d date, at timestamp NULL, c time, u char(36),"
    " m enum('glad','sad'), raw varbinary(9), x text, f double, y year, bits bit(4), spot point);"
)
MYSQL_ROWS = (
    "INSERT INTO t VALUES (2, 1.5, 1, '2024-02-29', '2024-01-01 08:00:00', '12:30', 'u', 'glad', x'00ff', 'a\\nb', 2.5,"
    " 2024, b'0101', POINT(1, 2)),"
    " (1, NULL, NULL, NULL, NULL, '100:00:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
)
SQLITE = "CREATE TABLE t (id INTEGER PRIMARY KEY, n DECIMAL(9,2), b BOOLEAN, d DATE, at DATETIME, raw BLOB, x TEXT);"
SQLITE_ROWS = (
    "INSERT INTO t VALUES (2, 1.5, 1, '2024-02-29', '2024-01-01 08:00:00', x'00ff', 'é'),"
    " (1, 'much', NULL, NULL, NULL, NULL, NULL);"
)


def rows(server: Server, dialect: Dialect, ddl: str, filled: str) -> list[dict[str, object]]:
    """The rows of table t, read back."""
    db = server.fresh()
    for statement in filter(str.strip, (ddl + filled).split(";")):
        server.execute(db, statement)
    schema = read_sql(ddl, "s.sql", dialect).schema
    names = [column.name for column in schema.table("t").columns]
    with connect(parse_dsn(server.dsn(db))) as connection:
        found = live_rows(connection, schema, {"t": names})["t"]
        assert found.schema.types == [arrow_type(column.type) for column in schema.table("t").columns]
        bare = live_rows(connection, schema, {"t": ()})["t"]
        assert (bare.num_rows, bare.num_columns) == (2, 0)
    listed: list[dict[str, object]] = found.to_pylist()
    return listed


def test_postgres(postgres: Server) -> None:
    first, second = rows(postgres, "postgres", POSTGRES, POSTGRES_ROWS)
    assert first.pop("f") != first.get("f", 0)  # NaN
    assert first.pop("id") == 1
    assert set(first.values()) == {None}
    assert second == {
        "id": 2, "n": Decimal("1.50"), "b": True, "d": date(2024, 2, 29), "at": datetime(2024, 1, 1, 8, tzinfo=UTC),
        "c": time(12, 30), "u": "0192a9b4-6f3e-7c31-8f00-000000000001", "m": "glad", "raw": b"\x00\xff",
        "tags": ["a", None, "b,c"], "r": "[1,6)", "cash": Decimal("12.50"), "x": "tab\tline\n", "f": 2.5,
        "code": "ab  ",
    }  # fmt: skip


def test_mariadb(mariadb: Server) -> None:
    first, second = rows(mariadb, "mysql", MYSQL, MYSQL_ROWS)
    assert first.pop("id") == 1
    assert set(first.values()) == {None}
    assert second == {
        "id": 2, "n": Decimal("1.50"), "b": True, "d": date(2024, 2, 29), "at": datetime(2024, 1, 1, 8, tzinfo=UTC),
        "c": time(12, 30), "u": "u", "m": "glad", "raw": b"\x00\xff", "x": "a\nb", "f": 2.5, "y": 2024, "bits": "0101",
        "spot": "POINT(1 2)",
    }  # fmt: skip


def test_sqlite(sqlite: Server) -> None:
    first, second = rows(sqlite, "sqlite", SQLITE, SQLITE_ROWS)
    assert first.pop("id") == 1
    assert set(first.values()) == {None}
    assert second == {
        "id": 2, "n": Decimal("1.50"), "b": True, "d": date(2024, 2, 29), "at": datetime(2024, 1, 1, 8),
        "raw": b"\x00\xff", "x": "é",
    }  # fmt: skip


def test_many_rows_come_in_pieces(postgres: Server) -> None:
    db = postgres.fresh()
    postgres.execute(db, "CREATE TABLE t AS SELECT n AS id, repeat('x', 400) AS x FROM generate_series(1, 90000) AS n")
    schema = read_sql("CREATE TABLE t (id int, x text);", "s.sql", "postgres").schema
    with connect(parse_dsn(postgres.dsn(db))) as connection:
        found = live_rows(connection, schema, {"t": ("id", "x")})["t"]
    assert found.num_rows == 90_000
    assert set(found["id"].to_pylist()) == {*range(1, 90_001)}


@pytest.mark.parametrize("name", ["postgres", "mariadb", "sqlite"])
def test_a_table_that_is_not_there_is_the_database_s_own_words(name: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(name)
    schema = read_sql("CREATE TABLE t (id int);", "s.sql", "postgres").schema
    db = server.fresh()
    server.execute(db, "SELECT 1")
    with connect(parse_dsn(server.dsn(db))) as connection, pytest.raises(DatabaseError):
        live_rows(connection, schema, {"t": ("id",)})
