"""Many checks, in the words of three dialects: what is planned is loaded with every constraint on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed import api
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options
from tests.servers import MariaDB, Postgres, Server, Sqlite

FOLDER = Path(__file__).parent / "matrix"
ROWS = 120


def tables(dialect: Dialect) -> Iterator[tuple[str, str, str]]:
    """(name, DDL, line) of each line of the matrix that the dialect has words for."""
    for part in ("common", dialect):
        lines = (FOLDER / f"{part}.txt").read_text().splitlines()
        for number, line in enumerate(lines, start=1):
            if line and not line.startswith("#"):
                columns, *checks = line.split(" ; ")
                name = f"{part.removeprefix('sq')}_{number}"
                asked = ", ".join(f"CHECK ({check})" for check in checks)
                yield name, f"CREATE TABLE {name} (id int PRIMARY KEY, {columns}, {asked});\n", line


def loaded(server: Server, dialect: Dialect, folder: Path) -> None:
    """Every table of the matrix, filled and loaded."""
    ddl = "".join(text for _, text, _ in tables(dialect))
    plan = api.plan(read_sql(ddl, "matrix.sql", dialect).schema, Recipe(rows=ROWS))
    assert {table.table: table.rows for table in plan.tables} == {name: ROWS for name, _, _ in tables(dialect)}
    assert not [note for note in plan.notes if "steered" in note.what]
    api.generate(plan, ["sql"], folder / "rows", Options(), judged=False)
    (folder / "schema.sql").write_text(ddl)
    db = server.fresh()
    for script in (folder / "schema.sql", folder / "rows" / "data.sql"):
        done = server.load(db, script)
        assert done.returncode == 0, done.stderr


def test_postgres_takes_the_matrix(postgres: Postgres, tmp_path: Path) -> None:
    loaded(postgres, "postgres", tmp_path)


def test_mariadb_takes_the_matrix(mariadb: MariaDB, tmp_path: Path) -> None:
    loaded(mariadb, "mysql", tmp_path)


def test_sqlite_takes_the_matrix(sqlite: Sqlite, tmp_path: Path) -> None:
    loaded(sqlite, "sqlite", tmp_path)


def test_the_matrix_is_no_smaller_than_it_was() -> None:
    lines = {line for dialect in ("postgres", "mysql", "sqlite") for _, _, line in tables(dialect)}
    assert len(lines) >= 280


@pytest.mark.parametrize("part", ["common", "postgres", "mysql", "sqlite"])
def test_no_line_stands_twice(part: str) -> None:
    lines = (FOLDER / f"{part}.txt").read_text().splitlines()
    assert len(set(lines)) == len(lines)
