"""`seedbed load --append`: rows beside those that are there, in real databases.

With APPEND_ROWS=1000 every example takes so many rows three times; without it some take a few.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.servers import MariaDB, Postgres, Server, Sqlite
from tests.test_examples import EXAMPLES, FIXTURES, dialect_of, tables_of

ROWS = int(os.environ.get("APPEND_ROWS", "60"))
SOME = [
    path for path in EXAMPLES if path.stem.split(".")[0] in ("circle", "saas", "shop") or "APPEND_ROWS" in os.environ
]
each_example = pytest.mark.parametrize("example", SOME, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records of the loads go to a folder of the test."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def server(example: Path, request: pytest.FixtureRequest) -> Server:
    given: Postgres | MariaDB | Sqlite = request.getfixturevalue(FIXTURES[dialect_of(example)])
    return given


@each_example
def test_each_example_takes_more_rows(example: Path, server: Server) -> None:
    """The referee of the load asks the database every constraint of old and new rows together."""
    db = server.fresh()
    assert server.load(db, example).returncode == 0
    for seed, times in ((42, 1), (42, 2), (7, 3)):
        ran = run("load", example, server.dsn(db), "--count", ROWS, "--append", "--seed", seed)
        assert ran.code == 0, ran.err + ran.out
        counts = {table: int(server.execute(db, f"SELECT count(*) FROM {table}")[0][0]) for table in tables_of(example)}
        assert all(0 < rows <= times * ROWS for rows in counts.values())
        assert times * ROWS in counts.values()


HAND = (
    "CREATE TABLE owner (id SERIAL PRIMARY KEY, mail VARCHAR(60) NOT NULL UNIQUE, kind CHAR(1) UNIQUE);"
    "CREATE TABLE pet (id SERIAL PRIMARY KEY, owner INTEGER NOT NULL REFERENCES owner (id), name VARCHAR(20));"
    "CREATE TABLE visit (pet INTEGER PRIMARY KEY REFERENCES pet (id), what VARCHAR(20));"
)


def test_rows_written_by_hand_and_empty_tables(postgres: Server, tmp_path: Path) -> None:
    schema = tmp_path / "s.sql"
    schema.write_text(HAND)
    db = postgres.fresh()
    postgres.execute(db, HAND)
    postgres.execute(db, "INSERT INTO owner VALUES (500, 'me@example.org', 'x'), (7, 'Me@example.org', NULL)")
    postgres.execute(db, "INSERT INTO pet VALUES (3, 500, 'Rex')")
    ran = run("load", schema, postgres.dsn(db), "--count", 20, "--count", "visit=21", "--append")
    assert ran.code == 0, ran.err
    assert postgres.execute(db, "SELECT min(id), max(id) FROM owner WHERE id > 500") == [("501", "520")]
    assert postgres.execute(db, "SELECT count(*) FROM visit WHERE pet = 3") == [("1",)]
    assert postgres.execute(db, "SELECT nextval('owner_id_seq')") == [("521",)]
    refused = run("load", schema, postgres.dsn(db), "--count", 0, "--count", "visit=1", "--append")
    assert refused.code == 3
    assert "no more than 0 rows fit" in refused.err
    full = run("load", schema, postgres.dsn(db), "--count", "pet=0", "--count", "owner=0", "--count", 5, "--append")
    assert full.code == 0
    assert "visit: 0 rows instead of 5" in full.err


def test_appending_is_no_replacing(sqlite: Sqlite, tmp_path: Path) -> None:
    schema = tmp_path / "s.sql"
    schema.write_text("CREATE TABLE t (id INTEGER PRIMARY KEY);")
    db = sqlite.fresh()
    ran = run("load", schema, sqlite.dsn(db), "--append", "--replace")
    assert ran.code in (2, 4)
    sqlite.execute(db, "CREATE TABLE u (id INTEGER)")
    ran = run("load", schema, sqlite.dsn(db), "--append", "--replace")
    assert (ran.code, "say one of them" in ran.err) == (2, True)
    ran = run("load", schema, sqlite.dsn(db), "--append")
    assert (ran.code, "the database has no such table" in ran.err) == (4, True)
