"""PostgreSQL itself says what a file creates, and whether our texts mean anything to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed.read.open import read
from seedbed.schema.model import Schema, Table
from tests.servers import Postgres

FILE = Path(__file__).with_name("postgres.sql")
OURS = """n.nspname not like 'pg_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p')
    and not c.relispartition and c.relpersistence <> 't'"""
FROM = "from pg_class c join pg_namespace n on n.oid = c.relnamespace"
NAMES = """(select string_agg(a.attname, ',' order by o.n) from unnest({numbers}) with ordinality o(x, n)
    join pg_attribute a on a.attrelid = {table} and a.attnum = o.x)"""
ADDED = {"plog", "plist", "pmulti"}  # what their partitions demand is ours to say, and PostgreSQL's to keep apart


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> str:
    name = postgres.fresh()
    done = postgres.load(name, FILE)
    assert done.returncode == 0, done.stderr
    return name


@pytest.fixture(scope="module")
def schema() -> Schema:
    reading = read(FILE, "postgres")
    assert not [note for note in reading.notes if note.grave]
    return reading.schema


def place(table: Table) -> tuple[str, str]:
    return table.namespace or "public", table.name


def flag(value: object) -> str:
    return "t" if value else "f"


def rows(postgres: Postgres, database: str, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row) for row in postgres.execute(database, query) if row[1] not in ADDED)


def test_tables_and_columns(postgres: Postgres, database: str, schema: Schema) -> None:
    query = f"""select n.nspname, c.relname, a.attname, a.attnotnull or (t.typtype = 'd' and t.typnotnull),
        a.attgenerated <> '' {FROM} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        join pg_type t on t.oid = a.atttypid where {OURS}"""
    ours = [
        (*place(table), column.name, flag(not column.nullable), flag(column.generated))
        for table in schema
        for column in table.columns
        if table.name not in ADDED
    ]
    assert sorted(ours) == rows(postgres, database, query)


def test_keys(postgres: Postgres, database: str, schema: Schema) -> None:
    names = NAMES.format(numbers="x.indkey[0:x.indnkeyatts-1]", table="c.oid")
    query = f"""select n.nspname, c.relname, i.relname, x.indisprimary, x.indpred is not null, x.indnullsnotdistinct,
        case when x.indexprs is null then {names} else '' end {FROM} join pg_index x on x.indrelid = c.oid
        join pg_class i on i.oid = x.indexrelid where x.indisunique and {OURS}"""
    ours = [
        (
            *place(table),
            unique.name or "",
            flag(unique.primary),
            flag(unique.where),
            flag(not unique.nulls_distinct),
            "" if unique.keys else ",".join(unique.columns),
        )
        for table in schema
        for unique in table.uniques
        if table.name not in ADDED
    ]
    assert sorted(ours) == rows(postgres, database, query)


def test_foreign_keys(postgres: Postgres, database: str, schema: Schema) -> None:
    here = NAMES.format(numbers="k.conkey", table="k.conrelid")
    there = NAMES.format(numbers="k.confkey", table="k.confrelid")
    query = f"""select n.nspname, c.relname, k.conname, f.relname, k.condeferrable, k.condeferred, k.confdeltype,
        k.confupdtype, k.confmatchtype, {here}, {there} {FROM} join pg_constraint k on k.conrelid = c.oid
        join pg_class f on f.oid = k.confrelid where k.contype = 'f' and {OURS}"""
    action = {"no action": "a", "restrict": "r", "cascade": "c", "set null": "n", "set default": "d"}
    ours = [
        (
            *place(table),
            key.name or "",
            schema.table(key.table).name,
            flag(key.deferrable != "no"),
            flag(key.deferrable == "deferred"),
            action[key.on_delete],
            action[key.on_update],
            key.match[0],
            ",".join(key.columns),
            ",".join(key.references),
        )
        for table in schema
        for key in table.foreign_keys
    ]
    assert sorted(ours) == rows(postgres, database, query)


def test_checks_and_exclusions(postgres: Postgres, database: str, schema: Schema) -> None:
    query = f"""select n.nspname, c.relname, k.conname {FROM} join pg_constraint k on k.conrelid = c.oid
        where k.contype in ('c', 'x') and {OURS}"""
    ours = [
        (*place(table), name or "")
        for table in schema
        for name in [*(check.name for check in table.checks), *(item.name for item in table.exclusions)]
        if table.name not in ADDED
    ]
    assert sorted(ours) == rows(postgres, database, query)


def texts(schema: Schema) -> Iterator[str]:
    """Every SQL text of the schema, as a query that means something only if the text does."""
    for table in schema:
        home, name = (part.replace('"', '""') for part in place(table))
        source = f'from "{home}"."{name}" where false'
        yield from (f"select 1 {source} and ({check.sql})" for check in table.checks)
        for unique in table.uniques:
            yield from (f"select {key} {source}" for key in unique.keys)
            if unique.where:
                yield f"select 1 {source} and ({unique.where.sql})"
        for exclusion in table.exclusions:
            yield from (f"select {key} {source}" for key, _ in exclusion.parts)
        for column in table.columns:
            yield f"select null::{column.type.raw} from pg_class where false"
            if column.generated:
                yield f"select {column.generated} {source}"
            if column.default:
                yield f"select {column.default} from pg_class where false"


def test_every_text_means_something_to_the_server(postgres: Postgres, database: str, schema: Schema) -> None:
    queries = list(texts(schema))
    assert len(queries) > 300
    postgres.execute(database, ";\n".join(queries))


def test_rows_find_a_partition_exactly_where_the_check_holds(postgres: Postgres, database: str, schema: Schema) -> None:
    check = schema.table("pmulti").checks[0].sql
    for a, b in [(0, 9), (1, -5), (3, 4), (3, 5), (6, 0), (7, 1), (7, 2), (9, 999), (10, 0)]:
        holds = postgres.execute(database, f"select {check} from (values ({a}, {b})) v (a, b)")[0][0] == "t"
        bounds = "select pg_get_partition_constraintdef(oid) from pg_class where relname in ('pmulti_1', 'pmulti_2')"
        real = " or ".join(f"({row[0]})" for row in postgres.execute(database, bounds))
        assert holds == (postgres.execute(database, f"select {real} from (values ({a}, {b})) v (a, b)")[0][0] == "t")
