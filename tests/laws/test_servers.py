"""The promise of truth, with PostgreSQL and MariaDB as the oracles: what the plan accepts loads as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings

from seedbed import api
from seedbed.errors import PlanError
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.write.ddl import ddl
from seedbed.write.sink import Options
from tests.laws.schemas import schemas
from tests.servers import MariaDB, Postgres

FEW = settings(max_examples=15)


def load(server: Postgres | MariaDB, schema: Schema, quote: str) -> None:
    """Loads a random schema and its rows into a fresh database, and counts them there."""
    try:
        plan = api.plan(schema, Recipe(rows=25))
    except PlanError:
        return
    db = server.fresh()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        (made / "schema.sql").write_text(ddl(schema))
        assert api.generate(plan, ["sql"], made / "out", Options()).verdict
        for path in (made / "schema.sql", made / "out" / "data.sql"):
            loaded = server.load(db, path)
            assert loaded.returncode == 0, loaded.stderr
    for table in plan.tables:
        assert server.execute(db, f"SELECT count(*) FROM {quote}{table.table}{quote}") == [(str(table.rows),)]


@FEW
@given(schemas("postgres"))
def test_postgres_takes_every_row(postgres: Postgres, schema: Schema) -> None:
    load(postgres, schema, '"')


@FEW
@given(schemas("mysql"))
def test_mariadb_takes_every_row(mariadb: MariaDB, schema: Schema) -> None:
    load(mariadb, schema, "`")
