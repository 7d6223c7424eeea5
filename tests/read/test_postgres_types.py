from __future__ import annotations

import pytest

from seedbed.read.postgres.ddl import read
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.model import Column
from seedbed.schema.types import Type

INT4 = Type("integer", raw="int4", bits=32)


def column(type: str, before: str = "") -> Column:
    reading = read(f"{before} CREATE TABLE t (c {type});", "x")
    assert not any(note.grave for note in reading.notes)
    return reading.schema.tables[-1].columns[0]


@pytest.mark.parametrize(
    ("source", "type"),
    [
        ("smallint", Type("integer", bits=16)),
        ("INT4", Type("integer", bits=32)),
        ("int8", Type("integer", bits=64)),
        ("numeric", Type("decimal")),
        ("numeric(7)", Type("decimal", precision=7, scale=0)),
        ("decimal(7, 2)", Type("decimal", precision=7, scale=2)),
        ("numeric(3,-2)", Type("decimal", precision=3, scale=-2)),
        ("real", Type("float", bits=32)),
        ("float", Type("float", bits=64)),
        ("float(10)", Type("float", bits=32)),
        ("double precision", Type("float", bits=64)),
        ("bool", Type("boolean")),
        ("char", Type("char", length=1)),
        ("character(5)", Type("char", length=5)),
        ('"char"', Type("char", length=1)),
        ("bpchar", Type("char")),
        ("varchar", Type("varchar")),
        ("character varying(30)", Type("varchar", length=30)),
        ("name", Type("varchar", length=63)),
        ("text", Type("text")),
        ("bytea", Type("bytes")),
        ("date", Type("date")),
        ("time(3)", Type("time", precision=3)),
        ("time with time zone", Type("time", zone=True)),
        ("timestamp", Type("timestamp")),
        ("timestamp(0) without time zone", Type("timestamp", precision=0)),
        ("timestamp(6) with time zone", Type("timestamp", precision=6, zone=True)),
        ("timestamptz(3)", Type("timestamp", precision=3, zone=True)),
        ("interval", Type("interval")),
        ("interval(2)", Type("interval", precision=2)),
        ("interval year to month", Type("interval")),
        ("interval day to second(4)", Type("interval", precision=4)),
        ("uuid", Type("uuid")),
        ("json", Type("json")),
        ("jsonb", Type("json")),
        ("xml", Type("xml")),
        ("inet", Type("inet")),
        ("cidr", Type("cidr")),
        ("macaddr", Type("macaddr", length=6)),
        ("macaddr8", Type("macaddr", length=8)),
        ("bit", Type("bit", length=1)),
        ("bit(8)", Type("bit", length=8)),
        ("bit varying(9)", Type("varbit", length=9)),
        ("varbit", Type("varbit")),
        ("money", Type("money")),
        ("tsvector", Type("tsvector")),
        ("tsquery", Type("tsquery")),
        ("point", Type("point")),
        ("polygon", Type("polygon")),
        ("regclass", Type("oid")),
        ("pg_catalog.int4", Type("integer", bits=32)),
        ("int4range", Type("range", element=INT4)),
        ("datemultirange", Type("multirange", element=Type("date", raw="date"))),
        ("tstzrange", Type("range", element=Type("timestamp", raw="timestamptz", zone=True))),
        ("citext", Type("text", folds_case=True)),
        ("public.citext", Type("text", folds_case=True)),
        ("hstore", Type("hstore")),
        ("ltree", Type("ltree")),
        ("vector(3)", Type("vector", length=3)),
        ("extensions.vector", Type("vector")),
        ("geometry(Point,4326)", Type("geometry", name="point", length=4326)),
        ("geography(MultiPolygonZ)", Type("geography", name="multipolygonz")),
        ("geometry", Type("geometry")),
        ("int[]", Type("array", element=Type("integer", raw="int", bits=32))),
        ("varchar(5)[3][]", Type("array", element=Type("varchar", raw="varchar(5)", length=5))),
        ("text array[4]", Type("array", element=Type("text", raw="text"))),
    ],
)
def test_built_in_types_and_those_of_extensions(source: str, type: Type) -> None:
    found = column(source).type
    assert found.raw == source
    assert found == Type(**{name: getattr(type, name) for name in Type.__dataclass_fields__} | {"raw": source})


def test_the_text_of_a_type_is_on_one_line() -> None:
    assert column("timestamp (3)\n  with time zone").type.raw == "timestamp (3) with time zone"


def test_enums_and_their_changes() -> None:
    before = (
        "CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TYPE mood ADD VALUE 'great'; ALTER TYPE mood RENAME "
        "VALUE 'sad' TO 'blue';"
        "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'; ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok'; ALTER TYPE "
        "mood ADD VALUE 'x' AFTER 'ok';"
    )
    assert column("mood", before).type == Type(
        "enum", raw="mood", name="mood", values=("blue", "meh", "ok", "x", "great")
    )


def test_a_type_changes_under_columns_that_have_it() -> None:
    reading = read(
        "CREATE SCHEMA s; CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (c e, d e[]); ALTER TYPE e ADD VALUE 'b';"
        'ALTER TYPE e RENAME TO "E"; ALTER TYPE "E" SET SCHEMA s;',
        "x",
    )
    first, second = reading.schema.tables[0].columns
    assert first.type == Type("enum", raw='s."E"', name="s.E", values=("a", "b"))
    assert second.type == Type("array", raw='s."E"[]', element=first.type)


