"""Every edge case of the catalogue goes into real databases, by every way, and comes out as it was."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from seedbed import api
from seedbed.engine.parts import whole
from seedbed.plan.edges.index import planted
from seedbed.plan.plan import Plan
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type
from seedbed.write.sink import Options
from tests.servers import MariaDB, Postgres, Sqlite

POSTGRES = """
CREATE TABLE t (id SERIAL PRIMARY KEY, c1 TEXT, c2 VARCHAR(40) NOT NULL, c3 CHAR(5) NOT NULL, c4 SMALLINT NOT NULL,
  c5 INT, c6 BIGINT NOT NULL, c7 NUMERIC(9,3) NOT NULL, c8 NUMERIC NOT NULL, c9 MONEY NOT NULL, d1 REAL NOT NULL,
  d2 DOUBLE PRECISION NOT NULL, d3 DATE NOT NULL, d4 TIMESTAMP NOT NULL, d5 TIMESTAMPTZ(3) NOT NULL, d6 TIME NOT NULL,
  d7 JSON NOT NULL, d8 JSONB NOT NULL, d9 UUID NOT NULL, e1 BYTEA NOT NULL, e2 TEXT[] NOT NULL, e3 INT[] NOT NULL,
  e4 INET NOT NULL, e5 CIDR NOT NULL, e6 MACADDR NOT NULL, e7 MACADDR8 NOT NULL, e8 BIT(7) NOT NULL,
  e9 VARBIT(9) NOT NULL, f1 INT4RANGE NOT NULL, f2 TSVECTOR NOT NULL, f3 HSTORE NOT NULL, f4 POINT NOT NULL,
  f5 BOOLEAN, f6 INT REFERENCES t, f7 OID NOT NULL, f8 TIMESTAMPTZ NOT NULL);
"""
MARIADB = """
CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, c1 TEXT, c2 VARCHAR(40) NOT NULL, c3 CHAR(5) NOT NULL,
  c4 TINYINT NOT NULL, c5 INT UNSIGNED, c6 BIGINT NOT NULL, c7 DECIMAL(9,3) NOT NULL, c8 BIGINT UNSIGNED NOT NULL,
  c9 DECIMAL(9,3) UNSIGNED NOT NULL, d1 FLOAT NOT NULL, d2 DOUBLE NOT NULL, d3 DATE NOT NULL, d4 DATETIME(6) NOT NULL,
  d5 TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, d6 TIME NOT NULL, d7 JSON NOT NULL, d8 DOUBLE(9,2) NOT NULL,
  d9 YEAR NOT NULL, e1 BLOB NOT NULL, e2 VARBINARY(9) NOT NULL, e3 BINARY(4) NOT NULL, e4 BIT(7) NOT NULL,
  e5 VARCHAR(40) CHARACTER SET latin1 NOT NULL, e6 TINYTEXT NOT NULL, e7 MEDIUMINT NOT NULL, e8 FLOAT UNSIGNED NOT NULL,
  f5 BOOLEAN, f6 INT, FOREIGN KEY (f6) REFERENCES t (id)) DEFAULT CHARSET=utf8mb4;
"""
SQLITE = """
CREATE TABLE t (id INTEGER PRIMARY KEY, c1 TEXT, c2 VARCHAR(40) NOT NULL, c3 CHAR(5) NOT NULL, c4 SMALLINT NOT NULL,
  c5 INT, c6 BIGINT NOT NULL, c7 DECIMAL(9,3) NOT NULL, c8 NUMERIC NOT NULL, c9 STRING NOT NULL, d1 REAL NOT NULL,
  d3 DATE NOT NULL, d4 DATETIME NOT NULL, d6 TIME NOT NULL, d7 JSON NOT NULL, d9 UUID NOT NULL, e1 BLOB NOT NULL,
  f5 BOOLEAN, f6 INT REFERENCES t);
"""
TEXTS: dict[str, str] = {"postgres": POSTGRES, "mysql": MARIADB, "sqlite": SQLITE}


@dataclass(frozen=True)
class World:
    """A plan in which every row holds an edge case, and its rows."""

    plan: Plan
    rows: pa.Table
    sql: str


def _world(dialect: Dialect) -> World:
    schema = read_sql(TEXTS[dialect], "s.sql", dialect).schema
    plan = api.plan(schema, Recipe(rows=450, edge_cases=100))
    return World(plan, whole(plan)["t"], TEXTS[dialect])


@pytest.fixture(params=["postgres", "mysql", "sqlite"])
def world(request: pytest.FixtureRequest) -> World:
    return _world(request.param)


def test_every_row_holds_a_case_and_every_case_is_there(world: World) -> None:
    found = list(planted(world.plan, "t"))
    assert len(found) == 450
    kinds = {case.columns[0] for case in found}
    assert kinds == set(world.rows.column_names) - {"id"}


@pytest.mark.parametrize("format", ["sql", "csv", "json", "jsonl", "parquet"])
def test_the_referee_accepts_every_case_in_every_format(world: World, format: str, tmp_path: Path) -> None:
    made = api.generate(world.plan, [format], tmp_path / "out", Options())
    assert made.verdict is not None
    assert made.verdict.ok, made.verdict.breaches


def test_postgres_gives_every_case_back(postgres: Postgres, tmp_path: Path) -> None:
    world = _world("postgres")
    _loaded(world, postgres, tmp_path)
    _poured(world, postgres)


def test_mariadb_gives_every_case_back(mariadb: MariaDB, tmp_path: Path) -> None:
    world = _world("mysql")
    _loaded(world, mariadb, tmp_path)
    _poured(world, mariadb)


def test_sqlite_gives_every_case_back(sqlite: Sqlite, tmp_path: Path) -> None:
    world = _world("sqlite")
    _loaded(world, sqlite, tmp_path)
    _poured(world, sqlite)


def _loaded(world: World, server: Postgres | MariaDB | Sqlite, folder: Path) -> None:
    """The SQL file, by the database's own client."""
    db = _fresh(world, server, folder)
    api.generate(world.plan, ["sql"], folder / "out", Options())
    done = server.load(db, folder / "out" / "data.sql")
    assert done.returncode == 0, done.stderr[:2000]
    assert not list(_differing(world, server, db))


