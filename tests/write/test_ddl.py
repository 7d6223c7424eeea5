"""A schema as DDL: it reads back as an equal one, and the database takes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from seedbed.read.sql import read_sql
from seedbed.schema.model import Column, Dialect, Schema, Table, Unique
from seedbed.schema.types import Type
from seedbed.write.ddl import ddl
from tests.servers import MariaDB, Postgres, Sqlite
from tests.write.samples import POSTGRES

TEXTS: dict[Dialect, str] = {
    "postgres": """
        CREATE SCHEMA app;
        CREATE TYPE mood AS ENUM ('so so', 'it''s');
        CREATE TYPE app."Odd Type" AS (a int, b mood);
        CREATE DOMAIN pos AS numeric(8,2) NOT NULL CHECK (VALUE > 0) CHECK (VALUE < 1000);
        CREATE DOMAIN counted AS bigint;
        CREATE TYPE span AS RANGE (subtype = float8);
        CREATE SEQUENCE named;
        CREATE TABLE app."T 1" (
            id serial PRIMARY KEY,
            k bigint GENERATED ALWAYS AS IDENTITY,
            m mood NOT NULL DEFAULT 'so so',
            p pos, q app."Odd Type", r varchar(20), c citext, ms mood[],
            n numeric(8,2) DEFAULT 1.5 CHECK (n > 0),
            g bigint GENERATED ALWAYS AS (k * 2) STORED,
            a text[], t timestamp(3) with time zone DEFAULT now(), during tstzrange, z span,
            s bigint DEFAULT nextval('named'),
            d counted NOT NULL DEFAULT nextval('named'),
            EXCLUDE USING gist (during WITH &&) WHERE (k > 1),
            EXCLUDE USING gist (k WITH =, (lower(r)) WITH =),
            UNIQUE NULLS NOT DISTINCT (m, k),
            UNIQUE (m, t) DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY (k) REFERENCES app."T 1" (id) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE
        );
        CREATE UNIQUE INDEX ON app."T 1" (lower(r), "k") NULLS NOT DISTINCT WHERE k > 3;
        CREATE UNIQUE INDEX ON app."T 1" ((true)) WHERE k = 1;
        ALTER TABLE app."T 1" ADD UNIQUE (r, n);
        ALTER TABLE app."T 1" ADD UNIQUE (r, k) DEFERRABLE;
        COMMENT ON TABLE app."T 1" IS 'it''s a table';
        COMMENT ON COLUMN app."T 1".k IS 'a "key"';
        CREATE TABLE other (id int PRIMARY KEY, t int REFERENCES app."T 1" (id), UNIQUE (id));
        CREATE TABLE part (d date NOT NULL, v int) PARTITION BY RANGE (d);
        CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE TABLE spread (d int) PARTITION BY HASH (d);
        CREATE TABLE spread_0 PARTITION OF spread FOR VALUES WITH (MODULUS 1, REMAINDER 0);
        CREATE TABLE nothing ();
    """,
    "mysql": """
        CREATE TABLE `t` (
            id int unsigned NOT NULL AUTO_INCREMENT,
            a varchar(20) CHARACTER SET utf8 COLLATE utf8_bin DEFAULT 'x',
            b enum('x','it''s') NOT NULL, c set('a','b'), d tinyint(1) DEFAULT 0,
            e datetime(3) DEFAULT current_timestamp(3), f decimal(8,2) CHECK (f > 0),
            g int AS (d * 2) STORED, j json, v varbinary(20), tx text, u char(36) DEFAULT (uuid()),
            at timestamp NULL, y year, `odd ``name` int COMMENT 'it''s',
            PRIMARY KEY (id), UNIQUE KEY k (a(5), b), UNIQUE KEY again (id), KEY (d),
            CONSTRAINT fk FOREIGN KEY (`odd ``name`) REFERENCES r (id) ON DELETE CASCADE ON UPDATE SET NULL,
            CHECK (d >= 0)
        ) ENGINE=InnoDB COMMENT='it''s';
        CREATE TABLE r (id int PRIMARY KEY, w text NOT NULL, long_one varchar(30000) CHARACTER SET latin1);
        CREATE TABLE l (id text NOT NULL, n int, PRIMARY KEY (id(20), n));
        CREATE TABLE p (d date NOT NULL) PARTITION BY RANGE COLUMNS (d) (PARTITION a VALUES LESS THAN (MAXVALUE));
        CREATE TABLE h (d int NOT NULL) PARTITION BY HASH (d);
    """,
    "sqlite": """
        CREATE TABLE t (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            a TEXT COLLATE NOCASE NOT NULL DEFAULT 'x' UNIQUE,
            b NUMERIC(5,2) CHECK (b > 0), c DATETIME DEFAULT CURRENT_TIMESTAMP, d DEFAULT (1 + 1),
            g INT GENERATED ALWAYS AS (id * 2) STORED,
            r REFERENCES t (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
            "odd ""name" VARCHAR(10), CHECK (id > 0)
        );
        CREATE UNIQUE INDEX x ON t (lower(a)) WHERE b > 1;
        CREATE TABLE w (k TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID;
        CREATE TABLE s (id INTEGER PRIMARY KEY, v INT NOT NULL) STRICT;
        CREATE VIRTUAL TABLE search USING fts5 (words, more);
        CREATE TABLE two (a INT, b INT REFERENCES s, PRIMARY KEY (a, b), UNIQUE (b));
    """,
}


def again(schema: Schema) -> Schema:
    return read_sql(ddl(schema), "printed.sql", schema.dialect).schema


@pytest.mark.parametrize("dialect", list(TEXTS))
def test_it_reads_back_as_an_equal_schema(dialect: Dialect) -> None:
    reading = read_sql(TEXTS[dialect], "given.sql", dialect)
    assert [note for note in reading.notes if note.grave] == []
    schema = reading.schema
    assert schema.tables
    for table, other in zip(schema.tables, again(schema).tables, strict=True):
        for part in ("columns", "uniques", "foreign_keys", "checks", "exclusions"):
            assert getattr(other, part) == getattr(table, part), (table.id, part)
    assert again(schema) == schema
    assert ddl(again(schema)) == ddl(schema)


def test_postgres_takes_it(postgres: Postgres, tmp_path: Path) -> None:
    taken(postgres, postgres.fresh(), read_sql(TEXTS["postgres"], "x", "postgres").schema, tmp_path)


def test_mariadb_takes_it(mariadb: MariaDB, tmp_path: Path) -> None:
    taken(mariadb, mariadb.fresh(), read_sql(TEXTS["mysql"], "x", "mysql").schema, tmp_path)


def test_sqlite_takes_it(sqlite: Sqlite, tmp_path: Path) -> None:
    taken(sqlite, sqlite.fresh(), read_sql(TEXTS["sqlite"], "x", "sqlite").schema, tmp_path)


def taken(server: Postgres | MariaDB | Sqlite, db: str, schema: Schema, folder: Path) -> None:
    script = folder / "schema.sql"
    script.write_text(ddl(schema))
    done = server.load(db, script)
    assert done.returncode == 0, done.stderr


WHOLE = [Type("integer", bits=bits) for bits in (16, 32, 64)]
CLOCKS = [
    Type("date"),
    Type("timestamp", precision=3),
    Type("timestamp", precision=0, zone=True),
    Type("time", precision=0),
]
PLAIN: dict[Dialect, list[Type]] = {
    "postgres": [
        *WHOLE, *CLOCKS,
        *(kind.type for name, kind in POSTGRES.items() if name != "grid" and not kind.type.name),
        Type("varchar"), Type("char", length=3), Type("time", zone=True), Type("float", bits=32),
        Type("macaddr", length=8),
        Type("enum", values=("a", "b"), name="feeling"), Type("text", folds_case=True),
        Type("array", element=Type("enum", values=("a", "b"), name="feeling")),
        Type("range", element=Type("timestamp", zone=True)), Type("range", element=Type("decimal")),
    ],
    "mysql": [
        *WHOLE, *CLOCKS, Type("integer", bits=8), Type("integer", bits=24, unsigned=True),
        Type("decimal", precision=8, scale=3), Type("float", bits=64), Type("float", bits=32), Type("boolean"),
        Type("varchar", length=9, folds_case=True), Type("char", length=3, fixed=True), Type("json"), Type("year"),
        Type("enum", values=("a", "it's")), Type("set", values=("a", "b")), Type("geometry", name="polygon"),
        *(Type("text", length=2**n - 1, folds_case=True) for n in (8, 16, 24, 32)),
        *(Type("bytes", length=2**n - 1) for n in (8, 16, 24, 32)),
        Type("bytes", length=5), Type("bytes", length=16, fixed=True), Type("bit", length=4, fixed=True),
    ],
    "sqlite": [
        *WHOLE, Type("text"), Type("text", folds_case=True), Type("varchar", length=5), Type("decimal"), Type("bytes"),
        Type("decimal", precision=8, scale=3), Type("float", bits=64), Type("boolean"), Type("date"), Type("json"),
        Type("time", precision=0), Type("timestamp", precision=3), Type("timestamp", precision=0, zone=True),
        Type("uuid"),
    ],
}  # fmt: skip


def spelt(dialect: Dialect) -> Schema:
    columns = [Column(f"c{number}", type) for number, type in enumerate(PLAIN[dialect])]
    return Schema(
        (Table("t", (Column("id", WHOLE[2], nullable=False), *columns), (Unique(("id",), primary=True),)),), dialect
    )


def bare(type: Type) -> Type:
    """The type without the words of its source."""
    checks = tuple(replace(check, expression=None) for check in type.checks)
    return replace(type, raw="", element=bare(type.element) if type.element else None, checks=checks)


@pytest.mark.parametrize("dialect", list(PLAIN))
def test_types_without_a_source_are_spelt_in_words_that_mean_the_same(dialect: Dialect) -> None:
    read = again(spelt(dialect)).table("t")
    for column, other in zip(spelt(dialect).table("t").columns, read.columns, strict=True):
        assert bare(other.type) == bare(column.type), ddl(spelt(dialect))


def test_the_databases_take_those_words(postgres: Postgres, mariadb: MariaDB, sqlite: Sqlite, tmp_path: Path) -> None:
    taken(postgres, postgres.fresh(), spelt("postgres"), tmp_path)
    taken(mariadb, mariadb.fresh(), spelt("mysql"), tmp_path)
    taken(sqlite, sqlite.fresh(), spelt("sqlite"), tmp_path)


FOLDERS: dict[str, Dialect] = {
    "sql-postgres": "postgres",
    "sql-postgres-orm": "postgres",
    "sql-mysql": "mysql",
    "sql-sqlite": "sqlite",
}


@pytest.mark.parametrize("folder", list(FOLDERS))
def test_real_schemas_read_back_equal(corpus: Path, folder: str) -> None:
    dialect = FOLDERS[folder]
    paths = sorted(path for path in (corpus / folder).glob("*.sql") if path.stat().st_size < 400_000)
    unequal = [path.name for path in paths if not _equal(path, dialect)]
    assert unequal == []


def _equal(path: Path, dialect: Dialect) -> bool:
    from seedbed.errors import ReadError

    try:
        schema = read_sql(path.read_text(errors="replace"), path.name, dialect).schema
    except ReadError:
        return True  # this one contradicts itself: nothing to print
    if any("parent nowhere" in table.options for table in schema):
        return True  # a key to a table that is nowhere: no DDL of ours can say that
    return again(schema) == schema
