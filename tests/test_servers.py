"""The private servers start, take a script, refuse a broken one, and speak through their DSN."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.process.servers import psql
from tests.servers import MariaDB, Postgres, Server, Sqlite


@pytest.fixture(params=["postgres", "mariadb", "sqlite"])
def server(request: pytest.FixtureRequest) -> Server:
    given: Postgres | MariaDB | Sqlite = request.getfixturevalue(request.param)
    return given


def test_takes_a_script_and_answers(server: Server, tmp_path: Path) -> None:
    script = tmp_path / "good.sql"
    words = "CREATE TABLE t (a INTEGER, b VARCHAR(20));\nINSERT INTO t VALUES (1, 'größer'), (2, 'x');\n"
    script.write_text(words, encoding="utf-8")
    db = server.fresh()
    assert server.load(db, script).returncode == 0
    assert server.execute(db, "SELECT a, b FROM t ORDER BY a") == [("1", "größer"), ("2", "x")]


def test_stops_at_the_first_error(server: Server, tmp_path: Path) -> None:
    script = tmp_path / "bad.sql"
    script.write_text("CREATE TABLE t (a INTEGER);\nINSERT INTO nowhere VALUES (1);\nINSERT INTO t VALUES (1);\n")
    db = server.fresh()
    done = server.load(db, script)
    assert done.returncode != 0
    assert "nowhere" in done.stderr
    assert server.execute(db, "SELECT count(*) FROM t") == [("0",)]


def test_databases_are_apart(server: Server) -> None:
    one, two = server.fresh(), server.fresh()
    assert one != two
    assert server.dsn(one) != server.dsn(two)
    server.execute(one, "CREATE TABLE only_here (a INTEGER)")
    server.execute(two, "CREATE TABLE only_here (a INTEGER)")


def test_a_refused_statement_is_said(server: Server) -> None:
    with pytest.raises(AssertionError, match="nowhere"):
        server.execute(server.fresh(), "SELECT * FROM nowhere")


def test_psql_is_the_program_itself(postgres: Postgres) -> None:
    assert postgres.address
    assert Path(psql()).resolve().read_bytes()[:2] != b"#!"


def test_extensions_are_made_once_and_copied(postgres: Postgres) -> None:
    asked = "SELECT extname FROM pg_extension ORDER BY 1"
    one, two, bare = postgres.fresh(extensions=True), postgres.fresh(extensions=True), postgres.fresh()
    assert postgres.execute(one, asked) == postgres.execute(two, asked)
    assert postgres.execute(bare, asked) == [("plpgsql",)]
