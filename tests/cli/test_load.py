"""`seedbed load`: schemas of all kinds into real databases."""

from __future__ import annotations

import json
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


def counts(server: Server, db: str, tables: list[str]) -> list[int]:
    return [int(server.execute(db, f"SELECT count(*) FROM {table}")[0][0]) for table in tables]


@each_example
def test_each_example_is_filled_and_emptied(
    example: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    db, tables = server.fresh(), tables_of(example)
    assert server.load(db, example).returncode == 0
    ran = run("load", example, server.dsn(db), "--count", 60)
    assert (ran.code, ran.err.count("error")) == (0, 0), ran.err
    assert min(counts(server, db, tables)) > 0
    record = tmp_path / f"{db}-load" / "manifest.json"
    assert json.loads(record.read_text())["load"]["database"] == db
    ran = run("load", server.dsn(db), "--clean", record)
    assert (ran.code, ran.err) == (0, "")
    assert max(counts(server, db, tables)) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_schema_may_be_the_databases_own(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [example] = [path for path in EXAMPLES if path.name == "saas.postgres.sql"]
    db, tables = postgres.fresh(), tables_of(example)
    assert postgres.load(db, example).returncode == 0
    assert run("load", postgres.dsn(db), "--count", 60, "--explain").code == 0
    ran = run("load", postgres.dsn(db), "--count", 40)
    assert ran.code == 4
    assert "rows are there already" in ran.err
    assert run("load", postgres.dsn(db), "--count", 40, "--replace", "--yes", "--no-validate").code == 0
    assert max(counts(postgres, db, tables)) == 40
    assert [path.name for path in tmp_path.iterdir()] == [f"{db}-load"]
    assert run("load", postgres.dsn(db), "--clean", f"{db}-load").code == 0


SCHEMA = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a)"


@pytest.fixture
def schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
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


AUDITED = """
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE log (id integer PRIMARY KEY, told text NOT NULL);
CREATE TRIGGER audit AFTER INSERT ON a BEGIN INSERT INTO log (told) VALUES ('new'); END;
"""


def test_rows_that_a_trigger_adds_are_told_and_left(sqlite: Sqlite, tmp_path: Path) -> None:
    db = sqlite.fresh()
    (tmp_path / "audited.sql").write_text(AUDITED)
    assert sqlite.load(db, tmp_path / "audited.sql").returncode == 0
    ran = run("load", sqlite.dsn(db), "--count", 3, "--count", "log=0", "--manifest", tmp_path / "record")
    assert ran.code == 0
    assert "log: 3 rows more than were made" in ran.err
    assert sqlite.execute(db, "SELECT count(*) FROM log") == [("3",)]
    assert run("load", sqlite.dsn(db), "--clean", tmp_path / "record").code == 0
    assert sqlite.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM log)") == [("0", "3")]


CIRCLE = """
CREATE TABLE team (id integer PRIMARY KEY, lead integer{later});
CREATE TABLE person (id integer PRIMARY KEY, team integer NOT NULL REFERENCES team (id) ON DELETE RESTRICT);
"""


def test_a_circle_that_restricts_is_taken_back(postgres: Postgres, sqlite: Sqlite, tmp_path: Path) -> None:
    key = " REFERENCES person (id) ON DELETE RESTRICT"
    for server in (postgres, sqlite):
        db, file = server.fresh(), tmp_path / "circle.sql"
        after = f"ALTER TABLE team ADD FOREIGN KEY (lead){key};" if server is postgres else ""
        file.write_text(CIRCLE.format(later="" if after else key) + after)
        assert server.load(db, file).returncode == 0
        assert run("load", server.dsn(db), "--count", 9, "--manifest", tmp_path / db).code == 0
        ran = run("load", server.dsn(db), "--count", 5, "--replace", "--yes", "--manifest", tmp_path / db)
        assert ran.code == 0, ran.err
        assert server.execute(db, "SELECT count(*) FROM person") == [("5",)]
        assert run("load", server.dsn(db), "--clean", tmp_path / db).code == 0
        assert server.execute(db, "SELECT count(*) FROM person") == [("0",)]


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


def test_an_earlier_record_is_kept_while_its_rows_may_be_there(postgres: Postgres, schema: Path) -> None:
    db = postgres.fresh()
    postgres.execute(db, f"{SCHEMA}; CREATE TABLE other (id integer PRIMARY KEY)")
    assert run("load", schema, postgres.dsn(db), "--count", 3).code == 0
    schema.write_text("CREATE TABLE other (id integer PRIMARY KEY)")
    assert run("load", schema, postgres.dsn(db), "--count", 3).code == 0
    assert {path.name for path in schema.parent.glob(f"{db}*")} == {f"{db}-load", f"{db}-load-2"}
    assert run("load", schema, postgres.dsn(db), "--replace", "--yes", "--manifest", "mine").code == 0
    ran = run("load", postgres.dsn(db), "--clean", f"{db}-load-2")
    assert (ran.code, "0 rows deleted" not in ran.out) == (0, True)


def test_dialects_must_agree(postgres: Postgres, schema: Path) -> None:
    db = postgres.fresh()
    schema.write_text("CREATE TABLE `a` (`id` int NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;")
    ran = run("load", schema, postgres.dsn(db))
    assert ran.code == 2
    assert "the schema is of mysql, the database is postgres" in ran.err
    schema.write_text("CREATE TABLE a (id INTEGER PRIMARY KEY);")  # could be any dialect
    postgres.execute(db, "CREATE TABLE a (id integer PRIMARY KEY)")
    assert run("load", schema, postgres.dsn(db)).code == 0


def test_a_record_that_cannot_be_written_is_told(postgres: Postgres, schema: Path) -> None:
    db = postgres.fresh()
    postgres.execute(db, SCHEMA)
    (schema.parent / "taken").mkdir()
    (schema.parent / "taken" / "a.parquet").write_text("mine")
    ran = run("load", schema, postgres.dsn(db), "--manifest", "taken")
    assert ran.code == 4
    assert postgres.execute(db, "SELECT count(*) FROM a") == [("0",)]


def test_rows_that_nothing_tells_apart_are_left_and_told(postgres: Postgres, schema: Path) -> None:
    db = postgres.fresh()
    made = "CREATE TABLE made (n integer GENERATED ALWAYS AS (1) STORED); CREATE TABLE a (id integer PRIMARY KEY)"
    postgres.execute(db, made)
    schema.write_text(made)
    assert run("load", schema, postgres.dsn(db), "--count", 3).code == 0
    postgres.execute(db, "DELETE FROM a WHERE id = 1")
    ran = run("load", postgres.dsn(db), "--clean", f"{db}-load")
    assert ran.code == 0
    assert "made: 3 rows were made by the database alone" in ran.err
    assert "gone already: a (1)" in ran.err
    assert postgres.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM made)") == [("0", "3")]
    assert (schema.parent / f"{db}-load" / "manifest.json").is_file()
