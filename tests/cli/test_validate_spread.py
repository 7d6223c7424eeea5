"""How the rows of a living database spread: as declared after a load, unlike it once somebody bends them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seedbed import api
from seedbed.api import spreading
from seedbed.schema.recipe import ColumnWish, Distribution, Recipe
from tests.cli.program import run
from tests.servers import MariaDB, Postgres, Server, Sqlite

PLAIN = """\
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, code CHAR(12) NOT NULL UNIQUE, age INTEGER, born DATE);
CREATE TABLE orders (
    id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL, bearer INTEGER, total NUMERIC(8, 2), weight REAL,
    size VARCHAR(9) NOT NULL, placed TIMESTAMP NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id), FOREIGN KEY (bearer) REFERENCES users (id));
CREATE TABLE notes (n INTEGER, age INTEGER);
"""
DIALECTS = {
    "postgres": PLAIN,
    "mariadb": PLAIN.replace("TIMESTAMP NOT NULL", "DATETIME(3) NOT NULL").replace("REAL", "DOUBLE"),
    "sqlite": PLAIN,
}
RECIPE = """\
edge_cases: 8
tables:
  users: {count: 400, columns: {age: {null_rate: 0.2, distribution: "normal:mean=40,std=8"}}}
  orders:
    count: 2000
    columns:
      bearer: {distribution: zipf}
      size: {distribution: "choice:s=5,m=3,l=2"}
      placed: {times: {weekdays: [5, 5, 5, 5, 5, 1, 1]}}
    fan_out: {user_id: {low: 1, high: 200, childless: 30%, distribution: zipf}}
    pairs: [{columns: [total, weight], correlation: 0.6}]
  notes: {count: 400, columns: {age: {distribution: "normal:mean=40,std=8"}}}
