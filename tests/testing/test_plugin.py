"""The pytest plug-in, in runs of pytest of their own: filled once, copied for each test, whatever its worker."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.servers import Postgres

pytest_plugins = ["pytester"]

SQLITE = """CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id));"""
POSTGRES = """CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE NOT NULL, mood mood NOT NULL);
CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users);"""


def _run(pytester: pytest.Pytester, code: str, *words: str) -> pytest.RunResult:
    pytester.makepyfile(dedent(code))
    return pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", "-p", "no:randomly", *words)


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_each_test_has_a_database_of_its_own(pytester: pytest.Pytester, workers: tuple[str, ...]) -> None:
    (pytester.path / "schema.sql").write_text(SQLITE)
    code = """
        import sqlite3
        from pathlib import Path
        import pytest

        @pytest.mark.parametrize("number", range(4))
        def test_rows(seedbed_database, number):
            address = seedbed_database("schema.sql")
            with sqlite3.connect(address.removeprefix("sqlite:///")) as db:
                assert db.execute("SELECT count(*) FROM orders").fetchone() == (100,)
                db.execute("DELETE FROM orders")
            assert address != seedbed_database("schema.sql")

        def test_another_recipe_is_another_database(seedbed_database):
            from seedbed.schema.recipe import Recipe
            address = seedbed_database("schema.sql", recipe=Recipe(rows=7))
            with sqlite3.connect(address.removeprefix("sqlite:///")) as db:
                assert db.execute("SELECT count(*) FROM users").fetchone() == (7,)

        def test_it_is_filled_once(seedbed_database, tmp_path_factory, request):
            seedbed_database("schema.sql")
            base = tmp_path_factory.getbasetemp()
            base = base.parent if hasattr(request.config, "workerinput") else base
            assert 1 <= len(list(base.glob("seedbed_*.db"))) <= 2
    """
    _run(pytester, code, *workers).assert_outcomes(passed=6)


def test_what_is_wrong_with_a_schema_is_told(pytester: pytest.Pytester) -> None:
    (pytester.path / "schema.sql").write_text("CREATE TABLE t (a INTEGER PRIMARY KEY CHECK (a > 1 AND a < 1));")
    (pytester.path / "postgres.prisma").write_text(
        'datasource d {\n provider = "postgresql"\n}\nmodel A {\n id Int @id\n}'
    )
    code = """
        import pytest
        from seedbed.errors import PlanError, ReadError, UsageError

        def test_impossible(seedbed_database):
            with pytest.raises(PlanError):
                seedbed_database("schema.sql")

        def test_missing(seedbed_database):
            with pytest.raises(ReadError, match="no such file"):
                seedbed_database("nowhere.sql")

        def test_another_kind(seedbed_database):
            with pytest.raises(UsageError, match="one of postgres, and no server was named"):
                seedbed_database("postgres.prisma")

        def test_shown(seedbed_database):
            seedbed_database("nowhere.sql")
    """
    ran = _run(pytester, code)
    ran.assert_outcomes(passed=3, failed=1)
    assert len(ran.stdout.lines) < 40
    ran.stdout.fnmatch_lines(["E*nowhere.sql: there is no such file"])


def test_databases_of_a_server_are_copies_of_a_template(pytester: pytest.Pytester, postgres: Postgres) -> None:
    (pytester.path / "schema.sql").write_text(POSTGRES)
    server = postgres.dsn(postgres.fresh())
    code = f"""
        import psycopg
        import pytest

        @pytest.mark.parametrize("number", range(3))
        def test_rows(seedbed_database, number):
            with psycopg.connect(seedbed_database("schema.sql", server={server!r}), autocommit=True) as db:
                assert db.execute("SELECT count(*) FROM orders JOIN users ON users.id = user_id").fetchone() == (100,)
                db.execute("TRUNCATE orders, users")
    """
    _run(pytester, code, "-n", "2").assert_outcomes(passed=3)
    left = postgres.execute("postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'seedbed_%'")
    assert len([name for (name,) in left if len(name) == len("seedbed_") + 16]) == 1


def test_a_schema_of_another_kind_is_refused(pytester: pytest.Pytester, postgres: Postgres, tmp_path: Path) -> None:
    (pytester.path / "schema.sql").write_text("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;")
    code = f"""
        import pytest
        from seedbed.errors import UsageError

        def test_refused(seedbed_database):
            with pytest.raises(UsageError, match="not of postgres"):
                seedbed_database("schema.sql", server={postgres.dsn("postgres")!r})
    """
    _run(pytester, code).assert_outcomes(passed=1)
