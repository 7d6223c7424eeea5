"""A schema read from its file and from the database that the file makes gives the same plan.

A dozen real schemas by default, and two of oddities; SEEDBED_LIVE=all takes the whole corpus.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seedbed import api
from seedbed.errors import SeedbedError
from seedbed.plan.plan import Plan
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from tests.servers import MariaDB, Postgres, Server, Sqlite

FEW: Mapping[Dialect, tuple[str, ...]] = {
    "postgres": ("easy", "hard", "icingadb", "lemmy", "listmonk", "pagila"),
    "mysql": ("ejabberd", "powerdns", "roundcube", "sakila"),
    "sqlite": ("bareos-15", "chinook", "sakila", "vaultwarden"),
}
RECIPE = Recipe(7, 100, (), date(2026, 1, 1), "us")


def chosen(dialect: Dialect) -> list[Path]:
    """The files of one dialect that this run takes."""
    root = os.environ.get("SEEDBED_CORPUS")
    every = os.environ.get("SEEDBED_LIVE") == "all"
    folders = [f"sql-{dialect}"] + (["sql-postgres-orm"] if dialect == "postgres" and every else [])
    own = [path for path in [Path(__file__).parent / "live" / f"odd.{dialect}.sql"] if path.exists()]
    found = [path for folder in folders for path in sorted(Path(root, folder).glob("*.sql"))] if root else []
    return own + [path for path in found if every or path.stem in FEW[dialect]]


def parameters(dialect: Dialect) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", chosen(dialect), ids=lambda path: path.stem)


def said(value: Any) -> Any:
    """A part of a plan without how its author worded it: the texts of types and checks, places, reasons.

    Nor the character set, which a file may leave to the server.
    """
    if isinstance(value, tuple):
        return tuple(said(item) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    worded = {"raw", "sql", "origin", "reason", "reasons", "cap", "charset"}
    return type(value), {
        part.name: said(getattr(value, part.name)) for part in fields(value) if part.name not in worded
    }


def outcome(source: Path | str, dialect: Dialect | None) -> Any:
    """What a plan decides for each table; for a schema that is refused, what is refused, by name."""
    try:
        plan: Plan = api.plan(api.read_schema(source, dialect).schema, RECIPE)
    except SeedbedError as error:
        return sorted(re.sub(r"\(.*\)", "", problem.what) for problem in error.problems)
    return {table.table: said(table) for table in plan.tables}


def alike(path: Path, dialect: Dialect, server: Server) -> None:
    db = server.fresh()
    loaded = server.load(db, path)
    if loaded.returncode and isinstance(server, Postgres):
        db = server.fresh(extensions=True)
        loaded = server.load(db, path)
    if loaded.returncode:
        pytest.skip(f"it does not load by itself: {loaded.stderr.strip()[-120:]}")
    used = re.search(r"^USE\s+`?(\w+)", path.read_text(encoding="utf-8"), re.IGNORECASE | re.MULTILINE)
    from_file, live = outcome(path, dialect), outcome(server.dsn(used[1] if used else db), None)
    assert from_file == live


@parameters("postgres")
def test_postgres(path: Path, postgres: Postgres) -> None:
    alike(path, "postgres", postgres)


@parameters("mysql")
def test_mariadb(path: Path, mariadb: MariaDB) -> None:
    alike(path, "mysql", mariadb)


@parameters("sqlite")
def test_sqlite(path: Path, sqlite: Sqlite) -> None:
    alike(path, "sqlite", sqlite)
