"""Rows in PostgreSQL's binary format: the server must keep of them what it keeps of the same rows as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from seedbed import api
from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.engine.parts import whole
from seedbed.errors import SeedbedError, WriteError
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type
from seedbed.write.database import postgres as database_postgres
from seedbed.write.database.binary import row_bytes
from seedbed.write.database.binary_cells import Received
from tests.servers import Postgres
from tests.test_examples import EXAMPLES
from tests.write.loads import load
from tests.write.samples import ID, POSTGRES, TEXTS, batch_of, table_of
from tests.write.test_sql_postgres import DOMAIN, TYPES

AS_TEXT = {
    *("fine", "wide", "any_number", "zoned_clock", "span", "markup", "grid", "host", "net", "mac", "bits"),
    *("more_bits", "price", "ids", "many_ids", "search", "query", "place", "stretch", "frame", "shape", "ring", "both"),
}
DOMAINS = "CREATE DOMAIN inner_one AS varchar(9); CREATE DOMAIN outer_one AS inner_one CHECK (VALUE <> 'no');"


@pytest.fixture
def db(postgres: Postgres) -> str:
    return postgres.fresh(extensions=True)


@pytest.fixture
def session(postgres: Postgres, db: str) -> Iterator[Connection]:
    with connect(parse_dsn(postgres.dsn(db))) as connection:
        yield connection


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Which tables went in binary."""
    found: dict[str, bool] = {}

    def noted(table: Table, columns: pa.Schema, received: dict[str, Received]) -> object:
        made = row_bytes(table, columns, received)
        found[table.id] = made is not None
        return made

    monkeypatch.setattr(database_postgres, "row_bytes", noted)
    return found


def shown(session: Connection, column: str, table: str = "odd") -> tuple[str | None, ...]:
    return tuple(text for (text,) in session.rows(f'SELECT "{column}"::text FROM "{table}" ORDER BY id'))


def test_every_type_by_itself(postgres: Postgres, db: str, session: Connection, formats: dict[str, bool]) -> None:
    made = [f'CREATE TABLE "{name}" (id bigint, "{name}" {kind.sql});' for name, kind in POSTGRES.items()]
    postgres.execute(db, f"{TYPES} {DOMAIN} {''.join(made)}")
    tables = {name: table_of("postgres", {name: kind.type}, name) for name, kind in POSTGRES.items()}
    batches = {name: [batch_of(tables[name], {name: kind.values}, name)] for name, kind in POSTGRES.items()}
    load(session, Schema(tuple(schema.tables[0] for schema in tables.values())), batches)
    for name, kind in POSTGRES.items():
        assert shown(session, name, name)[: len(kind.shown)] == kind.shown, name
    assert {name for name, binary in formats.items() if not binary} >= AS_TEXT
    assert sum(formats.values()) >= 20


CASES: dict[str, tuple[str, Type, tuple[Any, ...]]] = {
    "small": ("smallint", Type("integer", bits=64), (None, -32768, 32767)),
    "unsigned": ("bigint", Type("integer", bits=64, unsigned=True), (0, 2**63 - 1, None)),
    "digits": ("numeric", Type("decimal", precision=7, scale=5), (Decimal("-0.00010"), None, Decimal("99.99999"))),
    "whole": ("numeric(18)", Type("decimal", precision=18, scale=0), (Decimal(10**18 - 1), None, Decimal(-10000))),
    "below": ("numeric(3,3)", Type("decimal", precision=3, scale=3), (Decimal("0.001"), Decimal("-0.999"))),
    "rounded": ("numeric(6,1)", Type("decimal", precision=8, scale=3), (Decimal("1.250"), Decimal("-2.349"))),
    "at": ("timestamptz", Type("timestamp"), (dt.datetime(1999, 12, 31, 23, 59, 59, 999999), None)),
    "briefly": ("timestamp(0)", Type("timestamp"), (dt.datetime(2024, 5, 5, 1, 2, 3, 500001),)),
    "odd_id": ("uuid", Type("uuid"), ("{00000000-0000-4000-8000-0000000000aB}", None, "0" * 32)),
    "id_s": ("uuid", Type("uuid"), ("00000000-0000-4000-8000-0000000000aB", None)),
    "folded": ("citext", Type("text"), ("Ä", None, "")),
    "domain": ("outer_one", Type("varchar", length=9), ("ab", None)),
    "emails": ("citext[]", Type("array", element=Type("text")), (["a", None, ""], [], None, ["b"])),
    "days": ("date[]", Type("array", element=Type("date")), ([dt.date(1, 1, 1), None], [dt.date(9999, 12, 31)])),
    "docs": ("jsonb[]", Type("array", element=Type("json")), (['{"a": 1}'], [])),
}


def test_types_that_differ_from_the_schemas(
    postgres: Postgres, db: str, session: Connection, monkeypatch: pytest.MonkeyPatch, formats: dict[str, bool]
) -> None:
    columns = ", ".join(f'"{name}" {sql}' for name, (sql, _, _) in CASES.items())
    postgres.execute(db, f"{DOMAINS} CREATE TABLE odd (id bigint, {columns}); CREATE TABLE plain (LIKE odd)")
    kinds, values = (
        {name: kind for name, (_, kind, _) in CASES.items()},
        {name: case[2] for name, case in CASES.items()},
    )
    schemas = {name: table_of("postgres", kinds, name) for name in ("odd", "plain")}
    load(session, schemas["odd"], {"odd": [batch_of(schemas["odd"], values)]})
    assert formats == {"odd": True}
    monkeypatch.setattr(database_postgres, "row_bytes", lambda *_: None)
    load(session, schemas["plain"], {"plain": [batch_of(schemas["plain"], values, "plain")]})
    for name in CASES:
        assert shown(session, name) == shown(session, name, "plain"), name


