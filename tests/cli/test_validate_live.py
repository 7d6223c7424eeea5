"""`seedbed validate` of a living database: by its own schema or by another, with honest exit codes."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.program import run

SCHEMA = "CREATE TABLE t (id INTEGER PRIMARY KEY, a int CHECK (a > 0) REFERENCES t (id));"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with two good rows."""
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.executescript(SCHEMA + "INSERT INTO t VALUES (1, NULL), (2, 1);")
    connection.close()
    return tmp_path / "x.db"


def test_a_database_is_judged_by_its_own_schema(database: Path) -> None:
    done = run("validate", f"sqlite:///{database}")
    assert done.code == 0, done.err
    assert done.out.startswith("valid  2 rows in 1 table")


def test_a_breach_is_told_and_exits_1(database: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("INSERT INTO t VALUES (3, -1)").connection.commit()
    connection.close()
    done = run("validate", database, "--json", tmp_path / "report.json")
    assert done.code == 1
    found = json.loads((tmp_path / "report.json").read_text())["breaches"]
    assert [(one["kind"], one["count"], one["examples"]) for one in found] == [
        ("FOREIGN_KEY", 1, ["id='3', a='-1'"]),
        ("CHECK", 1, ["id='3', a='-1'"]),
    ]


def test_a_database_is_judged_by_another_schema(database: Path, tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_text("CREATE TABLE t (id INTEGER PRIMARY KEY, a int UNIQUE CHECK (a > 1))")
    done = run("validate", database, tmp_path / "x.sql")
    assert done.code == 1
    assert "CHECK" in done.out


def test_what_cannot_be_asked_at_all_is_said(database: Path, tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_text(SCHEMA)
    assert run("validate", tmp_path / "x.sql").code == 2
    assert run("validate", database, tmp_path / "x.sql", "--dialect", "postgres").code == 2
    assert run("validate", f"sqlite:///{tmp_path}/none.db", tmp_path / "x.sql").code == 4