def _poured(world: World, server: Postgres | MariaDB | Sqlite) -> None:
    """Straight into the database."""
    db = _fresh(world, server, None)
    with api.session(server.dsn(db)) as connection:
        assert api.load(world.plan, connection).verdict.ok
    assert not list(_differing(world, server, db))


def _fresh(world: World, server: Postgres | MariaDB | Sqlite, folder: Path | None) -> str:
    db = server.fresh(extensions=True) if isinstance(server, Postgres) else server.fresh()
    for statement in world.sql.split(";"):
        if statement.strip():
            server.execute(db, statement)
    return db


def _differing(world: World, server: Postgres | MariaDB | Sqlite, db: str) -> Iterator[tuple[str, object, object]]:
    """The cells that came back as something else."""
    table = world.plan.schema.table("t")
    edges = {(case.row, case.columns[0]) for case in planted(world.plan, "t")}
    for column in table.columns[1:]:
        asked = f"SELECT {_hex(server, column.name, column.type)} FROM t ORDER BY id"
        found = [row[0] for row in server.execute(db, asked)]
        for row, (was, text) in enumerate(zip(world.rows[column.name].to_pylist(), found, strict=True)):
            if (row, column.name) not in edges:
                continue
            now = None if text == "-" else bytes.fromhex(text[1:])
            if was is None or now is None:
                if was is not now:
                    yield column.name, was, now
            elif not _same(was, now, column.type):
                yield column.name, was, now


def _hex(server: Postgres | MariaDB | Sqlite, name: str, type: Type) -> str:
    match server:
        case Postgres() if type.kind == "bytes":
            found = f"encode({name}, 'hex')"
        case Postgres():
            text = {"array": f"array_to_json({name})", "money": f"{name}::numeric"}.get(type.kind, name)
            text = f"{name} AT TIME ZONE 'UTC'" if type.zone else text
            text = f"abbrev({name})" if type.kind == "inet" else text
            found = f"encode(convert_to(({text})::text, 'UTF8'), 'hex')"
        case MariaDB() if type.kind in ("bytes", "char", "varchar", "text"):
            found = f"hex({name if type.kind == 'bytes' else f'convert({name} using utf8mb4)'})"
        case MariaDB():
            text = f"lpad(bin({name}), 7, '0')" if type.kind == "bit" else f"convert({name}, char)"
            found = f"hex({text})"
        case _ if type.kind == "float":
            found = f"CASE WHEN {name} IS NOT NULL THEN hex(printf('%!.20g', {name})) END"
        case _:
            found = f"CASE WHEN {name} IS NOT NULL THEN hex({name}) END"
    marked = f"concat('=', {found})" if isinstance(server, MariaDB) else f"'=' || {found}"
    return f"coalesce({marked}, '-')"


def _same(was: Any, now: bytes, type: Type) -> bool:
    text = now.decode() if type.kind != "bytes" else ""
    match was:
        case bytes():
            return was == now
        case bool():
            return text in (("1", "true", "t") if was else ("0", "false", "f"))
        case float():
            return float(text) == was and math.copysign(1, float(text)) == math.copysign(1, was)
        case int() | Decimal():
            return Decimal(text) == was
        case datetime():
            naive = was.replace(tzinfo=None)
            return datetime.fromisoformat(text) == naive
        case date() | time():
            return text == was.isoformat()
        case list():
            return bool(json.loads(text) == was)
    if type.kind == "json":
        return bool(json.loads(text) == json.loads(was))
    return bool(text == was)


def test_nothing_is_lost_of_a_time_zone(postgres: Postgres) -> None:
    """The moments of a session in another time zone are those of ours."""
    world = _world("postgres")
    db = _fresh(world, postgres, None)
    postgres.execute("postgres", f"ALTER DATABASE \"{db}\" SET timezone = 'Asia/Kathmandu'")
    with api.session(postgres.dsn(db)) as connection:
        api.load(world.plan, connection)
    found = postgres.execute(db, "SELECT floor(extract(epoch FROM f8))::bigint FROM t ORDER BY id")
    was = [_epoch(value) for value in world.rows["f8"].to_pylist()]
    assert [int(row[0]) for row in found] == was


def _epoch(moment: datetime) -> int:
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)) // timedelta(seconds=1)