def test_domains_carry_their_checks_and_those_of_their_base() -> None:
    found = column(
        "small",
        "CREATE DOMAIN pos AS int CHECK (VALUE > 0); ALTER DOMAIN pos ADD CONSTRAINT odd CHECK (VALUE % 2 = 1);"
        "CREATE DOMAIN small AS pos NOT NULL CONSTRAINT lim CHECK (value < 9) DEFAULT 3 CHECK (VALUE <> 5);",
    )
    assert (found.type.kind, found.type.domain, found.type.raw, found.type.not_null) == (
        "integer",
        "small",
        "small",
        True,
    )
    assert not found.nullable
    assert [(check.sql, check.name) for check in found.type.checks] == [
        ("VALUE > 0", "pos_check"),
        ("VALUE % 2 = 1", "odd"),
        ("value < 9", "lim"),
        ("VALUE <> 5", "small_check"),
    ]
    assert found.type.checks[0].expression == Call(">", (Ref("VALUE"), Literal(0)))


def test_domains_lose_constraints() -> None:
    found = column(
        "d",
        "CREATE DOMAIN d AS text NOT NULL CHECK (VALUE <> '') CHECK (VALUE <> 'x');"
        "ALTER DOMAIN d DROP NOT NULL; ALTER DOMAIN d DROP CONSTRAINT d_check1; ALTER DOMAIN d SET DEFAULT 'y';",
    )
    assert found.nullable
    assert [check.sql for check in found.type.checks] == ["VALUE <> ''"]


def test_domains_over_arrays_and_arrays_of_domains() -> None:
    before = "CREATE DOMAIN tags AS text[] CHECK (cardinality(VALUE) < 5); CREATE DOMAIN pos AS int CHECK (VALUE > 0);"
    assert (column("tags", before).type.kind, column("tags", before).type.domain) == ("array", "tags")
    element = column("pos[]", before).type.element
    assert element is not None
    assert (element.domain, len(element.checks)) == ("pos", 1)


def test_composites_ranges_and_row_types() -> None:
    before = (
        "CREATE SCHEMA s; CREATE TYPE s.addr AS (street text, zip varchar(5)); ALTER TYPE s.addr ADD ATTRIBUTE "
        "land char(2);"
        "ALTER TYPE s.addr DROP ATTRIBUTE street, ALTER ATTRIBUTE zip TYPE text; ALTER TYPE s.addr RENAME "
        "ATTRIBUTE zip TO code;"
        "CREATE TYPE span AS RANGE (subtype = float8); CREATE TYPE times AS RANGE (subtype = time, "
        "multirange_type_name = manytimes);"
        "CREATE TABLE other (a int, b s.addr);"
    )
    composite = column("s.addr", before).type
    assert (composite.kind, composite.name, composite.raw) == ("composite", "s.addr", "s.addr")
    assert [(name, part.kind) for name, part in composite.fields] == [("code", "text"), ("land", "char")]
    assert column("span", before).type == Type(
        "range", raw="span", name="span", element=Type("float", raw="float8", bits=64)
    )
    assert column("span_multirange", before).type.kind == "multirange"
    assert column("manytimes", before).type.kind == "multirange"
    row = column("other", before).type
    assert (row.kind, [name for name, _ in row.fields]) == ("composite", ["a", "b"])


def test_a_users_type_beats_an_extensions_and_the_path_decides() -> None:
    before = (
        "CREATE SCHEMA s; CREATE TYPE s.status AS ENUM ('s'); CREATE TYPE status AS ENUM ('p');"
        "CREATE TYPE vector AS (x int);"
    )
    assert column("status", before).type.values == ("p",)
    assert column("s.status", before).type.values == ("s",)
    assert column("status", before + "SET search_path = s, public;").type.values == ("s",)
    assert column("vector", before).type.kind == "composite"


def test_a_type_may_stand_after_its_table() -> None:
    reading = read("CREATE TABLE t (c later); CREATE TYPE later AS ENUM ('a');", "x")
    assert reading.schema.tables[0].columns[0].type.values == ("a",)
    assert reading.notes == ()


@pytest.mark.parametrize("source", ["nosuch", "other.thing", "nosuch[]", "mine", "wrap"])
def test_unknown_types_are_grave_notes(source: str) -> None:
    reading = read(
        "CREATE TYPE mine; CREATE TYPE mine (INPUT = f, OUTPUT = g); CREATE TYPE wrap AS (a int, b nosuch);"
        f"CREATE TABLE t (c {source}, d int);",
        "x",
    )
    (note,) = reading.notes
    assert (note.table, note.column, note.grave) == ("t", "c", True)
    assert str(note.origin) == "x:1"
    assert len(reading.schema.tables[0].columns) == 2


def test_a_type_within_itself_ends() -> None:
    reading = read("CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN more t[];", "x")
    element = reading.schema.tables[0].column("more").type.element
    assert element is not None
    assert element.kind == "composite"
    assert any(note.grave for note in reading.notes)


def test_dropped_types() -> None:
    reading = read(
        "CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE TABLE t (c e, x int); DROP TYPE e "
        "CASCADE; DROP DOMAIN IF EXISTS d, n;"
        "CREATE TYPE e AS ENUM ('b'); ALTER TABLE t ADD c e;",
        "x",
    )
    assert [column.name for column in reading.schema.tables[0].columns] == ["x", "c"]
    assert reading.schema.tables[0].column("c").type.values == ("b",)
