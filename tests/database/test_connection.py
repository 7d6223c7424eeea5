from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from seedbed.database.connection import connect
from seedbed.database.dsn import Dsn, parse_dsn
from seedbed.errors import DatabaseError
from tests.servers import MariaDB, Postgres


def test_postgres_speaks_and_says_where_it_is(postgres: Postgres) -> None:
    with connect(parse_dsn(postgres.dsn(postgres.fresh()))) as connection:
        assert connection.rows("SELECT 1, 'ü'") == [(1, "ü")]
        assert connection.local


def test_mariadb_speaks_and_says_where_it_is(mariadb: MariaDB) -> None:
    with connect(parse_dsn(mariadb.dsn(mariadb.fresh()))) as connection:
        assert connection.rows("SELECT 1, 'ü'") == [(1, "ü")]
        assert connection.local


def test_a_read_only_session_changes_nothing(postgres: Postgres, mariadb: MariaDB, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").execute("CREATE TABLE t (a)").connection.close()
    for dsn in (postgres.dsn(postgres.fresh()), mariadb.dsn(mariadb.fresh()), f"sqlite:///{tmp_path}/x.db"):
        with (
            connect(parse_dsn(dsn), read_only=True) as connection,
            pytest.raises(DatabaseError, match=r"(?i)read.?only"),
        ):
            connection.run("CREATE TABLE made (a int)")


def test_a_refusal_has_the_words_of_the_database(postgres: Postgres) -> None:
    with (
        connect(parse_dsn(postgres.dsn(postgres.fresh()))) as connection,
        pytest.raises(DatabaseError, match='relation "nowhere" does not exist'),
    ):
        connection.rows("SELECT * FROM nowhere")


def test_mariadb_out_of_reach_is_said_without_the_secret() -> None:
    with pytest.raises(DatabaseError, match="cannot be reached") as caught:
        connect(Dsn("mysql", "d", "127.0.0.1", 1, "u", (), "s3cret"))
    assert "s3cret" not in str(caught.value)


def test_postgres_out_of_reach_is_said_without_the_secret() -> None:
    with pytest.raises(DatabaseError, match="cannot be reached") as caught:
        connect(Dsn("postgres", "d", "127.0.0.1", 1, "u", (), "s3cret"))
    assert "s3cret" not in str(caught.value)


def test_a_missing_sqlite_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no such database"):
        connect(parse_dsn(f"sqlite:///{tmp_path}/x.db"))
    assert not (tmp_path / "x.db").exists()


def test_only_this_machine_is_local() -> None:
    from seedbed.database.connection import Connection

    where = {
        host: Connection(Dsn("mysql", "d"), None, host, ValueError).local
        for host in ("", "localhost", "db.example.org", "10.0.0.1", "/run/pg", "127.0.0.9")
    }
    assert [host for host, local in where.items() if not local] == ["db.example.org", "10.0.0.1"]
