"""`seedbed introspect`: rows for a living database, and clear words where there is none to be had."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, run
from tests.servers import MariaDB, Postgres, Server, Sqlite

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def digests(folder: Path) -> Any:
    manifest = json.loads((folder / "manifest.json").read_text())
    return {id: table["digests"] for id, table in manifest["tables"].items()}


def goes_round(server: Server, example: str, folder: Path) -> None:
    """A database gets rows made from itself, and they are those that its file gives."""
    db = server.fresh()
    loaded = server.load(db, EXAMPLES / example)
    assert not loaded.returncode, loaded.stderr
    made = run("introspect", server.dsn(db), "--count", 50, "--output", folder / "live")
    assert made.code == 0, made.err
    again = run("generate", EXAMPLES / example, "--count", 50, "--output", folder / "file")
    assert again.code == 0, again.err
    assert digests(folder / "live") == digests(folder / "file")
    filled = server.load(db, folder / "live" / "data.sql")
    assert not filled.returncode, filled.stderr


def test_postgres(postgres: Postgres, tmp_path: Path) -> None:
    goes_round(postgres, "saas.postgres.sql", tmp_path)


def test_mariadb(mariadb: MariaDB, tmp_path: Path) -> None:
    goes_round(mariadb, "saas.mysql.sql", tmp_path)


def test_sqlite(sqlite: Sqlite, tmp_path: Path) -> None:
    goes_round(sqlite, "shop.sqlite.sql", tmp_path)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small database in the current folder."""
    monkeypatch.chdir(tmp_path)
    connection = sqlite3.connect("shop.db")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL)").connection.close()
    return Path("shop.db")


def test_the_folder_is_called_like_the_database(database: Path) -> None:
    assert run("introspect", f"sqlite:///{database}", "--count", 2).code == 0
    assert Path("shop-data", "data.sql").is_file()


def test_a_database_stands_wherever_a_schema_does(database: Path) -> None:
    assert "id" in run("explain", database).out
    assert run("generate", database, "--count", 2, "--format", "csv", "--output", "out").code == 0
    assert run("validate", "out", database).code == 0


def refused(done: Ran, *words: str) -> None:
    assert done.code == 4, done.err
    assert "s3cret" not in done.out + done.err
    for word in words:
        assert word in done.err


def test_who_may_not_enter_is_told(postgres: Postgres, mariadb: MariaDB) -> None:
    for server, user in ((postgres, "postgres@"), (mariadb, "root@")):
        here, away = server.dsn(server.fresh()), server.dsn("nowhere")
        refused(run("introspect", here.replace(user, "nobody:s3cret@")), "cannot be reached", "nobody")
        refused(run("introspect", away.replace(user, user.replace("@", ":s3cret@"))), "cannot be reached", "nowhere")


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused(run("introspect", "postgresql://u:s3cret@localhost/d"), "psycopg", 'pip install "seedbed[postgres]"')


def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").execute("CREATE VIEW v AS SELECT 1").connection.close()
    refused(run("introspect", tmp_path / "x.db"), "the database holds no table")


def test_a_dialect_that_the_database_does_not_speak_is_refused(database: Path) -> None:
    done = run("introspect", database, "--dialect", "mysql")
    assert done.code == 2
    assert "is no database of mysql" in done.err
