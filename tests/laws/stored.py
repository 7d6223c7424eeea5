"""Rows of a plan inside a real database: made from SQL text, loaded by the database's own client, asked in its SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seedbed import api
from seedbed.plan.plan import Plan
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options
from tests.servers import MariaDB, Postgres, Rows, Sqlite

__all__ = ["Stored", "stored"]

_DIALECTS: Mapping[type, Dialect] = {Postgres: "postgres", MariaDB: "mysql", Sqlite: "sqlite"}


@dataclass(frozen=True)
class Stored:
    """A plan and the database that holds its rows."""

    plan: Plan
    server: Postgres | MariaDB | Sqlite
    db: str

    def ask(self, sql: str) -> Rows:
        """The rows of a query as text."""
        return self.server.execute(self.db, sql)

    def number(self, sql: str) -> int:
        """The one whole number that a query gives."""
        return int(self.ask(sql)[0][0])


def stored(
    server: Postgres | MariaDB | Sqlite,
    sql: str,
    folder: Path,
    rows: int = 100,
    counts: tuple[tuple[str, int], ...] = (),
) -> Stored:
    """Plans, makes and loads the tables of a text, with every constraint on; fails where the database refuses."""
    db = server.fresh(extensions=True) if isinstance(server, Postgres) else server.fresh()
    (folder / "schema.sql").write_text(sql)
    schema = read_sql(sql, "schema.sql", _DIALECTS[type(server)]).schema
    plan = api.plan(schema, Recipe(rows=rows, table_rows=counts))
    made = api.generate(plan, ["sql"], folder / "out", Options())
    for path in (folder / "schema.sql", folder / "out" / "data.sql"):
        loaded = server.load(db, path)
        assert loaded.returncode == 0, f"{path.name}: {loaded.stderr[:2000]}"
    assert made.verdict is not None
    assert not made.verdict.breaches, made.verdict.breaches
    return Stored(plan, server, db)