"""
SAID = {"age", "age NULL", "bearer", "placed", "size", "total, weight", "user_id"}
NAMES = {"postgres": "postgres", "mariadb": "mysql", "sqlite": "sqlite"}


@pytest.fixture(params=list(DIALECTS))
def living(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Server, str]:
    """A server and an empty database of it; the schema and the recipe are in the working folder."""
    monkeypatch.chdir(tmp_path)
    server: Postgres | MariaDB | Sqlite = request.getfixturevalue(request.param)
    Path("schema.sql").write_text(DIALECTS[request.param])
    Path("recipe.yaml").write_text(RECIPE)
    db = server.fresh()
    assert server.load(db, Path("schema.sql")).returncode == 0
    return server, db


def loaded(server: Server, db: str, *words: str) -> None:
    done = run("load", "schema.sql", server.dsn(db), "--config", "recipe.yaml", "--manifest", "record", *words)
    assert done.code == 0, done.err + done.out


def told(report: Path) -> dict[str, dict[str, Any]]:
    """The tests of a report by their columns; of `notes` under the name of the table."""
    tests = json.loads(report.read_text())["distributions"]
    names = [", ".join(test["columns"]) + " NULL" * test["declared"].startswith("NULL") for test in tests]
    return {"notes" if test["table"] == "notes" else name: test for name, test in zip(names, tests, strict=True)}


def judged(server: Server, db: str, *words: str) -> dict[str, dict[str, Any]]:
    done = run("validate", server.dsn(db), "--json", "verdict.json", *words)
    assert done.code == 0, done.err + done.out
    return told(Path("verdict.json"))


def alarms(found: dict[str, dict[str, Any]]) -> set[str]:
    return {name for name, test in found.items() if test["alarm"]}


def test_a_load_follows_what_was_declared_until_somebody_bends_it(living: tuple[Server, str]) -> None:
    server, db = living
    loaded(server, db)
    first = told(Path("record/report.json"))
    assert set(first) == {*SAID, "notes"}
    assert alarms(first) == set()
    assert first["age"]["rows"] + first["age"]["rows"] // 4 == pytest.approx(368, abs=25)  # 8 % hold an edge case
    assert first["notes"]["test"] is None
    assert "nothing tells its rows apart" in first["notes"]["why"]
    assert judged(server, db, "--manifest", "record") == first
    for change in (
        "UPDATE users SET age = age + 3 WHERE age < 200",
        "UPDATE orders SET size = 'l' WHERE size = 's' AND id % 5 = 0",
        "UPDATE orders SET user_id = 1 WHERE id % 2 = 0",
    ):
        server.execute(db, change)
    assert alarms(judged(server, db, "--manifest", "record")) == {"age", "size", "user_id"}


def test_rows_of_others_do_not_count(living: tuple[Server, str]) -> None:
    server, db = living
    older = ", ".join(f"({number}, 'old {number}', 1)" for number in range(-300, 0))
    server.execute(db, f"INSERT INTO users (id, code, age) VALUES {older}")
    loaded(server, db, "--append")
    assert alarms(told(Path("record/report.json"))) == set()
    found = judged(server, db, "--manifest", "record")
    assert alarms(found) == set()
    assert found["size"]["rows"] == pytest.approx(1840, abs=40)
    assert "user_id" not in found  # which parents have how many children is of all rows together
    everyones = judged(server, db, "schema.sql", "--config", "recipe.yaml")
    assert {"age", "age NULL"} <= alarms(everyones)


def test_of_many_rows_some_are_tested(living: tuple[Server, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "TESTED", 700)
    server, db = living
    loaded(server, db)
    found = judged(server, db, "--manifest", "record", "--html", "verdict.html")
    assert alarms(found) == set()
    assert (found["size"]["sampled_of"], found["age"]["sampled_of"], found["user_id"]["sampled_of"]) == (
        2000,
        None,
        None,
    )
    assert found["size"]["rows"] == pytest.approx(613, abs=20)
    assert found["user_id"]["rows"] == 2000  # exact: the database counts them
    assert " rows of 2,000" in Path("verdict.html").read_text()


def test_a_record_of_another_database_is_refused(
    sqlite: Sqlite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("schema.sql").write_text(PLAIN)
    Path("recipe.yaml").write_text(RECIPE)
    one, other = sqlite.fresh(), sqlite.fresh()
    assert sqlite.load(one, Path("schema.sql")).returncode == 0
    loaded(sqlite, one)
    for words in ((sqlite.dsn(other), "--manifest", "record"), ("record", "schema.sql", "--manifest", "record")):
        assert run("validate", *words).code == 2
    assert run("validate", sqlite.dsn(one), "--manifest", "recipe.yaml").code == 4


@pytest.mark.parametrize("living", ["sqlite"], indirect=True)
def test_an_alarm_is_an_error_only_where_that_is_asked(living: tuple[Server, str]) -> None:
    server, db = living
    bend = "UPDATE users SET age = age + 9 WHERE id = NEW.id"
    server.execute(db, f"CREATE TRIGGER bend AFTER INSERT ON users BEGIN {bend}; END")
    words = ("load", "schema.sql", server.dsn(db), "--config", "recipe.yaml", "--manifest", "record")
    strict = run(*words, "--strict")
    assert (strict.code, "an error under --strict" in strict.out, Path("record").exists()) == (1, True, False)
    assert "left as it was" in strict.err
    assert server.execute(db, "SELECT count(*) FROM users") == [("0",)]
    lenient = run(*words)
    assert (lenient.code, "unlike what was declared  1 of" in lenient.out) == (0, True)
    asked = ("validate", server.dsn(db), "--manifest", "record", "--json", "verdict.json")
    assert [run(*asked).code, run(*asked, "--strict").code] == [0, 1]
    summary = json.loads(Path("verdict.json").read_text())["summary"]
    assert (summary["valid"], summary["ok"], summary["alarms"]) == (True, False, 1)


KEYS = {
    "postgres": ("uuid", "numeric(12, 3)", "double precision", "timestamptz", "time", "char(9)", "bytea", "inet",
                 "bit(20)", "macaddr", "money", "jsonb", "interval", "int4range", "int[]"),
    "mysql": ("char(36)", "decimal(12, 3)", "double", "float", "datetime(6)", "time", "varbinary(16)", "bit(20)",
              "bigint unsigned"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "dialect"), [("postgres", "postgres"), ("mariadb", "mysql")])
def test_rows_are_told_by_keys_of_every_type(kind: str, dialect: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind)
    db = server.fresh()
    for number, type in enumerate(KEYS[dialect]):
        server.execute(db, f"CREATE TABLE t{number} (k {type} NOT NULL PRIMARY KEY, a int NOT NULL, b varchar(40))")
    schema = api.read_schema(server.dsn(db)).schema
    spread = Distribution("normal", (("mean", 50.0), ("std", 9.0)))
    wishes = tuple(ColumnWish(table.id, "a", distribution=spread) for table in schema)
    with api.session(server.dsn(db)) as session:
        verdict = api.load(api.plan(schema, Recipe(rows=60, edge_cases=20.0, columns=wishes)), session).verdict
    assert {test.rows for test in verdict.compared} == {48}  # but the twelve rows with edge cases
    untold = {schema.table(one.table).column("k").type.raw for one in verdict.uncompared}
    assert untold == ({"jsonb", "interval", "int4range", "integer[]"} if dialect == "postgres" else set())
    assert not verdict.alarms


@pytest.mark.parametrize("living", ["sqlite", "postgres"], indirect=True)
def test_what_is_not_there_is_not_tested(living: tuple[Server, str]) -> None:
    server, db = living
    loaded(server, db)
    server.execute(db, "ALTER TABLE users RENAME COLUMN age TO years")
    done = run("validate", server.dsn(db), "--manifest", "record", "--json", "verdict.json")
    assert done.code == 1  # the column is missing
    found = told(Path("verdict.json"))
    assert (found["age"]["test"], found["size"]["test"]) == (None, "chi-squared")
    assert found["age"]["why"] == "the database has no age"