def test_every_text_and_slices_of_batches(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, "CREATE TABLE odd (id bigint, words text, list text[], doc jsonb, raw bytea, uid uuid)")
    kinds = {
        "words": Type("text"),
        "list": Type("array", element=Type("text")),
        "doc": Type("json"),
        "raw": Type("bytes"),
        "uid": Type("uuid"),
    }
    schema, rows = table_of("postgres", kinds), TEXTS * 500
    values = {
        "words": rows,
        "list": tuple([text] * (number % 3) for number, text in enumerate(rows)),
        "doc": tuple(None if text is None else "[]" for text in rows),
        "raw": tuple(None if text is None else text.encode() for text in rows),
        "uid": tuple(f"{number:08x}-0000-4000-8000-000000000000" for number in range(len(rows))),
    }
    whole_batch = batch_of(schema, values)
    load(session, schema, {"odd": [whole_batch.slice(0, 11), whole_batch.slice(11)]})
    wrong = (
        "SELECT count(*) FROM odd WHERE uid::text <> lpad(to_hex(id - 1), 8, '0') || '-0000-4000-8000-000000000000' "
        "OR convert_to(words, 'UTF8') IS DISTINCT FROM raw OR array_length(list, 1) <> (id - 1) % 3 "
        "OR (id - 1) % 3 > 0 AND list[1] IS DISTINCT FROM words OR (doc IS NULL) <> (words IS NULL)"
    )
    assert postgres.execute(db, wrong) == [("0",)]
    texts = postgres.execute(db, "SELECT coalesce(encode(raw, 'hex'), '-') || ';' FROM odd ORDER BY id")
    assert [None if row[0] == "-;" else bytes.fromhex(row[0][:-1]).decode() for row in texts] == list(rows)


@pytest.mark.parametrize(
    ("sql", "type", "value", "said"),
    [
        ("smallint", Type("integer", bits=64), 40_000, r"odd\.x: a number is too large"),
        ("real", Type("float", bits=64), 1e300, r"odd\.x: a number is too large or too small"),
        ("real", Type("float", bits=64), 1e-300, r"odd\.x: a number is too large or too small"),
        ("uuid", Type("uuid"), "no", r"odd\.x: 'no' is no uuid"),
        ("text", Type("text"), "a\0b", r"odd\.x: the text 'a\\x00b' holds a NUL"),
        ("text[]", Type("array", element=Type("text")), ["a\0b"], r"odd\.x: the text 'a\\x00b' holds a NUL"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    postgres: Postgres, db: str, session: Connection, sql: str, type: Type, value: object, said: str
) -> None:
    postgres.execute(db, f"CREATE TABLE odd (id bigint, x {sql})")
    schema = table_of("postgres", {"x": type})
    with pytest.raises(WriteError, match=rf"{said}[^$]*left as it was"):
        load(session, schema, {"odd": [batch_of(schema, {"x": (value, None)})]})
    assert postgres.execute(db, "SELECT count(*) FROM odd") == [("0",)]


@pytest.mark.parametrize(
    ("sql", "value", "said"), [("mood", "cross", "invalid input value for enum"), ("varchar(2)", "abc", "too long")]
)
def test_the_server_refuses_in_its_own_words(
    postgres: Postgres, db: str, session: Connection, sql: str, value: str, said: str
) -> None:
    postgres.execute(db, f"CREATE TYPE mood AS ENUM ('calm'); CREATE TABLE odd (id bigint, x {sql})")
    schema = table_of("postgres", {"x": Type("text")})
    with pytest.raises(SeedbedError, match=rf"rows of odd[^$]*{said}"):
        load(session, schema, {"odd": [batch_of(schema, {"x": (value,)})]})


def test_a_column_that_the_server_does_not_have_goes_as_text() -> None:
    table = Table("odd", (ID, Column("x", Type("array"))))
    columns = pa.schema([("id", pa.int64()), ("x", pa.list_(pa.int64()))])
    assert row_bytes(table, columns, {"id": Received("int8recv")}) is None
    assert row_bytes(table, columns, {"id": Received("int8recv"), "x": Received("array_recv", "int8recv", 20)}) is None
    assert row_bytes(table, columns.remove(1), {"id": Received("domain_recv")}) is None


@pytest.mark.parametrize(("name", "most"), [("shop", 8), ("saas", 3)])
def test_a_whole_schema_is_equal_both_ways(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formats: dict[str, bool], name: str, most: int
) -> None:
    [example] = [path for path in EXAMPLES if path.name == f"{name}.postgres.sql"]
    schema = api.read_schema(example).schema
    plan = api.plan(schema, Recipe(rows=400, edge_cases=20))
    made, found = whole(plan), []
    for binary in (True, False):
        db = postgres.fresh()
        assert postgres.load(db, example).returncode == 0
        with connect(parse_dsn(postgres.dsn(db))) as connection:
            api.load(plan, connection, judged=False)
        found.append(
            [
                postgres.execute(db, f"SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM {id} AS t")
                for id in made
            ]
        )
        if binary:
            assert sum(formats.values()) == most
            monkeypatch.setattr(database_postgres, "row_bytes", lambda *_: None)
    assert found[0] == found[1]
