"""`seedbed load`: schemas of all kinds into real databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import run
from tests.servers import MariaDB, Postgres, Server, Sqlite
from tests.test_examples import EXAMPLES, FIXTURES, dialect_of, tables_of

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)


@pytest.fixture
def server(example: Path, request: pytest.FixtureRequest) -> Server:
    given: Postgres | MariaDB | Sqlite = request.getfixturevalue(FIXTURES[dialect_of(example)])
    return given


@each_example
def test_each_example_is_filled(example: Path, server: Server) -> None:
    db = server.fresh()
    assert server.load(db, example).returncode == 0
    ran = run("load", example, server.dsn(db), "--count", 60)
    assert (ran.code, ran.err.count("error")) == (0, 0), ran.err
    for table in tables_of(example):
        [(rows,)] = server.execute(db, f"SELECT count(*) FROM {table}")
        assert int(rows) > 0, f"{table} is empty"

    again = run("load", server.dsn(db), "--count", 40)
    assert again.code == 4
    assert "rows are there already" in again.err
    assert run("load", server.dsn(db), "--count", 40, "--replace", "--yes").code == 0
    assert {server.execute(db, f"SELECT count(*) > 40 FROM {table}")[0][0] for table in tables_of(example)} <= {
        "f",
        "0",
    }


SCHEMA = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a)"


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "schema.sql"
    path.write_text(SCHEMA)
    return path


def test_replacing_must_be_confirmed(postgres: Postgres, schema: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = postgres.fresh()
    postgres.execute(db, SCHEMA)
    words = ("load", schema, postgres.dsn(db), "--replace", "--count", 3)
    ran = run(*words)
    assert ran.code == 2
    assert "--yes" in ran.err
    for answer, code in (("n\n", 2), ("y\n", 0)):
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        assert run(*words).code == code
    assert postgres.execute(db, "SELECT count(*) FROM b") == [("3",)]


class Terminal:
    """A user who types one line."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.answer


def test_a_breach_that_the_database_lets_pass_is_exit_one(postgres: Postgres, schema: Path) -> None:
    db = postgres.fresh()
    postgres.execute(
        db,
        f"{SCHEMA}; CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE TRIGGER skipper BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION skip()",
    )
    ran = run("load", schema, postgres.dsn(db), "--count", 3)
    assert ran.code == 1
    assert "ROW_COUNT" in ran.out
    assert "skipper" in ran.err
    assert "left as it was" in ran.err
    assert postgres.execute(db, "SELECT count(*) FROM a") == [("0",)]


def test_another_machine_needs_a_word(postgres: Postgres, schema: Path) -> None:
    db = postgres.fresh()
    postgres.execute(db, SCHEMA)
    address = postgres.dsn(db).replace("postgres@127.0.0.1", "postgres:s3cret@db.example.org") + "?hostaddr=127.0.0.1"
    ran = run("load", schema, address)
    assert ran.code == 2
    assert "--allow-remote" in ran.err
    assert "s3cret" not in ran.err + ran.out
    ran = run("load", schema, address, "--allow-remote")
    assert ran.code == 0
    assert "s3cret" not in ran.err + ran.out


def test_what_is_no_address(schema: Path) -> None:
    assert run("load", schema, "shop.txt").code == 2
    assert run("load", schema).code == 2
