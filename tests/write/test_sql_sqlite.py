"""SQL for SQLite, judged by its shell and its library."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import subprocess
from contextlib import closing
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from seedbed.errors import WriteError
from seedbed.schema.model import Schema, Table
from seedbed.schema.types import Type
from seedbed.write.options import Options
from tests.write.circles import circle, circle_rows
from tests.write.samples import TEXTS, batch_of, moment, table_of, written


@pytest.fixture(params=["library", "shell"])
def load(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Runs a script on a database file, foreign keys on; gives what went wrong."""
    shell = shutil.which("sqlite3")
    if request.param == "shell" and shell is None:
        pytest.skip("the sqlite3 shell is not installed")

    def by_library(database: Path, script: Path) -> str:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            try:
                connection.executescript(script.read_bytes().decode())
            except sqlite3.Error as error:
                return str(error)
        return ""

    def by_shell(database: Path, script: Path) -> str:
        command = [str(shell), "-bail", "-cmd", "PRAGMA foreign_keys=ON", str(database)]
        with script.open("rb") as source:
            return subprocess.run(command, stdin=source, capture_output=True, text=True, check=False).stderr

    return by_shell if request.param == "shell" else by_library


def asked(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def made(database: Path, sql: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(sql)


@pytest.mark.parametrize("single", [False, True])
def test_every_text_arrives_as_it_was(load: Any, tmp_path: Path, single: bool) -> None:
    database = tmp_path / "data.db"
    made(database, "CREATE TABLE odd (id INTEGER PRIMARY KEY, words TEXT)")
    texts = (*TEXTS, "nul \0 here")
    schema = table_of("sqlite", {"words": Type("text")})
    (file,) = written(
        "sql", schema, {"odd": [batch_of(schema, {"words": texts})]}, tmp_path, Options(one_per_row=single)
    )
    assert load(database, file) == ""
    assert [row[0] for row in asked(database, "SELECT words FROM odd ORDER BY id")] == list(texts)


def test_every_type_arrives_as_it_was(load: Any, tmp_path: Path) -> None:
    database = tmp_path / "data.db"
    made(
        database,
        "CREATE TABLE odd (id INTEGER PRIMARY KEY, big INTEGER, exact NUMERIC, size REAL, flag BOOLEAN,"
        " raw BLOB, day DATE, at DATETIME, doc TEXT, list TEXT)",
    )
    values: dict[str, tuple[Any, ...]] = {
        "big": (-(2**63), 2**63 - 1, 0),
        "exact": (Decimal("12.50"), Decimal(-3), None),
        "size": (1e300, float("inf"), float("-inf")),
        "flag": (True, False, None),
        "raw": (b"", b"\x00\xff'", None),
        "day": (dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29)),
        "at": (moment("2024-02-29T01:02:03"), moment("0001-01-01T00:00:00.000001"), None),
        "doc": ('{"a": [1]}', "null", None),
        "list": (["a'b", None], [], None),
    }
    types = [Type("integer", bits=64), Type("decimal", precision=10, scale=2), Type("float", bits=64), Type("boolean")]
    types += [Type("bytes"), Type("date"), Type("timestamp"), Type("json"), Type("array", element=Type("text"))]
    schema = table_of("sqlite", dict(zip(values, types, strict=True)))
    (file,) = written("sql", schema, {"odd": [batch_of(schema, values)]}, tmp_path)
    assert load(database, file) == ""
    expected = {
        **{name: list(values[name]) for name in ("big", "size", "raw", "doc")},
        "exact": [12.5, -3, None],
        "flag": [1, 0, None],
        "day": ["0001-01-01", "9999-12-31", "2024-02-29"],
        "at": ["2024-02-29 01:02:03", "0001-01-01 00:00:00.000001", None],
        "list": ['["a\'b",null]', "[]", None],
    }
    for name, column in expected.items():
        assert [row[0] for row in asked(database, f"SELECT {name} FROM odd ORDER BY id")] == column


def test_nan_is_refused_by_name(tmp_path: Path) -> None:
    schema = table_of("sqlite", {"size": Type("float", bits=64)})
    with pytest.raises(WriteError, match=r"odd\.size: NaN"):
        written("sql", schema, {"odd": [batch_of(schema, {"size": (float("nan"),)})]}, tmp_path)


CIRCLE = (
    "CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER NOT NULL REFERENCES b, other INTEGER REFERENCES a);"
    "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a)"
)


@pytest.mark.parametrize("split", [False, True])
def test_a_circle_loads(load: Any, tmp_path: Path, split: bool) -> None:
    database = tmp_path / "data.db"
    made(database, CIRCLE)
    schema = circle("sqlite")
    options = Options(split=split, one_per_row=True, forward_references=frozenset({"a"}))
    (file,) = written("sql", schema, circle_rows(schema), tmp_path, options)
    assert load(database, file) == ""
    assert asked(database, "SELECT count(*) FROM a JOIN b ON b.id = a.b_id") == [(2,)]


def test_a_broken_circle_leaves_nothing(load: Any, tmp_path: Path) -> None:
    database = tmp_path / "data.db"
    made(database, CIRCLE)
    schema = circle("sqlite")
    (file,) = written("sql", schema, circle_rows(schema, b_of_a=99), tmp_path)
    assert "FOREIGN KEY constraint failed" in load(database, file)
    assert asked(database, "SELECT count(*) FROM a") == [(0,)]


def test_tables_without_columns_get_their_rows(load: Any, tmp_path: Path) -> None:
    database = tmp_path / "data.db"
    made(database, "CREATE TABLE odd (id INTEGER PRIMARY KEY)")
    schema = Schema((Table("odd", ()),), "sqlite")
    two = pa.record_batch([pa.array([1, 2])], names=["x"]).select([])
    (file,) = written("sql", schema, {"odd": [two]}, tmp_path)
    assert load(database, file) == ""
    assert asked(database, "SELECT id FROM odd") == [(1,), (2,)]


@pytest.mark.parametrize("cuts", [(0, 5000), (0, 1, 2, 1999, 2000, 2001, 5000), (0, 0, 4096, 5000, 5000)])
def test_statements_do_not_depend_on_the_cuts(tmp_path: Path, cuts: tuple[int, ...]) -> None:
    schema = table_of("sqlite", {"words": Type("text"), "list": Type("array", element=Type("text"))})
    values = {
        "words": tuple("x" * (n % 1500) for n in range(5000)),
        "list": tuple(["y" * (n % 7)] for n in range(5000)),
    }
    batch = batch_of(schema, values)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
    (one,) = written("sql", schema, {"odd": [batch]}, whole)
    slices = [batch.slice(start, stop - start) for start, stop in pairwise(cuts)]
    (other,) = written("sql", schema, {"odd": slices}, parts)
    assert one.read_bytes() == other.read_bytes()
    statements = one.read_text().split(";\n")
    assert max(map(len, statements)) < 1_000_000
    assert max(statement.count("\n(") for statement in statements) <= 1000
    assert sum(statement.count("\n(") for statement in statements) == 5000
